"""帮代办工作台账: a selection of the ledger of projects on paper (W-072, C.11); a print, not a numbered paper."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet:
    """What is printed: the words over the columns, the cells as text, which columns are numbers and which need room."""

    unit: str
    printed_by: str
    today: date
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    long: tuple[bool, ...]


def ledger(data: LedgerSheet) -> Rendered:
    """Print it: A3 landscape, the head repeated on every page."""
    return produce("ledger", data, issued_at=data.today)
