"""What the scheduler reads and writes: tasks with their relations, slots with their dates, and named refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cases.worktime import CALENDAR, WORKING, Pause

Kind = Literal["all", "any", "if_present", "soft"]
Loose = Literal["reviewed", "begun", "open"]
After = Literal["end", "reviewed", "begun", "open"]
Binding = Literal[
    "predecessor",
    "reviewed",
    "begun",
    "soft",
    "milestone",
    "not_before",
    "start",
    "resource",
    "fact",
    "waiting",
]


class SchedulingError(ValueError):
    """Tasks from which no plan can be made."""


class InvalidTask(SchedulingError):
    """A task that contradicts itself, or a code that is given twice."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


class CircularDependency(SchedulingError):
    """Hard predecessors that wait for one another; `codes` is the circle in order, each waiting for the one before."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__("circular dependency: " + " → ".join((*codes, codes[0])))
        self.codes = codes


class MissingPredecessor(SchedulingError):
    """A strict plan in which `code` needs one of `alternatives` and none of them is in the set."""

    def __init__(self, code: str, alternatives: tuple[str, ...]) -> None:
        super().__init__(f"{code} needs {' or '.join(alternatives)}, which is not in the plan")
        self.code = code
        self.alternatives = alternatives


class NoCapacity(SchedulingError):
    """`agent`, who should handle `code`, may handle nothing at all."""

    def __init__(self, agent: str, code: str) -> None:
        super().__init__(f"{agent} cannot handle {code}: no capacity")
        self.agent = agent
        self.code = code


class OutOfReach(SchedulingError):
    """Dates so far apart that no roadmap can mean them: a typing error in a year, most likely."""


@dataclass(frozen=True)
class Overlap:
    """A loosened link: the follower need not wait for the end of `before`, but cannot end earlier than it.

    `after` "begun": it may start when `before` has begun (was accepted). "reviewed": when the own days of `before` are
    over, even if its formal result is still missing (a pre-approval stands on a pre-approval, W-056). "open": whenever
    it likes, as a review in advance does (拿地即开工). Its end is never before the end of `before` plus `conversion`
    working days, in which the formal paper is exchanged (W-055).
    """

    before: str
    after: Loose
    conversion: int = 0


@dataclass(frozen=True)
class Task:
    """One item of a roadmap: `days` in `unit` ("wd" or "cal"), and what has to come before it.

    `all_of` and, of each group of `any_of`, one must end first; `if_present` only if they are in the set; `soft` is the
    recommended order; `overlaps` loosens some of these links. `milestone` is an event outside the plan ("" for none).
    Facts beat the plan: `done_on`; or `begun_on`, the day of acceptance, from which the days count without those of
    `pauses`, with those by which the limit was `extended`, and which no predecessor moves. `agent` is who handles it,
    read only where a capacity is given.
    """

    code: str
    days: int
    unit: str = WORKING
    all_of: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    if_present: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    milestone: str = ""
    done_on: date | None = None
    not_before: date | None = None
    overlaps: tuple[Overlap, ...] = ()
    agent: str = ""
    begun_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended: int = 0

    def __post_init__(self) -> None:
        if self.days < 0:
            raise InvalidTask(self.code, f"cannot take {self.days} days")
        if self.unit not in (WORKING, CALENDAR):
            raise InvalidTask(self.code, f"days are counted in {WORKING!r} or {CALENDAR!r}, not {self.unit!r}")
        if self.overlaps:
            self._check_overlaps()

    def _check_overlaps(self) -> None:
        for overlap in self.overlaps:
            if overlap.before not in self.predecessors():
                raise InvalidTask(self.code, f"overlaps {overlap.before}, which it does not follow")
            if overlap.conversion < 0:
                raise InvalidTask(self.code, f"cannot exchange a paper in {overlap.conversion} days")

    def predecessors(self) -> set[str]:
        """Every code that a relation names, in the set or not."""
        return {*self.all_of, *self.if_present, *self.soft, *(code for group in self.any_of for code in group)}


@dataclass(frozen=True)
class Link:
    """`before` comes before `after`: what a Gantt chart draws as an arrow. `waits` says for what of `before`."""

    before: str
    after: str
    kind: Kind
    waits: After = "end"


@dataclass(frozen=True)
class Slot:
    """The place of one task. `start` is the day it can be handed in (not counted), `end` the last day of its limit.

    `slack_days` are the working days by which it may end later without moving the finish; `late_start` and `late_end`
    are the latest such dates. `critical` means that it lies on a chain of binding links to the finish. `binding` says
    what fixes the start, `bound_by` which task if it is one, `resource` who was not free if that is why.
    `end_bound_by` is the predecessor whose end, not the task's own days, fixes the end. `chose` names what met each
    group of alternatives. `assumed` lists what has to be held already: for each unmet need, its alternatives.
    A task behind an undated milestone has no dates and no slack, and `waits_for` names the milestone.
    """

    code: str
    start: date | None
    end: date | None
    days: int
    slack_days: int | None
    critical: bool
    bound_by: str | None
    binding: Binding
    provisional: bool
    waits_for: str
    assumed: tuple[tuple[str, ...], ...]
    late_start: date | None = None
    late_end: date | None = None
    end_bound_by: str | None = None
    resource: str = ""
    chose: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """A computed roadmap. `slots` is in an order in which every task that is still to do follows what it needs.

    `finish` is the last date that is known; with tasks in `waiting` it is not the end of the whole. `links` are the
    relations inside the set that were respected, `dropped` the soft ones that were not (a circle, or no date to await).
    """

    slots: Mapping[str, Slot]
    finish: date | None
    critical_path: tuple[str, ...]
    waiting: tuple[str, ...]
    links: tuple[Link, ...]
    dropped: tuple[Link, ...]

    @property
    def end(self) -> date | None:
        """The end of the whole; None while something waits for a day that nobody knows."""
        return None if self.waiting else self.finish
