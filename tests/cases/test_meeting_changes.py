"""Meetings that are moved or cancelled: who is told, which number is free again, which dates go."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import meetings, pausing
from cases.enums import CaseStatus, MeetingKind, Verdict
from cases.exceptions import BadInput, CaseError, StepNotAllowed
from cases.models import Case, Meeting, Notice, Unit
from cases.queries import deadlines, letters, story, worklists
from tests.cases.kit import fresh, refused
from tests.cases.test_meetings import DAY_15, DAY_16, FIRST, call, decide, hold
from tests.cast import PULANDIAN, Cast, case_in

S, K = CaseStatus, MeetingKind


@pytest.fixture
def review(cast: Cast) -> Case:
    with time_machine.travel(FIRST - timedelta(days=7), tick=False):
        return case_in(cast, S.GENERATION, PULANDIAN)


def coordination(case: Case, cast: Cast, on: date | None = None) -> Meeting:
    unit = Unit.objects.get(code="370783-housing")
    day = on or timezone.localdate()
    return meetings.call(case, kind=K.COORDINATION, planned_on=day, place="三楼", units=[unit], by=cast.chen)


def cancel(meeting: Meeting, cast: Cast, reason: str = "材料未齐") -> Meeting:
    return meetings.cancel(meeting, reason=reason, by=meeting.called_by)


@pytest.mark.req("P-021")
def test_a_cancelled_generation_meeting_leaves_its_number_to_the_one_called_instead(review: Case, cast: Cast) -> None:
    first = cancel(call(review, cast), cast)
    again = call(review, cast)
    assert (first.number, again.number) == (1, 1)
    hold(again, cast)
    second = cancel(call(review, cast), cast)
    assert story.next_meeting_number(fresh(review)) == 2
    with refused(CaseError, says="Both generation meetings"):
        decide(review, cast)  # a cancelled one is not a held one
    third = call(review, cast)
    assert (second.number, third.number) == (2, 2)
    hold(third, cast)
    with refused(CaseError, says="has 2 meetings"):
        call(review, cast)  # control: those that were held count
    decide(fresh(review), cast)


def test_two_living_meetings_never_share_a_number(review: Case, cast: Cast) -> None:
    gone = cancel(call(review, cast), cast)
    living = call(review, cast)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Meeting.objects.filter(pk=gone.pk).update(cancelled_at=None)
    with pytest.raises(IntegrityError, match="meeting_held_or_cancelled"), transaction.atomic():
        Meeting.objects.filter(pk=gone.pk).update(held_on=timezone.localdate())
    assert living.number == gone.number


def test_a_cancelled_coordination_meeting_keeps_its_number_on_record(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    first, second = coordination(case, cast), coordination(case, cast)
    cancel(first, cast)
    assert [first.number, second.number, coordination(case, cast).number] == [1, 2, 3]


@pytest.mark.req("P-024")
def test_a_second_meeting_moved_beyond_the_interval_carries_the_reason_and_loses_it_when_it_comes_back(
    review: Case, cast: Cast
) -> None:
    with time_machine.travel(FIRST, tick=False):
        hold(call(review, cast, FIRST), cast, FIRST)
        second = call(review, cast, DAY_15)
        late = meetings.move(second, planned_on=DAY_16, place="会议室", reason="区领导外出", by=cast.liu)
        assert (late.planned_on, late.late_reason) == (DAY_16, "区领导外出")
        back = meetings.move(second, planned_on=DAY_15, place="会议室", reason="领导返回", by=cast.liu)
        assert back.late_reason == ""
        with refused(BadInput, says="cannot be before the first", field="planned_on"):
            meetings.move(second, planned_on=FIRST - timedelta(days=1), place="会议室", reason="提前", by=cast.liu)


def test_what_is_moved_has_a_reason_a_place_and_another_day_or_place(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    meeting, tomorrow = coordination(case, cast), timezone.localdate() + timedelta(days=1)
    by = {"by": cast.chen}
    with refused(BadInput, says="Give the reason", field="reason"):
        meetings.move(meeting, planned_on=tomorrow, place="三楼", reason=" ", **by)
    with refused(BadInput, says="Give the reason", field="reason"):
        meetings.cancel(meeting, reason="", **by)
    with refused(BadInput, says="300 characters", field="reason"):
        meetings.cancel(meeting, reason="长" * 301, **by)
    with refused(BadInput, says="Say where", field="place"):
        meetings.move(meeting, planned_on=tomorrow, place=" ", reason="改期", **by)
    with refused(BadInput, says="Neither the day nor the place", field="planned_on"):
        meetings.move(meeting, planned_on=meeting.planned_on, place="三楼", reason="改期", **by)
    with refused(BadInput, says="before the application came in", field="planned_on"):
        meetings.move(meeting, planned_on=tomorrow - timedelta(days=9), place="三楼", reason="改期", **by)
    with refused(BadInput, says="too far away", field="planned_on"):
        meetings.move(meeting, planned_on=date(2062, 1, 1), place="三楼", reason="改期", **by)
    assert meetings.move(meeting, planned_on=tomorrow, place="三楼", reason="改期", **by).planned_on == tomorrow
    assert meetings.move(meeting, planned_on=tomorrow, place="五楼", reason="改址", **by).place == "五楼"


def test_what_is_over_is_neither_moved_nor_cancelled_nor_answered(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    held, gone = coordination(case, cast), coordination(case, cast)
    meetings.hold(held, held_on=timezone.localdate(), minutes="已议", by=cast.chen)
    cancel(gone, cast)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for meeting, says in ((held, "recorded already"), (gone, "has been cancelled")):
        with refused(CaseError, says=says):
            meetings.cancel(meeting, reason="x", by=cast.chen)
        with refused(CaseError, says=says):
            meetings.move(meeting, planned_on=tomorrow, place="x", reason="x", by=cast.chen)
        with refused(CaseError, says=says):
            meetings.hold(meeting, held_on=timezone.localdate(), minutes="x", by=cast.chen)
    with refused(CaseError, says="has been cancelled"):
        meetings.give_opinion(gone, unit=gone.units.get(), compliance=Verdict.AGREE, by=cast.chen)


def test_units_and_the_enterprise_read_what_changed_and_why(review: Case, cast: Cast) -> None:
    meeting = call(review, cast)
    tomorrow = timezone.localdate() + timedelta(days=1)
    meetings.move(meeting, planned_on=tomorrow, place="二楼", reason="会议室占用", by=cast.liu)
    meetings.cancel(meeting, reason="材料未齐", by=cast.liu)
    for kind, reason in (("meeting_moved", "会议室占用"), ("meeting_cancelled", "材料未齐")):
        told = Notice.objects.filter(kind=kind)
        assert {cast.he.pk, cast.unit_agents["210214-dev-reform"].pk} <= set(told.values_list("recipient", flat=True))
        assert cast.chen.pk not in told.values_list("recipient", flat=True)
        assert reason in letters.words(told.get(recipient=cast.he), "zh-hans")[1]
    with translation.override("en"):
        said = [entry.sentence for entry in story.timeline(fresh(review), cast.he)[:2]]
    assert said[0] == "Move or cancel a meeting: Project generation meeting 1 cancelled. Reason: 材料未齐"
    assert said[1].endswith("at 二楼. Reason: 会议室占用")


def test_a_cancelled_meeting_asks_nobody_and_is_due_for_nobody(review: Case, cast: Cast) -> None:
    meeting = call(review, cast, timezone.localdate() + timedelta(days=3))
    yang = cast.unit_agents["210214-dev-reform"]
    assert fresh(review).next_due == meeting.planned_on
    assert [task.action for task in worklists.tasks(yang)] == ["give_opinion"]
    assert "change_meeting" in story.possible(fresh(review), cast.liu)
    meetings.cancel(meeting, reason="材料未齐", by=cast.liu)
    case = fresh(review)
    assert case.next_due is None
    assert deadlines.all_for(case) == []
    assert case.asked_unit_ids == set()
    assert worklists.tasks(yang) == []
    assert not {"change_meeting", "give_opinion"} & set(story.possible(case, yang))
    assert "change_meeting" not in story.possible(case, cast.liu)  # nothing is ahead


def test_a_meeting_can_be_put_off_while_the_service_is_suspended_but_not_after_its_end(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    meeting, other = coordination(case, cast), coordination(case, cast)
    pausing.suspend(fresh(case), ground="asked", explanation="企业申请", start=timezone.localdate(), by=cast.sun)
    assert cancel(meeting, cast).cancelled_at is not None
    assert fresh(case).status == S.SUSPENDED
    pausing.terminate(fresh(case), reason="项目取消", by=cast.sun)
    with refused(StepNotAllowed):
        cancel(other, cast)
