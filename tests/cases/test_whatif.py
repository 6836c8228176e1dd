"""What-if: what moves, which promises break, and the new critical path."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.scheduling import Task, plan
from cases.whatif import Broken, Change, Move, compare
from tests.cases.test_scheduling_solver import WORKS, network
from tests.cases.test_worktime import CAL, nov

START = nov(2)
TASKS = (Task("A", 5), Task("B", 3, all_of=("A",)), Task("C", 7), Task("V", 2, milestone=WORKS))


def change(
    *after: Task,
    promises: dict[str, date] | None = None,
    works: tuple[date | None, date | None] = (None, None),
    was: tuple[Task, ...] = TASKS,
) -> Change:
    old, new = ({WORKS: day} if day else {} for day in works)
    groups = {"BUILD": ("B", "C")}
    return compare(plan(was, START, CAL, old), plan(after, START, CAL, new), CAL, promises, groups)


@pytest.mark.req("P-065")
def test_a_longer_item_moves_what_follows_and_breaks_what_was_promised() -> None:
    promises = {"A": nov(9), "B": nov(12), "C": nov(11), "BUILD": nov(13)}
    found = change(replace(TASKS[0], days=8), *TASKS[1:], promises=promises)
    assert found.moved == (
        Move("A", nov(2), nov(9), nov(2), nov(12), 3),
        Move("B", nov(9), nov(12), nov(12), nov(17), 3),
    )
    assert found.broken == (
        Broken("A", nov(9), nov(9), nov(12), 3, newly=True),
        Broken("B", nov(12), nov(12), nov(17), 3, newly=True),
        Broken("BUILD", nov(13), nov(12), nov(17), 2, newly=True),
    )
    assert (found.old_path, found.new_path) == (("A", "B"), ("A", "B"))
    assert (found.old_finish, found.new_finish, found.finish_days) == (None, None, None), (
        "V has no day, so nobody knows the end"
    )
    assert not found.nothing


def test_the_end_moves_with_what_binds_it_and_is_told_only_where_every_day_is_known() -> None:
    known = change(replace(TASKS[0], days=8), *TASKS[1:3], was=TASKS[:3])
    assert (known.old_finish, known.new_finish, known.finish_days) == (nov(12), nov(17), 3)
    lost = change(*TASKS, was=TASKS[:3])
    assert (lost.old_finish, lost.new_finish, lost.finish_days) == (nov(12), None, None)


def test_another_chain_becomes_the_critical_one() -> None:
    found = change(TASKS[0], TASKS[1], replace(TASKS[2], days=12), TASKS[3])
    assert (found.old_path, found.new_path) == (("A", "B"), ("C",))


def test_a_promise_that_was_broken_already_is_not_broken_by_this_and_one_that_is_kept_again_is_mended() -> None:
    promises = {"A": nov(6), "B": nov(11), "C": nov(11)}
    found = change(replace(TASKS[0], days=4), *TASKS[1:], promises=promises)
    assert (found.broken, found.mended) == ((), ("A", "B"))
    still = change(replace(TASKS[0], days=6), *TASKS[1:], promises=promises)
    assert [(one.code, one.newly, one.late_by) for one in still.broken] == [("A", False, 2), ("B", False, 2)]
    assert still.newly_broken == ()


def test_what_enters_and_leaves_is_named_and_breaks_no_promise() -> None:
    found = change(*TASKS[:2], TASKS[3], Task("N", 1), promises={"C": nov(5), "X": nov(1)})
    assert (found.entered, found.left, found.broken, found.mended) == (("N",), ("C",), (), ("C",))


def test_what_loses_its_date_breaks_its_promise_without_a_number() -> None:
    lost = change(*TASKS, promises={"V": nov(30)}, works=(nov(20), None))
    assert lost.broken == (Broken("V", nov(30), nov(24), None, None, newly=True),)
    assert lost.moved == (Move("V", nov(20), nov(24), None, None, None),)
    found = change(*TASKS, promises={"V": nov(30)}, works=(None, nov(20)))
    assert (found.broken, found.mended) == ((), ("V",))


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_there_and_back_is_the_same_with_the_other_sign(one: int, other: int) -> None:
    before = plan(network(Random(one)), START, CAL, {WORKS: nov(20)})
    after = plan(network(Random(other)), START, CAL, {WORKS: nov(20)})
    promises = {code: slot.end for code, slot in before.slots.items() if slot.end}
    there, back = compare(before, after, CAL, promises), compare(after, before, CAL, promises)
    assert {move.code: move.days for move in there.moved} == {m.code: -(m.days or 0) for m in back.moved}
    assert (there.entered, set(there.left)) == (back.left, set(back.entered))
    assert {broken.code for broken in there.broken} == set(back.mended) - set(there.left)
    same = compare(before, before, CAL, promises)
    assert same.nothing
    assert (same.broken, same.mended, same.moved, same.finish_days) == ((), (), (), 0)
