"""邮寄送达登记表 with the 邮件回执 that the enterprise signs after receipt (P-075, P-077)."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedDocument:
    """One mailed paper: name, its own number, original or copy, how many."""

    name: str
    document_number: str = ""
    form: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What the mailing record shows. ``received_on`` stays empty until the enterprise confirms the receipt."""

    number: str
    case_number: str
    project: ProjectFacts
    unit: str
    recipient: str
    recipient_phone: str
    address: str
    carrier: str
    tracking_number: str
    sent_at: datetime | None
    documents: tuple[MailedDocument, ...]
    issued_at: date
    received_on: date | None = None
    sender_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def mailing(data: Mailing) -> Rendered:
    """Print the record and, below the line, the receipt to be signed."""
    return produce("mailing", data, issued_at=data.issued_at)
