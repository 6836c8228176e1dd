"""上门服务记录: who went to the enterprise, when, for what, with which result (W-004, domain C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the record shows. ``owner_signature`` stays a blank for the hand of the enterprise."""

    number: str
    case_number: str
    project: ProjectFacts
    unit: str
    way: str
    visited_on: date
    place: str
    people: str
    met: str
    purpose: str
    items: tuple[str, ...]
    vehicle: str
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def visit(data: Visit) -> Rendered:
    """Print the record with both sides' signatures below."""
    return produce("visit", data, issued_at=data.issued_at)
