"""Strategies: each way by hand, what excludes what, and the best combination against looking at every set there is."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.scheduling import Overlap, Task, plan
from cases.scheduling.linear import Linear
from cases.strategies import Comparison, Effect, Kind, Measure, Name, NoGoal, Question, Works, apply, compare
from cases.strategies.search import Search
from cases.strategies.space import Space
from tests.cases.test_scheduling_solver import network
from tests.cases.test_worktime import CAL, nov

START = nov(2)  # a Monday; November 2026 has no holiday
MANY = 500

# Land (ten days), then design, permit and drawings; the permit to build needs all of them.
TASKS = (
    Task("L", 10),
    Task("D", 5, all_of=("L",)),
    Task("P", 3, all_of=("D",)),
    Task("R", 4, all_of=("P",)),
    Task("B", 2, all_of=("R",)),
)


def measure(
    code: str, kind: Kind, *before: str, after: str = "begun", days: int | None = None, **more: object
) -> Measure:
    overlaps = tuple(Overlap(other, after, 1) for other in before)  # type: ignore[arg-type]
    return Measure(code, kind, {code: Effect(days, overlaps)}, **more)  # type: ignore[arg-type]


def ask(*measures: Measure, tasks: tuple[Task, ...] = TASKS, goal: str = "BUILD", **more: object) -> Comparison:
    milestones = {"BUILD": ("B",), "PERMIT": ("P",), "END": tuple(task.code for task in tasks)}
    return compare(Question(tasks, START, CAL, measures, milestones, goal, **more))  # type: ignore[arg-type]


def keys(found: Comparison, name: Name) -> list[str]:
    return [step.measure.key for step in found.strategies[name].steps]


@pytest.mark.req("W-073", "W-075")
def test_without_measures_there_are_the_law_the_queue_and_the_promise() -> None:
    found = ask(legal={"D": (20, "wd"), "P": (30, "cal")})
    assert list(found.strategies) == [Name.LAW, Name.SEQUENCE, Name.PARALLEL, Name.BEST]
    # 10 + 5 + 3 + 4 + 2 working days after Monday the 2nd of November.
    assert found.base.dates["BUILD"] == date(2026, 12, 4)
    assert found.strategies[Name.SEQUENCE].dates == found.base.dates == found.best.dates
    law = found.strategies[Name.LAW]
    # 10 + 20 working days: 14 December; 30 calendar days: 13 January 2027; 4 + 2 working days: 21 January.
    assert (law.dates["PERMIT"], law.dates["BUILD"]) == (date(2027, 1, 13), date(2027, 1, 21))
    assert law.unlimited == ("B", "L", "R")
    assert (law.gained["BUILD"] or 0) < 0
    assert (found.best.steps, found.best.risk, found.best.proven) == ((), 0, True)


def test_one_after_another_goes_by_stage_and_code_but_never_before_what_is_needed() -> None:
    tasks = (Task("A", 1, all_of=("C",)), Task("B", 2), Task("C", 3), Task("D", 4))
    queue = ask(tasks=tasks, rank={"A": 1, "B": 2, "C": 3, "D": 1}, goal="END").strategies[Name.SEQUENCE]
    assert [(slot.code, slot.start) for slot in queue.schedule.slots.values()] == [
        ("D", nov(2)), ("B", nov(6)), ("C", nov(10)), ("A", nov(13)),
    ]  # fmt: skip


def test_what_follows_the_works_comes_last_and_moves_with_their_start() -> None:
    tasks = (*TASKS, Task("A", 6, milestone="WORKS"), Task("Z", 3))
    works = Works("WORKS", ("B",), 30)
    found = ask(measure("L", Kind.COMMITMENT, days=0), tasks=tasks, works=works, rank={"A": 1, "Z": 9})
    queue = found.strategies[Name.SEQUENCE].schedule.slots
    assert queue["A"].start == max(queue["Z"].end or START, queue["WORKS"].end or START)
    best = found.best
    assert best.gained == {"BUILD": 10, "PERMIT": 10, "END": found.best.gained["END"]}
    assert (best.gained["END"] or 0) > 0
    # Control: a fixed day of completion does not move.
    fixed = ask(measure("L", Kind.COMMITMENT, days=0), tasks=tasks, dates={"WORKS": date(2027, 6, 1)})
    assert fixed.best.gained["END"] == 0


@pytest.mark.req("W-053", "W-056")
def test_pre_approvals_stand_on_one_another_and_each_says_what_it_brings() -> None:
    """Reviewed while the land is supplied: design 5, permit 3; formal one day after each other from the 16th."""
    found = ask(
        measure("D", Kind.PREAPPROVAL, "L", risk=3, must_be_true=("key points reviewed",), must_promise=("bring it",)),
        measure("P", Kind.PREAPPROVAL, "D", after="reviewed", risk=3),
    )
    strategy = found.strategies[Name.PREAPPROVALS]
    assert keys(found, Name.PREAPPROVALS) == ["D:preapproval", "P:preapproval"]
    assert [(step.gained, step.lost_without) for step in strategy.steps] == [(4, 6), (2, 2)]
    assert (strategy.gained["BUILD"], strategy.risk) == (6, 6)
    assert strategy.dates["PERMIT"] == nov(18)
    assert strategy.must_be_true == (("D", "key points reviewed"),)
    assert strategy.must_promise == (("D", "bring it"),)
    # Control: the pre-approval of the permit alone has no pre-approval to stand on.
    assert keys(ask(measure("P", Kind.PREAPPROVAL, "D", after="reviewed")), Name.PREAPPROVALS) == []


def test_what_does_not_make_the_goal_sooner_is_not_taken() -> None:
    idle = (*TASKS, Task("U", 3))
    found = ask(measure("U", Kind.COMMITMENT, days=0), measure("R", Kind.COMMITMENT, days=0), tasks=idle)
    assert keys(found, Name.GAPS) == keys(found, Name.BEST) == ["R:commitment"]
    # Control: for another goal it is the other way round.
    other = ask(measure("U", Kind.COMMITMENT, days=0), tasks=(Task("U", 3), Task("B", 1)), goal="END")
    assert keys(other, Name.BEST) == ["U:commitment"]


def test_of_two_ways_to_the_same_day_the_less_risky_is_taken_then_the_shorter_then_the_first_by_code() -> None:
    pair = (Task("A", 5), Task("B", 5, all_of=("A",)))
    fast = [measure(code, Kind.COMMITMENT, days=0, excludes=frozenset({"A:gap"})) for code in ("A", "B")]
    risky = replace(measure("A", Kind.GAP, days=0), risk=5)
    assert keys(ask(*fast, risky, tasks=pair), Name.BEST) == ["A:commitment", "B:commitment"]
    whole = Measure("A", Kind.PARALLEL, {"A": Effect(0), "B": Effect(0)}, risk=2)
    assert keys(ask(*fast, whole, tasks=pair), Name.BEST) == ["A:parallel"]
    twins = [measure("A", Kind.GAP, days=0), measure("A", Kind.COMMITMENT, days=0)]
    assert keys(ask(*twins, tasks=pair), Name.BEST) == ["A:commitment"]


def test_what_excludes_another_is_never_beside_it_and_what_is_required_comes_along() -> None:
    first = measure("D", Kind.COMMITMENT, days=0, excludes=frozenset({"P:commitment"}))
    second = measure("P", Kind.COMMITMENT, days=0)
    assert keys(ask(first, second), Name.BEST) == ["D:commitment"]
    needy = replace(first, excludes=frozenset(), requires=frozenset({"B:gap"}))
    useless = measure("B", Kind.GAP, days=2)
    assert sorted(keys(ask(needy, useless), Name.BEST)) == ["B:gap", "D:commitment"]
    assert keys(ask(needy), Name.BEST) == []


def test_what_is_done_or_accepted_is_beyond_any_choice() -> None:
    running = (TASKS[0], replace(TASKS[1], begun_on=START), *TASKS[2:])
    assert keys(ask(measure("D", Kind.COMMITMENT, days=0), tasks=running), Name.BEST) == []
    task = replace(TASKS[1], done_on=START)
    assert apply([task], [measure("D", Kind.COMMITMENT, days=0)]) == [task]


def test_an_exchange_never_takes_longer_than_the_item_itself() -> None:
    (changed,) = apply(
        [Task("B", 1, all_of=("R",))], [Measure("B", Kind.GAP, {"B": Effect(None, (Overlap("R", "begun", 3),))})]
    )
    assert changed.overlaps == (Overlap("R", "begun", 1),)


@pytest.mark.req("W-077")
def test_a_policy_is_taken_whether_or_not_the_goal_comes_sooner() -> None:
    land = Measure("L", Kind.LAND_AND_BUILD, {"D": Effect(overlaps=(Overlap("L", "open", 1),))}, risk=6)
    found = ask(land, measure("B", Kind.ACCEPT_AND_CERTIFY, "R"))
    assert (keys(found, Name.LAND_AND_BUILD), found.strategies[Name.LAND_AND_BUILD].gained["BUILD"]) == (
        ["L:land_and_build"],
        4,
    )
    late = ask(land, tasks=(*TASKS[:4], Task("B", 2, not_before=date(2027, 3, 1))))
    assert (keys(late, Name.LAND_AND_BUILD), keys(late, Name.BEST)) == (["L:land_and_build"], [])
    assert Name.ACCEPT_AND_CERTIFY not in late.strategies


@pytest.mark.parametrize("goal", ["NOWHERE", "WAITS"])
def test_a_goal_without_a_date_is_refused_by_name(goal: str) -> None:
    question = Question(
        (Task("V", 1, milestone="LATER"), Task("A", 1)), START, CAL, (), {"WAITS": ("V",), "NOWHERE": ("X",)}, goal
    )
    with pytest.raises(NoGoal, match=goal):
        compare(question)


# --- against every set there is ---------------------------------------------------------------------------------------


def choices(random: Random, tasks: list[Task]) -> list[Measure]:
    """Up to nine measures with exclusions and requirements among them."""
    made = []
    for task in tasks:
        before = sorted(task.predecessors())
        for kind in Kind:
            overlaps = tuple(
                Overlap(other, random.choice(("begun", "reviewed", "open")), random.randint(0, 2))
                for other in before
                if random.random() < 0.8
            )
            effect = Effect(random.choice((None, 0, max(0, task.days - 2))), overlaps)
            if random.random() < 0.25:
                made.append(Measure(task.code, kind, {task.code: effect}, risk=random.randint(1, 3)))
    random.shuffle(made)
    names = [one.key for one in made[:9]]
    return [
        replace(
            one,
            excludes=frozenset(key for key in names if key != one.key and random.random() < 0.15),
            requires=frozenset(key for key in names if key != one.key and random.random() < 0.04),
        )
        for one in made[:9]
    ]


def case(seed: int) -> Question:
    random = Random(seed)
    tasks = [replace(task, milestone="") for task in network(random)]
    goal = tuple(task.code for task in random.sample(tasks, min(len(tasks), 2)))
    return Question(tuple(tasks), START, CAL, tuple(choices(random, tasks)), {"GOAL": goal}, "GOAL")


def exhaustive(question: Question) -> tuple[date | None, int, int, list[str]]:
    """The best of all lawful sets, each of them planned."""
    still = {task.code for task in question.tasks if not task.done_on and not task.begun_on}
    offered = [one for one in question.measures if still & one.effects.keys()]
    ranks = []
    for count in range(len(offered) + 1):
        for chosen in combinations(offered, count):
            names = {one.key for one in chosen}
            if all(not one.excludes & names and one.requires <= names for one in chosen):
                slots = plan(apply(question.tasks, chosen), question.start, question.cal).slots
                day = max(slots[code].end or START for code in question.milestones["GOAL"])
                ranks.append((day, sum(one.risk for one in chosen), count, sorted(names)))
    return min(ranks)


@pytest.mark.req("W-073", "W-077")
@pytest.mark.parametrize("hundred", range(MANY // 50))
def test_the_best_combination_is_the_best_of_all_there_are(hundred: int) -> None:
    with_several = 0
    for seed in range(hundred * 50, hundred * 50 + 50):
        question = case(seed)
        best = compare(question).best
        names = sorted(step.measure.key for step in best.steps)
        assert (best.dates["GOAL"], best.risk, len(best.steps), names) == exhaustive(question), seed
        assert best.proven
        assert sum(step.gained for step in best.steps) == best.gained["GOAL"]
        with_several += len(best.steps) > 1
    # Control: combinations really are asked for.
    assert with_several > 5


@given(st.integers(0, 100_000))
def test_every_strategy_is_planned_as_it_was_searched(seed: int) -> None:
    """The quick walk that searches and the plan that is shown know the same day; and no strategy is later than none."""
    question = case(seed)
    found = compare(question)
    for name in (Name.JOINT, Name.PREAPPROVALS, Name.GAPS, Name.BEST):
        if name in found.strategies:
            strategy = found.strategies[name]
            chosen = [step.measure for step in strategy.steps]
            again = plan(apply(question.tasks, chosen), START, CAL)
            assert again == strategy.schedule
            assert (strategy.gained["GOAL"] or 0) >= 0
            assert (found.best.gained["GOAL"] or 0) >= (strategy.gained["GOAL"] or 0)


def test_a_search_that_was_stopped_claims_no_proof() -> None:
    claims = []
    for seed in range(60):
        question = case(seed)
        space = Space(Linear(question.tasks, START, CAL), question.milestones["GOAL"], question.measures)
        everything = (1 << len(space.measures)) - 1
        whole, stopped = Search(space, everything).run(), Search(space, everything, 1).run()
        assert whole.proven
        assert stopped.proven == (whole.nodes <= 1)
        assert space.lawful(stopped.chosen)
        assert stopped.day >= whole.day
        claims.append(stopped.proven)
    # Control: both occur.
    assert {True, False} == set(claims)
