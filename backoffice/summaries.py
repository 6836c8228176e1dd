"""A report as a page: each table with its picture, and each figure with the address of what is behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from cases.reports import files
from cases.reports.base import Cell, Column, Kind, Table
from cases.reports.files import Told
from home.charts.split import Measure, split_svg

OPENED = 1000  # cases whose list is counted while one waits; of more the figures do not open
SHORT = 16  # characters
PAGES = {"report": "office:report", "phase": "office:phase", "case": "office:case"}


@dataclass(frozen=True)
class Shown:
    """A cell on the page."""

    said: str
    url: str
    column: Column
    hint: str = ""
    behind: int = 0

    @property
    def number(self) -> bool:
        return self.column.kind == Kind.NUMBER

    @property
    def tight(self) -> bool:
        """Short enough to stand in one line: a day, a number, a name of a place."""
        return self.column.kind == Kind.DAY or (self.column.kind == Kind.TEXT and len(self.said) <= SHORT)

    @property
    def long(self) -> bool:
        return self.column.kind == Kind.LONG


@dataclass(frozen=True)
class Section:
    """A table on the page."""

    table: Table
    drawn: str
    svg: SafeString
    rows: list[list[Shown]]

    @property
    def hints(self) -> list[tuple[str, str]]:
        """What the columns mean."""
        return [(column.label, column.hint) for column in self.table.columns if column.hint]


def sections(told: Told) -> list[Section]:
    """Every table of the report."""
    regions = {"region": str(told.scope.region.pk)}
    return [
        Section(
            table,
            files.drawn(table),
            picture(table, f"s{number}"),
            [_row(told, table, cells, regions) for cells in table.rows],
        )
        for number, table in enumerate(told.content.tables)
    ]


def _row(told: Told, table: Table, cells: tuple[Cell, ...], regions: dict[str, str]) -> list[Shown]:
    return [
        Shown(cell.said, address(told, cell.opens, regions), column, cell.hint, cell.behind)
        for cell, column in zip(cells, table.columns, strict=True)
    ]


def picture(table: Table, ident: str) -> SafeString:
    """One column drawn as bars."""
    bars = files.bars_of(table)
    if not bars or table.chart is None:
        return SafeString("")
    label = f"{table.title} · {files.drawn(table)}"
    return split_svg(label, bars, table.target, Measure(ident=ident))


def address(told: Told, opens: str, regions: dict[str, str]) -> str:
    """Where the facts behind a cell are; nothing where there is no such page, or too much would have to be counted for it."""
    kind, _colon, key = opens.partition(":")
    if kind in PAGES:
        return reverse(PAGES[kind], args=[key])
    if kind != "figure" or told.cases > OPENED:
        return ""
    code, _mark, query = key.partition("?")
    period = told.scope.period
    asked = {"period": "own", "since": period.start, "until": period.end} | ({} if "region=" in query else regions)
    return f"{reverse('office:statistics_cases', args=[code])}?{query}&{urlencode(asked)}"
