"""事项材料清单: a checklist on paper, ticked or to be ticked by hand, with the QR code that brings the ticks back; no numbered paper."""

from dataclasses import dataclass
from datetime import date

from cases.documents.mark import symbol
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A paper: whether it is there, and how it is handed in."""

    name: str
    how: str
    have: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPart:
    """An item: its name, what is said beside it (done already, depends on the project), when it is needed at all."""

    name: str
    state: str
    condition: str
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGroup:
    """The items of a stage."""

    name: str
    parts: tuple[PrintedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChecklist:
    """What is printed, all words in the reader's language. ``address``: what the QR code holds."""

    title: str
    lead: str
    counted: str
    address: str
    address_says: str
    foot: str
    groups: tuple[PrintedGroup, ...]
    today: date


def checklist(data: PrintedChecklist, lang: str) -> Rendered:
    """Print it: A4, two papers never torn apart, as many pages as it takes."""
    values = {"list": data, "symbol": symbol(data.address)}
    return produce("checklist", values, issued_at=data.today, lang=lang)
