"""Earliest ends only, as fast as possible: for who asks the same network a thousand times.

Where relations form no circle, not even through alternatives, one walk in order of the relations gives every date.
Otherwise the order of time is needed, and `Forward` is asked each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from cases.daytable import DayTable, OffTheCalendar
from cases.scheduling.forward import Forward
from cases.scheduling.model import OutOfReach, Task
from cases.scheduling.network import Network
from cases.scheduling.planning import earliest
from cases.scheduling.rows import NEVER, OPEN, REVIEWED, Row, Tie, compiled
from cases.worktime import WorkCalendar


@dataclass
class Times:
    """Start, end of the own days, and end of each task; all NEVER for what waits for an undated milestone."""

    starts: list[int]
    reviews: list[int]
    ends: list[int]


class Linear:
    """A network that may be asked again and again with other rows: `rows` may be changed between two walks."""

    def __init__(
        self, tasks: Iterable[Task], start: date, cal: WorkCalendar, milestones: Mapping[str, date] | None = None
    ) -> None:
        self.network = Network.of(tasks, milestones or {}, strict=False)
        self.codes = list(self.network.tasks)
        self.place = {code: n for n, code in enumerate(self.codes)}
        self.table = cal.table
        try:
            self.rows = compiled(self.network, start, cal)
            placed = earliest(self.network, self.rows, self.table)
        except OffTheCalendar as error:
            raise OutOfReach(str(error))
        self.times = Times(placed.starts, placed.reviews, placed.ends)
        for row in self.rows:
            row.ties, row.groups = merged(row.ties, row.groups)
        self.order = _order(self.rows)

    def walk(self, rows: Sequence[Row], order: Iterable[int] | None = None) -> Times:
        """The times of changed rows. `order` may leave out tasks whose times cannot have changed."""
        times = self.times
        if self.order is None:
            placed = Forward(list(rows), self.table).run()
            times.starts, times.reviews, times.ends = placed.starts, placed.reviews, placed.ends
        else:
            sweep(rows, self.order if order is None else order, self.table, times)
        return times

    def behind(self, changed: Iterable[int]) -> list[int]:
        """The tasks that may move when these change, in order (all of them where alternatives form a circle)."""
        if self.order is None:
            return list(range(len(self.rows)))
        moved = set(changed)
        for n in self.order:
            row = self.rows[n]
            before = {tie.before for tie in row.ties} | {tie.before for group in row.groups for tie in group}
            if not moved.isdisjoint(before):
                moved.add(n)
        return [n for n in self.order if n in moved]


def merged(
    ties: tuple[Tie, ...], groups: tuple[tuple[Tie, ...], ...]
) -> tuple[tuple[Tie, ...], tuple[tuple[Tie, ...], ...]]:
    """The same relations with what is no choice among the ties: a group of which one is there."""
    if not groups:
        return ties, groups
    alone = tuple(group[0] for group in groups if len(group) == 1)
    return tuple(dict.fromkeys((*ties, *alone))), tuple(group for group in groups if len(group) > 1)


def _order(rows: list[Row]) -> list[int] | None:
    graph = {
        n: {tie.before for tie in (*row.ties, *(t for group in row.groups for t in group))}
        for n, row in enumerate(rows)
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return None


def sweep(rows: Sequence[Row], order: Iterable[int], table: DayTable, times: Times) -> None:
    """Write the times of the tasks in `order` into `times`, where those of all others already stand."""
    starts, reviews, ends, until = times.starts, times.reviews, times.ends, table.ends
    for n in order:
        row = rows[n]
        start, close = row.base, 0
        if row.fact >= 0 or start >= NEVER:
            starts[n] = reviews[n] = ends[n] = row.fact if row.fact >= 0 else NEVER
            continue
        for before, after, conversion, _ in row.ties:
            at = ends[before]
            if after:
                exchanged = until(at, conversion)
                if exchanged > close:
                    close = exchanged
                if after == OPEN:
                    continue
                at = reviews[before] if after == REVIEWED else starts[before]
            if at > start:
                start = at
        for group in row.groups:
            first = closed = NEVER
            for before, after, conversion, _ in group:
                at = closes = ends[before]
                if at < NEVER:
                    closes = until(at, conversion)
                if after and at < NEVER:
                    at = 0 if after == OPEN else reviews[before] if after == REVIEWED else starts[before]
                first = at if at < first else first
                closed = closes if closes < closed else closed
            start = first if first > start else start
            close = closed if closed > close else close
        if row.run is not None:
            start, review = row.begun, row.run(row.days)
        else:
            review = until(start, row.days, row.calendar)
        starts[n], reviews[n] = start, review
        ends[n] = review if review > close else close
