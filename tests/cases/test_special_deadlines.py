"""While an item stands in a special procedure its planned end is not what is due: the procedure's own limit is (§45)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from backoffice.tables import ItemTable
from cases import worktime
from cases.actions import findings, items
from cases.enums import BLZT, CaseStatus
from cases.enums_findings import Sought
from cases.models import Case, CaseItem, PlanRow
from cases.queries import calendars, clocks, deadlines, gantt, urging
from cases.queries import findings as told
from cases.queries import items as readers
from cases.queries.lamps import lamp_for
from tests.cases.kit import fresh
from tests.cases.test_recompute import moved, rest_day, run
from tests.cast import Cast, case_in

MONDAY = date(2026, 11, 2)


def at(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(10), tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


def planned(row: CaseItem) -> date:
    end = PlanRow.objects.get(case_item=row, plan__current=True).end
    assert end
    return end


@pytest.fixture
def filed(cast: Cast) -> CaseItem:
    """Accepted on a Monday; everything else was planned for far later."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
        row = case.items.get(item__code="L08")
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(row, code=code, on=MONDAY, by=cast.chen)
    return row


def into_special(row: CaseItem, cast: Cast, days: int) -> date:
    """A special procedure of so many working days from the same Monday; its last day."""
    with at(MONDAY):
        items.record(
            row, code=BLZT.SPECIAL_START, on=MONDAY, limit_days=days, special="experts", note="专家评审", by=cast.chen
        )
        row.refresh_from_db()
        return worktime.due(MONDAY, days, "wd", calendars.current()).date


def header(case: Case) -> tuple[date | None, str]:
    return fresh(case).next_due, fresh(case).next_what


def item_lamps(row: CaseItem) -> tuple[str, str]:
    """In the list of items and in the roadmap."""
    row = CaseItem.objects.get(pk=row.pk)
    chart = {bar.code: bar.lamp for bar in gantt.rows_for_gantt(row.case.plans.get(current=True))}
    return clocks.item_clock(row).lamp.colour, chart[row.item.code]


@pytest.mark.req("W-065")
def test_a_planned_end_is_not_overdue_while_a_special_procedure_is_in_time(cast: Cast, filed: CaseItem) -> None:
    last = into_special(filed, cast, 40)
    after = planned(filed) + timedelta(days=3)
    assert after < last
    with at(after):
        assert [(row.date, row.what) for row in deadlines.all_for(fresh(filed.case))] == [(last, "special")]
        assert header(filed.case) == (last, "special")
        assert lamp_for(last) == "green"
        assert item_lamps(filed) == ("grey", "grey")
        assert urging.overdue(fresh(filed.case)) == []
        assert "已逾期" not in listed(cast)


def listed(cast: Cast) -> str:
    """The list of items, as the desk draws it with the planned ends."""
    rows = list(readers.visible_to(cast.chen))
    for row in rows:
        row.planned_end = planned(row)
    return ItemTable(rows).body()


def test_without_a_special_procedure_the_same_day_is_overdue_everywhere(cast: Cast, filed: CaseItem) -> None:
    """Control."""
    end = planned(filed)
    with at(end + timedelta(days=3)):
        assert header(filed.case) == (end, "item")
        assert lamp_for(end) == "red"
        assert item_lamps(filed)[1] == "red"
        assert [one.label for one in urging.overdue(fresh(filed.case))] == ["L08"]
        assert "已逾期" in listed(cast)


@pytest.mark.req("W-065")
def test_a_special_procedure_past_its_own_limit_is_overdue_everywhere(cast: Cast, filed: CaseItem) -> None:
    last = into_special(filed, cast, 2)
    with at(last + timedelta(days=3)):
        assert header(filed.case) == (last, "special")
        assert lamp_for(last) == "red"
        assert item_lamps(filed) == ("red", "red")
        assert [(one.label, one.due) for one in urging.overdue(fresh(filed.case))] == [("L08", last)]


@pytest.mark.req("W-095")
def test_a_special_procedure_past_its_limit_is_a_fact_of_its_own_and_no_broken_promise(
    cast: Cast, filed: CaseItem
) -> None:
    """Whoever is accused is accused of what happened: the promise still runs."""
    last = into_special(filed, cast, 2)
    with at(last + timedelta(days=7)), translation.override("en"):
        (made,) = [row for row in findings.propose(fresh(filed.case)) if row.case_item_id == filed.pk]
        assert (made.rule and made.rule.code, made.unit) == ("special-slow", filed.unit)
        assert made.facts["sought"] == Sought.SPECIAL_LATE
        assert (made.facts["since"], made.facts["day"], made.facts["limit"]) == (last.isoformat(), 7, 2)
        said = told.words(made.facts)
        assert said.startswith("A special procedure is past its own limit: Special procedure of")
        assert "(working day 7 of 2)" in said
        clock = clocks.item_clock(CaseItem.objects.get(pk=filed.pk))
        assert clock.promised
        assert not clock.promised.overdue
        assert clock.special_past == "Special procedure past its own limit: working day 7 of 2"


@pytest.mark.req("W-095")
def test_a_broken_promise_is_the_fact_and_not_the_special_procedure(cast: Cast, filed: CaseItem) -> None:
    """Control: the promise was broken first."""
    promised = clocks.item_clock(filed).promised
    assert promised
    with at(promised.due + timedelta(days=9)):
        (made,) = [row for row in findings.propose(fresh(filed.case)) if row.case_item_id == filed.pk]
        assert (made.rule and made.rule.code, made.facts["sought"]) == ("item-slow", Sought.ITEM_LATE)
        assert clocks.item_clock(CaseItem.objects.get(pk=filed.pk)).special_past == ""


def test_a_promise_that_was_broken_before_it_stood_stays_broken(cast: Cast, filed: CaseItem) -> None:
    promised = clocks.item_clock(filed).promised
    assert promised
    day = promised.due + timedelta(days=5)
    with at(day):
        items.record(
            filed, code=BLZT.SPECIAL_START, on=day, limit_days=30, special="experts", note="专家评审", by=cast.chen
        )
        found = [(row.date, row.what) for row in deadlines.all_for(fresh(filed.case))]
        assert found[0] == (promised.due, "promised")
        assert [what for _day, what in found] == ["promised", "special"]
        assert item_lamps(filed) == ("red", "red")


def test_after_its_end_the_roadmap_is_what_is_due_again(cast: Cast, filed: CaseItem) -> None:
    into_special(filed, cast, 5)
    with at(MONDAY + timedelta(days=1)):
        items.record(filed, code=BLZT.SPECIAL_END, on=MONDAY + timedelta(days=1), by=cast.chen)
        assert header(filed.case) == (planned(filed), "item")


def test_the_header_follows_a_special_procedure_that_the_calendar_moves(cast: Cast, filed: CaseItem) -> None:
    last = into_special(filed, cast, 3)
    with at(MONDAY):
        run(rest_day(cast))
        later = calendars.current().next_workday(last)
        assert moved(filed.case)["special"] == (last, later)
        assert header(filed.case) == (later, "special")
