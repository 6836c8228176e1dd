"""Enquiries are answered within their limit, and the enterprise is told regularly what happened (P-072)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from cases.actions import notes, pausing
from cases.enums import CaseStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import walks
from cases.models import Case, Notice
from cases.queries import daily, progress, story
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus
CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 6, 16, tzinfo=CHINA)
MONDAY = date(2026, 11, 9)


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(FRIDAY, tick=False):
        return case_in(cast, S.UNDERWAY)


def duties(user: object, kind: str) -> list[daily.Duty]:
    return [duty for duty in daily.duties(user) if duty.kind == kind]  # type: ignore[arg-type]


@pytest.mark.req("P-072")
def test_an_enquiry_is_due_the_next_working_day_until_it_is_answered(case: Case, cast: Cast) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        asked = notes.write(case, text="规划许可证何时能拿到？", internal=False, by=cast.wang)
        assert asked.due == MONDAY  # one working day, over the weekend
        assert [(duty.case, duty.due) for duty in duties(cast.chen, "enquiry")] == [(case, MONDAY)]
        assert {row.what for row in story.coming(fresh(case)) if row.date == MONDAY} >= {"answer"}
        assert duties(cast.xu, "enquiry") == []  # the case has its team
        notes.write(case, text="内部：先问规划局", internal=True, by=cast.chen)
        assert duties(cast.chen, "enquiry")  # an internal note answers nobody
        notes.write(case, text="预计下周三。", internal=False, by=cast.chen)
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert duties(cast.chen, "enquiry") == []
    assert "answer" not in {row.what for row in story.coming(fresh(case))}


@pytest.mark.req("P-072")
def test_the_limit_is_the_one_promised_to_the_case(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    case.terms["answer_wd"] = 3
    Case.objects.filter(pk=case.pk).update(terms=case.terms)
    with time_machine.travel(FRIDAY, tick=False):
        assert notes.write(fresh(case), text="？", internal=False, by=cast.wang).due == date(2026, 11, 11)


def test_what_the_agency_writes_is_no_enquiry(case: Case, cast: Cast) -> None:
    assert notes.write(case, text="请补一份材料", internal=False, by=cast.chen).due is None
    assert notes.write(case, text="记一笔", internal=True, by=cast.chen).due is None


@pytest.mark.req("P-072")
def test_a_word_of_thanks_is_settled_with_its_reason(case: Case, cast: Cast) -> None:
    thanks = notes.write(case, text="谢谢！", internal=False, by=cast.wang)
    with refused(BadInput, says="why no answer is needed", field="why"):
        notes.close_enquiry(thanks, why=" ", by=cast.chen)
    with refused(NotAllowed):
        notes.close_enquiry(thanks, why="致谢", by=cast.wang)
    assert notes.close_enquiry(thanks, why="致谢", by=cast.chen).answered_at is not None
    with refused(CaseError, says="answered already"):
        notes.close_enquiry(thanks, why="致谢", by=cast.chen)


def test_before_there_is_a_team_everybody_of_the_agency_has_the_enquiry_and_nobody_else(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    notes.write(case, text="多久能受理？", internal=False, by=cast.wang)
    assert all(duties(user, "enquiry") for user in (cast.chen, cast.sun, cast.xu))
    for nobody in (cast.wang, cast.zhao, cast.feng, cast.jin, cast.liu):
        assert duties(nobody, "enquiry") == [], nobody


@pytest.mark.req("P-072")
def test_the_account_is_owed_every_five_working_days_and_begins_anew_when_given(case: Case, cast: Cast) -> None:
    assert progress.due(case, case.signed_at) == date(2026, 11, 13)
    with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=CHINA), tick=False):
        assert duties(cast.chen, "progress") == []
    with time_machine.travel(datetime(2026, 11, 13, 9, tzinfo=CHINA), tick=False):
        assert [duty.due for duty in duties(cast.chen, "progress")] == [date(2026, 11, 13)]
        assert duties(cast.xu, "progress") == []
        notes.tell_progress(case, text=progress.draft(case), by=cast.chen)
        assert duties(cast.chen, "progress") == []
        assert progress.due(case, progress.last_told(case)) == date(2026, 11, 20)
    case.terms["feedback_wd"] = 10
    assert progress.due(case, case.signed_at) == date(2026, 11, 20)


@pytest.mark.req("P-072")
def test_no_account_is_owed_while_the_service_stands_still(case: Case, cast: Cast) -> None:
    walks.suspend(case, cast.sun)
    assert duties(cast.chen, "progress") == []
    assert notes.tell_progress(fresh(case), text="暂停期间，审批照常进行。", by=cast.chen).progress
    pausing.terminate(fresh(case), reason="项目取消", by=cast.sun)
    with refused(StepNotAllowed):
        notes.tell_progress(fresh(case), text="x", by=cast.chen)


@pytest.mark.req("P-072")
def test_the_draft_says_what_happened_since_the_last_account_and_what_comes(case: Case, cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 11, 10, 9, tzinfo=CHINA), tick=False):
        walks.pass_item(case.items.get(item__code="L01"), cast.chen)
        name = case.items.get(item__code="L01").item.name_zh
        with translation.override("en"):
            first = progress.draft(fresh(case))
        assert f"· 办结（通过）：{name}（2026年11月10日、" in first  # the enterprise reads Chinese
        assert "已办结事项：1/3。" in first
        notes.write(case, text="内部：意见不一", internal=True, by=cast.chen)
        notes.tell_progress(case, text=first, by=cast.chen)
    with time_machine.travel(datetime(2026, 11, 11, 9, tzinfo=CHINA), tick=False):
        second = progress.draft(fresh(case))
    assert name not in second.split("\n")[0]
    assert "没有新的办理记录" in second
    assert "内部" not in second


def test_the_account_reaches_the_enterprise_and_answers_no_enquiry(case: Case, cast: Cast) -> None:
    asked = notes.write(case, text="？", internal=False, by=cast.wang)
    with refused(BadInput, says="Write something", field="text"):
        notes.tell_progress(case, text=" ", by=cast.chen)
    for nobody in (cast.wang, cast.feng, cast.liu):
        with refused(NotAllowed):
            notes.tell_progress(case, text="x", by=nobody)
    notes.tell_progress(case, text="进展顺利", by=cast.chen)
    assert Notice.objects.filter(kind="progress", recipient__in=[cast.wang, cast.li]).count() == 2
    asked.refresh_from_db()
    assert asked.answered_at is None


@pytest.mark.req("P-052", "P-072")
def test_under_one_three_n_the_chief_agent_answers(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    notes.write(case, text="？", internal=False, by=cast.he)
    assert len(duties(cast.liu, "enquiry")) == 1
