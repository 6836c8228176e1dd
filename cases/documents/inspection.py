"""《专项督导报告》: what the inspection of a unit showed, numbered, in the name of its place (W-095)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One question with its answer. ``kind``: what a “no” points at; ``cases``: their numbers."""

    order: int
    asked: str
    answer: str
    kind: str
    note: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case of the sample: number and name of its project."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionReport:
    """What the report shows. ``findings``: some were filed; the unit is heard on each before it is named.

    ``answer_due``: by when the unit says what it does about it.
    """

    number: str
    title: str
    region: str
    unit: str
    checklist: str
    inspectors: tuple[str, ...]
    since: date
    until: date
    seed: int
    sample: tuple[Seen, ...]
    lines: tuple[CheckedLine, ...]
    findings: bool
    conclusion: str
    answer_due: date
    issued_at: date


def inspection_report(data: InspectionReport) -> Rendered:
    """Print the report."""
    return produce("inspection", data, issued_at=data.issued_at)
