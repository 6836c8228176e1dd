"""Tables that several reports have: indicators with the time before, parts of a whole, what the words mean, what was late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases import beyond, indicators
from cases.counting import Lines, Period, past_limit
from cases.figures import Figure, How
from cases.indicators import INDICATORS, Indicator, Unit
from cases.models import Region
from cases.queries import splits, statistics, summaries
from cases.reports.base import Cell, Column, Kind, Scope, Table, row
from cases.tally import WORST, Row, Sum, Tally

EVERY = tuple(INDICATORS)  # what summaries tell, as Statistics does
N = Kind.NUMBER
KNOWLEDGE = gettext_lazy("Knowledge base")  # the chapter of what rests on other things than cases


def unit(indicator: Indicator) -> str:
    """In what its value is measured."""
    return {
        Unit.COUNT: pgettext("unit", "number"),
        Unit.SHARE: "%",
        Unit.DAYS: _("days"),
        Unit.PER_CASE: _("per case"),
    }[indicator.unit]


def measured(value: float | None, code: str, opens: str = "") -> Cell:
    """The value of an indicator with its decimals, in every form the same."""
    return in_places(value, INDICATORS[code].unit.places, opens)


def in_places(value: float | None, places: int, opens: str = "") -> Cell:
    """A number with so many decimals."""
    if value is None:
        return Cell(None, places)
    return Cell(round(value, places) if places else round(value), places, opens)


Counted = Sum | Figure


def figure(one: Counted, code: str, part: str = "") -> Cell:
    """The value of an indicator, opening what it counts."""
    made = measured(one.value, code, _counted(one, code, part))
    return made if INDICATORS[code].unit != Unit.COUNT else replace(made, behind=_behind(one))


def counted(one: Counted, code: str, part: str = "") -> Cell:
    """How many an indicator counted, opening them."""
    return Cell(one.count, 0, _counted(one, code, part), behind=_behind(one))


def _counted(one: Counted, code: str, part: str) -> str:
    return f"figure:{code}?part=counted{part}" if one.cases else ""


def _behind(one: Counted) -> int:
    """In how many cases lies what was counted, where that is another number."""
    cases = one.cases if isinstance(one.cases, int) else len(one.cases)
    return cases if cases != one.count else 0


def out_of(one: Counted, code: str, part: str = "") -> Cell:
    """Of how many it was counted, opening them."""
    return Cell(one.of, 0, f"figure:{code}?part=all{part}" if one.cases or one.rest else "")


def every_table(now: Mapping[str, Counted], before: Mapping[str, Counted], period: Period, today: date) -> Table:
    """Every indicator there is: of cases, and of what else the site keeps, which no place narrows."""
    found, others = indicator_rows(now, before), [*_beyond(period, today)]
    note = _("%(chapter)s: counted over the whole site, whichever region, category or scheme is chosen.") % {
        "chapter": KNOWLEDGE
    }
    return replace(found, rows=found.rows + beyond_rows(others), note=note if others else "")


def _beyond(period: Period, today: date) -> Iterable[tuple[Indicator, Figure, Figure]]:
    for one in beyond.every():
        yield one.indicator, one.figure(period, today), one.figure(period.before(), today)


def indicator_rows(now: Mapping[str, Counted], before: Mapping[str, Counted], codes: Sequence[str] = EVERY) -> Table:
    """Every indicator in the period and in the one before it, with its target."""
    rows = [
        _indicator(str(chapter.title), one, now[one.code], before[one.code])
        for chapter in indicators.CHAPTERS
        for one in chapter.indicators
        if one.code in codes
    ]
    columns = (
        Column(_("Indicator")), Column(_("Chapter")), Column(_("Measured in")), Column(_("Value"), N), Column(_("Counted"), N),
        Column(_("Out of"), N), Column(_("Period before"), N), Column(_("Difference"), N), Column(_("Target"), N),
    )  # fmt: skip
    return Table(_("Indicators"), columns, tuple(rows))


def _indicator(chapter: str, one: Indicator, now: Counted, before: Counted) -> tuple[Cell, ...]:
    return row(
        Cell(str(one.label), hint=str(one.definition)), chapter, unit(one), figure(now, one.code), counted(now, one.code),
        out_of(now, one.code), *_compared(one, now, before),
    )  # fmt: skip


def _compared(one: Indicator, now: Counted, before: Counted) -> tuple[Cell, ...]:
    """The period before, the difference, the target."""
    change = None if now.value is None or before.value is None else now.value - before.value
    return tuple(in_places(value, one.unit.places) for value in (before.value, change, one.target))


def beyond_rows(told: Iterable[tuple[Indicator, Figure, Figure]]) -> tuple[tuple[Cell, ...], ...]:
    """Lines for the same table of what rests on other things than cases: the indicator, its figure, the one before."""
    return tuple(
        row(
            Cell(str(one.label), hint=str(one.definition)), str(KNOWLEDGE), unit(one), in_places(now.value, one.unit.places),
            now.count, now.of, *_compared(one, now, before),
        )
        for one, now, before in told
    )  # fmt: skip


def split_table(title: str, indicator: Indicator, by: str, groups: Sequence[splits.Group]) -> Table:
    """One indicator of each part, in the period and in the one before it, with its target; its values drawn."""
    rows = [
        row(
            group.name, in_places(group.figure.value, indicator.unit.places), group.figure.count, group.figure.of,
            *_compared(indicator, group.figure, group.reading.before),
        )
        for group in groups
    ]  # fmt: skip
    columns = (
        Column(str(splits.PARTS[by]), Kind.LONG), Column(_heading(indicator), N), Column(_("Counted"), N), Column(_("Out of"), N),
        Column(_("Period before"), N), Column(_("Difference"), N), Column(_("Target"), N),
    )  # fmt: skip
    note = splits.note([indicator.code], by)
    return Table(title, columns, tuple(rows), note, chart=1 if rows else None, target=indicator.target)


def headed(codes: Iterable[str]) -> list[Column]:
    """A column for each indicator, with what it is measured in and what it counts."""
    return [Column(_heading(INDICATORS[code]), N, str(INDICATORS[code].definition)) for code in codes]


def _heading(one: Indicator) -> str:
    if one.unit == Unit.COUNT:
        return str(one.label)
    return _("%(label)s (%(unit)s)") % {"label": one.label, "unit": unit(one)}


def part_table(
    title: str, first: str, parts: Mapping[str, Mapping[str, Sum]], codes: Sequence[str], names: Mapping[str, str], by: str,
    chart: str = "",
) -> Table:  # fmt: skip
    """Indicators of each part that has any, in the order of ``names``; one of them drawn."""
    rows = [
        row(name, *(figure(parts[key][code], code, _of(by, key)) for code in codes))
        for key, name in names.items()
        if key in parts and any(parts[key][code].of or parts[key][code].count for code in codes)
    ]
    place = 1 + codes.index(chart) if chart else None
    target = INDICATORS[chart].target if chart else None
    return Table(
        title, (Column(first), *headed(codes)), tuple(rows), splits.note(codes, by), chart=place, target=target
    )


def _of(by: str, key: str) -> str:
    """How the desk narrows a figure to a part; to a place with everything in it."""
    return f"&region={key}" if by == statistics.REGION else f"&by={by}&of={key}"


def of_regions(tally: Tally, name: str, scope: Scope) -> tuple[dict[str, dict[str, Sum]], dict[str, str]]:
    """What was counted of each county, towns with their county; and the names in the order of the places."""
    told = summaries.counties(scope.region)
    found: dict[str, dict[str, Sum]] = {}
    for part, sums in tally.parts(name).items():
        mine = found.setdefault(str(told[part].pk) if part in told else part, {})
        for code, one in sums.items():
            mine.setdefault(code, Sum(one.how)).add(one)
    order: dict[int, Region] = {row.pk: row for row in told.values()}
    return found, {str(key): row.name for key, row in order.items()}


def names(by: str, parts: Iterable[str]) -> dict[str, str]:
    """Names of parts by key as text, in the order in which such parts stand elsewhere."""
    known = splits.names(by, {(by, int(part)) for part in parts})
    return {str(key): name for (_by, key), name in known.items()}


def definitions(codes: Iterable[str]) -> Table:
    """What is counted, in words."""
    return meanings(INDICATORS[code] for code in codes)


def every_meaning() -> Table:
    """What every indicator counts."""
    return meanings([*INDICATORS.values(), *(one.indicator for one in beyond.every())])


def meanings(rows_: Iterable[Indicator]) -> Table:
    """The same of any indicators."""
    rows = tuple(row(str(one.label), str(one.definition)) for one in rows_)
    return Table(_("What is counted"), (Column(_("Indicator")), Column(_("Definition"), Kind.LONG)), rows)


def late(lines: Lines, period: Period) -> Iterable[Row]:
    """Items past their promised limit on the day of decision or, when open, on the last day of the period."""
    day = min(period.end, lines.today)
    for line in past_limit(lines, period):
        if line.due:
            decided = line.decided.isoformat() if line.decided and line.decided <= day else ""
            ended = min(line.decided or day, day)
            yield (ended - line.due).days, line.key, line.due.isoformat(), decided


def late_table(tally: Tally) -> Table:
    """The items that were latest, by name."""
    known = summaries.items(key for _days, key, _due, _decided in tally.rows)
    rows = [
        row(
            Cell(item.case.number or "", opens=f"case:{item.case.uuid}"), item.case.project.name, item.item.name,
            item.unit.name if item.unit else "", date.fromisoformat(due), date.fromisoformat(decided) if decided else None, days,
        )
        for days, key, due, decided in tally.rows
        if (item := known.get(key))
    ]  # fmt: skip
    columns = (
        Column(_("Case")), Column(_("Project"), Kind.LONG), Column(_("Item"), Kind.LONG), Column(_("Department")),
        Column(_("Due"), Kind.DAY), Column(pgettext("day", "Decided"), Kind.DAY), Column(_("Days late"), N),
    )  # fmt: skip
    note = _("Calendar days after the promised day; at most %(n)s items, the latest first.") % {"n": WORST}
    return Table(_("What was late"), columns, tuple(rows), note)


def short(sums: Mapping[str, Sum], codes: Iterable[str]) -> tuple[str, ...]:
    """The figures that a mail carries."""
    return tuple(f"{INDICATORS[code].label}{_(': ')}{said(sums[code], code)}" for code in codes)


def said(one: Sum, code: str) -> str:
    """A value with its unit, inside a line of text."""
    value = measured(one.value, code).said
    if one.value is None or one.how == How.NUMBER:
        return value
    kind = INDICATORS[code].unit
    return f"{value} %" if kind == Unit.SHARE else f"{value} {unit(INDICATORS[code])}"


def unfinished(scope: Scope, *, compared: bool = False) -> tuple[str, ...]:
    """A warning while the time is not over; ``compared``: the report sets it against the time before."""
    return still_running(scope.period, scope.today, compared=compared)


def still_running(period: Period, today: date, *, compared: bool = False) -> tuple[str, ...]:
    """The same of any days."""
    if period.end < today:
        return ()
    if compared:
        return (
            _("The time is not over: what is counted may still change, and the time before it is compared as a whole."),
        )
    return (_("The time is not over: what is counted may still change."),)
