"""While the service is suspended what was filed goes on (P-073): a broken promise is seen by everybody who looks for it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import findings, items, urging
from cases.enums import BLZT, CaseStatus
from cases.enums_findings import Sought
from cases.management.demo import walks
from cases.models import Case, CaseItem, User
from cases.queries import boards, clocks, deadlines, lamps, worklists
from cases.queries import urging as urged
from tests.backoffice.test_past_limit import MONDAY, at
from tests.cases.easier_kit import begin
from tests.cases.kit import fresh
from tests.cast import Cast, case_in


@pytest.fixture
def item(cast: Cast) -> CaseItem:
    """Accepted by its authority on a Monday; the service is suspended the day after."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
        row = case.items.get(item__code="L08")
        begin(row, cast.chen)
    with at(MONDAY + timedelta(days=1)):
        walks.suspend(row.case, cast.sun)
    row.refresh_from_db()
    return row


@pytest.fixture
def due(item: CaseItem) -> date:
    promised = clocks.item_clock(item, MONDAY).promised
    assert promised
    return promised.due


def wednesday_after(day: date) -> date:
    """A working day more than a week past it."""
    return day + timedelta(days=8 + (2 - day.weekday()) % 7)


@pytest.mark.req("P-073", "W-065")
def test_a_promise_broken_while_the_service_rests_is_late_wherever_one_looks(
    item: CaseItem, due: date, cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    today, case = wednesday_after(due), fresh(item.case)
    with at(today):
        assert ("promised", due) in {(row.what, row.date) for row in deadlines.all_for(case)}
        assert (case.next_what, case.next_due) == ("promised", due)
        assert not lamps.stands(case)
        red = Case.objects.filter(lamps.burning("red", today), pk=case.pk)
        grey = Case.objects.filter(lamps.burning("grey", today), pk=case.pk)
        assert (red.count(), grey.count()) == (1, 0)
        assert [place.lamps["red"] for place in boards.places(cast.sun, today)][-1] == 1
        assert case in worklists.due(cast.chen)
        page = at_desk(cast.sun).get(reverse("office:cases"), {"status": "open", "due": "late"}).content.decode()
        assert case.number in page
        assert "lamp tone-late" in page
        assert [(one.what, one.label) for one in urged.overdue(case)] == [("item", "L08")]
        assert urging.run() == 1
        assert Sought.ITEM_LATE in {one.facts["sought"] for one in findings.propose(case)}


@pytest.mark.req("P-073")
def test_what_only_the_agency_owes_rests(cast: Cast) -> None:
    """Control: nothing was filed, so nothing is late and no lamp burns."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
    with at(MONDAY + timedelta(days=1)):
        walks.suspend(case, cast.sun)
    case = fresh(case)
    today = wednesday_after(MONDAY + timedelta(days=60))
    with at(today):
        assert {row.what for row in deadlines.all_for(case)} <= {"resume"}
        assert lamps.stands(case)
        assert Case.objects.filter(lamps.burning("grey", today), pk=case.pk).exists()
        assert urged.overdue(case) == []
        assert urging.run() == 0
        assert [one.facts["sought"] for one in findings.propose(case)] == []


@pytest.mark.req("P-073")
def test_what_the_authority_decides_while_the_service_rests_is_due_no_more(
    item: CaseItem, due: date, cast: Cast
) -> None:
    with at(MONDAY + timedelta(days=2)):
        items.record(
            item, code=BLZT.PASSED, on=MONDAY + timedelta(days=2), file_number="示例许〔2026〕1号", by=cast.chen
        )
    case = fresh(item.case)
    with at(wednesday_after(due)):
        assert "promised" not in {row.what for row in deadlines.all_for(case)}
        assert lamps.stands(case)
        assert urged.overdue(case) == []


@pytest.mark.req("P-073")
def test_a_special_procedure_past_its_limit_is_due_although_the_service_rests(item: CaseItem, cast: Cast) -> None:
    with at(MONDAY + timedelta(days=2)):
        began = MONDAY + timedelta(days=2)
        items.record(
            item, code=BLZT.SPECIAL_START, on=began, limit_days=2, special="experts", note="评审", by=cast.chen
        )
    case = fresh(item.case)
    with at(MONDAY + timedelta(days=15)):
        assert (case.next_what, case.next_due) == ("special", MONDAY + timedelta(days=4))
        assert not lamps.stands(case)
        assert [one.what for one in urged.overdue(case)] == ["special"]
