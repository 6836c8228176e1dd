"""Every clock that there is stands on the ladder as shipped: a real case with each of them is warned of when its day comes (C.7)."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases import worktime
from cases.actions import alerts, finishing, intake, items, meetings, notes
from cases.actions.intake import Point
from cases.actions.meeting_tasks import Decided
from cases.enums import BLZT, CaseStatus
from cases.enums_ladder import Watch
from cases.models import Alert, AlertStep, Case, CaseItem
from cases.queries import alerts as readers
from cases.queries import calendars, ladder
from tests.cases import easier_kit as easier
from tests.cases.kit import fresh
from tests.cases.transferring import CITY, offer
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.usefixtures("fresh_ladder")

S = CaseStatus
BEGUN = date(2026, 11, 2)  # a Monday
CHINA = ZoneInfo("Asia/Shanghai")


def at(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(10), tzinfo=CHINA), tick=False)


def _item(cast: Cast) -> CaseItem:
    return easier.begin(case_in(cast, S.UNDERWAY, keep={"L08"}).items.get(), cast.chen)


def _legal(cast: Cast) -> Case:
    row = case_in(cast, S.UNDERWAY, keep={"L08"}).items.get()
    CaseItem.objects.filter(pk=row.pk).update(statutory_days=20, statutory_unit="wd", promised_days=5)
    row.refresh_from_db()
    return easier.begin(row, cast.chen).case


def _correcting(cast: Cast) -> Case:
    case = case_in(cast, S.SUBMITTED)
    intake.request_correction(fresh(case), [Point(what="项目名称", why="示例：请写全称。", field="name")], by=cast.chen)
    return case


def _special(cast: Cast) -> Case:
    row = _item(cast)
    given = {"limit_days": 5, "special": "experts", "note": "专家评审"}
    items.record(row, code=BLZT.SPECIAL_START, on=BEGUN, by=cast.chen, **given)
    return row.case


def _generation(cast: Cast) -> Case:
    case = case_in(cast, S.GENERATION, PULANDIAN)
    units = meetings.members_to_invite(case, "generation")
    first = meetings.call(case, kind="generation", planned_on=BEGUN, place="会议室", units=units, by=cast.liu)
    meetings.hold(first, held_on=BEGUN, minutes="会后审查。", by=cast.liu)
    return case


def _task(cast: Cast) -> Case:
    case = case_in(cast, S.GENERATION, PULANDIAN)
    units = meetings.members_to_invite(case, "generation")
    first = meetings.call(case, kind="generation", planned_on=BEGUN, place="会议室", units=units, by=cast.liu)
    given = [Decided("补充论证", case.handling_unit, date(2026, 11, 12))]
    meetings.hold(first, held_on=BEGUN, minutes="会后审查。", tasks=given, by=cast.liu)
    return case


def _offered(cast: Cast) -> Case:
    return offer(cast, case_in(cast, S.SUBMITTED, keep=CITY)).case


def _asked(cast: Cast) -> Case:
    case = case_in(cast, S.UNDERWAY)
    notes.write(case, text="何时能拿到？", internal=False, by=cast.wang)
    return case


def _gap(cast: Cast) -> Case:
    row = easier.item(easier.underway(cast), "G03")
    easier.gap_of(row, cast.chen)
    return row.case


def _condition(cast: Cast) -> Case:
    case = easier.underway(cast)
    easier.pass_(easier.item(case, "L01"), cast.chen)
    easier.begin(easier.item(case, "L08"), cast.chen)
    row = easier.item(case, "L09")
    easier.preapproved(row, cast.chen)
    return row.case


def _bad(cast: Cast) -> Case:
    case = case_in(cast, S.CLOSED)
    finishing.evaluate(case, level=2, comment="太慢", by=cast.li)
    return case


def _working_day(due: date, days: int) -> date:
    """So many working days after a date, or before it."""
    cal = calendars.current()
    if days > 0:
        return worktime.due(due, days, "wd", cal).date
    day = due if cal.is_workday(due) else cal.previous_workday(due)
    for _step in range(-days):
        day = cal.previous_workday(day)
    return day


BUILT: dict[Watch, Callable[[Cast], Case]] = {
    Watch.ITEM: lambda cast: _item(cast).case,
    Watch.STATUTORY: _legal,
    Watch.SPECIAL: _special,
    Watch.CORRECTION: _correcting,
    Watch.SECOND_MEETING: _generation,
    Watch.FLOW_TABLE: lambda cast: case_in(cast, S.SIGNED, PULANDIAN),
    Watch.ANSWER: _asked,
    Watch.GAP: _gap,
    Watch.CONDITION: _condition,
    Watch.DELIVERY: lambda cast: case_in(cast, S.DELIVERING),
    Watch.RECTIFICATION: _bad,
    Watch.PROGRESS: lambda cast: case_in(cast, S.UNDERWAY),
    Watch.TASK: _task,
    Watch.TRANSFER: _offered,
}


@pytest.mark.req("P-070", "W-067")
@pytest.mark.parametrize("what", BUILT)
def test_a_case_with_this_clock_is_warned_of_by_the_shipped_rule_of_its_first_step(what: Watch, cast: Cast) -> None:
    with at(BEGUN):
        case = BUILT[what](cast)
    # What is owed after the end of a case is watched only once it is late.
    after = what == Watch.RECTIFICATION
    seen = date(2027, 3, 1) if after else BEGUN
    with at(seen):
        due = min(one.due for one in readers.of_case(fresh(case), seen) if one.what == what)
    days = min(rule.days for rule in ladder.rules() if rule.watched == what)
    with at(_working_day(due, max(1, days) if after else days)):
        alerts.run()
    alert = Alert.objects.filter(case=case, what=what, due=due).first()
    assert alert is not None
    assert alert.people.exists()
    step = AlertStep.objects.filter(alert=alert).first()
    assert step is not None
    assert step.rule_en in {rule.name_en for rule in ladder.rules() if rule.watched == what}


def test_the_special_procedure_is_named_and_its_item_is_not_warned_of_beside_it(cast: Cast) -> None:
    with at(BEGUN):
        case = _special(cast)
        found = {
            one.what: one.words() for one in readers.of_case(fresh(case), BEGUN) if one.what in {"item", "special"}
        }
    assert set(found) == {"special"}
    assert "L08" not in found["special"]
    assert fresh(case).items.get().item.name_zh in found["special"]
