"""The space that is searched: which sets of measures are lawful, and when each of them reaches the goal.

A set of measures is a number with one bit for each. Measures only ever loosen: a set is never later than one that it
contains, and it can only be sooner than another if it shortens the chain that makes that other one late (`Chain`).
"""

from collections.abc import Iterable
from dataclasses import replace

from cases.scheduling import Task
from cases.scheduling.linear import Linear, Times, merged
from cases.scheduling.rows import NEVER, Row, ties_of
from cases.strategies.chain import Chain
from cases.strategies.effects import changed, is_fact
from cases.strategies.model import Effect, Measure


class Space:
    """The measures that can do anything in this network, in the order of their keys, and the goal as places in it."""

    def __init__(self, linear: Linear, goal: Iterable[str], measures: Iterable[Measure]) -> None:
        self.linear = linear
        self.tasks = list(linear.network.tasks.values())
        self.goal = [linear.place[code] for code in goal if code in linear.place]
        self.measures = usable(measures, linear.network.tasks)
        self.risks = [measure.risk for measure in self.measures]
        bits = {measure.key: 1 << n for n, measure in enumerate(self.measures)}
        self.closures = [_closure(measure, self.measures, bits) for measure in self.measures]
        self.conflicts = self._conflicts(bits)
        self.effects: dict[int, list[tuple[int, Effect]]] = {}
        for n, measure in enumerate(self.measures):
            for code, effect in measure.effects.items():
                if code in linear.place and not is_fact(linear.network.tasks[code]):
                    self.effects.setdefault(linear.place[code], []).append((1 << n, effect))
        self.touched = {n: sum(bit for bit, _ in effects) for n, effects in self.effects.items()}
        self.order = self._order()
        self._variants: dict[tuple[int, int], Row] = {}
        self._days: dict[int, int] = {}
        self._shortening: dict[int, int] = {}
        self._base = linear.times
        self._reach = {n: sum(1 << m for m in linear.behind([n])) for n in self.effects}
        self._orders: dict[int, list[int]] = {}
        # The set whose times stand in the network at the moment.
        self._standing = -1

    def day(self, chosen: int) -> int:
        """The day of the goal under a set (`NEVER`: it has none)."""
        found = self._days.get(chosen)
        if found is None:
            self._walk(chosen)
            found = self._days[chosen]
        return found

    def shortening(self, chosen: int) -> int:
        """The measures outside of a set of which one at least is in every set that reaches the goal sooner."""
        found = self._shortening.get(chosen)
        if found is None:
            times, day = self._walk(chosen), self._days[chosen]
            latest = [n for n in self.goal if times.ends[n] == day < NEVER]
            chain = Chain(self.linear, self._rows(chosen), times, self.effects)
            found = self._shortening[chosen] = chain.shortening(latest[0], chosen) if latest else 0
        return found

    def weight(self, chosen: int) -> tuple[int, int]:
        """Total risk and number of measures of a set."""
        places = bits_of(chosen)
        return sum(self.risks[n] for n in places), len(places)

    def keys(self, chosen: int) -> tuple[str, ...]:
        """The set by name, in order."""
        return tuple(self.measures[n].key for n in bits_of(chosen))

    def lawful(self, chosen: int) -> bool:
        """Whether no two exclude each other and each has what it requires."""
        return all(
            not chosen & self.conflicts[n] and self.closures[n] & chosen == self.closures[n] for n in bits_of(chosen)
        )

    def _conflicts(self, bits: dict[str, int]) -> list[int]:
        """For each measure all those that cannot stand beside it, whichever of the two says so."""
        found = [0] * len(self.measures)
        for n, measure in enumerate(self.measures):
            for key in measure.excludes:
                if key in bits and bits[key] != 1 << n:
                    found[n] |= bits[key]
                    found[bits[key].bit_length() - 1] |= 1 << n
        return found

    def _order(self) -> list[int]:
        """What may move under some set and leads to the goal; everything else keeps its times."""
        moving = self.linear.behind(self.effects)
        if self.linear.order is None:
            return moving
        wanted = set(self.goal)
        for n in reversed(self.linear.order):
            if n in wanted:
                row = self.linear.rows[n]
                wanted.update(tie.before for tie in (*row.ties, *(tie for group in row.groups for tie in group)))
        return [n for n in moving if n in wanted]

    def _moving(self, chosen: int) -> list[int]:
        """The tasks, in order, whose times a set may change."""
        moved = 0
        for n, touched in self.touched.items():
            if chosen & touched:
                moved |= self._reach[n]
        found = self._orders.get(moved)
        if found is None:
            found = self._orders[moved] = [n for n in self.order if moved >> n & 1]
        return found

    def _rows(self, chosen: int) -> list[Row]:
        rows = list(self.linear.rows)
        for n, touched in self.touched.items():
            if chosen & touched:
                rows[n] = self._variant(n, chosen & touched)
        return rows

    def _variant(self, n: int, chosen: int) -> Row:
        found = self._variants.get((n, chosen))
        if found is None:
            linear = self.linear
            task: Task = changed(self.tasks[n], [effect for bit, effect in self.effects[n] if bit & chosen])
            ties, groups = merged(*ties_of(linear.network, task, linear.place))
            found = self._variants[n, chosen] = replace(linear.rows[n], days=task.days, ties=ties, groups=groups)
        return found

    def _walk(self, chosen: int) -> Times:
        if self._standing == chosen:
            return self.linear.times
        linear, base = self.linear, self._base
        linear.times = Times(base.starts.copy(), base.reviews.copy(), base.ends.copy())
        times = linear.walk(self._rows(chosen), self._moving(chosen))
        self._standing = chosen
        self._days[chosen] = max((times.ends[n] for n in self.goal if times.ends[n] < NEVER), default=NEVER)
        return times


def bits_of(chosen: int) -> list[int]:
    """The places of the measures in a set."""
    places = []
    while chosen:
        low = chosen & -chosen
        places.append(low.bit_length() - 1)
        chosen ^= low
    return places


def usable(measures: Iterable[Measure], tasks: dict[str, Task]) -> list[Measure]:
    """Those about an item that is there and not yet a fact, and whose requirements are such too, in the order of keys."""
    open_codes = {code for code, task in tasks.items() if not is_fact(task)}
    found = {measure.key: measure for measure in measures if not open_codes.isdisjoint(measure.effects)}
    while lost := [key for key, measure in found.items() if not measure.requires <= found.keys()]:
        for key in lost:
            del found[key]
    return [found[key] for key in sorted(found)]


def _closure(measure: Measure, measures: list[Measure], bits: dict[str, int]) -> int:
    """A measure with everything that it requires."""
    found, todo = 0, [measure]
    while todo:
        one = todo.pop()
        if not found & bits[one.key]:
            found |= bits[one.key]
            todo += [measures[bits[key].bit_length() - 1] for key in one.requires]
    return found
