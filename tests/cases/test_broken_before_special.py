"""A promise broken before a special procedure began: the procedure's own clock is watched, the broken promise stands still (§45)."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import alerts, items, urging
from cases.enums import BLZT, CaseStatus, OpenDate
from cases.enums_findings import Sought
from cases.enums_ladder import Rung, Watch
from cases.exceptions import BadInput
from cases.models import Alert, AlertStep, Case, CaseItem, Urge
from cases.queries import alerts as readers
from cases.queries import calendars, clocks, finding_facts, ladder, supervision
from cases.queries import urging as urged
from tests.cases.kit import fresh
from tests.cases.test_every_watch import _item, at
from tests.cases.test_special_deadlines import MONDAY
from tests.cast import Cast, case_in

LATE_BY, LASTS = 2, 8  # working days past the promise when the procedure begins, and how long it may take


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    ladder.forget()
    yield
    ladder.forget()


def on(day: date, working_days: int) -> date:
    return worktime.due(day, working_days, "wd", calendars.current()).date


def look(day: date) -> None:
    with at(day):
        alerts.run()
        urging.run()


@pytest.fixture
def filed(cast: Cast) -> CaseItem:
    with at(MONDAY):
        return _item(cast)


@pytest.fixture
def promise(filed: CaseItem) -> date:
    with at(MONDAY):
        return clocks.limits(filed)[OpenDate.PROMISED].last_day(MONDAY, calendars.current())


@pytest.fixture
def begun(cast: Cast, filed: CaseItem, promise: date) -> date:
    """The day on which the special procedure began, two working days too late."""
    day = on(promise, LATE_BY)
    look(on(promise, 1))
    with at(day):
        items.record(
            filed, code=BLZT.SPECIAL_START, on=day, limit_days=LASTS, special="experts", note="专家评审", by=cast.chen
        )
    return day


def rung(case: Case, what: str) -> str:
    return Alert.objects.get(case=case, what=what, ended_on=None).rung


def ended(row: CaseItem, cast: Cast, day: date) -> None:
    with at(day):
        row.refresh_from_db()
        items.record(row, code=BLZT.SPECIAL_END, on=day, by=cast.chen)


@pytest.mark.req("W-067", "P-070")
def test_the_procedure_is_reminded_of_by_its_own_limit(filed: CaseItem, begun: date) -> None:
    due = on(begun, LASTS)
    look(on(begun, LASTS - 2))
    alert = Alert.objects.get(case=filed.case, what=Watch.SPECIAL)
    assert (alert.due, alert.rung) == (due, Rung.REMIND)
    look(on(due, 1))
    alert.refresh_from_db()
    assert alert.rung == Rung.URGE
    assert set(Urge.objects.filter(on=on(due, 1)).values_list("what", flat=True)) == {"special"}


@pytest.mark.req("P-070")
def test_the_broken_promise_keeps_its_step_and_nobody_is_urged_to_it_meanwhile(filed: CaseItem, begun: date) -> None:
    stood = rung(filed.case, Watch.ITEM)
    urgings = Urge.objects.filter(what="item").count()
    for days in range(1, LASTS + 1):
        look(on(begun, days))
    assert rung(filed.case, Watch.ITEM) == stood
    assert Urge.objects.filter(what="item").count() == urgings
    with at(on(begun, LASTS)):
        assert [(one.what, one.stands) for one in urged.overdue(fresh(filed.case))] == [("item", True)]
        assert [one.what for one in urged.matters(fresh(filed.case))] == ["special"]


def test_without_the_procedure_the_same_days_climb(filed: CaseItem, promise: date) -> None:
    """Control."""
    look(on(promise, 1))
    stood = rung(filed.case, Watch.ITEM)
    day = on(promise, LATE_BY + LASTS)
    look(day)
    assert ladder_height(rung(filed.case, Watch.ITEM)) > ladder_height(stood)
    assert Urge.objects.filter(what="item", on=day).exists()


def ladder_height(name: str) -> int:
    return list(Rung).index(Rung(name))


@pytest.mark.req("W-067")
def test_after_its_end_the_promise_goes_on_from_where_it_stood(cast: Cast, filed: CaseItem, begun: date) -> None:
    """Of the days since the promise those of the procedure carry it no higher, and none is counted as slowness."""
    over = on(begun, 6)
    look(over)
    ended(filed, cast, over)
    with at(over):
        (late,) = urged.overdue(fresh(filed.case))
        assert (late.what, late.stands, late.rested) == ("item", False, 7), "the day it began counts as stopped"
        (fact,) = [one for one in supervision.facts(fresh(filed.case)) if one.what == "item"]
        assert fact.data()["late"] == LATE_BY - 1
    look(over)
    steps = AlertStep.objects.filter(alert__case=filed.case, alert__what=Watch.ITEM)
    assert {step.act for step in steps} <= {Rung.URGE, Rung.REMIND}
    with at(on(over, 1)):
        (seen,) = [one for one in finding_facts.of_case(fresh(filed.case)) if one.sought == Sought.ITEM_LATE]
        assert seen.count == LATE_BY
    look(on(over, 3))
    assert ladder_height(rung(filed.case, Watch.ITEM)) > ladder_height(Rung.URGE)


def test_nobody_urges_by_hand_to_what_stands_still(cast: Cast, filed: CaseItem, begun: date) -> None:
    with at(begun), pytest.raises(BadInput) as told:
        urging.urge(fresh(filed.case), key="item:L08", text="请抓紧。", by=cast.chen)
    assert str(told.value) == _("This is not open any more, or nobody has it.")


@pytest.mark.req("W-065")
def test_a_legal_limit_that_stands_is_watched_neither_by_a_day_that_moves_nor_by_one_that_stands(cast: Cast) -> None:
    """While the procedure lasts its last day moves on from day to day; each would be another warning."""
    with at(MONDAY):
        case = case_in(cast, CaseStatus.UNDERWAY, keep={"L08"})
        CaseItem.objects.filter(case=case).update(statutory_days=3, statutory_unit="wd", promised_days=2)
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(case.items.get(), code=code, on=MONDAY, by=cast.chen)
    look(MONDAY)
    assert Alert.objects.filter(case=case, what=Watch.STATUTORY).count() == 1, "control: it runs and comes near"
    start = on(MONDAY, 1)
    with at(start):
        items.record(
            case.items.get(),
            code=BLZT.SPECIAL_START,
            on=start,
            limit_days=9,
            special="experts",
            note="评审",
            by=cast.chen,
        )
    for days in range(1, 5):
        look(on(start, days))
    assert Alert.objects.filter(case=case, what=Watch.STATUTORY).count() == 1
    with at(on(start, 4)):
        assert Watch.STATUTORY not in {one.what for one in readers.of_case(fresh(case), on(start, 4))}
