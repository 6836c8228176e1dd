"""帮代办工作台账: a selection of the ledger of projects on paper (W-072, C.11); a print, not a numbered paper."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPart:
    """Columns side by side: the words over them, the cells as text, which columns are numbers and which need room."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    long: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet:
    """What is printed; where not all columns have room side by side, one part after the other."""

    unit: str
    printed_by: str
    today: date
    projects: int
    parts: tuple[LedgerPart, ...]


def ledger(data: LedgerSheet) -> Rendered:
    """Print it: A3 landscape, the head repeated on every page."""
    return produce("ledger", data, issued_at=data.today)
