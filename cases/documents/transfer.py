"""转办单: the slip that goes with a case, or with one item, from agency to agency, and comes back with the answer (W-035 to W-039)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferredItem:
    """One item that the transfer is about: what, who decides it, at which level."""

    name: str
    authority: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferredPaper:
    """One line of the list of materials."""

    name: str
    form: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSlip:
    """What the slip shows. ``outcome`` and what follows stay empty until the receiving side has answered."""

    number: str
    case_number: str
    project: ProjectFacts
    scope: str
    from_unit: str
    to_unit: str
    to_person: str
    to_phone: str
    reason: str
    items: tuple[TransferredItem, ...]
    channel: str
    reference: str
    papers: tuple[TransferredPaper, ...]
    offered_at: datetime
    answer_by: date
    issued_at: date
    outcome: str = ""
    answer: str = ""
    sender_signature: Signature = UNSIGNED
    receiver_signature: Signature = UNSIGNED


def transfer(data: TransferSlip) -> Rendered:
    """Print the slip: above the line what is handed over, below it the answer."""
    return produce("transfer", data, issued_at=data.issued_at)
