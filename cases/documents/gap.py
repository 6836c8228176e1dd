"""《容缺受理承诺书》: which papers come later, until when, and what follows if they do not (domain C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPromise:
    """What the promise shows. ``owner_signature`` stays a blank: the enterprise signs online or by hand."""

    number: str
    case_number: str
    project: ProjectFacts
    uscc: str
    item: str
    authority: str
    papers: tuple[str, ...]
    reason: str
    due: date
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def gap_promise(data: GapPromise) -> Rendered:
    """Print the promise."""
    return produce("gap", data, issued_at=data.issued_at)
