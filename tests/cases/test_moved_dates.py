"""A change of the calendar moves the roadmap as it stands: with its works, its measures, its wishes and what really happened."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import worktime
from cases.actions import planning, works
from cases.enums import CaseStatus, OpenDate
from cases.models import Case
from cases.queries import calendars, movable, moved, roadmap, strategies
from cases.queries.movable import Both
from cases.queries.trials import Bench
from tests.cases.kit import fresh
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
KEEP = {"L01", "L08", "L09", "G03", "C05", "V01", "V08"}


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(MONDAY, tick=False):
        return case_in(cast, CaseStatus.UNDERWAY, keep=KEEP)


def both(*rest: date) -> Both:
    """The calendar in force, and the same with days on which nobody works."""
    before = calendars.current()
    after = worktime.WorkCalendar({**before.days, **dict.fromkeys(rest, False)}, before.provisional_years)
    return Both(before, after, rest, MONDAY)


def moves(case: Case, change: Both) -> dict[tuple[str, str], tuple[date, date]]:
    [running] = movable.cases([case.pk], movable.Catalogue())
    found = movable.moves(running, change)
    return {(move.what, move.item.item.code if move.item else move.name): (move.old, move.new) for move in found}


def on_monday() -> time_machine.travel:
    return time_machine.travel(MONDAY, tick=False)


@pytest.mark.req("W-073")
def test_the_recount_says_what_the_desk_would_say_by_either_calendar(case: Case, cast: Cast) -> None:
    with on_monday():
        wish = planning.replace(Bench(fresh(case)).in_force, strategy="best", not_before={"G03": date(2026, 3, 20)})
        planning.set_trial(case, wish, reason="尽早开工", by=cast.chen)
        change = both(date(2026, 3, 23), date(2026, 3, 24))
        found = moves(fresh(case), change)
        desk = [Bench(fresh(case), cal=cal, today=MONDAY) for cal in (change.before, change.after)]
        before, after = (bench.schedule(bench.in_force) for bench in desk)
    expected = {
        (OpenDate.PLAN, code): (slot.end, after.slots[code].end)
        for code, slot in before.slots.items()
        if code != roadmap.WORKS_COMPLETED and slot.end != after.slots[code].end
    }
    assert expected
    assert {key: days for key, days in found.items() if key[0] == OpenDate.PLAN} == expected
    groups = strategies.milestones_of(desk[0].basis)
    days = {name: (moved.last(before, codes), moved.last(after, codes)) for name, codes in groups.items()}
    told = {name: found.get((OpenDate.MILESTONE, name)) for name in groups}
    assert told == {name: pair if pair[0] != pair[1] else None for name, pair in days.items()}
    assert told["START"]


def test_works_that_go_on_are_in_calendar_days_and_move_no_more(case: Case, cast: Cast) -> None:
    rest = (MONDAY + timedelta(days=7), MONDAY + timedelta(days=8))
    with on_monday():
        assert (OpenDate.MILESTONE, "WORKS") in moves(fresh(case), both(*rest))  # control: they follow the permit
        works.record(case, kind="started", on=MONDAY, by=cast.chen)
        assert (OpenDate.MILESTONE, "WORKS") not in moves(fresh(case), both(*rest))


def test_many_cases_are_read_in_as_many_queries_as_one(case: Case, cast: Cast) -> None:
    catalogue = movable.Catalogue()
    with on_monday():
        other = case_in(cast, CaseStatus.UNDERWAY, keep=KEEP, name="第二个示例项目")

        def asked(*keys: int) -> int:
            with CaptureQueriesContext(connection) as seen:
                for running in movable.cases(keys, catalogue):
                    movable.moves(running, both(date(2026, 3, 23)))
            return len(seen)

        asked(case.pk)  # the calendar is read once a process
        assert asked(case.pk) == asked(case.pk, other.pk) <= 12
