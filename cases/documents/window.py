"""《窗口交接单》: what went between the agency and a window of the government hall, signed by both (P-078)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedLine:
    """One paper of the list."""

    name: str
    kind: str
    number: str
    form: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSlip:
    """What the slip shows. ``to_window``: the agency gives, the window receives; else the other way round."""

    number: str
    case_number: str
    project: ProjectFacts
    to_window: bool
    agency: str
    unit: str
    window: str
    on: date
    window_person: str
    agency_person: str
    papers: tuple[HandedLine, ...]
    note: str
    issued_at: date
    agency_signature: Signature = UNSIGNED
    window_signature: Signature = UNSIGNED


def window_slip(data: WindowSlip) -> Rendered:
    """Print the slip with the places for both signatures."""
    return produce("window", data, issued_at=data.issued_at)
