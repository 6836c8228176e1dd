"""What a person can handle at once: the serial schedule generation scheme of resource-constrained project scheduling.

Tasks are taken one by one, always the one that may begin latest without moving the finish first (least latest start;
then least latest end of the list as given), and put on the earliest day on which what it needs has come and its agent
is free until its end. Of alternatives the one stays that ends first without any limit. Source: Kolisch, “Serial and
parallel resource-constrained project scheduling methods revisited” (1996); latest start time is its best simple rule.
"""

from collections.abc import Mapping
from graphlib import TopologicalSorter

from cases.daytable import DayTable
from cases.scheduling.forward import Placed
from cases.scheduling.model import NoCapacity
from cases.scheduling.network import Network
from cases.scheduling.rows import END, NEVER, RESOURCE, REVIEWED, Row, Tie


def levelled(
    network: Network, rows: list[Row], free: Placed, late: list[int], capacity: Mapping[str, int], table: DayTable
) -> Placed:
    """The places under a capacity, from the places without one. A task occupies its agent from start to end."""
    codes = list(network.tasks)
    agents = [network.tasks[code].agent for code in codes]
    for n, row in enumerate(rows):
        if capacity.get(agents[n], 1) < 1 and row.fact < 0:
            raise NoCapacity(agents[n], codes[n])
    level = _Level(rows, free, table, agents, capacity)
    todo = set(range(len(rows)))
    while todo:
        ready = [n for n in todo if not any(tie.before in todo for tie in (*free.begins[n], *free.closes[n]))]
        # What is already in hand occupies first: it cannot wait any more.
        n = min(ready, key=lambda n: (rows[n].begun < 0, late[n], n))
        level.place(n)
        todo.remove(n)
    return level.result()


class _Level:
    def __init__(
        self, rows: list[Row], free: Placed, table: DayTable, agents: list[str], capacity: Mapping[str, int]
    ) -> None:
        self.rows, self.free, self.table, self.agents, self.capacity = rows, free, table, agents, capacity
        self.starts, self.reviews, self.ends = list(free.starts), list(free.reviews), list(free.ends)
        self.taken: dict[str, list[int]] = {}
        self.held: set[int] = set()

    def place(self, n: int) -> None:
        row, agent = self.rows[n], self.agents[n]
        if row.fact >= 0 or self.free.ends[n] >= NEVER:
            return
        limit = self.capacity.get(agent)
        if row.begun >= 0:
            self._put(n, row.begun)
        else:
            start = max([row.base, *(self._at(tie) for tie in self.free.begins[n])])
            self._put(n, start)
            while limit is not None and (until := self._busy(n, agent, limit)):
                self.held.add(n)
                self._put(n, until)
        if limit is not None:
            self.taken.setdefault(agent, []).append(n)

    def _put(self, n: int, start: int) -> None:
        row = self.rows[n]
        self.starts[n] = start
        self.reviews[n] = row.run(row.days) if row.run else self.table.ends(start, row.days, row.calendar)
        closes = [self._closed(tie) for tie in self.free.closes[n]]
        self.ends[n] = max([self.reviews[n], *closes])

    def _at(self, tie: Tie) -> int:
        return (self.ends, self.reviews, self.starts)[tie.after][tie.before]

    def _closed(self, tie: Tie) -> int:
        return self.table.ends(self.ends[tie.before], tie.conversion)

    def _busy(self, n: int, agent: str, limit: int) -> int:
        """0 when the agent is free for all of the task; else the first later day on which a task in the way ends."""
        start, end = self.starts[n], self.ends[n]
        meeting = [m for m in self.taken.get(agent, ()) if self.starts[m] < end and start < self.ends[m]]
        days = {start, *(self.starts[m] for m in meeting)}
        for day in sorted(day for day in days if start <= day < end):
            there = [self.ends[m] for m in meeting if self.starts[m] <= day < self.ends[m]]
            if len(there) >= limit:
                return min(there)
        return 0

    def result(self) -> Placed:
        begins = [list(ties) for ties in self.free.begins]
        for agent, mine in self.taken.items():
            for n, before in self._queue(mine, self.capacity[agent]).items():
                if self.rows[n].begun < 0 and not self._needed(n, before, begins):
                    begins[n].append(Tie(before, END, 0, RESOURCE))
        events = _events(begins, self.free.closes, self.rows)
        return Placed(self.starts, self.reviews, self.ends, begins, self.free.closes, events, self.free.chosen)

    def _needed(self, n: int, by: int, begins: list[list[Tie]]) -> bool:
        """Whether a task is needed for the end of the one whose place it takes on the same day: then nothing was handed over."""
        seen, stack = {by}, [by]
        while stack:
            here = stack.pop()
            fresh = {tie.before for tie in (*begins[here], *self.free.closes[here])} - seen
            if n in fresh:
                return True
            seen |= fresh
            stack += fresh
        return False

    def _queue(self, mine: list[int], limit: int) -> dict[int, int]:
        """Who hands over to whom: each task takes the place that became free last, so what held it is before it."""
        places: list[int] = []
        before: dict[int, int] = {}
        for n in sorted(mine, key=lambda n: (self.starts[n], self.ends[n], n)):
            free = [m for m in places if self.ends[m] <= self.starts[n]]
            last = max(free, key=lambda m: (self.ends[m], -m), default=None)
            if last is not None and (len(places) >= limit or n in self.held):
                before[n] = last
            if self.starts[n] < self.ends[n]:
                if n in before:
                    places.remove(before[n])
                places.append(n)
        return before


def _events(begins: list[list[Tie]], closes: list[list[Tie]], rows: list[Row]) -> list[int]:
    """Beginnings and ends in an order in which each follows what it waits for."""
    graph: dict[int, list[int]] = {}
    for n in range(len(rows)):
        graph[2 * n] = [2 * tie.before + (tie.after != 2 and tie.after != REVIEWED) for tie in begins[n]]
        graph[2 * n + 1] = [2 * n, *(2 * tie.before + 1 for tie in closes[n])]
    return list(TopologicalSorter(graph).static_order())
