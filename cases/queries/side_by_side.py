"""All strategies of a case side by side, as pages show them; and the forecast of its milestones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cases import whatif
from cases.forecast import Range
from cases.models import ApprovalItem
from cases.queries import calendars, moved, rests
from cases.queries import milestones as days
from cases.queries import strategies as ways
from cases.queries.strategy_words import kind_word, name_hint, name_word, risk_word, why_not
from cases.queries.trials import CHOICES, Bench
from cases.scheduling import Schedule
from cases.strategies import Name, Step, Strategy
from cases.worktime import WorkCalendar

# From which probability on a date counts as safe, and below which as doubtful.
SAFE, DOUBTFUL = 0.8, 0.5


@dataclass(frozen=True)
class Cell:
    """A milestone of a strategy; ``gained``: working days against the roadmap as things stand, negative is later."""

    milestone: str
    day: date | None
    gained: int | None


@dataclass(frozen=True)
class Gain:
    """A measure of a strategy: its item, the way, the working days it brings, those lost without it alone."""

    key: str
    code: str
    name: str
    kind: str
    gained: int
    lost_without: int
    must_be_true: tuple[str, ...]
    must_promise: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One strategy; ``gained``: working days of the goal against the roadmap as things stand, ``steps`` add up to what it
    brings against “as promised, side by side”. ``mixed``: in force, but with other measures than would be taken today."""

    code: str
    name: str
    hint: str
    cells: list[Cell]
    goal: date | None
    gained: int | None
    steps: list[Gain]
    risk: int
    risk_word: str
    proven: bool
    open_: bool
    in_force: bool
    unlimited: list[str]
    mixed: bool = False

    @property
    def base(self) -> bool:
        return self.code == Name.PARALLEL

    @property
    def best(self) -> bool:
        return self.code == Name.BEST


@dataclass(frozen=True)
class SideBySide:
    """The table: milestones across, strategies down; ``goal`` is the milestone that is to come soonest."""

    goal: str
    goal_word: str
    start: date
    milestones: list[tuple[str, str]]
    ways: list[Way]
    absent: list[tuple[str, str]] = field(default_factory=list)
    """Strategies that cannot be compared here, each with the reason."""

    @property
    def best(self) -> Way | None:
        return next((way for way in self.ways if way.best), None)


def of_bench(bench: Bench, goal: str = days.START) -> SideBySide:
    """Every strategy for the case as it stands, with the durations of its plan in force."""
    trial = bench.in_force
    found = bench.comparison(trial, goal)
    names = {item.code: item.name for item in bench.basis.items}
    milestones = [name for name in found.base.dates if name != "WORKS" and found.base.dates[name]]
    current = bench.plan.strategy if bench.plan else ""
    groups = ways.milestones_of(bench.basis)
    now = moved.days(groups, bench.schedule(trial))
    kept = {measure.key for measure in bench.measures(trial)}
    # Where nothing was chosen the roadmap is the promised one, side by side.
    made = [
        _way(one, milestones, bench.cal, found.goal, now, names, current or Name.PARALLEL.value, kept)
        for one in found.strategies.values()
    ]
    shown = [(name, days.word(name)) for name in milestones]
    return SideBySide(goal, days.word(goal), trial.start, shown, made, _absent(bench, found.strategies))


def _absent(bench: Bench, shown: Collection[str]) -> list[tuple[str, str]]:
    done = {task.code for task in bench.basis.tasks if task.done_on}
    return [(name_word(name), why_not(name, bench.items, done)) for name in Name if name not in shown]


def of_items(
    items: Iterable[ApprovalItem], start: date, *, works_days: int | None = None, goal: str = days.START
) -> tuple[SideBySide, Schedule]:
    """Every strategy for a bare set of items, nothing of it begun; gains against “as promised, side by side”, whose dates
    come with it."""
    known = list(items)
    found = ways.of_items(known, start, goal=goal, works_days=works_days)
    now, names = found.base.dates, {item.code: item.name for item in known}
    milestones = [name for name in now if name != "WORKS" and now[name]]
    cal = calendars.current()
    made = [_way(one, milestones, cal, found.goal, now, names, "", set()) for one in found.strategies.values()]
    sides = SideBySide(goal, days.word(goal), start, [(name, days.word(name)) for name in milestones], made)
    return sides, found.base.schedule


