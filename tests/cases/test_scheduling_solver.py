"""Roadmaps against a second solver that was written another way: 2,000 random networks with everything a link can be.

The solver knows no order and no queue. It lowers guesses: every event (a task begins, is reviewed, ends) is first put
off for ever, then moved to where its relations allow it, again and again until nothing moves. Its days are counted by
looking at one date after the other.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from cases.scheduling import CircularDependency, Overlap, Schedule, Task, plan
from cases.scheduling.linear import Linear
from cases.worktime import WorkCalendar, used
from tests.cases.test_worktime import CAL, nov

START = nov(2)
NEVER = date.max
WORKS = "WORKS"
# A second calendar: no holiday at all, so that agreement is not an accident of one autumn.
PLAIN = WorkCalendar({START + timedelta(days=n): (START + timedelta(days=n)).weekday() < 5 for n in range(-400, 2000)})


@dataclass
class Solver:
    """Times of all events of a network, by lowering."""

    tasks: list[Task]
    cal: WorkCalendar
    milestones: dict[str, date]
    at: dict[tuple[str, str], date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {task.code: task for task in self.tasks}
        self.at = {(task.code, what): NEVER for task in self.tasks for what in ("begun", "reviewed", "end")}
        while any(self.lower(task) for task in self.tasks):
            pass

    def lower(self, task: Task) -> bool:
        begin, review, end = self.events(task)
        new = {(task.code, "begun"): begin, (task.code, "reviewed"): review, (task.code, "end"): end}
        moved = any(self.at[key] != day for key, day in new.items())
        self.at.update(new)
        return moved

    def events(self, task: Task) -> tuple[date, date, date]:
        if task.done_on:
            return task.done_on, task.done_on, task.done_on
        # A recommendation holds nothing of what was accepted already.
        soft = () if task.begun_on else task.soft
        groups = [[other] for other in (*task.all_of, *task.if_present, *soft)] + [list(g) for g in task.any_of]
        groups = [inside for group in groups if (inside := [other for other in group if other in self.known])]
        loose = {overlap.before: overlap for overlap in task.overlaps}
        if task.begun_on:
            begin = task.begun_on
            review = later(max(START, later(begin, task.days, task.unit, self.cal)), 0, "wd", self.cal)
        else:
            own = [START, task.not_before or START]
            own += [self.milestones.get(task.milestone, NEVER)] if task.milestone else []
            begin = max([*own, *(min(self.opens(loose, other) for other in group) for group in groups)])
            review = later(begin, task.days, task.unit, self.cal)
        end = review
        for group in groups:
            if loose.keys() & set(group):
                end = max(end, min(self.closes(loose, other) for other in group))
        return begin, review, end

    def opens(self, loose: dict[str, Overlap], other: str) -> date:
        if other not in loose:
            return self.at[other, "end"]
        after = loose[other].after
        return START if after == "open" else self.at[other, after]

    def closes(self, loose: dict[str, Overlap], other: str) -> date:
        return later(self.at[other, "end"], loose[other].conversion if other in loose else 0, "wd", self.cal)


@cache
def _later(start: date, n: int, unit: str, plain: bool) -> date:
    cal, day = PLAIN if plain else CAL, start
    # Nobody decides on a rest day, not even what takes no day at all.
    while not cal.is_workday(day) or (used(start, day, cal) if unit == "wd" else (day - start).days) < n:
        day += timedelta(days=1)
    return day


def later(start: date, n: int, unit: str, cal: WorkCalendar) -> date:
    return start if start == NEVER else _later(start, n, unit, cal is PLAIN)


def network(random: Random, *, circles: bool = False) -> list[Task]:
    """Up to twelve tasks; hard relations point backward in a hidden order, alternatives anywhere, and so do a few hard
    ones with `circles`."""
    codes = [f"T{n:02}" for n in range(random.randint(1, 12))]
    random.shuffle(codes)

    def some(among: list[str], most: int) -> tuple[str, ...]:
        return tuple(random.sample(among, min(len(among), random.randint(0, most))))

    tasks = []
    for place, code in enumerate(codes):
        before = codes[:place]
        hard = list(some(codes if circles and random.random() < 0.1 else before, 2))
        groups = []
        for _ in range(random.randint(0, 2)):
            group = {*some(before, 2), *(some(codes, 1) if random.random() < 0.3 else ())} - {code}
            # One member points backward, so that the group can be met whatever the others wait for.
            groups.append(tuple(sorted(group)) if group & set(before) else some(before, 2))
        if_present, soft = some(before, 1), some(before, 1)
        named = sorted({*hard, *if_present, *soft, *(other for group in groups for other in group)})
        fact = random.random()
        tasks.append(
            Task(
                code,
                random.choice((0, 1, 2, 5, 10)),
                unit=random.choice(("wd", "wd", "cal")),
                all_of=(*hard, *(("ABSENT",) if random.random() < 0.1 else ())),
                any_of=tuple(groups),
                if_present=if_present,
                soft=soft,
                milestone=WORKS if random.random() < 0.1 else "",
                done_on=START + timedelta(days=random.randint(0, 40)) if fact < 0.08 else None,
                begun_on=START - timedelta(days=random.randint(0, 20)) if 0.08 < fact < 0.16 else None,
                not_before=START + timedelta(days=random.randint(0, 40)) if random.random() < 0.1 else None,
                overlaps=tuple(
                    Overlap(other, random.choice(("begun", "reviewed", "open")), random.randint(0, 3))
                    for other in named
                    if random.random() < 0.3
                ),
            )
        )
    random.shuffle(tasks)
    return tasks


def compared(tasks: list[Task], cal: WorkCalendar, milestones: dict[str, date]) -> Schedule:
    """The plan, after the solver has said the same of every event."""
    schedule = plan(tasks, START, cal, milestones)
    # What was given up is not there for the solver either.
    gone = {(link.after, link.before) for link in schedule.dropped}
    kept = [without(task, {before for after, before in gone if after == task.code}) for task in tasks]
    times = Solver(kept, cal, milestones).at
    for code, slot in schedule.slots.items():
        end = times[code, "end"]
        if code in schedule.waiting:
            assert (end, slot.start, slot.end) == (NEVER, None, None)
        else:
            assert (slot.start, slot.end) == (times[code, "begun"], end)
    ends = [day for (_, what), day in times.items() if what == "end" and day != NEVER]
    assert schedule.finish == max(ends, default=None)
    return schedule


def without(task: Task, gone: set[str]) -> Task:
    soft = tuple(other for other in task.soft if other not in gone)
    named = replace(task, soft=soft, overlaps=()).predecessors()
    return replace(task, soft=soft, overlaps=tuple(one for one in task.overlaps if one.before in named))


@pytest.mark.req("W-073", "P-062")
@pytest.mark.parametrize("hundred", range(20))
def test_two_solvers_agree_on_two_thousand_networks(hundred: int) -> None:
    seen: set[str] = set()
    for seed in range(hundred * 100, hundred * 100 + 100):
        random = Random(seed)
        tasks = network(random)
        milestones = {WORKS: START + timedelta(days=random.randint(0, 60))} if random.random() < 0.7 else {}
        schedule = compared(tasks, random.choice((CAL, PLAIN)), milestones)
        seen |= {slot.binding for slot in schedule.slots.values()}
        seen |= {"held end" for slot in schedule.slots.values() if slot.end_bound_by}
        seen |= {"given up"} if schedule.dropped else set()
    # The networks are of every sort: each hundred has each reason that a task can have.
    assert seen == {
        "predecessor", "reviewed", "begun", "soft", "milestone", "not_before", "start", "fact", "waiting",
        "held end", "given up",
    }  # fmt: skip


def circle(tasks: list[Task], milestones: dict[str, date]) -> tuple[str, ...]:
    """The circle that the plan names; () where it makes a plan, which the solver then agrees with."""
    try:
        compared(tasks, PLAIN, milestones)
    except CircularDependency as refusal:
        return refusal.codes
    return ()


def test_two_solvers_agree_on_which_networks_have_a_circle() -> None:
    circles = 0
    for seed in range(500):
        tasks = network(Random(10_000 + seed), circles=True)
        milestones = {WORKS: START}
        if codes := circle(tasks, milestones):
            circles += 1
            bare = [without(task, set(task.soft)) for task in tasks]
            times = Solver(bare, PLAIN, milestones).at
            assert {times[code, "end"] for code in codes} == {NEVER}
            named = {task.code: task.predecessors() for task in tasks}
            assert all(before in named[after] for before, after in pairwise((*codes, codes[0])))
    # Control: both kinds of network occur.
    assert 20 < circles < 480


@pytest.mark.parametrize("hundred", range(4))
def test_the_quick_walk_gives_the_same_ends(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        tasks = network(Random(seed))
        linear = Linear(tasks, START, CAL, {WORKS: nov(20)})
        times = linear.walk(linear.rows)
        schedule = plan(tasks, START, CAL, {WORKS: nov(20)})
        found = {code: times.ends[n] for n, code in enumerate(linear.codes)}
        assert found == {code: slot.end.toordinal() if slot.end else 0 for code, slot in schedule.slots.items()}


@pytest.mark.parametrize("seed", range(300))
def test_a_latest_start_is_the_last_that_does_not_move_the_finish(seed: int) -> None:
    random = Random(20_000 + seed)
    # Alternatives may step in for one another, so that there the latest dates are on the safe side only.
    tasks = [alone(task) for task in network(random)]
    schedule = plan(tasks, START, PLAIN)
    for task in tasks:
        slot = schedule.slots[task.code]
        if task.done_on or task.begun_on or slot.late_start is None or slot.start is None:
            continue
        assert slot.late_start >= slot.start
        assert slot.late_end is not None
        assert slot.end is not None
        assert slot.late_end >= slot.end
        others = [other for other in tasks if other is not task]
        assert plan([*others, replace(task, not_before=slot.late_start)], START, PLAIN).finish == schedule.finish
        after = slot.late_start
        while not PLAIN.is_workday(after) or after == slot.late_start:
            after += timedelta(days=1)
        if task.unit == "wd" and task.days:
            assert plan([*others, replace(task, not_before=after)], START, PLAIN).finish != schedule.finish


def alone(task: Task) -> Task:
    named = replace(task, any_of=(), overlaps=()).predecessors()
    kept = tuple(overlap for overlap in task.overlaps if overlap.before in named)
    return replace(task, any_of=(), overlaps=kept, milestone="")
