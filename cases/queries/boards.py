"""What the dashboards show beside the lists: lamps by place, indicators with the period before, what comes near by kind."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases import permissions, tally
from cases.counting import Figure, GroupKey, Lines, Period
from cases.enums import Level
from cases.enums_ladder import Watch
from cases.models import Case, Region, User
from cases.queries import alerts, cases, lamps, splits, statistics, tree
from cases.tally import Sum

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A place with everything in it: how many open cases have which lamp, and how many have a date within a week."""

    region: Region
    lamps: dict[str, int]
    soon: int

    @property
    def open(self) -> int:
        return sum(self.lamps.values())


def served(user: User) -> QuerySet[Case]:
    """Open cases that the person may see, as the list of cases shows them."""
    return cases.still_open(cases.visible_to(user))


def places(user: User, today: date, every: bool = False) -> list[Place]:
    """The places that have open cases; one below the county stands under its county, as in the filter of the list.

    ``every``: also the counties without any, of the places of which the person sees every case.
    """
    counted = {colour: Count("pk", filter=lamps.burning(colour, today)) for colour in lamps.COLOURS}
    soon = Count("pk", filter=lamps.within(today, SOON))
    found = served(user).order_by().values("region__path").annotate(soon=soon, **counted)
    rows: list[dict[str, Any]] = [dict(row) for row in found]
    codes = {code for row in rows for code in row["region__path"].split("/")}
    known = {region.code: region for region in Region.objects.filter(code__in=codes).exclude(level=Level.TOWN)}
    shown = {_nearest(row["region__path"], known) for row in rows}
    if every:
        shown |= set(tree.down_to_counties(permissions.whole_paths(user)).filter(level=Level.COUNTY))
    return [_place(region, rows) for region in sorted(filter(None, shown), key=lambda one: one.path)]


def _nearest(path: str, known: dict[str, Region]) -> Region | None:
    return next((known[code] for code in reversed(path.split("/")) if code in known), None)


def _place(region: Region, rows: Iterable[dict[str, Any]]) -> Place:
    counted = Counter[str]()
    for row in rows:
        if row["region__path"].startswith(region.path):
            counted.update({name: row[name] for name in ("soon", *lamps.COLOURS)})
    return Place(region, {colour: counted[colour] for colour in lamps.COLOURS}, counted["soon"])


@dataclass(frozen=True)
class Warned:
    """Open early warnings: those whose day is within a week by what is watched, the most first; how many are past their day;
    how many stand at supervision or joint conference, whatever their day."""

    coming: list[tuple[Watch, int]]
    overdue: int
    red: int


def warned(user: User, today: date) -> Warned:
    """One query, grouped by what is watched."""
    found = (
        alerts.visible_to(user)
        .filter(ended_on=None)
        .order_by()
        .values("what")
        .annotate(
            coming=Count("pk", filter=Q(due__range=(today, today + SOON))),
            overdue=Count("pk", filter=Q(due__lt=today)),
            red=Count("pk", filter=Q(rung__in=alerts.RED)),
        )
    )
    rows = list(found)
    coming = [(Watch(row["what"]), int(row["coming"])) for row in rows if row["coming"]]
    coming.sort(key=lambda pair: (-pair[1], pair[0]))
    return Warned(coming, sum(row["overdue"] for row in rows), sum(row["red"] for row in rows))


@dataclass(frozen=True)
class Ask:
    """What a board counts over its cases: which days, which indicators, and which of them by which parts."""

    period: Period
    codes: tuple[str, ...]
    splits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """A figure without the cases behind it, of which only the numbers are kept: those counted, and those of the rest."""

    figure: Figure
    cases: int
    rest: int


@dataclass(frozen=True)
class Counted:
    """The answer, when it was counted, how many seconds that took and over how many cases.

    ``parts``: by indicator and part, each with its key and its number.
    """

    at: datetime
    took: float
    cases: int
    now: dict[str, Told]
    before: dict[str, Told]
    parts: dict[tuple[str, str], list[tuple[GroupKey, Told]]]


def count(user: User, ask: Ask) -> Counted:
    """Count it over the cases that are counted for the person: part by part, so that no memory has to hold all of them."""
    since, today, before = time.monotonic(), timezone.localdate(), ask.period.before()
    asks = [tally.Ask("now", ask.period, ask.codes), tally.Ask("before", before, ask.codes)]
    asks += [tally.Ask(f"{code} {by}", ask.period, (code,), by) for code, by in ask.splits]
    found = tally.count(Lines([], [], today), asks)  # who has no case at all is told so with every figure
    for lines in statistics.in_parts(statistics.served(user), before.start, today, statistics.MANY):
        found.add(tally.count(lines, asks))
    return Counted(
        at=timezone.now(),
        took=time.monotonic() - since,
        cases=found.cases,
        now={code: _told(one) for code, one in found.all("now").items()},
        before={code: _told(one) for code, one in found.all("before").items()},
        parts={(code, by): _parts(found.parts(f"{code} {by}"), code, by) for code, by in ask.splits},
    )


def _told(found: Sum) -> Told:
    return Told(Figure(found.value, found.count, found.of), found.cases, found.rest)


def _parts(found: Mapping[str, Mapping[str, Sum]], code: str, by: str) -> list[tuple[GroupKey, Told]]:
    """Those that are told, in the order in which such parts stand elsewhere."""
    every = {splits.group_key(by, part): _told(sums[code]) for part, sums in found.items()}
    keys = {key for key, one in every.items() if splits.told(key, one.figure)}
    return [(key, every[key]) for key in splits.names(by, keys)]
