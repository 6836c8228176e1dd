"""What measures make of tasks, and what “one after another” makes of them."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from cases.scheduling import Overlap, Schedule, Task
from cases.scheduling.rows import PLACES
from cases.strategies.model import Effect, Measure, Works
from cases.worktime import CALENDAR


def apply(tasks: Iterable[Task], measures: Iterable[Measure]) -> list[Task]:
    """The tasks with the measures in force. What is done or accepted is a fact and stays as it is."""
    effects: dict[str, list[Effect]] = {}
    for measure in measures:
        for code, effect in measure.effects.items():
            effects.setdefault(code, []).append(effect)
    return [changed(task, effects[task.code]) if task.code in effects else task for task in tasks]


def changed(task: Task, effects: Iterable[Effect]) -> Task:
    """One task under several effects: of each the one that helps most.

    An exchange of papers never takes longer than the item itself would from then on: nobody would loosen such a link.
    """
    if is_fact(task):
        return task
    effects = list(effects)
    days = min([task.days, *(effect.days for effect in effects if effect.days is not None)])
    most = shortest(days, task.unit == CALENDAR)
    known, best = task.predecessors(), {overlap.before: overlap for overlap in task.overlaps}
    for overlap in (one for effect in effects for one in effect.overlaps if one.before in known):
        quick = replace(overlap, conversion=min(overlap.conversion, most))
        best[overlap.before] = _looser(best.get(overlap.before, quick), quick)
    return replace(task, days=days, overlaps=tuple(best.values()))


def shortest(days: int, calendar: bool) -> int:
    """The most working days of an exchange that can never be later than the item's own days from the same day on."""
    return min(days, 1) if calendar else days


def _looser(one: Overlap, other: Overlap) -> Overlap:
    after = max(one.after, other.after, key=lambda name: PLACES[name])
    return Overlap(one.before, after, min(one.conversion, other.conversion))


def is_fact(task: Task) -> bool:
    """Whether the task is beyond any choice."""
    return task.done_on is not None or task.begun_on is not None


def with_works(tasks: Iterable[Task], works: Works | None) -> list[Task]:
    """The works as a task among the others; what waited for their milestone follows them."""
    tasks = list(tasks)
    if works is None:
        return tasks
    made = [
        replace(task, milestone="", all_of=(*task.all_of, works.milestone))
        if task.milestone == works.milestone
        else task
        for task in tasks
    ]
    own = Task(
        works.milestone, works.days, CALENDAR, all_of=works.after, begun_on=works.begun_on, done_on=works.done_on
    )
    return [*made, own]


def at_law(tasks: Iterable[Task], legal: Mapping[str, tuple[int, str]]) -> list[Task]:
    """The tasks with the longest days that the law allows, where it names any."""
    return [
        replace(task, days=legal[task.code][0], unit=legal[task.code][1]) if task.code in legal else task
        for task in tasks
    ]


def one_after_another(
    tasks: Iterable[Task], base: Schedule, rank: Mapping[str, int], works: Works | None
) -> list[Task]:
    """Each item waits for the one before it: by stage, then code, but never before what it needs.

    What follows the works comes after everything that does not; the works themselves and facts stand in no queue.
    """
    known = {task.code: task for task in tasks}
    needs = _needs(base, known)
    late = _behind(base, needs, {works.milestone} if works else set()) | set(base.waiting)
    followers: dict[str, list[str]] = {code: [] for code in known}
    for code, before in needs.items():
        for other in before:
            followers[other].append(code)
    left = {code: len(before) for code, before in needs.items()}

    def place(code: str) -> tuple[bool, int, str]:
        return code in late, rank.get(code, 0), code

    heap = [place(code) for code in known if not left[code]]
    heapq.heapify(heap)
    queue: list[str] = []
    while heap:
        code = heapq.heappop(heap)[2]
        queue.append(code)
        for after in followers[code]:
            left[after] -= 1
            if not left[after]:
                heapq.heappush(heap, place(after))
    queued = [code for code in queue if not is_fact(known[code]) and not (works and code == works.milestone)]
    made = dict(known)
    for earlier, code in pairwise(queued):
        made[code] = replace(known[code], all_of=(*known[code].all_of, earlier))
    return list(made.values())


def _needs(base: Schedule, tasks: Mapping[str, Task]) -> dict[str, set[str]]:
    """What each item follows in the plan as it stands, of alternatives the chosen one; what is done follows nothing.

    Only what ends before it: an alternative that merely had to begin may end later, and then another one let it end.
    """
    place = {code: n for n, code in enumerate(base.slots)}
    needs: dict[str, set[str]] = {code: set() for code in base.slots}
    others: dict[str, set[str]] = {code: set() for code in base.slots}
    for link in base.links:
        if place[link.before] < place[link.after] and tasks[link.after].done_on is None:
            (others if link.kind == "any" else needs)[link.after].add(link.before)
    for code, known in others.items():
        needs[code] |= known if tasks[code].overlaps else known & set(base.slots[code].chose)
    return needs


def _behind(base: Schedule, needs: Mapping[str, set[str]], first: set[str]) -> set[str]:
    """These and everything that follows them."""
    found = set(first)
    for code in base.slots:
        if not found.isdisjoint(needs[code]):
            found.add(code)
    return found
