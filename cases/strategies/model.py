"""Ways to be sooner, the question which of them to take, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cases.scheduling import Overlap, Schedule, SchedulingError, Task
from cases.worktime import WorkCalendar


class NoGoal(SchedulingError):
    """A question whose goal has no date in any plan: none of its items is there, or they wait for an undated milestone."""

    def __init__(self, goal: str) -> None:
        super().__init__(f"the goal {goal} has no date")
        self.goal = goal


class Kind(StrEnum):
    """The easier ways of the two policies (W-053 to W-056, W-075 to W-077, C.9)."""

    PARALLEL = "parallel"  # 并联受理: one form, accepted by several departments on one day
    PREAPPROVAL = "preapproval"  # 预审批
    GAP = "gap"  # 容缺受理
    COMMITMENT = "commitment"  # 告知承诺
    LAND_AND_BUILD = "land_and_build"  # 拿地即开工
    ACCEPT_AND_CERTIFY = "accept_and_certify"  # 验收即发证


class Name(StrEnum):
    """The strategies, in the order in which they are shown."""

    LAW = "law"
    SEQUENCE = "sequence"
    PARALLEL = "parallel"
    JOINT = "joint"
    PREAPPROVALS = "preapprovals"
    GAPS = "gaps"
    LAND_AND_BUILD = "land_and_build"
    ACCEPT_AND_CERTIFY = "accept_and_certify"
    BEST = "best"


@dataclass(frozen=True)
class Effect:
    """What a measure does to one item: `days` instead of the longer ones it has (None: as many), and loosened links."""

    days: int | None = None
    overlaps: tuple[Overlap, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One lawful way to be sooner, for the item `code` or, with several effects, for a whole chain of items.

    `must_be_true` are the conditions that somebody has to check, `must_promise` what the enterprise signs (texts, made
    by the caller). `risk` is a weight: how much is lost if the promise is not kept (`cases.queries.measures`). A measure
    cannot be taken together with the keys in `excludes`, nor without those in `requires`.
    """

    code: str
    kind: Kind
    effects: Mapping[str, Effect]
    risk: int = 1
    must_be_true: tuple[str, ...] = ()
    must_promise: tuple[str, ...] = ()
    excludes: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The item and the way: measures are told apart, and ordered, by it."""
        return f"{self.code}:{self.kind}"


@dataclass(frozen=True)
class Works:
    """The works themselves: they begin when the items `after` have ended and last `days` calendar days.

    They stand in the plan as a task with the code `milestone`, so what ends sooner before them moves what follows them.
    `begun_on` and `done_on` are facts and beat the plan, as those of any task.
    """

    milestone: str
    after: tuple[str, ...]
    days: int
    begun_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Question:
    """What is asked. The date of a milestone (name → codes) is the last end of its items; `goal` is one of the names.

    `tasks` have the days that are promised; `legal` the longest days of the law with their unit, where there are any;
    `rank` the stage of each item, by which they are done one after another. `dates` are milestones outside the plan.
    """

    tasks: tuple[Task, ...]
    start: date
    cal: WorkCalendar
    measures: tuple[Measure, ...]
    milestones: Mapping[str, tuple[str, ...]]
    goal: str
    legal: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    rank: Mapping[str, int] = field(default_factory=dict)
    works: Works | None = None
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A measure in a strategy, in working days of the goal: gained when the steps are taken in this order (they add up
    to the whole gain), and lost again if this one alone falls away."""

    measure: Measure
    gained: int
    lost_without: int


@dataclass(frozen=True)
class Strategy:
    """One column of the comparison. `dates` and `gained` (working days against PARALLEL, negative: later) by milestone.

    `proven`: no other choice among the measures of this strategy is better; false if the search was stopped before it
    could know (`nodes` were visited). `unlimited` are items that the law gives no limit, counted as promised.
    """

    name: Name
    schedule: Schedule
    dates: Mapping[str, date | None]
    gained: Mapping[str, int | None]
    steps: tuple[Step, ...]
    risk: int
    proven: bool
    nodes: int
    unlimited: tuple[str, ...] = ()

    @property
    def must_be_true(self) -> tuple[tuple[str, str], ...]:
        """Each condition with the item of its measure."""
        return tuple((step.measure.code, text) for step in self.steps for text in step.measure.must_be_true)

    @property
    def must_promise(self) -> tuple[tuple[str, str], ...]:
        """Each promise with the item of its measure."""
        return tuple((step.measure.code, text) for step in self.steps for text in step.measure.must_promise)


@dataclass(frozen=True)
class Comparison:
    """All strategies that exist for this set of items: one whose measures are not offered is left out."""

    goal: str
    strategies: Mapping[Name, Strategy]

    @property
    def base(self) -> Strategy:
        """As promised, side by side as the dependencies allow: what every gain is counted against."""
        return self.strategies[Name.PARALLEL]

    @property
    def best(self) -> Strategy:
        """The best lawful combination."""
        return self.strategies[Name.BEST]
