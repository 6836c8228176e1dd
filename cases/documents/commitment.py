"""《告知承诺书》: conditions told, commitment, liability, later inspection (domain C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the statement shows. ``owner_signature`` stays a blank: the enterprise signs online or by hand."""

    number: str
    case_number: str
    project: ProjectFacts
    uscc: str
    item: str
    authority: str
    basis: str
    conditions: str
    inspect_by: date
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def commitment(data: Commitment) -> Rendered:
    """Print the statement."""
    return produce("commitment", data, issued_at=data.issued_at)
