"""《督办单》: what a unit is ordered to put right, on which facts, by when; below the line its answer (W-095, P-092)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """What the order shows. ``answer`` and the unit's signature stay empty until the unit has answered; ``days`` is 0 once
    the answer was sent back and the day counted anew."""

    number: str
    case_number: str
    project: ProjectFacts
    unit: str
    issuer: str
    item: str
    ground: str
    facts: str
    demand: str
    days: int
    due: date
    issued_at: date
    answer: str = ""
    answered_at: date | None = None
    issuer_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def supervision(data: Supervision) -> Rendered:
    """Print the order: above the line what is ordered, below it the answer."""
    return produce("supervision", data, issued_at=data.issued_at)
