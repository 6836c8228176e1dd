"""Where the time went: the four times of an item, and sums in which a day counts once."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases import spans
from cases.actions import items, pausing
from cases.enums import BLZT, CaseStatus
from cases.models import Case, CaseItem
from cases.queries import times
from cases.spans import Span
from tests.cases.kit import fresh
from tests.cases.test_worktime import CAL
from tests.cast import Cast, case_in

BASE = date(2026, 3, 2)
TODAY = date(2026, 11, 27)
lists = st.lists(
    st.tuples(st.integers(0, 60), st.integers(-2, 20)).map(
        lambda pair: Span(BASE + timedelta(days=pair[0]), BASE + timedelta(days=pair[0] + pair[1]))
    ),
    max_size=8,
)


def days(given: list[Span]) -> set[date]:
    """The same days, one by one: the second way to count."""
    return {span.first + timedelta(days=n) for span in given for n in range((span.last - span.first).days + 1)}


@given(lists)
def test_merging_keeps_the_days_and_nothing_overlaps(given: list[Span]) -> None:
    merged = spans.merge(given)
    assert days(merged) == days(given)
    assert all(one.last + timedelta(days=1) < two.first for one, two in pairwise(merged))


@given(lists, lists)
def test_cutting_out_and_cutting_down_are_sets_of_days(one: list[Span], two: list[Span]) -> None:
    assert days(spans.without(one, two)) == days(one) - days(two)
    assert days(spans.within(one, two)) == days(one) & days(two)


@given(lists)
def test_working_days_are_counted_once(given: list[Span]) -> None:
    assert spans.working_days(given, CAL) == sum(CAL.is_workday(day) for day in days(given))


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.fixture
def case(cast: Cast) -> Iterator[Case]:
    with time_machine.travel("2026-11-02 09:00+08:00", tick=False) as clock:
        made = case_in(cast, CaseStatus.UNDERWAY)
        clock.move_to("2026-11-27 18:00+08:00")
        yield made


STORY = {
    "L01": ((BLZT.RECEIVED, 2), (BLZT.CORRECTION_START, 3), (BLZT.CORRECTION_END, 5), (BLZT.ACCEPTED, 6), (BLZT.PASSED, 13)),
    "L08": ((BLZT.RECEIVED, 9), (BLZT.ACCEPTED, 10), (BLZT.SPECIAL_START, 12), (BLZT.SPECIAL_END, 17), (BLZT.DEPARTMENT_START, 20)),
}  # fmt: skip


@pytest.fixture
def told(case: Case, cast: Cast) -> Case:
    """Two items that overlap from the 9th to the 13th of November 2026, a month without a holiday."""
    for code, story in STORY.items():
        item = case.items.select_related("item", "case").get(item__code=code)
        for step, day in story:
            limit = 10 if step == BLZT.SPECIAL_START else None
            note = {BLZT.CORRECTION_START: "缺一份材料", BLZT.SPECIAL_START: "现场踏勘"}.get(step, "")
            kind = "survey" if step == BLZT.SPECIAL_START else ""
            items.record(
                item,
                code=step,
                on=nov(day),
                limit_days=limit,
                special=kind,
                note=note,
                file_number="示例1号",
                by=cast.chen,
            )
    return fresh(case)


def of(case: Case, code: str) -> times.Times:
    found = times.of_item(case.items.get(item__code=code), TODAY)
    assert found is not None
    return found


def test_the_times_of_an_item_follow_from_its_facts(told: Case) -> None:
    """L01 by hand: filed Mon 2, correction Tue 3 to Thu 5, accepted Fri 6, passed Fri 13. The 2nd is not counted."""
    assert of(told, "L01") == times.Times(elapsed=9, approval=5, correction=3, special=0, waiting=1)


def test_a_special_procedure_is_not_the_authoritys_time(told: Case) -> None:
    """L08: filed Mon 9, accepted Tue 10, special Thu 12 to Tue 17 (4 working days), open on Fri 27."""
    assert of(told, "L08") == times.Times(elapsed=14, approval=9, correction=0, special=4, waiting=1)


@pytest.mark.parametrize("code", STORY)
def test_the_parts_of_an_item_are_its_whole(told: Case, code: str) -> None:
    found = of(told, code)
    assert found.approval + found.correction + found.special + found.waiting == found.elapsed


def test_in_a_sum_a_day_counts_once(told: Case) -> None:
    """Elapsed: 3 to 27 November is 19 working days, not 9 + 14; the authority's days 9 to 13 overlap on three."""
    found = times.of_case(told, TODAY)
    assert found.whole.times.elapsed == 19
    assert sum(row.times.elapsed for row in found.items) == 23, "control: the plain sum"
    assert (found.whole.times.correction, found.whole.times.special) == (3, 4)
    # L01: 9 to 13; L08: 11, 18 to 27; the 11th once.
    assert found.whole.times.approval == 13
    assert sum(row.items for row in found.departments) == sum(row.items for row in found.stages) == 2


def test_items_of_one_department_are_summed_under_it(told: Case) -> None:
    begun = told.items.filter(item__code__in=STORY).select_related("unit", "item__department")
    labels = {(row.unit or row.item.department).name for row in begun}
    assert {row.label for row in times.of_case(told, TODAY).departments} == labels


def test_what_is_refused_and_filed_again_has_two_rounds(case: Case, cast: Cast) -> None:
    item = case.items.select_related("item", "case").get(item__code="L01")
    for step, day in ((BLZT.RECEIVED, 2), (BLZT.NOT_ACCEPTED, 4), (BLZT.RECEIVED, 9), (BLZT.ACCEPTED, 10), (BLZT.PASSED, 12)):  # fmt: skip
        items.record(item, code=step, on=nov(day), note="示例", file_number="示例1号", by=cast.chen)
    assert of(case, "L01") == times.Times(elapsed=5, approval=2, correction=0, special=0, waiting=3)


@pytest.mark.req("P-073")
def test_a_suspension_stops_the_service_clock_and_no_other(told: Case, cast: Cast) -> None:
    before = of(told, "L08")
    pausing.suspend(told, ground="asked", explanation="企业申请", start=nov(16), by=cast.sun)
    found = times.of_case(fresh(told), TODAY)
    assert (found.service.suspended, found.service.worked, found.service.standing) == (10, 9, True)
    assert of(told, "L08") == before
    pausing.resume(fresh(told), on=nov(20), by=cast.sun)
    found = times.of_case(fresh(told), TODAY)
    assert (found.service.suspended, found.service.worked, found.service.standing) == (5, 14, False)


def test_a_correction_of_a_fact_changes_the_times(told: Case, cast: Cast) -> None:
    fact = told.items.get(item__code="L01").facts.get(code=BLZT.PASSED)
    items.correct(fact, note="误录", on=nov(12), by=cast.chen)
    assert of(told, "L01").approval == 4


def test_before_the_signing_there_is_no_service_clock(cast: Cast) -> None:
    found = times.of_case(case_in(cast, CaseStatus.ACCEPTED))
    assert (found.service, found.items, found.whole) == (None, [], None)


def test_the_queries_do_not_grow_with_the_items(told: Case) -> None:
    with CaptureQueriesContext(
        connection,
    ) as three:
        times.of_case(told, TODAY)
    CaseItem.objects.filter(case=told).exclude(item__code="L01").update(status="dropped")
    with CaptureQueriesContext(connection) as one:
        times.of_case(told, TODAY)
    assert len(three) == len(one)
