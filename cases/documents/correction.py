"""《补正告知书》: what has to be corrected, why, and by when; told once and completely (C.8, 行政许可法 §32)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, Contact, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPoint:
    """One thing to correct: what, why it cannot stay as it is, what is asked for, and in a second notice why only now."""

    what: str
    why: str
    request: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the correction notice shows. ``subject`` is the application or the item; ``due_on`` is the last day."""

    number: str
    case_number: str
    subject: str
    project: ProjectFacts
    unit: str
    points: tuple[CorrectionPoint, ...]
    due_on: date
    issued_at: date
    contact: Contact | None = None
    consequence: str = ""
    unit_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def correction(data: Correction) -> Rendered:
    """Print the correction notice with its receipt."""
    return produce("correction", data, issued_at=data.issued_at)
