"""《一次性告知书》: everything that has to be done, told at once, from what the joint review confirmed (W-052)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, Contact, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """One material of one item; ``form`` is 原件, 复印件 or 电子件, ``may_be_late`` is 可容缺."""

    name: str
    form: str = ""
    copies: str = ""
    source: str = ""
    may_be_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifiedItem:
    """One approval item as it is told to the enterprise. Limits and fees are phrases, predecessors are item names."""

    name: str
    authority: str
    level: str
    stage: str
    predecessors: tuple[str, ...] = ()
    materials: tuple[MaterialLine, ...] = ()
    statutory_limit: str = ""
    promised_limit: str = ""
    fees: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One step of the order of handling. ``waves``: items of one wave need nothing of one another, a later one may need an earlier."""

    label: str
    waves: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What the one-off notification shows. ``unit`` is the agency unit that issues it."""

    number: str
    project: ProjectFacts
    unit: str
    items: tuple[NotifiedItem, ...]
    flow: tuple[FlowStep, ...]
    contacts: tuple[Contact, ...]
    issued_at: date
    remarks: str = ""
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED


def notification(data: Notification) -> Rendered:
    """Print the notification: list, order of handling, materials item by item, contacts, receipt."""
    return produce("notification", data, issued_at=data.issued_at)
