"""《帮代办服务协议》: the agreement of 0+N that names the entrusted items and both sides' rights and duties (W-050)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, Party, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrustedItem:
    """One row of the entrusted items. ``mode`` is 帮办 or 代办; the limits are phrases such as 20个工作日."""

    name: str
    authority: str
    level: str
    mode: str
    statutory_limit: str = ""
    promised_limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the agreement shows. ``answer_days`` and ``feedback_days`` are working days (defaults for P-072)."""

    number: str
    owner: Party
    unit: Party
    project: ProjectFacts
    items: tuple[EntrustedItem, ...]
    issued_at: date
    answer_days: int = 1
    feedback_days: int = 5
    hotline: str = ""
    owner_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def agreement(data: Agreement) -> Rendered:
    """Print the agreement; the same bytes are what both sides sign."""
    return produce("agreement", data, issued_at=data.issued_at)
