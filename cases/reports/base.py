"""What a report is, and what it says: paragraphs and tables of typed cells, the same for page, chart, CSV, XLSX and PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.utils.formats import number_format
from django.utils.functional import Promise

from cases import rhythms
from cases.counting import Lines, Period
from cases.daywords import date_words
from cases.enums_reports import Rhythm
from cases.models import Region
from cases.tally import Ask, Row, Tally

Value = str | int | float | date | None
NOTHING = "–"


class Kind(StrEnum):
    """What the cells of a column are. ``LONG`` is text that needs room."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """The words over a column, what stands under them, and what they mean (``hint``, for the page)."""

    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""


@dataclass(frozen=True)
class Cell:
    """A value. ``opens``: where the facts behind it are, in words of the desk (``backoffice.summaries``); files have no use for it.

    ``hint``: what the words mean, beside them on the page; files have the definitions in a table of their own.
    ``behind``: in how many cases that lies, where the value counts something else.
    """

    value: Value
    places: int = 0
    opens: str = ""
    hint: str = ""
    behind: int = 0

    @property
    def said(self) -> str:
        """The value as people read it, on the page and on paper."""
        if self.value is None or self.value == "":
            return NOTHING
        if isinstance(self.value, date):
            return date_words(self.value, short=True)
        if isinstance(self.value, str):
            return self.value
        return str(number_format(self.value, self.places, force_grouping=True))


@dataclass(frozen=True)
class Table:
    """Rows of cells. ``chart``: which column is drawn as bars beside the first; ``target``: the line across them."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    chart: int | None = None
    target: float | None = None


@dataclass(frozen=True)
class Content:
    """What a report says. ``short``: the figures that a mail carries; ``warnings``: what has to be seen first."""

    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    short: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What a report is about: a place with everything in it, a week, month or year, and the day that ends what is open."""

    region: Region
    rhythm: Rhythm
    period: Period
    today: date

    @property
    def key(self) -> str:
        return rhythms.key(self.rhythm, self.period)

    @property
    def time(self) -> str:
        """The time in words."""
        return rhythms.words(self.rhythm, self.period)


class Report(Protocol):
    """One report. ``counted``: it counts all cases of the place, so a large place is counted in the background."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str | Promise: ...
    @property
    def question(self) -> str | Promise: ...
    @property
    def rhythms(self) -> tuple[Rhythm, ...]: ...
    @property
    def counted(self) -> bool: ...

    def since(self, scope: Scope) -> date:
        """The first day on which something that is counted may have happened."""

    def asks(self, scope: Scope) -> Sequence[Ask]:
        """What is counted of the cases."""

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        """Single items that are named, the worst of which are kept."""

    def tell(self, tally: Tally, scope: Scope) -> Content:
        """What was counted, in the active language, with what else the report reads."""


class Plain:
    """A report that counts no cases: what it says it reads when it is asked."""

    counted = False

    def since(self, scope: Scope) -> date:
        return scope.period.start

    def asks(self, scope: Scope) -> Sequence[Ask]:
        return ()

    def rows(self, lines: Lines, scope: Scope) -> Iterable[Row]:
        return ()


def row(*values: Value | Cell) -> tuple[Cell, ...]:
    """A row of cells."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)


def kept(content: Content) -> dict[str, Any]:
    """As JSON has it."""
    data = asdict(content)
    for table in data["tables"]:
        for cell in (cell for cells in table["rows"] for cell in cells):
            if isinstance(cell["value"], date):
                cell["value"] = cell["value"].isoformat()
    return data


def again(data: dict[str, Any]) -> Content:
    """What was kept, read again."""
    return Content(
        tuple(data["paragraphs"]), tuple(map(_table, data["tables"])), tuple(data["short"]), tuple(data["warnings"])
    )


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(column["label"], Kind(column["kind"]), column.get("hint", "")) for column in data["columns"])
    rows = tuple(
        tuple(_cell(cell, column) for cell, column in zip(cells, columns, strict=True)) for cells in data["rows"]
    )
    return Table(data["title"], columns, rows, data["note"], data["chart"], data["target"])


def _cell(data: dict[str, Any], column: Column) -> Cell:
    value = data["value"]
    if column.kind == Kind.DAY and isinstance(value, str) and value:
        value = date.fromisoformat(value)
    return Cell(value, data["places"], data["opens"], data.get("hint", ""), data.get("behind", 0))
