"""Warning rules are rows: what they say decides the colour, and every lamp explains itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import translation

from cases import worktime
from cases.actions import items, reference, reference_load
from cases.enums import BLZT, CaseStatus, OpenDate, Watched
from cases.exceptions import BadInput, NotAllowed
from cases.models import Case, CaseItem, WarningRule
from cases.queries import calendars, clocks, lamps, warnings
from cases.worktime import Pause
from tests.cast import Cast, case_in

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    warnings.forget()
    yield
    warnings.forget()


def reading(limit: int, today: date, *pauses: Pause, stopped: date | None = None) -> worktime.Clock:
    return worktime.clock(MONDAY, limit, "wd", pauses, calendars.current(), stopped=stopped, today=today)


def change(cast: Cast, **data: Any) -> WarningRule:
    rule = WarningRule.objects.get(code="promised")
    changed = reference.change(rule, data, reason="本区规定", by=cast.jin)
    warnings.forget()
    return changed


def colour(clock: worktime.Clock) -> str:
    return lamps.lamp_of(clock, Watched.PROMISED).colour


def test_the_shipped_rules_watch_every_clock(reference: None) -> None:
    assert set(WarningRule.objects.values_list("clock", flat=True)) == set(Watched.values)
    assert {warnings.rule(clock).days for clock in Watched} == {2}
    assert warnings.rule(Watched.STATUTORY).percent == 20


@pytest.mark.parametrize(
    ("limit", "today", "expected"),
    [
        (20, date(2026, 11, 23), "green"),  # 5 of 20 left
        (20, date(2026, 11, 24), "yellow"),  # 4 of 20 left: 20 %
        (5, date(2026, 11, 4), "green"),  # 3 of 5 left
        (5, date(2026, 11, 5), "yellow"),  # 2 of 5 left
        (5, date(2026, 11, 9), "yellow"),  # the last day
        (5, date(2026, 11, 10), "red"),
    ],
)
def test_yellow_begins_at_a_fifth_of_the_time_or_two_days(
    reference: None, limit: int, today: date, expected: str
) -> None:
    assert colour(reading(limit, today)) == expected


def test_what_stands_is_grey_and_what_is_done_in_time_blue(reference: None) -> None:
    open_pause = Pause(date(2026, 11, 4), None, "special")
    assert colour(reading(5, date(2026, 11, 20), open_pause)) == "grey"
    assert colour(reading(5, date(2026, 11, 20), stopped=date(2026, 11, 9))) == "blue"
    assert colour(reading(5, date(2026, 11, 20), stopped=date(2026, 11, 10))) == "red", "control: a day too late"
    assert lamps.lamp_of(None, Watched.PROMISED).colour == "grey"


def test_the_administrator_changes_the_rule_with_a_reason_and_the_lamp_names_the_version(cast: Cast) -> None:
    clock = reading(20, date(2026, 11, 18))
    assert colour(clock) == "green"
    change(cast, yellow_days=8)
    assert colour(clock) == "yellow"
    assert "承诺时限预警第2版" in lamps.why(clock, Watched.PROMISED)
    rule = WarningRule.objects.get(code="promised")
    with pytest.raises(BadInput) as no_reason:
        reference.change(rule, {"yellow_days": 1}, reason=" ", by=cast.jin)
    assert no_reason.value.field == "reason"
    with pytest.raises(NotAllowed):
        reference.change(rule, {"yellow_days": 1}, reason="示例", by=cast.chen)
    with pytest.raises(BadInput):
        change(cast, yellow_percent=101)
    assert reference_load.load().kept == 1, "the administrator's word stays"


def test_without_a_rule_nothing_is_yellow_but_overdue_is_red(cast: Cast) -> None:
    change(cast, active=False)
    assert [colour(reading(5, day)) for day in (date(2026, 11, 9), date(2026, 11, 10))] == ["green", "red"]
    assert "没有启用规则" in lamps.why(reading(5, date(2026, 11, 9)), Watched.PROMISED)


def test_a_lamp_explains_itself_by_its_facts(reference: None) -> None:
    clock = reading(5, date(2026, 11, 5))
    assert lamps.why(clock, Watched.PROMISED) == (
        "第 3 个工作日，共 5 个，还剩 2 个工作日；到期 2026年11月9日（星期一）；规则：承诺时限预警第1版"
    )
    with translation.override("en"):
        assert lamps.why(clock, Watched.PROMISED) == (
            "working day 3 of 5, 2 working days left; due Mon 9 November 2026; "
            "rule: Warning of a promised limit, version 1"
        )
        late = lamps.why(reading(5, date(2026, 11, 11)), Watched.PROMISED)
        assert late.startswith("working day 7 of 5, 2 working days overdue")
        done = lamps.why(reading(5, date(2026, 11, 20), stopped=date(2026, 11, 6)), Watched.PROMISED)
        assert done.startswith("finished after 4 of 5 working days; due")
        stands = lamps.why(reading(5, date(2026, 11, 6), Pause(date(2026, 11, 4), None, "x")), Watched.PROMISED)
        assert "the clock stands" in stands
        assert "3 working days not counted" in stands


def test_a_plain_date_explains_itself_too(reference: None) -> None:
    with translation.override("en"):
        assert lamps.why_date(date(2026, 11, 9), date(2026, 11, 5)).startswith(
            "2 working days left; due Mon 9 November"
        )
    assert lamps.lamp_for(date(2026, 11, 9), date(2026, 11, 5)) == "yellow"
    assert lamps.lamp_for(date(2026, 11, 9), date(2026, 11, 4)) == "green"


@pytest.fixture
def item(cast: Cast) -> Iterator[CaseItem]:
    """A licence with a legal limit of 20 working days, accepted on Monday 2 November 2026."""
    with time_machine.travel("2026-11-02 10:00+08:00"):
        case: Case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L09"})
        item = case.items.select_related("item", "case").get(item__code="L09")
        CaseItem.objects.filter(pk=item.pk).update(statutory_days=20, statutory_unit="wd", promised_days=5)
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(item, code=code, on=MONDAY, by=cast.chen)
        yield CaseItem.objects.select_related("item", "case").get(pk=item.pk)


def test_the_item_carries_its_sentence(item: CaseItem) -> None:
    found = clocks.item_clock(item, date(2026, 11, 5))
    assert found.why == lamps.why(found.promised, Watched.PROMISED)
    assert set(clocks.limits(item)) == {OpenDate.PROMISED, OpenDate.STATUTORY}
