"""Loosened links, running items and what people can handle at once: by hand, and as properties of every network."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.scheduling import InvalidTask, Link, NoCapacity, OutOfReach, Overlap, Schedule, Slot, Task, plan
from cases.worktime import Pause, used
from tests.cases.test_scheduling_solver import WORKS, network
from tests.cases.test_worktime import CAL, nov

START = nov(2)  # a Monday; November 2026 has no holiday


def make(*tasks: Task, capacity: dict[str, int] | None = None, **milestones: date) -> Schedule:
    return plan(tasks, START, CAL, milestones, capacity=capacity)


def span(slot: Slot) -> tuple[date | None, date | None]:
    return slot.start, slot.end


# --- loosened links ---------------------------------------------------------------------------------------------------


@pytest.mark.req("W-053", "W-055")
def test_what_overlaps_begins_with_its_predecessor_and_ends_after_it_and_the_exchange() -> None:
    land = Task("L", 10)
    review = Task("R", 3, all_of=("L",), overlaps=(Overlap("L", "begun", 2),))
    schedule = make(land, review)
    slot = schedule.slots["R"]
    assert span(slot) == (nov(2), nov(18))
    # It begins on the first day for two reasons; the one that names an item is told.
    assert (slot.binding, slot.bound_by, slot.end_bound_by) == ("begun", "L", "L")
    assert schedule.links == (Link("L", "R", "all", "begun"),)
    assert schedule.critical_path == ("L", "R")
    # Control: the same link as it is without the pre-approval.
    assert span(make(land, Task("R", 3, all_of=("L",))).slots["R"]) == (nov(16), nov(19))


def test_a_review_that_takes_longer_than_its_predecessor_is_held_by_its_own_days() -> None:
    slot = make(Task("L", 2), Task("R", 5, all_of=("L",), overlaps=(Overlap("L", "begun", 1),))).slots["R"]
    assert (span(slot), slot.end_bound_by) == ((nov(2), nov(9)), None)


def test_what_begins_with_another_names_it() -> None:
    slots = make(
        Task("A", 3), Task("B", 4, all_of=("A",)), Task("C", 2, all_of=("B",), overlaps=(Overlap("B", "begun"),))
    ).slots
    assert (slots["C"].start, slots["C"].binding, slots["C"].bound_by, slots["C"].end_bound_by) == (
        nov(5), "begun", "B", "B",
    )  # fmt: skip
    assert (slots["C"].late_start, slots["C"].slack_days) == (nov(9), 0)


@pytest.mark.req("W-056")
def test_a_pre_approval_stands_on_the_pre_approval_before_it_and_a_formal_approval_does_not() -> None:
    """Land takes ten days. Design and permit are reviewed in that time, one after the other; a third item waits."""
    land = Task("L", 10)
    design = Task("D", 3, all_of=("L",), overlaps=(Overlap("L", "begun", 1),))
    permit = Task("P", 4, all_of=("D",), overlaps=(Overlap("D", "reviewed", 1),))
    formal = Task("F", 2, all_of=("D",))
    slots = make(land, design, permit, formal).slots
    assert span(slots["D"]) == (nov(2), nov(17))
    assert (slots["P"].start, slots["P"].binding, slots["P"].bound_by) == (nov(5), "reviewed", "D")
    assert (slots["P"].end, slots["P"].end_bound_by) == (nov(18), "D")
    assert span(slots["F"]) == (nov(17), nov(19))


@pytest.mark.req("W-077")
def test_a_review_in_advance_begins_whenever_it_can_and_only_its_paper_waits() -> None:
    late = Task("L", 10, not_before=nov(16))
    slots = make(late, Task("R", 3, all_of=("L",), overlaps=(Overlap("L", "open", 1),))).slots
    assert (slots["R"].start, slots["R"].end, slots["R"].binding) == (nov(2), date(2026, 12, 1), "start")
    # Control: with “begun” it waits for the acceptance.
    begun = make(late, Task("R", 3, all_of=("L",), overlaps=(Overlap("L", "begun", 1),))).slots["R"]
    assert begun.start == nov(16)


def test_of_alternatives_one_has_to_begin_and_one_has_to_end_and_it_need_not_be_the_same() -> None:
    """The slow one lets it begin, the quick one, which comes later, lets it end."""
    slow, quick = Task("A", 20), Task("B", 1, not_before=nov(10))
    either = Task("C", 2, any_of=(("A", "B"),), overlaps=(Overlap("A", "begun"), Overlap("B", "begun")))
    slot = make(slow, quick, either).slots["C"]
    assert (span(slot), slot.chose, slot.end_bound_by) == ((nov(2), nov(11)), ("A",), "B")


def test_an_alternative_says_which_was_chosen() -> None:
    slot = make(Task("A", 5), Task("B", 2), Task("C", 1, any_of=(("A", "B"), ("A", "X")))).slots["C"]
    assert (slot.chose, slot.bound_by) == (("B", "A"), "A")


def test_a_loosened_circle_is_a_circle() -> None:
    loose = Task("A", 1, all_of=("B",), overlaps=(Overlap("B", "begun"),))
    with pytest.raises(ValueError, match="circular"):
        make(loose, Task("B", 1, all_of=("A",), overlaps=(Overlap("A", "begun"),)))


def test_an_overlap_with_nothing_or_with_a_negative_exchange_is_refused() -> None:
    with pytest.raises(InvalidTask, match="R: overlaps L, which it does not follow"):
        Task("R", 1, overlaps=(Overlap("L", "begun"),))
    with pytest.raises(InvalidTask, match="R: cannot exchange"):
        Task("R", 1, all_of=("L",), overlaps=(Overlap("L", "begun", -1),))


def test_latest_dates_do_not_move_the_finish() -> None:
    slots = make(Task("A", 2), Task("B", 6), Task("C", 1, all_of=("A", "B"))).slots
    assert (slots["A"].late_start, slots["A"].late_end, slots["A"].slack_days) == (nov(8), nov(10), 4)
    assert (slots["B"].late_start, slots["B"].late_end) == (nov(2), nov(10))


def test_a_year_that_was_mistyped_is_refused_by_name() -> None:
    with pytest.raises(OutOfReach):
        make(Task("A", 5, not_before=date(9026, 1, 1)), Task("B", 1))


# --- running items ----------------------------------------------------------------------------------------------------


def test_what_was_accepted_runs_from_that_day_whatever_it_should_have_waited_for() -> None:
    running = Task("B", 10, all_of=("A", "X"), milestone="LATER", begun_on=date(2026, 10, 29))
    schedule = make(Task("A", 9), running, Task("C", 1, all_of=("B",)))
    slot = schedule.slots["B"]
    assert (span(slot), slot.binding, slot.assumed) == ((date(2026, 10, 29), nov(12)), "fact", ())
    assert schedule.slots["C"].start == nov(12)
    assert schedule.critical_path == ("B", "C")
    assert {code for code, slot in schedule.slots.items() if slot.critical} == {"A", "B", "C"}


def test_an_overdue_item_ends_on_the_day_of_planning_at_the_earliest() -> None:
    slots = make(Task("A", 3, begun_on=date(2026, 9, 1)), Task("B", 2, all_of=("A",))).slots
    assert (slots["A"].end, slots["B"].start) == (nov(2), nov(2))


@pytest.mark.req("W-073")
@given(st.integers(1, 40), st.integers(0, 30), st.integers(0, 25))
def test_a_pause_moves_the_end_by_exactly_its_working_days(days: int, after: int, length: int) -> None:
    accepted = nov(2)
    plain = make(Task("A", days, begun_on=accepted)).slots["A"].end
    assert plain is not None
    first = min(accepted + timedelta(days=1 + after), plain)
    pause = Pause(first, first + timedelta(days=length), "special")
    moved = make(Task("A", days, begun_on=accepted, pauses=(pause,))).slots["A"].end
    assert moved is not None
    assert pause.end is not None
    assert used(plain, moved, CAL) == used(first - timedelta(days=1), pause.end, CAL)


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("W-074", "P-062")
def test_who_handles_one_item_at_a_time_begins_the_next_when_the_first_has_ended() -> None:
    tasks = (Task("A", 5, agent="林"), Task("B", 3, agent="林"), Task("C", 4, agent="周"))
    schedule = make(*tasks, capacity={"林": 1})
    longest, other = schedule.slots["A"], schedule.slots["B"]
    assert span(longest) == (nov(2), nov(9))
    assert (span(other), other.binding, other.bound_by, other.resource) == ((nov(9), nov(12)), "resource", "A", "林")
    assert schedule.critical_path == ("A", "B")
    # Control: two at a time, or nobody counting, and nothing waits.
    for capacity in ({"林": 2}, {"周": 1}, None):
        assert make(*tasks, capacity=capacity).finish == nov(9)


def test_whoever_can_least_be_late_goes_first() -> None:
    tasks = (Task("A", 3, agent="林"), Task("B", 3, agent="林"), Task("Z", 20, all_of=("B",)))
    schedule = make(*tasks, capacity={"林": 1})
    assert (schedule.slots["B"].start, schedule.slots["A"].start) == (nov(2), nov(5))
    assert schedule.slots["A"].slack_days == 17


def test_a_short_item_is_put_into_a_gap_and_an_immediate_one_occupies_nobody() -> None:
    tasks = (
        Task("A", 2),
        Task("B", 9, all_of=("A",), agent="林"),
        Task("C", 2, agent="林"),
        Task("D", 0, agent="林", all_of=("A",)),
    )
    slots = make(*tasks, capacity={"林": 1}).slots
    assert (span(slots["C"]), slots["B"].start) == ((nov(2), nov(4)), nov(4))
    assert span(slots["D"]) == (nov(4), nov(4))


def test_what_is_in_hand_already_occupies_before_anything_else() -> None:
    tasks = (Task("A", 9, agent="林"), Task("B", 4, agent="林", begun_on=date(2026, 10, 30)))
    slots = make(*tasks, capacity={"林": 1}).slots
    assert (slots["B"].end, slots["A"].start, slots["A"].resource) == (nov(5), nov(5), "林")


def test_who_may_handle_nothing_is_named() -> None:
    with pytest.raises(NoCapacity, match="林 cannot handle A") as refusal:
        make(Task("A", 1, agent="林"), capacity={"林": 0})
    assert (refusal.value.agent, refusal.value.code) == ("林", "A")
    assert make(Task("A", 1, agent="林", done_on=nov(1)), capacity={"林": 0}).finish == nov(1)


@pytest.mark.parametrize("seed", range(300))
def test_nobody_ever_handles_more_than_they_can_and_every_relation_still_holds(seed: int) -> None:
    random = Random(seed)
    tasks = [replace(task, agent=random.choice(("林", "周", ""))) for task in network(random)]
    capacity = {"林": random.randint(1, 2), "周": 1}
    free = plan(tasks, START, CAL, {WORKS: nov(20)})
    bound = plan(tasks, START, CAL, {WORKS: nov(20)}, capacity=capacity)
    for agent, most in capacity.items():
        mine = [bound.slots[task.code] for task in tasks if task.agent == agent and not task.done_on]
        running = {task.code for task in tasks if task.begun_on}
        for slot in mine:
            assert slot.start is not None
            there = [o for o in mine if o.start and o.end and o.start <= slot.start < o.end]
            # What was accepted before anybody planned may be more than they can handle.
            assert len(there) <= most or slot.code in running or running & {o.code for o in there}
    for code, slot in bound.slots.items():
        was = free.slots[code]
        assert slot.start is not None
        assert was.start is not None
        assert slot.start >= was.start
        assert (slot.binding == "resource") == bool(slot.resource)
        if slot.binding == "resource":
            assert slot.bound_by is not None
            assert bound.slots[slot.bound_by].end == slot.start
    assert plan(tasks, START, CAL, {WORKS: nov(20)}, capacity={"林": 99, "周": 99}).slots == free.slots
    assert plan(tasks, START, CAL, {WORKS: nov(20)}, capacity=capacity) == bound


# --- properties of every network --------------------------------------------------------------------------------------

seeds = st.integers(0, 100_000)


@pytest.mark.req("W-073", "P-062")
@given(seeds)
def test_no_item_begins_or_ends_before_what_it_needs(seed: int) -> None:
    tasks = network(Random(seed))
    slots = plan(tasks, START, CAL, {WORKS: nov(20)}).slots
    for task in tasks:
        if task.done_on or task.begun_on:
            continue
        slot, loose = slots[task.code], {overlap.before: overlap for overlap in task.overlaps}
        for other in {*task.all_of, *task.if_present} & slots.keys():
            before = slots[other]
            assert slot.start
            assert slot.end
            assert before.end
            assert before.start
            assert slot.end >= before.end
            if other not in loose:
                assert slot.start >= before.end
            elif loose[other].after == "begun":
                assert slot.start >= before.start


@given(seeds, st.integers(1, 20))
def test_more_time_for_an_item_never_means_an_earlier_end_of_any(seed: int, more: int) -> None:
    random = Random(seed)
    tasks = network(random)
    slower = random.choice(tasks)
    before = plan(tasks, START, CAL, {WORKS: nov(20)}).slots
    longer = [replace(task, days=task.days + more) if task is slower else task for task in tasks]
    after = plan(longer, START, CAL, {WORKS: nov(20)}).slots
    assert all((after[code].end or START) >= (slot.end or START) for code, slot in before.items())


@given(seeds)
def test_planning_twice_says_the_same_and_the_order_of_the_tasks_does_not_matter(seed: int) -> None:
    tasks = network(Random(seed))
    once = plan(tasks, START, CAL, {WORKS: nov(20)})
    assert plan(tasks, START, CAL, {WORKS: nov(20)}) == once
    if not once.dropped:
        turned = plan(reversed(tasks), START, CAL, {WORKS: nov(20)})
        assert {c: span(s) for c, s in turned.slots.items()} == {c: span(s) for c, s in once.slots.items()}


@given(seeds)
def test_taking_the_planned_starts_as_facts_changes_nothing(seed: int) -> None:
    """Saving a plan and planning again from what it said gives the same dates."""
    tasks = network(Random(seed))
    once = plan(tasks, START, CAL, {WORKS: nov(20)})
    held = [replace(task, not_before=once.slots[task.code].start) for task in tasks]
    again = plan(held, START, CAL, {WORKS: nov(20)})
    assert {c: span(s) for c, s in again.slots.items()} == {c: span(s) for c, s in once.slots.items()}
