"""《回访记录》: who of the enterprise was asked when, and what the answer was (P-070, domain C.5 and C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRecord:
    """What the record shows. ``left`` is empty when nothing is left to do."""

    number: str
    case_number: str
    project: ProjectFacts
    unit: str
    occasion: str
    way: str
    on: date
    person: str
    asked_by: str
    said: str
    outcome: str
    left: str
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def follow_up(data: FollowUpRecord) -> Rendered:
    """Print the record with both sides' signatures below."""
    return produce("followup", data, issued_at=data.issued_at)
