"""Pieces that several forms share: who signs, who the parties are, which project."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One side of a signature block. Everything left out is printed as a blank to be filled in by hand.

    ``digest`` is the SHA-256 of the text that was signed; when it is given, a small note says that the signature is
    electronic and prints it (电子签名法 §13).
    """

    name: str = ""
    phone: str = ""
    signed_on: date | None = None
    method: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A legal person as papers name it. ``uscc`` is the unified social credit code (GB 32100)."""

    name: str
    uscc: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """The project line of a form. ``code`` may be empty before 立项 and is then printed as a blank."""

    name: str
    code: str = ""
    place: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask: what for, name or window, telephone, place or hours."""

    role: str
    name: str
    phone: str
    place: str = ""


UNSIGNED = Signature()
CHIEF_AGENT = "首席代办员"  # who keeps the agency's copy in 1+3+N
HANDLER = "帮代办机构经办人"  # and in the other schemes
