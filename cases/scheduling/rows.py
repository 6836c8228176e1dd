"""A network as numbers: what the passes over it read. Days are ordinals (``date.toordinal``), tasks are places in a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from cases.scheduling.model import Binding, Task
from cases.scheduling.network import Network
from cases.worktime import CALENDAR, MAX_DAYS, WorkCalendar, WorktimeError, last_day

# For what of its predecessor a task waits to begin; OPEN: for nothing, only its end is held.
END, REVIEWED, BEGUN, OPEN = 0, 1, 2, 3
PLACES = {"reviewed": REVIEWED, "begun": BEGUN, "open": OPEN}
HARD, SOFT, RESOURCE = 0, 1, 2
# Later than any date: the place of what waits for an undated milestone.
NEVER = 10_000_000


class Tie(NamedTuple):
    """A link as the follower sees it: to begin it waits for `after` of `before`; with END that is all."""

    before: int
    after: int = END
    conversion: int = 0
    kind: int = HARD


@dataclass(slots=True)
class Row:
    """A task. `base` is the earliest day of its start for reasons of its own, `reasons` are all of them by name.

    `fact` is the day it was done, `begun` the day it was accepted (-1: not); `run` counts its days from acceptance.
    """

    base: int
    reasons: tuple[tuple[int, Binding], ...]
    days: int
    calendar: bool
    ties: tuple[Tie, ...]
    groups: tuple[tuple[Tie, ...], ...]
    fact: int = -1
    begun: int = -1
    run: Callable[[int], int] | None = None


def compiled(network: Network, start: date, cal: WorkCalendar) -> list[Row]:
    """The rows of a network in the order in which its tasks were given."""
    place = {code: n for n, code in enumerate(network.tasks)}
    first = start.toordinal()
    return [_row(network, task, place, first, cal) for task in network.tasks.values()]


def _row(network: Network, task: Task, place: dict[str, int], start: int, cal: WorkCalendar) -> Row:
    if task.days > MAX_DAYS:
        raise WorktimeError(f"a limit must be between 0 and {MAX_DAYS} days, not {task.days}")
    calendar = task.unit == CALENDAR
    if task.code in network.waits:
        return Row(NEVER, (), task.days, calendar, *ties_of(network, task, place))
    if task.done_on:
        return Row(0, (), task.days, calendar, (), (), fact=task.done_on.toordinal())
    ties, groups = ties_of(network, task, place)
    if task.begun_on:
        begun, run = task.begun_on.toordinal(), _running(task, start, cal)
        return Row(start, (), task.days, calendar, ties, groups, begun=begun, run=run)
    reasons: list[tuple[int, Binding]] = [(start, "start")]
    if task.not_before:
        reasons.append((task.not_before.toordinal(), "not_before"))
    if task.milestone:
        reasons.append((network.milestones[task.milestone].toordinal(), "milestone"))
    return Row(max(reasons)[0], tuple(reasons), task.days, calendar, ties, groups)


def ties_of(network: Network, task: Task, place: dict[str, int]) -> tuple[tuple[Tie, ...], tuple[tuple[Tie, ...], ...]]:
    needs, groups = network.needs[task.code], network.groups[task.code]
    if not task.overlaps:
        ties = tuple([Tie(place[other], END, 0, SOFT if kind == "soft" else HARD) for other, kind in needs.items()])
        return ties, tuple([tuple([Tie(place[other]) for other in group]) for group in groups])
    loose = {overlap.before: overlap for overlap in task.overlaps}

    def tie(other: str, kind: int) -> Tie:
        overlap = loose.get(other)
        if overlap is None:
            return Tie(place[other], END, 0, kind)
        return Tie(place[other], PLACES[overlap.after], overlap.conversion, kind)

    ties = tuple(tie(other, SOFT if kind == "soft" else HARD) for other, kind in needs.items())
    return ties, tuple(tuple(tie(other, HARD) for other in group) for group in groups)


def _running(task: Task, start: int, cal: WorkCalendar) -> Callable[[int], int]:
    """The end of a limit that runs since acceptance; an open pause lasts until the day from which is planned.

    What is not done by then ends on that day at the earliest, or on the first worked one after: no plan lies in the past.
    """
    accepted = task.begun_on
    assert accepted is not None
    now = date.fromordinal(max(start, accepted.toordinal()))

    @cache
    def run(days: int) -> int:
        end = last_day(accepted, days + task.extended, task.unit, task.pauses, cal, now=now).date
        return cal.table.ends(max(start, end.toordinal()), 0)

    return run
