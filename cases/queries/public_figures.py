"""The numbers that everybody may see: counted over all cases, protected, and read again as they were published (W-065)."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from cases import disclosure, public_numbers
from cases.counting import CaseLine, Figure, GroupKey, ItemLine, Lines, Period
from cases.daywords import is_chinese
from cases.disclosure import Partner
from cases.enums import Level
from cases.indicators import Indicator, Unit
from cases.models import Case, ProjectCategory, PublicFigures, Region
from cases.public_numbers import BY_MONTH, BY_PART, FOLLOW, LINKED, METHOD, Span
from cases.queries import statistics
from cases.routes import RANK

K = TypeVar("K", bound=Hashable)
Kept = dict[str, Any]
WITHHELD: Kept = {"withheld": True}


def latest() -> PublicFigures | None:
    """The newest count."""
    return PublicFigures.objects.first()


def of_week(monday: date) -> PublicFigures | None:
    """The count of this week by the present method."""
    return PublicFigures.objects.filter(week=monday, method=METHOD).first()


def count(monday: date, today: date) -> tuple[Span, Kept]:
    """Everything that the week publishes, as it is kept."""
    span = public_numbers.span(monday)
    every = Case.objects.exclude(number=None)
    lines = gather(statistics.in_parts(every, span.whole.start, today), span.whole, _counties(), today)
    return span, tables(lines, span, _names())


def gather(parts: Iterable[Lines], whole: Period, counties: Mapping[Hashable, int], today: date) -> Lines:
    """The lines of many parts, without what no public number asks for: open items, and all groups but place and category."""
    found = Lines([], [], today)
    cases, items = list[CaseLine](), list[ItemLine]()
    shared: dict[frozenset[GroupKey], frozenset[GroupKey]] = {}

    def slim(groups: frozenset[GroupKey]) -> frozenset[GroupKey]:
        if groups not in shared:
            told = {(by, counties.get(key, key) if by == statistics.REGION else key) for by, key in groups}
            kept = frozenset(key for key in told if key[0] in {statistics.REGION, statistics.CATEGORY})
            shared[groups] = shared.setdefault(kept, kept)
        return shared[groups]

    for part in parts:
        cases += [replace(line, groups=slim(line.groups)) for line in part.cases]
        items += [replace(line, groups=slim(line.groups)) for line in part.items if line.decided in whole]
    return replace(found, cases=cases, items=items)


def _counties() -> dict[Hashable, int]:
    """{region: the county it lies in}; whatever lies in none stands for itself."""
    rows = list(Region.objects.all())
    counties = {row.code: row.pk for row in rows if row.level == Level.COUNTY}
    below = [row for row in rows if RANK[Level(row.level)] < RANK[Level.COUNTY]]
    return {row.pk: counties[code] for row in below for code in row.path.split("/") if code in counties}


def _names() -> dict[GroupKey, Kept]:
    """What each place and category is called, in the order in which they stand elsewhere."""
    found: dict[GroupKey, Kept] = {}
    for by, model in ((statistics.REGION, Region), (statistics.CATEGORY, ProjectCategory)):
        for row in model._default_manager.all():
            found[by, row.pk] = {"key": row.code, "zh": row.name_zh, "en": row.name_en}
    return found


def tables(lines: Lines, span: Span, names: Mapping[GroupKey, Kept]) -> Kept:
    """The four tables of a count. What is small is not in them any more."""
    totals = _counted(lines, span.year, public_numbers.totals())
    # One row adds up to nothing: here only what is small goes, and what would tell it.
    year = _protect({None: totals}, tuple(totals), [])[None]
    lost = {code for code, cell in year.items() if cell is WITHHELD}
    months = {month: _counted(lines, month, BY_MONTH) for month in span.months}
    shown = _protect(months, BY_MONTH, span.months_of_year, lost, disclosure.nearest(span.months))
    return {
        "year": {"cells": year},
        "month": [
            {"key": f"{month.start:%Y-%m}", "until": month.end.isoformat(), "cells": shown[month]} for month in months
        ],
        statistics.REGION: _split(lines, span.year, statistics.REGION, names, lost),
        statistics.CATEGORY: _split(lines, span.year, statistics.CATEGORY, names, lost),
    }


def _counted(lines: Lines, period: Period, codes: Iterable[str]) -> dict[str, Figure]:
    return {code: public_numbers.indicator(code).rule(lines, period) for code in codes}


def _split(lines: Lines, year: Period, by: str, names: Mapping[GroupKey, Kept], lost: Collection[str]) -> list[Kept]:
    """The parts in which there was anything, in the order of their names."""
    own: dict[GroupKey, tuple[list[CaseLine], list[ItemLine]]] = defaultdict(lambda: ([], []))
    for case in lines.cases:
        for key in case.groups:
            own[key][0].append(case)
    for item in lines.items:
        for key in item.groups:
            own[key][1].append(item)
    figures: dict[GroupKey, dict[str, Figure]] = {}
    for key in names:
        if key[0] == by and key in own:
            figures[key] = _counted(Lines(*own[key], lines.today), year, BY_PART)
    figures = {key: row for key, row in figures.items() if any(one.behind for one in row.values())}
    shown = _protect(figures, BY_PART, list(figures), lost)
    return [names[key] | {"cells": shown[key]} for key in figures]


def _protect(
    figures: Mapping[K, Mapping[str, Figure]],
    codes: Collection[str],
    added: list[K],
    lost: Collection[str] = (),
    partner: Partner[K] | None = None,
) -> dict[K, dict[str, Kept]]:
    """The cells of a table by its parts. Each column is a split of its own; those that tell of each other are hidden together,
    and one whose total is not shown (``lost``) shows nothing that adds up to it."""
    behind = {code: {key: row[code].behind for key, row in figures.items()} for code in codes}
    gone = dict.fromkeys(lost, added)
    sides = {
        code: {key: (row[code].cases, row[code].rest) for key, row in figures.items()}
        for code in codes
        if public_numbers.indicator(code).unit in {Unit.SHARE, Unit.PER_CASE}
    }
    linked = {code: behind[code] for code in LINKED} if set(LINKED) <= set(codes) else {}
    held = {
        code: disclosure.hide(parts, added, partner, gone.get(code, ()), sides.get(code))
        for code, parts in behind.items()
        if code not in linked
    }
    held |= disclosure.hide_linked(linked, FOLLOW, added, gone)
    return {
        key: {code: WITHHELD if key in held[code] else _cell(code, row[code]) for code in codes}
        for key, row in figures.items()
    }


def _cell(code: str, figure: Figure) -> Kept:
    """A cell as it is kept and published. ``of``: how many things a share or a length was taken of; never how many cases."""
    unit = public_numbers.indicator(code).unit
    return {"value": _rounded(figure, unit), "of": figure.of if unit in {Unit.SHARE, Unit.DAYS} else None}


def _rounded(figure: Figure, unit: Unit) -> float | None:
    """As exact as the page. Nearly all is not all and nearly none is not none: 100 and 0 stand only where they are true."""
    if figure.value is None:
        return None
    value = round(figure.value, unit.places or None)
    if value == figure.value or unit not in {Unit.SHARE, Unit.PER_CASE}:
        return value
    least: float = 10**-unit.places
    return min(max(value, least), 100 - least) if unit == Unit.SHARE else max(value, least)


@dataclass(frozen=True)
class Cell:
    """A published number. ``value`` None: there was nothing to count; ``withheld``: there was, but of too few cases."""

    indicator: Indicator
    value: float | None = None
    of: int | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a table. ``until``: the last day that is counted, where the line is a month."""

    key: str
    zh: str
    en: str
    cells: tuple[Cell, ...]
    until: date | None = None

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.zh if is_chinese() else self.en


