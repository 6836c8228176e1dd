"""Why a date is as late as it is, and which measures could change that.

From the goal back along what binds: the days of a task, a link, the exchange of a paper. Every part of such a chain that
a measure could shorten is noted; where alternatives bind, all of them are followed, since each would have to be late.
If no measure that shortens a part is taken, the chain stands, and with it the date: that is what the search rests on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.scheduling import Overlap
from cases.scheduling.linear import Linear, Times
from cases.scheduling.rows import BEGUN, END, NEVER, OPEN, PLACES, REVIEWED, Row, Tie
from cases.strategies.effects import shortest
from cases.strategies.model import Effect

# What of a task is looked at; a tie's `after` says the same of its predecessor.
_Event = tuple[int, int]


@dataclass
class Chain:
    """Reads one set of times; `effects` are those of all measures on each task, with their bits."""

    linear: Linear
    rows: Sequence[Row]
    times: Times
    effects: Mapping[int, Sequence[tuple[int, Effect]]]

    def shortening(self, latest: int, chosen: int) -> int:
        """Measures outside of `chosen` that would shorten some part of one chain behind the end of a task."""
        found = 0
        stack: list[_Event] = [(latest, END)]
        seen = set(stack)
        while stack:
            n, what = stack.pop()
            bits, before = self._back(n, what)
            found |= bits
            for event in before:
                if event not in seen:
                    seen.add(event)
                    stack.append(event)
        return found & ~chosen

    def _back(self, n: int, what: int) -> tuple[int, list[_Event]]:
        row, times = self.rows[n], self.times
        if row.fact >= 0:
            return 0, []
        if what == END and times.ends[n] > times.reviews[n]:
            ties = self._holding(row, times.ends[n], self._closes)
            most = shortest(row.days, row.calendar)
            bits = self._bits(n, ties, lambda one, tie: min(one.conversion, most) < tie.conversion)
            return self._quicker(n, row) | bits, [(tie.before, END) for tie in ties]
        if what in (END, REVIEWED):
            return (0, []) if row.begun >= 0 else (self._quicker(n, row), [(n, BEGUN)])
        if row.begun >= 0 or row.base == times.starts[n]:
            return 0, []
        ties = self._holding(row, times.starts[n], self._opens)
        bits = self._bits(n, ties, lambda one, tie: PLACES[one.after] > tie.after)
        return bits, [(tie.before, tie.after) for tie in ties]

    def _holding(self, row: Row, day: int, when: Callable[[Tie], int]) -> list[Tie]:
        """One tie that holds until the day, or all of a group that does."""
        for tie in row.ties:
            if when(tie) == day:
                return [tie]
        return next((list(group) for group in row.groups if min(map(when, group)) == day), [])

    def _opens(self, tie: Tie) -> int:
        if tie.after == OPEN:
            return 0
        return (self.times.ends, self.times.reviews, self.times.starts)[tie.after][tie.before]

    def _closes(self, tie: Tie) -> int:
        end = self.times.ends[tie.before]
        return end if end >= NEVER else self.linear.table.ends(end, tie.conversion)

    def _quicker(self, n: int, row: Row) -> int:
        effects = self.effects.get(n, ())
        return sum(bit for bit, effect in effects if effect.days is not None and effect.days < row.days)

    def _bits(self, n: int, ties: list[Tie], helps: Callable[[Overlap, Tie], bool]) -> int:
        found = 0
        for tie in ties:
            before = self.linear.codes[tie.before]
            for bit, effect in self.effects.get(n, ()):
                for one in effect.overlaps:
                    if one.before == before and helps(one, tie):
                        found |= bit
        return found
