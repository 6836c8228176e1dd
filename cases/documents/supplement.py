"""《代办事项变更确认单》: items added or taken out after signing, confirmed by the enterprise (P-004)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, Party, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    """One row: ``change`` is 增加 or 取消; the limits are phrases such as 20个工作日."""

    change: str
    name: str
    authority: str
    level: str
    mode: str
    statutory_limit: str = ""
    promised_limit: str = ""
    reason: str = ""
    changed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What the paper shows. ``base``: number of the agreement or authorisation that it changes, ``base_title`` what that is."""

    number: str
    owner: Party
    unit: str
    project: ProjectFacts
    base: str
    base_title: str
    signed_on: date | None
    items: tuple[ChangedItem, ...]
    issued_at: date
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def supplement(data: Supplement) -> Rendered:
    """Print the confirmation; the same bytes are what both sides sign."""
    return produce("supplement", data, issued_at=data.issued_at)
