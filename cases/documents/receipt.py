"""申请回执 and 受理回执: what was handed in, when, with the check value of every file (电子签名法 §11)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.documents.parts import Contact, ProjectFacts
from cases.documents.render import Rendered, produce


class ReceiptKind(StrEnum):
    """Which receipt: the application has arrived, or it has been accepted. The value is the printed title."""

    APPLICATION = "申请回执"
    ACCEPTANCE = "受理回执"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One received file: the material it belongs to, its own name, size in words, SHA-256 and time of receipt."""

    material: str
    filename: str
    size: str
    sha256: str
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the receipt shows. ``received_at`` is the time of entry into the system."""

    kind: ReceiptKind
    number: str
    case_number: str
    project: ProjectFacts
    applicant: str
    unit: str
    items: tuple[str, ...]
    files: tuple[ReceivedFile, ...]
    received_at: datetime
    issued_at: date
    contact: Contact | None = None
    next_step: str = ""
    progress_code: str = ""
    progress_page: str = ""


def receipt(data: Receipt) -> Rendered:
    """Print the receipt; of every check value the first sixteen digits are shown."""
    return produce("receipt", data, issued_at=data.issued_at)