@dataclass(frozen=True)
class Table:
    """``code``: year, month, region or category."""

    code: str
    rows: tuple[Row, ...]

    @property
    def indicators(self) -> list[Indicator]:
        """What its columns show."""
        return [cell.indicator for cell in self.rows[0].cells] if self.rows else []

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def withheld(self) -> bool:
        """Whether anything is left out."""
        return any(cell.withheld for cell in self.cells)

    @property
    def told(self) -> bool:
        """Whether it shows anything but zeros."""
        return any(cell.value for cell in self.cells)


def read(row: PublicFigures) -> dict[str, Table]:
    """The tables of a count. An indicator that is not known any more is passed over."""
    year = [{"key": str(row.until.year), **row.data["year"]}]
    kept = {"year": year, **{code: row.data[code] for code in ("month", statistics.REGION, statistics.CATEGORY)}}
    return {code: Table(code, tuple(_row(one) for one in lines)) for code, lines in kept.items()}


def _row(kept: Kept) -> Row:
    known = [(public_numbers.find(code), cell) for code, cell in kept["cells"].items()]
    cells = tuple(Cell(indicator, **cell) for indicator, cell in known if indicator is not None)
    until = date.fromisoformat(kept["until"]) if "until" in kept else None
    key: str = kept["key"]
    return Row(key, kept.get("zh", key), kept.get("en", key), cells, until)