def _way(
    strategy: Strategy,
    milestones: list[str],
    cal: WorkCalendar,
    goal: str,
    now: Mapping[str, date | None],
    names: Mapping[str, str],
    current: str,
    kept: set[str],
) -> Way:
    def gained(name: str) -> int | None:
        day, was = strategy.dates.get(name), now.get(name)
        return whatif.signed(day, was, cal) if day and was else None

    in_force = strategy.name.value == current
    return Way(
        code=strategy.name.value,
        name=name_word(strategy.name),
        hint=name_hint(strategy.name),
        cells=[Cell(name, strategy.dates.get(name), gained(name)) for name in milestones],
        goal=strategy.dates.get(goal),
        gained=gained(goal),
        steps=[_gain(step, names) for step in strategy.steps],
        risk=strategy.risk,
        risk_word=risk_word(strategy.risk),
        proven=strategy.proven,
        open_=strategy.name in CHOICES,
        in_force=in_force,
        unlimited=[names.get(code, code) for code in strategy.unlimited],
        mixed=in_force and {step.measure.key for step in strategy.steps} != kept,
    )


def _gain(step: Step, names: Mapping[str, str]) -> Gain:
    one = step.measure
    return Gain(
        one.key, one.code, names.get(one.code, ""), kind_word(one.kind), step.gained, step.lost_without,
        one.must_be_true, one.must_promise,
    )  # fmt: skip


def goals(bench: Bench) -> list[tuple[str, str]]:
    """The milestones that may be the goal, in words."""
    return [(name, days.word(name)) for name in ways.milestones_of(bench.basis) if name != "WORKS"]


# ---- forecast


@dataclass(frozen=True)
class Outlook:
    """A milestone: its range, what the roadmap in force says, and the probability that it is kept."""

    code: str
    name: str
    range: Range
    promised: date | None
    chance: float | None

    @property
    def open_(self) -> bool:
        """Whether anything about it is uncertain; the end of what is finished is a fact."""
        return self.range.ends[0] != self.range.ends[-1]

    @property
    def percent(self) -> int | None:
        return None if self.chance is None else round(self.chance * 100)

    @property
    def tone(self) -> str:
        """good, due or late: how safe the promised day is."""
        if self.chance is None:
            return "halted"
        return "good" if self.chance >= SAFE else "due" if self.chance >= DOUBTFUL else "late"

    @property
    def word(self) -> str:
        """The tone in words: never by colour alone."""
        return {
            "good": _("safe"), "due": _("uncertain"), "late": _("doubtful"), "halted": _("not promised"),
        }[self.tone]  # fmt: skip


@dataclass(frozen=True)
class Forecast:
    """All milestones, and what the ranges stand on: finished items of the same kinds, items known by limits only, and
    easier ways that are counted with but were not taken yet (``hoped``)."""

    rows: list[Outlook]
    cases: int
    assumed: int
    runs: int
    hoped: list[rests.Rest]


def forecast_of(bench: Bench, made: Collection[str] = ()) -> Forecast:
    """The ranges for the case as it stands, with the measures of its plan in force; ``made``: keys of those really taken."""
    trial = bench.in_force
    resting = rests.of_bench(bench, made)
    found = ways.forecast_of(bench.basis_for(trial), chosen=[one.key for one in resting], made=made)
    groups = ways.milestones_of(bench.basis)
    rows = [
        _outlook(bench, name, range_, groups[name])
        for name, range_ in found.ranges.items()
        if name in groups and name != "WORKS"
    ]
    return Forecast(
        [row for row in rows if row.range.early != row.range.late or row.promised],
        max((row.range.cases for row in rows), default=0),
        max((row.range.assumed for row in rows), default=0),
        found.runs,
        [one for one in resting if not one.made],
    )


def _outlook(bench: Bench, name: str, range_: Range, codes: tuple[str, ...]) -> Outlook:
    ends = [bench.plan_rows[code].end for code in codes if code in bench.plan_rows]
    known = [end for end in ends if end]
    promised = max(known) if known and len(known) == len(ends) else None
    return Outlook(name, days.word(name), range_, promised, range_.chance(promised) if promised else None)
