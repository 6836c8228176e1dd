"""Lamps of items counted for a day are those that the clocks show on that day, over random histories; hand-overs of all kinds."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from cases import counting_load, worktime
from cases.actions import windows
from cases.counting import ItemLine, Period
from cases.enums import BLZT, CaseStatus, ItemStatus
from cases.indicators import INDICATORS
from cases.models import ApprovalItem, Case, CaseItem, GroupHandover, Project, WorkGroup
from cases.queries import calendars, clocks, statistics
from cases.queries.clocks import READ, Fact
from tests.cases.kit import fresh
from tests.cases.test_handing import met
from tests.cases.test_handover import go, proposal
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
HISTORIES, FIRST = 1000, date(2026, 9, 1)


def facts(chance: Random) -> list[Fact]:
    """Accepted, stopped by up to two special procedures with or without a limit, decided or not."""
    day, found = FIRST + timedelta(days=chance.randrange(20)), list[tuple[int, date, int | None]]()
    found.append((BLZT.ACCEPTED, day, None))
    for _number in range(chance.randrange(3)):
        day += timedelta(days=chance.randrange(1, 12))
        found.append((BLZT.SPECIAL_START, day, chance.choice([None, 2, 9])))
        if chance.random() < 0.3:
            break
        day += timedelta(days=chance.randrange(12))
        found.append((BLZT.SPECIAL_END, day, None))
    else:
        if chance.random() < 0.4:
            found.append((BLZT.PASSED, day + timedelta(days=chance.randrange(1, 25)), None))
    return [Fact(key, 0, code, on, days, "", "", None) for key, (code, on, days) in enumerate(found, 1)]


def history(chance: Random, key: int) -> CaseItem:
    case = Case(pk=key, status=CaseStatus.UNDERWAY, accepted_at=timezone.now() - timedelta(days=999), project=Project())
    setattr(case, statistics.LEAD, None)
    row = CaseItem(pk=key, promised_days=chance.choice([None, 1, 3, 5, 15, 30]), statutory_days=20)
    row.case, row.item = case, ApprovalItem(code="L01")
    setattr(row, READ, facts(chance))
    return row


def known(row: CaseItem, day: date) -> CaseItem:
    """The item as it was known on a day: what came later had not happened."""
    seen = [fact for fact in row.__dict__[READ] if fact.on <= day]
    waits = bool(seen) and seen[-1].code == BLZT.SPECIAL_START
    then = CaseItem(promised_days=row.promised_days, statutory_days=20, status=ItemStatus.SPECIAL if waits else "")
    setattr(then, READ, seen)
    return then


def line(row: CaseItem, today: date) -> ItemLine:
    nothing = statistics._Shared({}, {}, {}, {})
    return statistics._item_line(row, today, calendars.current(), None, nothing)


@pytest.mark.req("W-065")
def test_a_thousand_random_items_have_the_lamps_that_their_clocks_showed_on_that_day(reference: None) -> None:
    chance, today, seen = Random(20261128), date(2026, 11, 27), Counter[str]()
    rows = [history(chance, key) for key in range(1, HISTORIES + 1)]
    for row in rows:
        counted, days = line(row, today), {today, FIRST + timedelta(days=chance.randrange(87))}
        for day in days:
            decided = counted.decided is not None and counted.decided <= day
            with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
                shown = clocks.colour(known(row, day))
            if not decided:
                assert counting_load.lamp_on(counted, day) == shown, (row.promised_days, row.__dict__[READ], day)
                seen[shown] += 1
    assert min(seen[colour] for colour in ("red", "yellow", "green", "grey")) > 10, "control: every lamp burnt"


def test_the_day_of_the_yellow_lamp_is_the_first_one(reference: None) -> None:
    """Control: on the day before, the clock says green."""
    start, cal = date(2026, 11, 2), calendars.current()
    limit = clocks.Limit(clocks.OpenDate.PROMISED, start, 20, "wd", (), None)
    day = clocks.turns_yellow(limit, start, cal)
    assert day == date(2026, 11, 24)  # four of twenty left: a fifth
    assert [limit.read(one, cal).remaining for one in (worktime.WorkCalendar.previous_workday(cal, day), day)] == [5, 4]


@pytest.mark.req("W-065")
def test_hand_overs_with_windows_between_groups_and_between_people_are_counted(cast: Cast) -> None:
    case, year = case_in(cast, CaseStatus.UNDERWAY), Period(date(2026, 1, 1), date(2099, 12, 31))

    def counted() -> float | None:
        return INDICATORS["handovers"].rule(statistics.lines(Case.objects.filter(pk=case.pk), year), year).value

    assert counted() == 0
    windows.record(fresh(case), met(case), [windows.Paper("示例回执")], by=cast.chen)
    assert counted() == 1
    giver, taker = WorkGroup.objects.all()[:2]
    GroupHandover.objects.create(case=case, giver=giver, taker=taker, on=timezone.localdate(), by=cast.liu)
    assert counted() == 2
    go(cast.chen, cast.sun, dict.fromkeys(proposal(cast.chen), cast.xu))
    assert counted() == 3
