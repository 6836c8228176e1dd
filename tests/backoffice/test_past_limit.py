"""The list behind a figure of the promised limit names the late items, their days, and what stopped their clock (C.10, W-065)."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cases import worktime
from cases.actions import items
from cases.daywords import lamp_word
from cases.enums import BLZT, CaseStatus, Watched
from cases.indicators import INDICATORS
from cases.management.demo import walks
from cases.models import CaseItem, User
from cases.queries import calendars, clocks
from tests.cases.easier_kit import begin
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
MONDAY, SEEN = date(2026, 11, 2), date(2026, 12, 28)


def at(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(10), tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


@pytest.fixture
def late(cast: Cast) -> CaseItem:
    """Accepted on a Monday, in a special procedure from Tuesday to Friday, and never decided."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
        row = case.items.get(item__code="L08")
        begin(row, cast.chen)
    tuesday, friday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
    with at(friday):
        items.record(
            row, code=BLZT.SPECIAL_START, on=tuesday, limit_days=9, special="experts", note="专家评审", by=cast.chen
        )
        items.record(row, code=BLZT.SPECIAL_END, on=friday, note="评审结束", by=cast.chen)
    row.refresh_from_db()
    return row


@pytest.mark.req("W-065")
def test_a_case_behind_the_figure_names_its_late_item_the_days_and_the_stopped_clock(
    late: CaseItem, cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    with at(SEEN):
        due = clocks.readings(late)[Watched.PROMISED].due
        days = worktime.used(due, SEEN, calendars.current())
        desk, address = at_desk(cast.sun), reverse("office:statistics_cases", args=["overdue"])
        page = desk.get(address, {"period": "year"}).content.decode()
        told = list(csv.DictReader(io.StringIO(
            desk.get(address, {"period": "year", "export": "csv"}).content.decode("utf-8-sig"))))  # fmt: skip
        other = desk.get(reverse("office:statistics_cases", args=["in_hand"]), {"period": "year"}).content.decode()
    said = (
        f"{late.item.name_en}: promised until {due.day} {due:%b %Y}, {days} working days past the limit; "
        "clock stopped by a special procedure 3 Nov 2026 – 6 Nov 2026"
    )
    assert days > 1
    assert said in page
    assert [row["Items past the promised limit"] for row in told] == [said]
    assert "Items past the promised limit" not in other.split("<main")[1].split("<table")[1]


@pytest.mark.req("W-065", "P-073")
def test_a_suspended_service_is_named_beside_the_item_whose_clock_goes_on(
    late: CaseItem, cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    with at(SEEN - timedelta(days=3)):
        walks.suspend(late.case, cast.sun)
    with at(SEEN):
        page = at_desk(cast.sun).get(reverse("office:statistics_cases", args=["overdue"]), {"period": "year"})
    assert "the service is suspended since 25 Dec 2026, which does not stop this clock" in page.content.decode()


@pytest.mark.req("W-065")
def test_what_was_decided_in_time_names_nothing_and_its_rest_what_was_late(
    late: CaseItem, cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    address = reverse("office:statistics_cases", args=["on_time"])
    with at(SEEN):
        assert (
            "past the limit" not in at_desk(cast.sun).get(address, {"period": "year", "part": "all"}).content.decode()
        )
        items.record(late, code=BLZT.PASSED, on=SEEN, by=cast.chen, note="批准")
        page = at_desk(cast.sun).get(address, {"period": "year", "part": "rest"}).content.decode()
    assert "working days past the limit" in page


def test_the_lamp_of_a_date_and_an_item_past_its_limit_have_two_words() -> None:
    with translation.override("zh-hans"):
        lamp, limit = str(lamp_word("red")), str(INDICATORS["overdue"].label)
    assert (lamp, limit) == ("已逾期", "超期")
    with translation.override("en"):
        assert str(INDICATORS["overdue"].label) == "Past the promised limit"
        assert "“overdue” (red lamp)" in str(INDICATORS["overdue"].definition)


@pytest.mark.req("W-065")
def test_the_lamp_of_a_special_procedure_past_its_limit_says_so_beside_the_promise(
    cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    """Overdue and “7 working days left” in one cell need a word: what is overdue is not what was promised."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
        row = case.items.get(item__code="L08")
        begin(row, cast.chen)
        items.record(
            row, code=BLZT.SPECIAL_START, on=MONDAY, limit_days=2, special="experts", note="专家评审", by=cast.chen
        )
    address = reverse("office:case_items", args=[case.uuid])
    for days, told in ((1, False), (8, True)):
        with at(MONDAY + timedelta(days=days)):
            page = at_desk(cast.chen).get(address).content.decode()
        assert ("Special procedure past its own limit: working day 6 of 2" in page) == told
        assert ("Promised limit:" in page) == told
