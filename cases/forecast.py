"""In which range a milestone will fall, and with what probability: simulation over the lengths that items really take.

Pure, and the same for the same seed. An item of which enough have been finished takes as long as one of those, drawn at
random. Of any other it is assumed that its length is spread as a triangle between limits that are known:

- most often what is promised;
- at best half of it (an assumption: items end early in practice, 提前办结, but no count of how early is published);
- at worst the legal limit, and at least once and a half of the promise: the law itself lets a limit be extended by half
  (行政许可法 §42: twenty days, and ten more).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil, sqrt
from random import Random
from typing import Literal

from cases.scheduling import SchedulingError, Task
from cases.scheduling.linear import Linear
from cases.scheduling.rows import NEVER
from cases.worktime import WORKING, WorkCalendar

# From how many finished items on they speak for themselves.
ENOUGH = 5
RUNS = 1000
# The share of the runs that a range holds; the rest lies half before and half after it.
SHARE = 0.8
Source = Literal["cases", "limits"]


@dataclass(frozen=True)
class Guess:
    """What is known of the length of an item, in working days: those that were finished, the promise, the legal limit.

    ``worst``: how long it takes if what the promise stands on does not come true. ``used``: the days that it has taken
    already without having ended; it will take more than these.
    """

    code: str
    promised: int
    legal: int | None = None
    samples: tuple[int, ...] = ()
    worst: int | None = None
    used: int = 0


@dataclass(frozen=True)
class Distribution:
    """How the length of an item is spread (working days). With source "limits" over a triangle, else over `samples`.

    Only lengths beyond `used` are drawn. Where none is known (it is later than any limit or sample) it ends within half
    of its usual length from now, the sooner the likelier (an assumption).
    """

    code: str
    source: Source
    low: int
    mode: int
    high: int
    samples: tuple[int, ...] = ()
    used: int = 0

    @property
    def cases(self) -> int:
        """The number of finished items behind it."""
        return len(self.samples)

    def draw(self, random: Random) -> int:
        """One length, in whole working days."""
        if self.source == "cases":
            longer = [days for days in self.samples if days > self.used] if self.used else self.samples
            return random.choice(longer) if longer else self._overdue(random)
        if self.low == self.high:
            return self.low if not self.used or self.low > self.used else self._overdue(random)
        if self.used + 0.5 <= self.low:
            return int(random.triangular(self.low, self.high, self.mode) + 0.5)
        if self.used + 0.5 >= self.high:
            return self._overdue(random)
        share = self._below(self.used + 0.5)
        return max(self.used + 1, int(self._at(share + random.random() * (1 - share)) + 0.5))

    def _overdue(self, random: Random) -> int:
        most = max(1, ceil(self.mode / 2))
        return self.used + max(1, int(random.triangular(0, most, 0) + 0.5))

    def _below(self, days: float) -> float:
        """The share of the triangle below so many days."""
        wide, first, last = self.high - self.low, self.mode - self.low, self.high - self.mode
        if days <= self.mode:
            return (days - self.low) ** 2 / (wide * first) if first else 0.0
        return 1 - (self.high - days) ** 2 / (wide * last)

    def _at(self, share: float) -> float:
        """The days below which this share of the triangle lies."""
        wide, first, last = self.high - self.low, self.mode - self.low, self.high - self.mode
        if share * wide <= first:
            return float(self.low + sqrt(share * wide * first))
        return float(self.high - sqrt((1 - share) * wide * last))


def distribution(guess: Guess, enough: int = ENOUGH) -> Distribution:
    """From finished items if there are at least `enough`, else from the limits."""
    if len(guess.samples) >= enough:
        known = sorted(guess.samples)
        return Distribution(guess.code, "cases", known[0], known[len(known) // 2], known[-1], tuple(known), guess.used)
    high = max(guess.legal or 0, guess.worst or 0, ceil(guess.promised * 3 / 2))
    return Distribution(guess.code, "limits", guess.promised // 2, guess.promised, high, used=guess.used)


@dataclass(frozen=True)
class Range:
    """A milestone: in eight of ten runs it fell between `early` and `late`, in half of them by `middle`.

    `cases` counts the finished items behind the lengths of all that leads to it; `assumed` how many items of these were
    drawn from their limits because too few had been finished. `ends` are the days of all runs in order.
    """

    early: date
    middle: date
    late: date
    cases: int
    assumed: int
    runs: int
    ends: tuple[int, ...] = field(repr=False)

    def chance(self, by: date) -> float:
        """The share of the runs in which it fell on this day or before."""
        return bisect_right(self.ends, by.toordinal()) / self.runs


@dataclass(frozen=True)
class Forecast:
    """Ranges by milestone; one that waits for something undated has none."""

    ranges: Mapping[str, Range]
    runs: int
    seed: int


def forecast(
    tasks: Iterable[Task],
    distributions: Iterable[Distribution],
    start: date,
    cal: WorkCalendar,
    milestones: Mapping[str, tuple[str, ...]],
    *,
    dates: Mapping[str, date] | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> Forecast:
    """Play the plan `runs` times. An item without a distribution takes its planned days; what is done stays done.

    Refuses fewer than ten runs: their outermost tenth would be empty.
    """
    if runs < 10:
        raise SchedulingError(f"{runs} runs are too few for a range")
    spread = {one.code: one for one in distributions}
    # Lengths are drawn in working days, whatever the limit is counted in.
    counted = [replace(task, unit=WORKING, extended=0) if task.code in spread else task for task in tasks]
    linear = Linear(counted, start, cal, dates)
    drawn = {linear.place[code]: one for code, one in spread.items() if code in linear.place}
    groups = {name: [linear.place[c] for c in codes if c in linear.place] for name, codes in milestones.items()}
    known = {name: g for name, g in groups.items() if g and all(linear.times.ends[n] < NEVER for n in g)}
    ends = _play(linear, drawn, known, runs, seed)
    ranges = {name: _range(sorted(found), _behind(linear, known[name]), drawn) for name, found in ends.items()}
    return Forecast(ranges, runs, seed)


def _play(
    linear: Linear, drawn: Mapping[int, Distribution], groups: Mapping[str, list[int]], runs: int, seed: int
) -> dict[str, list[int]]:
    random, rows = Random(seed), linear.rows  # noqa: S311 - a simulation that has to be the same every time
    order = linear.behind(drawn)
    ends: dict[str, list[int]] = {name: [] for name in groups}
    # In the order of codes: the same length is drawn for an item however the tasks are handed over.
    draws = sorted(drawn.items(), key=lambda one: one[1].code)
    for _ in range(runs):
        for n, one in draws:
            rows[n].days = one.draw(random)
        times = linear.walk(rows, order)
        for name, group in groups.items():
            ends[name].append(max([times.ends[n] for n in group]))
    return ends


def _behind(linear: Linear, group: list[int]) -> set[int]:
    """Everything that leads to these items, and they themselves."""
    found, stack = set(group), list(group)
    while stack:
        row = linear.rows[stack.pop()]
        for tie in (*row.ties, *(tie for ties in row.groups for tie in ties)):
            if tie.before not in found:
                found.add(tie.before)
                stack.append(tie.before)
    return found


def _range(ends: list[int], behind: set[int], drawn: Mapping[int, Distribution]) -> Range:
    def at(share: float) -> date:
        return date.fromordinal(ends[ceil(share * len(ends)) - 1])

    used = [drawn[n] for n in behind if n in drawn]
    return Range(
        early=at((1 - SHARE) / 2),
        middle=at(0.5),
        late=at((1 + SHARE) / 2),
        cases=sum(one.cases for one in used),
        assumed=sum(one.source == "limits" for one in used),
        runs=len(ends),
        ends=tuple(ends),
    )
