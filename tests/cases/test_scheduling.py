"""Roadmaps: the rules one by one, the real catalogue, and random networks against a second way of computing."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cases.scheduling import (
    CircularDependency,
    InvalidTask,
    Link,
    MissingPredecessor,
    Schedule,
    SchedulingError,
    Task,
    plan,
)
from cases.worktime import WorktimeError, used
from tests.cases.test_worktime import CAL, nov

CATALOGUE = Path(__file__).parents[2] / "cases" / "reference" / "catalogue.json"
START = nov(2)  # a Monday; November 2026 has no holiday


def make(*tasks: Task, start: date = START, **milestones: date) -> Schedule:
    return plan(tasks, start, CAL, milestones)


def ends(schedule: Schedule) -> dict[str, date | None]:
    return {code: slot.end for code, slot in schedule.slots.items()}


def catalogue_tasks(
    wanted: Callable[[dict[str, Any]], bool], *, unit: str = "", conditional: bool = True, soft: bool = True
) -> list[Task]:
    items = json.loads(CATALOGUE.read_text(encoding="utf-8"))["items"]
    return [
        Task(
            item["code"],
            item["promised_days"],
            unit=unit or item["unit"] or "wd",
            all_of=tuple(item["pred_all"]),
            any_of=(tuple(item["pred_any"]),),
            if_present=tuple(item["pred_cond"]) if conditional else (),
            soft=tuple(item["pred_soft"]) if soft else (),
            milestone=item["after_milestone"],
        )
        for item in items
        if wanted(item)
    ]


def normally_required_for_industry(item: dict[str, Any]) -> bool:
    return bool(item["categories"].get("IND") == "R")


INDUSTRIAL_PATH = ("L01", "L08", "L09", "G03", "G04", "C01", "C05")


def days_until(schedule: Schedule, code: str) -> int:
    end = schedule.slots[code].end
    assert end is not None
    return used(START, end, CAL)


def chain_to(schedule: Schedule, code: str | None) -> list[str]:
    chain: list[str] = []
    while code:
        chain.insert(0, code)
        code = schedule.slots[code].bound_by
    return chain


@pytest.mark.req("W-073", "P-062")
def test_the_industrial_path_takes_the_days_that_the_catalogue_promises() -> None:
    tasks = catalogue_tasks(normally_required_for_industry, unit="wd", conditional=False, soft=False)
    schedule = plan(tasks, START, CAL)
    assert [days_until(schedule, code) for code in INDUSTRIAL_PATH] == [1, 30, 33, 37, 40, 44, 45]
    # The planning permit and the drawings run side by side; the drawings take longer and bind the construction permit.
    assert chain_to(schedule, "C05") == ["L08", "G03", "C01", "C05"]
    assert schedule.slots["C05"].assumed == (("C03",),)


def test_drawings_that_follow_the_planning_permit_when_it_is_in_the_list_take_three_days_more() -> None:
    """Control: the conditional predecessor of the drawings (the planning permit) is the only difference."""
    tasks = catalogue_tasks(normally_required_for_industry, unit="wd", soft=False)
    schedule = plan(tasks, START, CAL)
    assert [days_until(schedule, code) for code in INDUSTRIAL_PATH] == [1, 30, 33, 37, 40, 47, 48]
    assert chain_to(schedule, "C05") == ["L08", "G03", "G04", "C01", "C05"]


def test_acceptance_waits_for_the_works_and_then_takes_its_promised_days() -> None:
    tasks = catalogue_tasks(normally_required_for_industry, unit="wd", soft=False)
    waiting = plan(tasks, START, CAL)
    assert {waiting.slots[code].waits_for for code in waiting.waiting} == {"WORKS_COMPLETED"}
    assert set(waiting.waiting) == {"V01", "V02", "V07", "V08", "V09", "V10", "V14"}
    completed = date(2026, 6, 1)
    dated = plan(tasks, date(2026, 1, 5), CAL, {"WORKS_COMPLETED": completed})
    assert dated.waiting == ()
    days = [used(completed, dated.slots[code].end or completed, CAL) for code in ("V01", "V08", "V14")]
    assert days == [10, 11, 12]
    assert dated.slots["V01"].binding == "milestone"


def test_the_whole_catalogue_has_no_circle_and_no_dropped_recommendation() -> None:
    schedule = plan(catalogue_tasks(lambda item: True), START, CAL, {"WORKS_COMPLETED": date(2027, 12, 1)})
    assert (len(schedule.slots), schedule.dropped, schedule.waiting) == (75, (), ())


def test_the_recommended_order_moves_the_design_review_behind_the_design() -> None:
    """Control: with soft links the same items end later than the hard path."""
    schedule = plan(catalogue_tasks(normally_required_for_industry, unit="wd"), START, CAL)
    design = schedule.slots["G03"]
    assert (design.bound_by, design.binding) == ("M06", "soft")
    assert used(START, design.end or START, CAL) == 7 + 15 + 30 + 7


def test_a_task_is_counted_from_the_end_of_its_predecessor() -> None:
    schedule = make(Task("B", 3, all_of=("A",)), Task("A", 5))
    assert list(schedule.slots) == ["A", "B"]
    first, second = schedule.slots.values()
    assert (first.start, first.end, first.binding) == (nov(2), nov(9), "start")
    assert (second.start, second.end, second.bound_by) == (nov(9), nov(12), "A")
    assert (schedule.finish, schedule.critical_path) == (nov(12), ("A", "B"))


def test_an_immediate_task_ends_on_the_day_it_can_be_handed_in() -> None:
    assert ends(make(Task("A", 2), Task("B", 0, all_of=("A",)))) == {"A": nov(4), "B": nov(4)}


def test_a_calendar_day_task_ends_on_a_working_day() -> None:
    assert ends(make(Task("A", 5, unit="cal"))) == {"A": nov(9)}


def test_all_predecessors_must_end_but_of_a_group_only_the_earliest() -> None:
    pair = (Task("A", 2), Task("B", 6))
    assert make(*pair, Task("C", 1, all_of=("A", "B"))).slots["C"].bound_by == "B"
    either = make(*pair, Task("C", 1, any_of=(("A", "B", "X"),))).slots["C"]
    assert (either.bound_by, either.start, either.assumed) == ("A", nov(4), ())
    both_groups = make(*pair, Task("C", 1, any_of=(("A", "X"), ("B",)))).slots["C"]
    assert (both_groups.bound_by, both_groups.start) == ("B", nov(10))


def test_a_group_may_be_met_by_the_member_that_does_not_depend_on_it() -> None:
    tasks = (Task("A", 1, any_of=(("B", "X"),)), Task("B", 1, all_of=("A",)), Task("X", 4))
    assert ends(make(*tasks)) == {"X": nov(6), "A": nov(9), "B": nov(10)}


def test_a_predecessor_outside_the_set_counts_as_held_unless_the_plan_is_strict() -> None:
    task = Task("C", 1, all_of=("A",), any_of=(("X", "Y"),), if_present=("Z",), soft=("S",))
    slot = make(task).slots["C"]
    assert (slot.start, slot.assumed, slot.binding) == (START, (("A",), ("X", "Y")), "start")
    with pytest.raises(MissingPredecessor) as refusal:
        plan([task], START, CAL, strict=True)
    assert (refusal.value.code, refusal.value.alternatives) == ("C", ("A",))
    assert plan([Task("A", 1), Task("Y", 1), task], START, CAL, strict=True).slots["C"].assumed == ()


def test_a_conditional_predecessor_counts_only_when_it_is_in_the_set() -> None:
    task = Task("C", 1, if_present=("A",))
    assert make(task).slots["C"].start == START
    assert make(task, Task("A", 3)).slots["C"].bound_by == "A"


def test_a_recommended_order_is_kept_marked_and_given_up_where_it_makes_a_circle() -> None:
    kept = make(Task("A", 3), Task("B", 1, soft=("A",)))
    assert (kept.slots["B"].bound_by, kept.slots["B"].binding) == ("A", "soft")
    assert kept.links == (Link("A", "B", "soft"),)
    given_up = make(Task("A", 3, all_of=("B",)), Task("B", 1, soft=("A",)))
    assert ends(given_up) == {"B": nov(3), "A": nov(6)}
    assert given_up.dropped == (Link("A", "B", "soft"),)
    mutual = make(Task("A", 3, soft=("B",)), Task("B", 1, soft=("A",)))
    assert (mutual.links, mutual.dropped) == ((Link("B", "A", "soft"),), (Link("A", "B", "soft"),))


def test_a_hard_reason_is_named_before_a_recommended_one_on_the_same_day() -> None:
    slot = make(Task("A", 3), Task("B", 3), Task("C", 1, soft=("A",), all_of=("B",))).slots["C"]
    assert (slot.bound_by, slot.binding) == ("B", "predecessor")


def test_a_recommendation_of_what_a_group_already_asks_for_is_met_once() -> None:
    schedule = make(Task("A", 2), Task("B", 5), Task("C", 1, any_of=(("A", "B"),), soft=("B", "B")))
    assert schedule.slots["C"].start == nov(9)


def test_behind_an_undated_milestone_nothing_is_dated_and_everything_says_why() -> None:
    tasks = (
        Task("A", 3),
        Task("V", 10, milestone="DONE", all_of=("A",)),
        Task("W", 1, all_of=("V",)),
        Task("E", 1, any_of=(("A", "V"),)),
        Task("F", 1, any_of=(("V", "W"),)),
        Task("S", 1, soft=("V",)),
    )
    schedule = make(*tasks)
    assert ends(schedule) == {"A": nov(5), "E": nov(6), "S": nov(3), "V": None, "W": None, "F": None}
    assert schedule.waiting == ("V", "W", "F")
    waiting = schedule.slots["W"]
    assert (waiting.start, waiting.slack_days, waiting.waits_for, waiting.binding) == (None, None, "DONE", "waiting")
    assert (schedule.finish, schedule.dropped) == (nov(6), (Link("V", "S", "soft"),))
    dated = make(*tasks, DONE=nov(20))
    assert (dated.slots["V"].start, dated.slots["V"].binding, dated.waiting) == (nov(20), "milestone", ())
    assert (dated.slots["V"].end, dated.finish) == (date(2026, 12, 4), date(2026, 12, 7))


def test_a_milestone_before_the_predecessors_does_not_hold_anything_up() -> None:
    slot = make(Task("A", 3), Task("V", 1, milestone="DONE", all_of=("A",)), DONE=START).slots["V"]
    assert (slot.start, slot.bound_by) == (nov(5), "A")


def test_a_task_does_not_begin_before_its_own_earliest_day() -> None:
    slot = make(Task("A", 1), Task("B", 2, all_of=("A",), not_before=nov(16))).slots["B"]
    assert (slot.start, slot.end, slot.bound_by, slot.binding) == (nov(16), nov(18), None, "not_before")


def test_a_fact_beats_the_plan_even_before_its_predecessor() -> None:
    tasks = (
        Task("A", 9),
        Task("B", 5, all_of=("A", "X"), milestone="DONE", done_on=nov(4)),
        Task("C", 1, all_of=("B",)),
    )
    schedule = make(*tasks)
    done = schedule.slots["B"]
    assert (done.start, done.end, done.binding, done.assumed, done.critical) == (nov(4), nov(4), "fact", (), False)
    assert (schedule.slots["C"].start, schedule.slots["C"].bound_by) == (nov(4), "B")
    assert schedule.critical_path == ("A",)


def test_a_fact_opens_a_circle() -> None:
    assert ends(make(Task("A", 1, all_of=("B",)), Task("B", 1, all_of=("A",), done_on=START))) == {
        "B": START,
        "A": nov(3),
    }


def test_a_circle_of_hard_predecessors_is_refused_by_name() -> None:
    with pytest.raises(CircularDependency) as refusal:
        make(
            Task("Z", 1, all_of=("A",)),
            Task("A", 1, all_of=("C",)),
            Task("B", 1, if_present=("A",)),
            Task("C", 1, any_of=(("B",),), milestone="DONE"),
        )
    circle = refusal.value.codes
    assert sorted(circle) == ["A", "B", "C"]
    turned = circle.index("A")
    assert circle[turned:] + circle[:turned] == ("A", "B", "C")
    with pytest.raises(CircularDependency, match="A → A"):
        make(Task("A", 1, all_of=("A",)))


def test_a_task_that_contradicts_itself_is_refused_by_name() -> None:
    with pytest.raises(InvalidTask, match="A: is in the plan twice"):
        make(Task("A", 1), Task("A", 2))
    with pytest.raises(InvalidTask, match="A: cannot take -1 days"):
        Task("A", -1)
    with pytest.raises(SchedulingError, match="A: days are counted in"):
        Task("A", 1, unit="")
    with pytest.raises(WorktimeError):
        make(Task("A", 99_999))


def test_no_tasks_make_an_empty_plan() -> None:
    schedule = make()
    assert (dict(schedule.slots), schedule.finish, schedule.critical_path) == ({}, None, ())


def test_slack_is_what_a_task_may_lose_without_moving_the_finish() -> None:
    schedule = make(Task("A", 2), Task("B", 6), Task("C", 1, all_of=("A", "B")), Task("D", 1))
    assert {code: slot.slack_days for code, slot in schedule.slots.items()} == {"A": 4, "B": 0, "C": 0, "D": 6}
    assert [code for code, slot in schedule.slots.items() if slot.critical] == ["B", "C"]


def test_two_chains_that_end_on_the_same_day_are_both_critical() -> None:
    schedule = make(Task("A", 2), Task("B", 2), Task("C", 1, all_of=("A", "B")))
    assert {slot.critical for slot in schedule.slots.values()} == {True}
    assert schedule.critical_path == ("A", "C")


def test_a_date_behind_a_provisional_date_is_provisional() -> None:
    schedule = make(Task("A", 2), Task("B", 1, all_of=("A",)), Task("C", 0, all_of=("B",)), start=date(2026, 12, 29))
    assert [slot.provisional for slot in schedule.slots.values()] == [False, True, True]


# --- random networks against a second way of computing ---------------------------------------------------------------


def network(random: Random) -> list[Task]:
    """Up to 14 tasks in a hidden order, in which every relation points backward; handed over shuffled."""
    codes = [f"T{n:02}" for n in range(random.randint(1, 14))]
    random.shuffle(codes)

    def some(before: list[str], most: int) -> tuple[str, ...]:
        return tuple(random.sample(before, min(len(before), random.randint(0, most))))

    tasks = []
    for place, code in enumerate(codes):
        before = codes[:place]
        task = Task(
            code,
            random.choice((0, 1, 2, 5, 10)),
            unit=random.choice(("wd", "wd", "cal")),
            all_of=some(before, 2),
            any_of=tuple(some(before, 3) for _ in range(random.randint(0, 2))),
            if_present=some(before, 1),
            soft=some(before, 1),
            done_on=START + timedelta(days=random.randint(0, 40)) if random.random() < 0.1 else None,
            not_before=START + timedelta(days=random.randint(0, 40)) if random.random() < 0.1 else None,
        )
        tasks.append(task)
    random.shuffle(tasks)
    return tasks


def later(day: date, n: int, unit: str) -> date:
    """The end of a limit, by looking at one day after the other rather than by `due`."""
    end = day
    while not CAL.is_workday(end) or (used(day, end, CAL) if unit == "wd" else (end - day).days) < n:
        end += timedelta(days=1)
    return end


def longest_path(tasks: list[Task], code: str, known: dict[str, date]) -> date:
    """The end of one task by recursion from the back: the longest of its needs, of each group the shortest."""
    if code not in known:
        task = next(task for task in tasks if task.code == code)
        needs = [(other,) for other in (*task.all_of, *task.if_present, *task.soft)] + [g for g in task.any_of if g]
        begin = max(
            [START, task.not_before or START]
            + [min(longest_path(tasks, other, known) for other in group) for group in needs]
        )
        known[code] = task.done_on or later(begin, task.days, task.unit)
    return known[code]


@pytest.mark.parametrize("seed", range(300))
def test_every_date_agrees_with_the_longest_path(seed: int) -> None:
    tasks = network(Random(seed))
    schedule = make(*tasks)
    known: dict[str, date] = {}
    # A recommendation may be given up only for a circle, and these networks have none.
    assert schedule.dropped == ()
    assert ends(schedule) == {code: longest_path(tasks, code, known) for code in schedule.slots}
    assert schedule.finish == max(known.values())


@pytest.mark.parametrize("seed", range(300))
def test_a_task_may_lose_its_slack_but_not_a_day_more(seed: int) -> None:
    tasks = network(Random(seed))
    schedule = make(*tasks)
    for task in tasks:
        slack = schedule.slots[task.code].slack_days
        if task.done_on or task.unit == "cal" or slack is None:
            continue
        others = [other for other in tasks if other is not task]
        assert make(*others, replace(task, days=task.days + slack)).finish == schedule.finish
        # With a choice of predecessors another may step in, so that slack is a lower bound there.
        if not any(other.any_of for other in tasks):
            assert make(*others, replace(task, days=task.days + slack + 1)).finish != schedule.finish


@pytest.mark.parametrize("seed", range(300))
def test_the_order_of_the_slots_the_chain_and_the_input_hold_together(seed: int) -> None:
    tasks = network(Random(seed))
    schedule = make(*tasks)
    place = {code: n for n, code in enumerate(schedule.slots)}
    to_do = {task.code: task for task in tasks if not task.done_on}
    for code, task in to_do.items():
        assert all(place[other] < place[code] for other in (*task.all_of, *task.if_present, *task.soft))
    chain = schedule.critical_path
    assert bool(chain) == bool(to_do)
    for before, after in pairwise(chain):
        assert schedule.slots[after].bound_by == before
        assert schedule.slots[after].start == schedule.slots[before].end
    assert all(schedule.slots[code].critical for code in chain)
    assert ends(make(*reversed(tasks))) == ends(schedule)
