"""Roadmap arithmetic (W-073, P-062): tasks, their order and their days in; dates, slack and the binding chain out.

Pure: the calendar and the first day are handed in. A date that cannot be known is not guessed: a task behind a
milestone without a date has no dates and names what it waits for.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cases.worktime import CALENDAR, WORKING, WorkCalendar, due, latest_start, used

Kind = Literal["all", "any", "if_present", "soft"]
Binding = Literal["start", "predecessor", "soft", "not_before", "milestone", "fact", "waiting"]
_STRENGTH: tuple[Binding, ...] = ("predecessor", "soft", "milestone", "not_before", "start")


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


@dataclass(frozen=True)
class Task:
    """One item of a roadmap: `days` in `unit` ("wd" or "cal"), and what has to come before it.

    `all_of` and, of each group of `any_of`, one must end first; `if_present` only if they are in the set; `soft` is the
    recommended order. `milestone` is an event outside the plan ("" for none). `done_on` is a fact and beats the plan.
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

    def __post_init__(self) -> None:
        if self.days < 0:
            raise InvalidTask(self.code, f"cannot take {self.days} days")
        if self.unit not in (WORKING, CALENDAR):
            raise InvalidTask(self.code, f"days are counted in {WORKING!r} or {CALENDAR!r}, not {self.unit!r}")


@dataclass(frozen=True)
class Link:
    """`before` comes before `after`: what a Gantt chart draws as an arrow."""

    before: str
    after: str
    kind: Kind


