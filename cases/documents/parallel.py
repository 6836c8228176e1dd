"""《并联申请表》: one form for the items of a stage, with every paper once (W-075, P-018)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, Party, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelItem:
    """An item of the group and who decides it."""

    name: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPaper:
    """A paper that is handed in once, and the items that it serves."""

    name: str
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """What the form shows."""

    number: str
    case_number: str
    project: ProjectFacts
    applicant: Party
    stage: str
    items: tuple[ParallelItem, ...]
    papers: tuple[SharedPaper, ...]
    unit: str
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def parallel(data: Parallel) -> Rendered:
    """Print the form."""
    return produce("parallel", data, issued_at=data.issued_at)
