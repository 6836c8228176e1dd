"""The forms of a report beside its page: CSV, XLSX, and what the printer needs. Each says the same cells. Pure."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import spreadsheets
from cases.counting import Period
from cases.daywords import date_words
from cases.reports.base import NOTHING, Content, Kind, Report, Scope, Table

UNBROKEN = re.compile(r"[!-~]{12,}")  # numbers and codes: no line ends within them


class Paper(Protocol):
    """What can be taken away: ``about`` stands over every form, ``place`` says on paper of what and of when it is."""

    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def counted_on(self) -> date: ...
    @property
    def content(self) -> Content: ...

    def about(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Told:
    """A report as it was told: of what, when it was counted, over how many cases, what it says."""

    report: Report
    scope: Scope
    counted_on: date
    cases: int
    content: Content

    @property
    def title(self) -> str:
        return str(self.report.title)

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"{self.report.code}-{self.scope.region.code}-{self.scope.key}"

    @property
    def place(self) -> str:
        return f"{self.scope.region.name} · {self.scope.time}"

    def about(self) -> list[tuple[str, str]]:
        """Question, place, time, day of the count."""
        span = days(self.scope.period)
        rows = [
            (_("Report"), self.title),
            (pgettext("report", "Question"), str(self.report.question)),
            (_("Region"), self.scope.region.name),
            (_("Period"), span if self.scope.time == span else f"{self.scope.time} ({span})"),
            (_("Day of the count"), date_words(self.counted_on, short=True)),
        ]
        return [*rows, (_("Cases read"), str(self.cases))] if self.report.counted else rows


def days(period: Period) -> str:
    """The first and the last day."""
    return " – ".join(date_words(day, short=True) for day in (period.start, period.end))


def _sentences(told: Paper) -> list[str]:
    return [*told.content.warnings, *told.content.paragraphs]


def values(table: Table) -> list[list[Any]]:
    """The head and the rows, numbers as numbers and days as days."""
    return [[column.label for column in table.columns], *([cell.value for cell in row] for row in table.rows)]


def as_csv(told: Paper) -> bytes:
    """One table after the other, each with its title and a blank line before it."""
    rows: list[Sequence[Any]] = [*told.about(), *([said] for said in _sentences(told))]
    for table in told.content.tables:
        rows += [[], [table.title], *([[table.note]] if table.note else []), *values(table)]
    return spreadsheets.as_csv(rows)


def as_xlsx(told: Paper) -> bytes:
    """A sheet that says what it is, and one for each table."""
    first: list[Sequence[Any]] = [[_("About this report"), ""], *told.about()]
    first += [[_("In words"), said] for said in _sentences(told)]
    first += [[table.title, table.note] for table in told.content.tables if table.note]
    out = io.BytesIO()
    sheets: list[tuple[str, spreadsheets.Rows]] = [(_("About this report"), first)]
    sheets += [(table.title, values(table)) for table in told.content.tables]
    spreadsheets.write_book(out, sheets)
    return out.getvalue()


def sheet(told: Paper) -> dict[str, Any]:
    """The same as ``documents.report`` prints it: text for every cell, and how long the bars of a chart are."""
    return {
        "title": told.title,
        "words": words(),
        "about": told.about(),
        "place": told.place,
        "warnings": told.content.warnings,
        "paragraphs": told.content.paragraphs,
        "tables": [printed(table) for table in told.content.tables],
    }


def words() -> dict[str, str]:
    """What the printer says of its own."""
    return {"page": _("Page {n} of {all}"), "none": _("Nothing of this kind happened in the period.")}


def printed(table: Table) -> dict[str, Any]:
    """A table as the printer needs it."""
    return {
        "title": table.title,
        "note": table.note,
        "head": [column.label for column in table.columns],
        "numbers": [column.kind in {Kind.NUMBER, Kind.DAY} for column in table.columns],
        "long": [column.kind == Kind.LONG for column in table.columns],
        "whole": whole(table),
        "rows": [[cell.said for cell in row] for row in table.rows],
        "chart": chart(table),
    }


def whole(table: Table) -> list[bool]:
    """Which columns hold numbers of cases or codes in every cell, so that they are never broken."""
    return [
        bool(said := [row[place].said for row in table.rows if row[place].said != NOTHING])
        and all(UNBROKEN.fullmatch(one) for one in said)
        for place in range(len(table.columns))
    ]


def chart(table: Table) -> dict[str, Any] | None:
    """The bars of a table: name, length from 0 to 1, the value in words; the target as a place on the same line."""
    bars = bars_of(table)
    if not bars or table.chart is None:
        return None
    top = max([value for _name, value, _said in bars] + [table.target or 0]) or 1
    return {
        "label": drawn(table),
        "bars": [{"name": name, "length": max(0, value) / top, "said": said} for name, value, said in bars],
        "target": None if table.target is None else table.target / top,
    }


def drawn(table: Table) -> str:
    """What the bars of a table are."""
    return "" if table.chart is None else table.columns[table.chart].label


def bars_of(table: Table) -> list[tuple[str, float, str]]:
    """Name, value, value in words of each row that has one to draw."""
    if table.chart is None:
        return []
    drawn = [(row[0].said, row[table.chart]) for row in table.rows]
    return [
        (name, float(cell.value), cell.said)
        for name, cell in drawn
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    ]