@dataclass(frozen=True)
class Slot:
    """The place of one task. `start` is the day it can be handed in (not counted), `end` the last day of its limit.

    `slack_days` are the working days by which it may end later without moving the finish. `critical` means that it lies
    on a chain of binding links to the finish. `binding` says what fixes the start, `bound_by` which task if it is one.
    `assumed` lists what has to be held already: for each need that the set does not meet, its alternatives.
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


def plan(
    tasks: Iterable[Task],
    start: date,
    cal: WorkCalendar,
    milestones: Mapping[str, date] | None = None,
    *,
    strict: bool = False,
) -> Schedule:
    """Place every task as early as its predecessors allow, beginning on `start` (not counted, like any limit).

    A predecessor outside the set counts as already held and is listed as assumed; `strict` refuses it instead.
    """
    network = _Network.of(tasks, milestones or {}, strict=strict)
    forward = _Forward(network, start, cal)
    forward.run()
    return _schedule(network, forward, cal)


@dataclass
class _Network:
    """The tasks with only those relations that lie inside the set."""

    tasks: dict[str, Task]
    milestones: Mapping[str, date]
    needs: dict[str, dict[str, Kind]] = field(default_factory=dict)
    groups: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    assumed: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    followers: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[Link] = field(default_factory=list)

    @classmethod
    def of(cls, tasks: Iterable[Task], milestones: Mapping[str, date], *, strict: bool) -> "_Network":
        network = cls({}, milestones)
        for task in tasks:
            if task.code in network.tasks:
                raise InvalidTask(task.code, "is in the plan twice")
            network.tasks[task.code] = task
        network.followers = {code: [] for code in network.tasks}
        for task in network.tasks.values():
            network._add_hard(task, strict=strict)
        network._find_waiting()
        for task in network.tasks.values():
            network._add_soft(task)
        return network

    def _add_hard(self, task: Task, *, strict: bool) -> None:
        code = task.code
        wanted = [(other,) for other in task.all_of] + [group for group in task.any_of if group]
        missing = tuple(group for group in wanted if not any(other in self.tasks for other in group))
        if task.done_on:
            missing = ()  # what is done needs nothing any more
        if missing and strict:
            raise MissingPredecessor(code, missing[0])
        self.assumed[code] = missing
        conditional: dict[str, Kind] = {other: "if_present" for other in task.if_present if other in self.tasks}
        hard: dict[str, Kind] = {other: "all" for other in task.all_of if other in self.tasks}
        self.needs[code] = conditional | hard
        inside = [tuple(other for other in group if other in self.tasks) for group in task.any_of]
        self.groups[code] = [group for group in inside if group]
        for other in {*self.needs[code], *(member for group in self.groups[code] for member in group)}:
            self.followers[other].append(code)

    def _find_waiting(self) -> None:
        """What cannot be dated: tasks of an undated milestone and, through hard relations, everything behind them."""
        for code, task in self.tasks.items():
            if task.milestone and task.milestone not in self.milestones and not task.done_on:
                self.waits[code] = task.milestone
        queue = deque(self.waits)
        while queue:
            before = queue.popleft()
            for code in self.followers[before]:
                if code in self.waits or self.tasks[code].done_on:
                    continue
                hopeless = (all(member in self.waits for member in group) for group in self.groups[code])
                if before in self.needs[code] or any(hopeless):
                    self.waits[code] = self.waits[before]
                    queue.append(code)

    def _add_soft(self, task: Task) -> None:
        for other in task.soft:
            if other not in self.tasks or other in self.needs[task.code]:
                continue
            if other in self.waits or self._leads_to(task.code, other):
                self.dropped.append(Link(other, task.code, "soft"))
                continue
            self.needs[task.code][other] = "soft"
            if task.code not in self.followers[other]:
                self.followers[other].append(task.code)

    def _leads_to(self, code: str, target: str) -> bool:
        seen, stack = {code}, [code]
        while stack:
            here = stack.pop()
            if here == target:
                return True
            fresh = [after for after in self.followers[here] if after not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        return False

    def links(self) -> tuple[Link, ...]:
        found = [Link(other, code, kind) for code, needs in self.needs.items() for other, kind in needs.items()]
        for code, groups in self.groups.items():
            found += [Link(other, code, "any") for group in groups for other in group]
        return tuple(dict.fromkeys(found))

    def circle(self, unresolved: set[str]) -> tuple[str, ...]:
        """One circle among tasks that can never begin: each of them has a predecessor that cannot begin either."""
        path = [min(unresolved)]
        while True:
            here = path[-1]
            blockers = [other for other in self.needs[here] if other in unresolved]
            for group in self.groups[here]:
                if unresolved.issuperset(group):
                    blockers.extend(group)
            if blockers[0] in path:
                return tuple(reversed(path[path.index(blockers[0]) :]))
            path.append(blockers[0])


class _Forward:
    """Earliest dates. Tasks are settled in the order of their end, so the first settled of a group is its earliest."""

    def __init__(self, network: _Network, start: date, cal: WorkCalendar) -> None:
        self.network, self.start, self.cal = network, start, cal
        self.starts: dict[str, date] = {}
        self.ends: dict[str, date] = {}
        self.provisional: dict[str, bool] = {}
        self.binding: dict[str, tuple[Binding, tuple[str, ...]]] = {}
        self.chosen: dict[str, list[str]] = {code: list(needs) for code, needs in network.needs.items()}
        self.order: list[str] = []
        self._open = {code: len(needs) for code, needs in network.needs.items()}
        self._groups = {code: list(groups) for code, groups in network.groups.items()}
        self._rank = {code: rank for rank, code in enumerate(network.tasks)}
        self._heap: list[tuple[date, int, str]] = []

    def run(self) -> None:
        for code, task in self.network.tasks.items():
            if task.done_on or self._ready(code):
                self._place(code)
        settled: set[str] = set()
        while self._heap:
            _, _, code = heapq.heappop(self._heap)
            settled.add(code)
            self.order.append(code)
            for after in self.network.followers[code]:
                self._release(after, code)
        if unresolved := self.network.tasks.keys() - settled:
            raise CircularDependency(self.network.circle(unresolved))

    def _ready(self, code: str) -> bool:
        return not self._open[code] and not self._groups[code]

    def _release(self, code: str, by: str) -> None:
        if self.network.tasks[code].done_on or self._ready(code):
            return
        if by in self.network.needs[code]:
            self._open[code] -= 1
        if any(by in group for group in self._groups[code]):
            self._groups[code] = [group for group in self._groups[code] if by not in group]
            if by not in self.chosen[code]:
                self.chosen[code].append(by)
        if self._ready(code):
            self._place(code)

    def _place(self, code: str) -> None:
        task = self.network.tasks[code]
        if code in self.network.waits:
            self.binding[code] = ("waiting", ())
            self.provisional[code] = False
        elif task.done_on:
            self.binding[code] = ("fact", ())
            self.provisional[code] = False
            self.starts[code] = self.ends[code] = task.done_on
        else:
            self._compute(task)
        heapq.heappush(self._heap, (self.ends.get(code, date.max), self._rank[code], code))

    def _compute(self, task: Task) -> None:
        code = task.code
        bounds: list[tuple[date, Binding, str]] = [(self.start, "start", "")]
        if task.not_before:
            bounds.append((task.not_before, "not_before", ""))
        if task.milestone:
            bounds.append((self.network.milestones[task.milestone], "milestone", ""))
        for other in self.chosen[code]:
            soft = self.network.needs[code].get(other) == "soft"
            bounds.append((self.ends[other], "soft" if soft else "predecessor", other))
        begin = max(day for day, _, _ in bounds)
        # Of several reasons on the same day the strongest is the one to name.
        binders = sorted((_STRENGTH.index(kind), other) for day, kind, other in bounds if day == begin)
        end = due(begin, task.days, task.unit, self.cal)
        self.binding[code] = (_STRENGTH[binders[0][0]], tuple(other for _, other in binders if other))
        self.starts[code], self.ends[code] = begin, end.date
        self.provisional[code] = end.provisional or any(self.provisional[other] for other in self.chosen[code])


def _schedule(network: _Network, forward: _Forward, cal: WorkCalendar) -> Schedule:
    finish = max(forward.ends.values(), default=None)
    latest = _latest_ends(network, forward, finish, cal) if finish else {}
    critical = _critical(network, forward)
    slots: dict[str, Slot] = {}
    for code in forward.order:
        end = forward.ends.get(code)
        binding, drivers = forward.binding[code]
        slots[code] = Slot(
            code=code,
            start=forward.starts.get(code),
            end=end,
            days=network.tasks[code].days,
            slack_days=None if end is None else used(end, latest[code], cal),
            critical=code in critical,
            bound_by=drivers[0] if drivers else None,
            binding=binding,
            provisional=forward.provisional[code],
            waits_for=network.waits.get(code, ""),
            assumed=network.assumed[code],
        )
    return Schedule(
        slots=slots,
        finish=finish,
        critical_path=_chain(slots, critical),
        waiting=tuple(code for code in forward.order if code in network.waits),
        links=network.links(),
        dropped=tuple(network.dropped),
    )


def _latest_ends(network: _Network, forward: _Forward, finish: date, cal: WorkCalendar) -> dict[str, date]:
    """The last day on which each dated task may end without moving `finish`; a fact cannot move."""
    latest = {code: network.tasks[code].done_on or finish for code in forward.ends}
    for code in reversed(forward.order):
        task = network.tasks[code]
        if code not in latest or task.done_on:
            continue
        begin = latest_start(latest[code], task.days, task.unit, cal)
        for before in forward.chosen[code]:
            if not network.tasks[before].done_on:
                latest[before] = min(latest[before], begin)
    return latest


def _critical(network: _Network, forward: _Forward) -> set[str]:
    """Every task still to do that binds, through others, one that ends last."""
    to_do = {code: end for code, end in forward.ends.items() if not network.tasks[code].done_on}
    last = max(to_do.values(), default=None)
    stack = [code for code, end in to_do.items() if end == last]
    found: set[str] = set()
    while stack:
        code = stack.pop()
        if code in to_do and code not in found:
            found.add(code)
            stack.extend(forward.binding[code][1])
    return found


def _chain(slots: dict[str, Slot], critical: set[str]) -> tuple[str, ...]:
    """One chain from the first task to the finish, along `bound_by`."""
    chain: list[str] = []
    code = next((code for code in reversed(slots) if code in critical), None)
    while code in critical:
        chain.append(code)
        code = slots[code].bound_by
    return tuple(reversed(chain))
