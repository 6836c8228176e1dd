"""Earliest dates. What happens (a task begins, is reviewed, ends) is settled in the order of time, so the first that is
settled of a group of alternatives is its earliest, even where alternatives wait for one another."""

import heapq
from dataclasses import dataclass, field

from cases.daytable import DayTable
from cases.scheduling.rows import BEGUN, END, NEVER, OPEN, REVIEWED, Row, Tie

_BEGIN, _REVIEW, _CLOSE, _END = range(4)


@dataclass
class Placed:
    """Where the tasks lie. `begins` and `closes` are, for each, the ties that hold its start and its end: of a group of
    alternatives the chosen one. `events` (2n: task n begins, 2n + 1: it ends) follow what they wait for.
    """

    starts: list[int]
    reviews: list[int]
    ends: list[int]
    begins: list[list[Tie]]
    closes: list[list[Tie]]
    events: list[int]
    chosen: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def order(self) -> list[int]:
        """The tasks in the order of their ends."""
        return [event >> 1 for event in self.events if event & 1]


class Forward:
    """One pass. `placed.events` holds fewer than two events a task if and only if some wait for one another."""

    def __init__(self, rows: list[Row], table: DayTable) -> None:
        self.rows, self.table = rows, table
        count = len(rows)
        self.placed = Placed(
            [NEVER] * count, [NEVER] * count, [NEVER] * count, [[] for _ in rows], [[] for _ in rows], []
        )
        self._open = [0] * count
        self._closing = [1] * count
        self._heap: list[tuple[int, int, int]] = []
        # For each task who waits for it: (follower, group of alternatives or -1, tie).
        self._on: tuple[list[list[tuple[int, int, Tie]]], ...] = tuple([[] for _ in rows] for _ in range(3))
        self._to_close: list[list[tuple[int, int, Tie]]] = [[] for _ in rows]
        self._delayed: dict[tuple[int, int, int], list[tuple[int, int, Tie]]] = {}
        self._closed: set[tuple[int, int]] = set()

    def run(self) -> Placed:
        for n, row in enumerate(self.rows):
            self._register(n, row)
        heap, acts = self._heap, (self._begin, self._review, self._close, self._end)
        for n, row in enumerate(self.rows):
            if not self._open[n]:
                heap.append((row.fact if row.fact >= 0 else row.begun if row.begun >= 0 else row.base, n, _BEGIN))
        heapq.heapify(heap)
        while heap:
            now, n, what = heapq.heappop(heap)
            acts[what](n, now)
        return self.placed

    def _register(self, n: int, row: Row) -> None:
        if row.fact >= 0:
            return
        held = row.begun < 0
        for tie in row.ties:
            if held and tie.after != OPEN:
                self._on[tie.after][tie.before].append((n, -1, tie))
                self._open[n] += 1
            if tie.after:
                self._to_close[tie.before].append((n, -1, tie))
                self._closing[n] += 1
        for number, group in enumerate(row.groups):
            loose = any(tie.after for tie in group)
            self._closing[n] += loose
            free = any(tie.after == OPEN for tie in group)
            self._open[n] += held and not free
            for tie in group:
                if held and not free:
                    self._on[tie.after][tie.before].append((n, number, tie))
                if loose:
                    self._to_close[tie.before].append((n, number, tie))

    def _meet(self, waiting: list[tuple[int, int, Tie]], now: int) -> None:
        for n, group, tie in waiting:
            if group >= 0:
                if (n, group) in self.placed.chosen:
                    continue
                self.placed.chosen[n, group] = tie.before
            self.placed.begins[n].append(tie)
            self._open[n] -= 1
            if not self._open[n]:
                heapq.heappush(self._heap, (max(now, self.rows[n].base), n, _BEGIN))

    def _begin(self, n: int, now: int) -> None:
        row, placed = self.rows[n], self.placed
        placed.starts[n] = now
        placed.events.append(2 * n)
        if row.fact >= 0 or now >= NEVER:
            review = now
        elif row.run:
            review = row.run(row.days)
        else:
            review = self.table.ends(now, row.days, row.calendar)
        placed.reviews[n] = review
        self._meet(self._on[BEGUN][n], now)
        heapq.heappush(self._heap, (review, n, _REVIEW))

    def _review(self, n: int, now: int) -> None:
        self._meet(self._on[REVIEWED][n], now)
        self._closing[n] -= 1
        if not self._closing[n]:
            self._end(n, now)

    def _end(self, n: int, now: int) -> None:
        self.placed.ends[n] = now
        self.placed.events.append(2 * n + 1)
        self._meet(self._on[END][n], now)
        for waiting in self._to_close[n]:
            after, _, tie = waiting
            at = now if now >= NEVER else self.table.ends(now, tie.conversion)
            key = (at, after, _CLOSE)
            if key not in self._delayed:
                self._delayed[key] = []
                heapq.heappush(self._heap, key)
            self._delayed[key].append(waiting)

    def _close(self, n: int, now: int) -> None:
        """Predecessors whose ends hold the end of `n` have ended, and the exchange of the paper has taken its days."""
        for _, group, tie in self._delayed.pop((now, n, _CLOSE)):
            if group >= 0:
                if (n, group) in self._closed:
                    continue
                self._closed.add((n, group))
            self.placed.closes[n].append(tie)
            self._closing[n] -= 1
            if not self._closing[n]:
                heapq.heappush(self._heap, (now, n, _END))
