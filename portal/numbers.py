"""The service in numbers (W-065): a page and two files, read from the count of the week; no visitor sets off a count."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import disclosure
from cases.counting import ONE
from cases.indicators import Indicator, Unit
from cases.models import PublicFigures
from cases.queries import public_figures
from cases.queries.public_figures import Cell, Row, Table
from home.charts.axis import month_word
from home.charts.split import Measure, split_svg
from home.words import is_chinese, measured
from portal import opendata

HOUR = 3600
DRAWN = ("received", "finished", "on_time")


@dataclass(frozen=True)
class Said:
    """A number with its words, and the goal where there is one."""

    cell: Cell
    words: str
    goal: str


@dataclass(frozen=True)
class Shown:
    """A table as the page shows it: its heading, what its lines are, and of the months their pictures."""

    table: Table
    title: str
    part: str
    lines: list[tuple[str, Row, list[Said]]]
    pictures: list[tuple[str, SafeString]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything with its definition; where nothing was counted yet, when it will be."""
    row = public_figures.latest()
    title = str(opendata.TITLE)
    context = {"title": title, "breadcrumbs": [(_("Home"), "/"), (title, "")], "row": row}
    if row is not None:
        tables = public_figures.read(row)
        context |= {
            "some_withheld": tables["year"].withheld,
            "year": _cells(tables.pop("year").rows[0]),
            "tables": [_shown(table) for table in tables.values()],
            "publisher": opendata.publisher(english=not is_chinese()),
            "licence": opendata.LICENCE,
            "withheld": opendata.withheld_words(),
            "least": disclosure.LEAST,
        }
    response = render(request, "portal/numbers.html", context)
    response.published_page = True  # type: ignore[attr-defined]
    return response


def _shown(table: Table) -> Shown:
    title, part = {
        "month": (_("Month by month"), _("Month")),
        "region": (_("By county or district"), _("Region")),
        "category": (_("By category of project"), _("Category of project")),
    }[table.code]
    lines = [(_name(row), row, _cells(row)) for row in table.rows]
    pictures = [_picture(table, code) for code in DRAWN] if table.code == "month" else []
    return Shown(table, title, part, lines, [one for one in pictures if one is not None])


def _cells(row: Row) -> list[Said]:
    return [Said(cell, said(cell), _goal(cell.indicator)) for cell in row.cells]


def _goal(indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    return _("Goal: %(goal)s") % {
        "goal": f"{indicator.target:g} %" if indicator.unit == Unit.SHARE else f"{indicator.target:g}"
    }


def _name(row: Row) -> str:
    """What a line is called; a month that is not over says how far it is counted."""
    if row.until is None:
        return row.name
    month = month_word(row.until, first=True)
    over = (row.until + ONE).day == 1
    return month if over else _("%(month)s (days 1 to %(day)s)") % {"month": month, "day": row.until.day}


def _picture(table: Table, code: str) -> tuple[str, SafeString] | None:
    """One indicator month by month with its name; nothing where no month has a value above zero."""
    cells = [(row, cell) for row in table.rows for cell in row.cells if cell.indicator.code == code]
    if not any(cell.value for _row, cell in cells):
        return None
    indicator = cells[0][1].indicator
    bars = [
        (month_word(row.until, first=True) if row.until else row.name, cell.value or 0, said(cell))
        for row, cell in cells
    ]
    room = Measure(names=100, wide=150, after=90, ident=f"p-{code}")
    label = str(indicator.label)
    return label, split_svg(label, bars, indicator.target, room)


def said(cell: Cell) -> str:
    """A number as people read it, with its unit."""
    if cell.withheld:
        return _("withheld")
    number, unit = measured(cell.value, cell.indicator.unit), cell.indicator.unit
    if cell.value is None or unit in {Unit.COUNT, Unit.SHARE}:
        return number
    if cell.value == 0:
        number = "0"
    words = _("%(number)s days") if unit == Unit.DAYS else _("%(number)s per case")
    return words % {"number": number}


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    return _file(request, opendata.as_csv, "text/csv; charset=utf-8; header=present", "csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    return _file(request, opendata.as_json, "application/json", "json")


def _file(request: HttpRequest, make: Callable[[PublicFigures], bytes], kind: str, ending: str) -> HttpResponseBase:
    """The newest count as a file; whoever has it already is told so."""
    row = public_figures.latest()
    if row is None:
        raise Http404
    body = make(row)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="bangdaiban-{row.until}.{ending}"'
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    answer["ETag"], answer["Last-Modified"] = etag, http_date(row.made_at.timestamp())
    # Programs of other sites may read it: it is for everybody, and the same for everybody.
    answer["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=answer) or answer
