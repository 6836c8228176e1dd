"""Forecasts: where lengths come from, what a range says, and that it is the same every time."""

from datetime import date
from random import Random
from time import process_time

import pytest

from cases.forecast import ENOUGH, Distribution, Guess, distribution, forecast
from cases.scheduling import SchedulingError, Task, plan
from cases.worktime import in_working_days
from tests.cases.test_scheduling import catalogue_tasks
from tests.cases.test_scheduling_solver import WORKS, network
from tests.cases.test_worktime import CAL, nov

START = nov(2)


def fixed(code: str, days: int) -> Distribution:
    return Distribution(code, "limits", days, days, days)


@pytest.mark.req("W-073")
def test_an_item_speaks_for_itself_once_enough_have_been_finished() -> None:
    few = Guess("A", promised=10, legal=20, samples=(3, 9, 4, 8))
    assert distribution(few) == Distribution("A", "limits", 5, 10, 20)
    enough = Guess("A", promised=10, legal=20, samples=(9, 3, 4, 8, 5))
    assert len(enough.samples) == ENOUGH
    assert distribution(enough) == Distribution("A", "cases", 3, 5, 9, (3, 4, 5, 8, 9))
    assert (distribution(enough).cases, distribution(few).cases) == (5, 0)


@pytest.mark.parametrize(
    ("promised", "legal", "spread"),
    [(10, 20, (5, 10, 20)), (10, 12, (5, 10, 15)), (7, None, (3, 7, 11)), (1, 7, (0, 1, 7)), (0, None, (0, 0, 0))],
)
def test_without_cases_the_length_lies_between_half_the_promise_and_the_law(
    promised: int, legal: int | None, spread: tuple[int, int, int]
) -> None:
    """The law lets a limit be extended by half (20 days, and 10 more), so that much is always thought possible."""
    found = distribution(Guess("A", promised, legal))
    assert (found.low, found.mode, found.high) == spread
    drawn = [found.draw(Random(n)) for n in range(400)]
    assert min(drawn) >= spread[0]
    assert max(drawn) <= spread[2]
    assert len(set(drawn)) > (spread[2] - spread[0]) // 2


def test_calendar_days_of_the_law_become_working_days() -> None:
    assert [in_working_days(60, "cal"), in_working_days(30, "cal"), in_working_days(20, "wd")] == [43, 22, 20]


def test_lengths_that_cannot_vary_give_one_day_and_it_is_that_of_the_plan() -> None:
    tasks = [Task("A", 5), Task("B", 3, all_of=("A",)), Task("C", 1, unit="cal")]
    found = forecast(tasks, [fixed("A", 5), fixed("B", 3)], START, CAL, {"END": ("A", "B", "C")}).ranges["END"]
    end = plan(tasks, START, CAL).finish
    assert (found.early, found.middle, found.late) == (end, end, end)
    assert (found.chance(nov(11)), found.chance(nov(12)), found.runs) == (0.0, 1.0, 1000)


def test_a_range_holds_eight_of_ten_runs_and_says_how_likely_a_day_is() -> None:
    """One item of 1 to 10 working days from Monday the 2nd: each of them as often as the others."""
    even = Distribution("A", "cases", 1, 5, 10, tuple(range(1, 11)))
    found = forecast([Task("A", 5)], [even], START, CAL, {"END": ("A",)}, runs=4000).ranges["END"]
    assert found.early in (nov(3), nov(4))
    assert found.middle in (nov(6), nov(9), nov(10))
    assert found.late in (nov(13), nov(16))
    assert found.chance(nov(9)) == pytest.approx(0.5, abs=0.05)
    assert (found.chance(nov(2)), found.chance(nov(16))) == (0.0, 1.0)
    assert (found.cases, found.assumed) == (10, 0)


def test_a_range_counts_only_what_leads_to_its_milestone() -> None:
    known = Distribution("A", "cases", 1, 2, 3, (1, 2, 3, 2, 2))
    tasks = [Task("A", 2), Task("B", 2, all_of=("A",)), Task("U", 9)]
    spread = [known, distribution(Guess("B", 2)), distribution(Guess("U", 9))]
    found = forecast(tasks, spread, START, CAL, {"B": ("B",), "END": ("A", "B", "U")}).ranges
    assert (found["B"].cases, found["B"].assumed) == (5, 1)
    assert (found["END"].cases, found["END"].assumed) == (5, 2)


def test_the_same_seed_gives_the_same_ranges_in_whatever_order_the_tasks_come() -> None:
    tasks = [Task("A", 5), Task("B", 3, all_of=("A",)), Task("C", 8)]
    spread = [distribution(Guess(task.code, task.days)) for task in tasks]
    groups = {"END": ("A", "B", "C")}
    once = forecast(tasks, spread, START, CAL, groups, seed=7)
    assert forecast(tasks[::-1], spread[::-1], START, CAL, groups, seed=7) == once
    # Control: another seed plays other games.
    assert forecast(tasks, spread, START, CAL, groups, seed=8) != once


def test_what_is_done_stays_done_and_what_runs_cannot_end_before_the_day_of_planning() -> None:
    tasks = [
        Task("A", 5, done_on=date(2026, 10, 20)),
        Task("B", 2, begun_on=date(2026, 10, 20)),
        Task("C", 1, all_of=("A", "B")),
    ]
    spread = [distribution(Guess(task.code, 5)) for task in tasks[:2]]
    found = forecast(tasks, spread, START, CAL, {"A": ("A",), "B": ("B",), "C": ("C",)}).ranges
    assert {found["A"].early, found["A"].late} == {date(2026, 10, 20)}
    assert {found["B"].early, found["B"].late} == {START}
    assert found["C"].early == nov(3)


def test_what_waits_for_something_undated_has_no_range() -> None:
    tasks = [Task("A", 5), Task("V", 5, milestone=WORKS)]
    groups = {"A": ("A",), "END": ("A", "V"), "X": ("X",)}
    assert set(forecast(tasks, [], START, CAL, groups).ranges) == {"A"}
    assert set(forecast(tasks, [], START, CAL, groups, dates={WORKS: nov(20)}).ranges) == {"A", "END"}


def test_too_few_runs_are_refused() -> None:
    with pytest.raises(SchedulingError, match="9 runs"):
        forecast([Task("A", 1)], [], START, CAL, {"A": ("A",)}, runs=9)


@pytest.mark.parametrize("seed", range(40))
def test_every_run_is_a_plan(seed: int) -> None:
    """With one length for each item the play gives what the plan gives, alternatives in a circle or not."""
    tasks = network(Random(seed))
    spread = [
        Distribution(task.code, "cases", task.days, task.days, task.days, (task.days,) * 5)
        for task in tasks
        if task.unit == "wd"
    ]
    groups = {task.code: (task.code,) for task in tasks}
    ranges = forecast(tasks, spread, START, CAL, groups, dates={WORKS: nov(20)}, runs=10).ranges
    slots = plan(tasks, START, CAL, {WORKS: nov(20)}).slots
    assert {code: found.late for code, found in ranges.items()} == {code: slot.end for code, slot in slots.items()}


def test_a_thousand_runs_of_the_whole_catalogue_take_a_moment() -> None:
    tasks = catalogue_tasks(lambda item: True)
    spread = [distribution(Guess(task.code, task.days)) for task in tasks]
    begun = process_time()
    found = forecast(tasks, spread, START, CAL, {"START": ("C05",)}, dates={WORKS: date(2027, 12, 1)})
    assert process_time() - begun < 1.5
    assert found.ranges["START"].assumed > 20
