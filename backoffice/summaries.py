"""A report as a page: each table with its picture, and each figure with the address of what is behind it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.models import User
from cases.queries import cases, rollout, weekly
from cases.reports import files
from cases.reports.base import Cell, Column, Kind, Table
from cases.reports.files import Told
from home.charts.split import Measure, split_svg

OPENED = 1000  # cases whose list is counted while one waits; of more the figures do not open
SHORT = 16  # letters, or half as many Chinese characters
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
        """It stands in one line: a day, a number of a case, a short name of a place."""
        if self.column.kind != Kind.TEXT:
            return self.column.kind == Kind.DAY
        return in_one_line(self.said) <= SHORT or bool(files.UNBROKEN.fullmatch(self.said))

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


def in_one_line(text: str) -> int:
    """How wide it is, in letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


# Of what a cell may open: who may see which of them.
VISIBLE: dict[str, tuple[Callable[[User], QuerySet[Any]], str]] = {
    "report": (weekly.visible_to, "pk"), "phase": (rollout.visible_to, "pk"), "case": (cases.visible_to, "uuid"),
}  # fmt: skip


def seen(told: Told, user: User) -> set[str]:
    """The pages that cells name and that the person may open; one question for each kind of page."""
    named = [cell.opens for table in told.content.tables for cells in table.rows for cell in cells if cell.opens]
    found = set[str]()
    for kind, (visible, field) in VISIBLE.items():
        keys = {one.partition(":")[2] for one in named if one.startswith(f"{kind}:")}
        rows = visible(user).filter(**{f"{field}__in": keys}).order_by() if keys else ()
        found |= {f"{kind}:{getattr(row, field)}" for row in rows}
    return found


def sections(told: Told, user: User) -> list[Section]:
    """Every table of the report; a cell opens what the person may see."""
    regions, open_to = {"region": str(told.scope.region.pk)}, seen(told, user)
    return [
        Section(
            table,
            files.drawn(table),
            picture(table, f"s{number}"),
            [_row(told, table, cells, regions, open_to) for cells in table.rows],
        )
        for number, table in enumerate(told.content.tables)
    ]


def _row(told: Told, table: Table, cells: tuple[Cell, ...], regions: dict[str, str], open_to: set[str]) -> list[Shown]:
    return [
        Shown(cell.said, address(told, cell.opens, regions, open_to), column, cell.hint, cell.behind)
        for cell, column in zip(cells, table.columns, strict=True)
    ]


def picture(table: Table, ident: str) -> SafeString:
    """One column drawn as bars."""
    bars = files.bars_of(table)
    if not bars or table.chart is None:
        return SafeString("")
    label = f"{table.title} · {files.drawn(table)}"
    return split_svg(label, bars, table.target, Measure(ident=ident))


def address(told: Told, opens: str, regions: dict[str, str], open_to: set[str]) -> str:
    """Where the facts behind a cell are; nothing where there is no such page, the reader may not see it, or too much would have
    to be counted for it."""
    kind, _colon, key = opens.partition(":")
    if kind in PAGES:
        return reverse(PAGES[kind], args=[key]) if opens in open_to else ""
    if kind != "figure" or told.cases > OPENED:
        return ""
    code, _mark, query = key.partition("?")
    period = told.scope.period
    asked = {"period": "own", "since": period.start, "until": period.end, "told": "report"} | (
        {} if "region=" in query else regions
    )
    return f"{reverse('office:statistics_cases', args=[code])}?{query}&{urlencode(asked)}"
