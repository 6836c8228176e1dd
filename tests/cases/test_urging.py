"""Urging by hand and by the rule: in working hours, once a day, acknowledged by whoever was urged."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import items, notes, urging
from cases.enums import BLZT, CaseStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo import walks
from cases.models import Case, Notice, PlanRow, Urge
from cases.queries import daily, letters, story
from cases.queries import urging as readers
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
LATER = datetime(2026, 11, 10, 10, tzinfo=CHINA)  # a Tuesday, everything planned is past


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        return case_in(cast, S.UNDERWAY)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ((2026, 11, 10, 8, 30), True), ((2026, 11, 10, 8, 29), False), ((2026, 11, 10, 17, 29), True),
        ((2026, 11, 10, 17, 30), False), ((2026, 11, 8, 10, 0), False), ((2026, 10, 1, 10, 0), False),
        ((2026, 9, 20, 10, 0), True),  # a Sunday that is worked
    ],
)  # fmt: skip
@pytest.mark.req("P-070")
def test_working_hours_are_those_of_the_office(reference: None, moment: tuple[int, ...], working: bool) -> None:
    assert urging.in_working_hours(datetime(*moment, tzinfo=CHINA)) is working  # type: ignore[arg-type]


@pytest.mark.req("P-070")
def test_the_rule_urges_what_is_late_once_a_day_and_only_in_working_hours(case: Case, cast: Cast) -> None:
    late = {matter.label for matter in readers.overdue(fresh(case), LATER.date())}
    assert late == {"L01", "L08", "L09"}
    with time_machine.travel(LATER.replace(hour=20), tick=False):
        assert urging.run() == 0
    with time_machine.travel(LATER, tick=False):
        assert urging.run() == 3
        assert urging.run() == 0
    with time_machine.travel(LATER + timedelta(hours=3), tick=False):
        assert urging.run() == 0  # the same day
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        assert urging.run() == 3
    rows = Urge.objects.filter(case=case)
    assert {(row.to, row.by) for row in rows} == {(cast.chen, None)}
    assert rows.count() == Notice.objects.filter(case=case, kind="urged", recipient=cast.chen).count() == 6
    assert all("urge" not in entry.kind for entry in story.timeline(case, cast.wang))  # not the enterprise's matter


@pytest.mark.req("P-070")
def test_nothing_is_urged_before_its_day_is_over(case: Case, cast: Cast) -> None:
    ends = PlanRow.objects.filter(plan__case=case, plan__current=True).values_list("end", flat=True)
    first = min(end for end in ends if end)
    assert readers.overdue(fresh(case), first) == []
    assert readers.overdue(fresh(case), first + timedelta(days=1)) != []


def test_what_is_finished_or_suspended_is_not_urged(case: Case, cast: Cast) -> None:
    with time_machine.travel(SIGNED, tick=False):
        walks.pass_item(case.items.get(item__code="L01"), cast.chen)
    assert "L01" not in {matter.label for matter in readers.overdue(fresh(case), LATER.date())}
    with time_machine.travel(LATER, tick=False):
        walks.suspend(fresh(case), cast.sun)
        assert urging.run() == 0


def test_an_item_at_an_authority_is_late_by_its_own_clock(case: Case, cast: Cast) -> None:
    item = case.items.get(item__code="L01")
    with time_machine.travel(SIGNED, tick=False):
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(item, code=code, on=SIGNED.date(), by=cast.chen)
    PlanRow.objects.filter(case_item=item).update(end=date(2027, 12, 1))
    assert "L01" in {matter.label for matter in readers.overdue(fresh(case), LATER.date())}


@pytest.mark.req("P-050", "P-051", "P-070")
def test_a_group_is_urged_to_its_flow_table_and_an_item_to_its_unit_agent(cast: Cast) -> None:
    with time_machine.travel(SIGNED, tick=False):
        case = case_in(cast, S.SIGNED, PULANDIAN)
    with time_machine.travel(LATER, tick=False):
        assert urging.run() >= 3
    urged = {row.to for row in Urge.objects.filter(case=case, what="flow_table")}
    assert urged == set(cast.groups.values())
    with time_machine.travel(SIGNED, tick=False):
        running = case_in(cast, S.UNDERWAY, PULANDIAN, name="示例在办项目")
    found = {matter.label: matter.people for matter in readers.matters(running)}
    assert found["L01"] == (cast.unit_agents["210214-dev-reform"],)


@pytest.mark.req("P-050", "P-069", "P-070")
def test_the_chief_agent_urges_the_agent_of_a_department(cast: Cast) -> None:
    with time_machine.travel(SIGNED, tick=False):
        running = case_in(cast, S.UNDERWAY, PULANDIAN)
    with time_machine.travel(LATER, tick=False):
        (made,) = urging.urge(running, key="item:L01", text="请窗口今日接件", by=cast.liu)
        assert made.to == cast.unit_agents["210214-dev-reform"]
        urging.acknowledge(made, answer="今日接件", by=made.to)
    assert Notice.objects.filter(kind="urge_answered", recipient=cast.liu).count() == 1


@pytest.mark.req("P-070")
def test_urging_by_hand_says_what_has_to_happen_once_a_day_in_working_hours(case: Case, cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        with refused(BadInput, says="what has to happen", field="text"):
            urging.urge(case, key="item:L01", text=" ", by=cast.sun)
        with refused(BadInput, says="not open any more", field="key"):
            urging.urge(case, key="item:C99", text="请尽快", by=cast.sun)
        for nobody in (cast.wang, cast.feng, cast.liu):
            with refused(NotAllowed):
                urging.urge(case, key="item:L01", text="请尽快", by=nobody)
        (made,) = urging.urge(case, key="item:L01", text="请本周内报送", by=cast.sun)
        assert (made.to, made.by) == (cast.chen, cast.sun)
        with refused(BadInput, says="Once a day is enough", field="key"):
            urging.urge(case, key="item:L01", text="再催", by=cast.sun)
        assert urging.run() == 2  # the rule does not urge it a second time either
    with time_machine.travel(LATER.replace(hour=21), tick=False), refused(CaseError, says="working hours only"):
        urging.urge(case, key="item:L09", text="请尽快", by=cast.sun)
    with pytest.raises(IntegrityError), transaction.atomic():
        Urge.objects.create(case=case, what="item", label="L01", to=cast.chen, on=made.on)


@pytest.mark.req("P-070")
def test_only_the_urged_person_acknowledges_and_whoever_urged_is_told(case: Case, cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        (made,) = urging.urge(case, key="item:L01", text="请本周内报送", by=cast.sun)
        assert [duty.kind for duty in daily.duties(cast.chen) if duty.kind == "urge"] == ["urge"]
        with refused(NotAllowed):
            urging.acknowledge(made, answer="好", by=cast.sun)
        with refused(BadInput, says="Say what you will do", field="answer"):
            urging.acknowledge(made, answer="", by=cast.chen)
        done = urging.acknowledge(made, answer="周四报送", by=cast.chen)
        assert done.acknowledged_at is not None
        assert [duty for duty in daily.duties(cast.chen) if duty.kind == "urge"] == []
        with refused(CaseError):
            urging.acknowledge(made, answer="再次", by=cast.chen)
    notice = Notice.objects.get(kind="urge_answered", recipient=cast.sun)
    assert "周四报送" in letters.body(notice)


def test_the_letter_names_the_thing_and_its_day_in_the_readers_language(case: Case, cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        urging.run()
    notice = Notice.objects.filter(kind="urged").earliest("pk")
    name = case.items.get(item__code=notice.data["label"]).item
    assert name.name_zh in letters.words(notice, "zh-hans")[1]
    with translation.override("en"):
        assert name.name_en in letters.body(notice)
        assert "2026" in letters.body(notice)


def test_an_enquiry_nobody_answers_is_urged(case: Case, cast: Cast) -> None:
    with time_machine.travel(SIGNED, tick=False):
        notes.write(case, text="何时能办好？", internal=False, by=cast.wang)
    assert timezone.localdate(SIGNED) < readers.overdue(fresh(case), LATER.date())[-1].due  # type: ignore[operator]
    assert "answer" in {matter.what for matter in readers.overdue(fresh(case), LATER.date())}
