"""Meetings: called, opinions, minutes; the generation review with its fifteen working days and the government's word."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cases import permissions
from cases.actions import intake, meeting_tasks, meetings
from cases.actions.meeting_tasks import Decided
from cases.enums import Action, CaseStatus, DocumentKind, MeetingKind, Verdict
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import Case, Meeting, Notice, Unit
from cases.queries import deadlines, letters, people, worklists
from cases.queries.meetings import open_tasks
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S, K = CaseStatus, MeetingKind
FIRST = date(2026, 9, 10)
DAY_15, DAY_16 = date(2026, 10, 8), date(2026, 10, 9)  # domain D.2, over 中秋 and 国庆


@pytest.fixture
def review(cast: Cast) -> Case:
    with time_machine.travel(FIRST - timedelta(days=7), tick=False):
        return case_in(cast, S.GENERATION, PULANDIAN)


def call(case: Case, cast: Cast, on: date | None = None, **more: object) -> Meeting:
    units = meetings.members_to_invite(case, K.GENERATION)
    wanted = {"kind": K.GENERATION, "planned_on": on or timezone.localdate(), "place": "会议室", "units": units}
    return meetings.call(case, **(wanted | more), by=cast.liu)  # type: ignore[arg-type]


def hold(meeting: Meeting, cast: Cast, on: date | None = None, **more: Any) -> Meeting:
    return meetings.hold(meeting, held_on=on or timezone.localdate(), minutes="原则同意", by=cast.liu, **more)


def decide(case: Case, cast: Cast, passed: bool = True, **more: object) -> None:
    said = {"reference": "区政府纪要〔2026〕3号", "decided_on": timezone.localdate(), "summary": "同意"}
    meetings.decide_generation(case, passed=passed, **(said | more), by=cast.liu)  # type: ignore[arg-type]


@pytest.mark.req("P-014", "P-021")
def test_the_first_meeting_is_recorded_before_the_second_is_called(review: Case, cast: Cast) -> None:
    first = call(review, cast)
    with refused(CaseError, says="Record the first meeting before"):
        call(review, cast)
    hold(first, cast)
    second = call(review, cast)
    assert (first.number, second.number) == (1, 2)
    assert first.units.count() >= 20  # the generation group of P-014
    hold(second, cast)
    with refused(CaseError, says="has 2 meetings"):
        call(review, cast)


@pytest.mark.req("P-024")
def test_day_fifteen_is_in_time_and_day_sixteen_needs_a_reason(review: Case, cast: Cast) -> None:
    with time_machine.travel(FIRST, tick=False):
        hold(call(review, cast, FIRST), cast, FIRST)
    due = deadlines.second_meeting_due(fresh(review))
    assert due is not None
    assert due.date == DAY_15
    assert fresh(review).next_due == DAY_15
    with refused(BadInput, says="at most 15 working days after the first, by Thu 8 October 2026", field="late_reason"):
        call(review, cast, DAY_16)
    with refused(BadInput, field="late_reason"):
        call(review, cast, DAY_16, late_reason="  ")
    late = call(review, cast, DAY_16, late_reason="区领导外出")
    assert late.late_reason == "区领导外出"
    Meeting.objects.filter(pk=late.pk).delete()
    assert call(review, cast, DAY_15).late_reason == ""


@pytest.mark.req("P-024")
def test_a_meeting_that_was_put_off_is_recorded_with_the_reason(review: Case, cast: Cast) -> None:
    with time_machine.travel(FIRST, tick=False):
        hold(call(review, cast, FIRST), cast, FIRST)
    second = call(review, cast, DAY_15)
    with time_machine.travel(DAY_16 + timedelta(days=1), tick=False):
        with refused(BadInput, says="more than 15 working days", field="late_reason"):
            hold(second, cast, DAY_16)
        assert hold(second, cast, DAY_16, late_reason="会议改期").late_reason == "会议改期"


def test_the_second_meeting_is_not_before_the_first(review: Case, cast: Cast) -> None:
    hold(call(review, cast), cast)
    before = timezone.localdate() - timedelta(days=1)
    with refused(BadInput, says="cannot be before the first", field="planned_on"):
        call(review, cast, before)
    second = call(review, cast)
    with refused(BadInput, says="cannot be before the first", field="held_on"):
        hold(second, cast, before)


def test_a_meeting_is_recorded_after_it_took_place_with_words_and_once(review: Case, cast: Cast) -> None:
    meeting = call(review, cast)
    with refused(BadInput, says="after it took place", field="held_on"):
        hold(meeting, cast, timezone.localdate() + timedelta(days=1))
    with refused(BadInput, says="Write what was discussed", field="minutes"):
        meetings.hold(meeting, held_on=timezone.localdate(), minutes=" ", by=cast.liu)
    held = hold(meeting, cast)
    assert held.document is not None
    assert held.document.kind == DocumentKind.MINUTES
    with refused(CaseError, says="recorded already"):
        hold(meeting, cast)


def test_nobody_is_invited_to_nothing(review: Case, cast: Cast) -> None:
    with refused(BadInput, says="Invite at least one unit", field="units"):
        call(review, cast, units=[])


def test_a_meeting_belongs_to_its_step_and_its_scheme(review: Case, cast: Cast) -> None:
    with refused(BadInput, says="only its own meetings", field="kind"):
        call(review, cast, kind=K.COORDINATION)
    with refused(BadInput, field="kind"):
        call(review, cast, kind=K.JOINT_REVIEW)
    signed = case_in(cast, S.SIGNED, PULANDIAN)
    with refused(BadInput, says="has no joint review", field="kind"):
        call(signed, cast, kind=K.JOINT_REVIEW)
    with refused(BadInput, says="belongs to the project generation review", field="kind"):
        call(signed, cast)
    assert call(signed, cast, kind=K.COORDINATION).number == 1  # control (P-032)


@pytest.mark.req("P-023", "W-051")
def test_a_unit_speaks_for_itself_once_per_meeting_and_objections_have_words(review: Case, cast: Cast) -> None:
    meeting = call(review, cast)
    dev, housing = (Unit.objects.get(code=f"210214-{code}") for code in ("dev-reform", "housing"))
    yang = cast.unit_agents["210214-dev-reform"]
    good = {"compliance": Verdict.AGREE, "feasibility": Verdict.AGREE}
    meetings.give_opinion(meeting, unit=dev, **good, by=yang)
    with refused(NotAllowed, says="only for your own unit"):
        meetings.give_opinion(meeting, unit=housing, **good, by=yang)
    with refused(BadInput, says="feasibility too", field="feasibility"):
        meetings.give_opinion(meeting, unit=dev, compliance=Verdict.AGREE, by=yang)
    for objection in ({"compliance": Verdict.DISAGREE}, {"feasibility": Verdict.CONDITIONS}):
        with refused(BadInput, says="reason or the conditions", field="text"):
            meetings.give_opinion(meeting, unit=dev, **(good | objection), by=yang)
    meetings.give_opinion(meeting, unit=dev, **(good | {"compliance": Verdict.CONDITIONS}), text="先补能评", by=yang)
    assert meeting.opinions.get(unit=dev).text == "先补能评"  # the second took the place of the first
    meetings.give_opinion(meeting, unit=housing, **good, by=cast.liu)  # the agency records what came on paper
    hold(meeting, cast)
    with refused(CaseError):
        meetings.give_opinion(meeting, unit=dev, **good, by=cast.liu)


def test_a_unit_that_was_not_invited_is_not_heard(review: Case, cast: Cast) -> None:
    meeting = call(review, cast, units=[Unit.objects.get(code="210214-housing")])
    good = {"compliance": Verdict.AGREE, "feasibility": Verdict.AGREE}
    with refused(BadInput, says="not invited", field="unit"):
        meetings.give_opinion(meeting, unit=Unit.objects.get(code="210214-dev-reform"), **good, by=cast.liu)
    with refused(NotAllowed):
        meetings.give_opinion(
            meeting, unit=Unit.objects.get(code="210214-dev-reform"), **good, by=cast.unit_agents["210214-dev-reform"]
        )


def test_an_opinion_is_about_an_item_of_the_same_case(cast: Cast) -> None:
    case, other = case_in(cast, S.SIGNED), case_in(cast, S.SIGNED, PULANDIAN)
    unit = Unit.objects.get(code="370783-housing")
    meeting = meetings.call(
        case, kind=K.JOINT_REVIEW, planned_on=timezone.localdate(), place="会议室", units=[unit], by=cast.chen
    )
    with refused(BadInput, says="does not belong to the case", field="case_item"):
        meetings.give_opinion(meeting, unit=unit, compliance=Verdict.AGREE, case_item=other.items.first(), by=cast.chen)
    made = meetings.give_opinion(
        meeting, unit=unit, compliance=Verdict.AGREE, case_item=case.items.first(), by=cast.chen
    )
    assert made.case_item in case.items.all()


@pytest.mark.req("W-051")
def test_the_invited_units_and_the_enterprise_are_told_of_a_meeting(review: Case, cast: Cast) -> None:
    call(review, cast)
    called = set(Notice.objects.filter(kind="meeting_called").values_list("recipient", flat=True))
    assert cast.unit_agents["210214-dev-reform"].pk in called
    assert cast.chen.pk not in called
    assert Notice.objects.filter(kind="meeting_planned", recipient=cast.he).count() == 1


@pytest.mark.req("W-051")
def test_the_units_that_will_decide_are_proposed_before_the_items_are_confirmed(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, keep={"L01", "L08"})
    assert not case.items.exclude(unit=None).exists()
    proposed = {unit.code for unit in meetings.members_to_invite(case, K.JOINT_REVIEW)}
    assert proposed == {"370783-dev-reform", "370783-natural-resources"}


# ---- the decision


def both_held(review: Case, cast: Cast) -> Case:
    for _number in (1, 2):
        hold(call(fresh(review), cast), cast)
    return fresh(review)


@pytest.mark.req("P-023")
def test_the_government_decides_after_both_meetings_once_and_not_in_the_future(review: Case, cast: Cast) -> None:
    with refused(CaseError, says="Both generation meetings"):
        decide(review, cast)
    hold(call(review, cast), cast)
    with refused(CaseError, says="Both generation meetings"):
        decide(review, cast)
    hold(call(review, cast), cast)
    today = timezone.localdate()
    with refused(BadInput, says="in the future", field="decided_on"):
        decide(review, cast, decided_on=today + timedelta(days=1))
    with refused(BadInput, says="before the last meeting", field="decided_on"):
        decide(review, cast, decided_on=today - timedelta(days=1))
    with refused(BadInput, says="Name the decision", field="reference"):
        decide(review, cast, reference=" ")
    decide(review, cast)
    with refused(CaseError, says="recorded already"):
        decide(review, cast)


@pytest.mark.req("P-025")
def test_without_the_governments_decision_nothing_is_accepted(review: Case, cast: Cast) -> None:
    case = both_held(review, cast)
    accept = {"ground": "investment_min", "reference": "", "by": cast.liu}
    with refused(CaseError, says="has not decided for the project"):
        intake.accept(case, **accept)
    decide(case, cast)
    assert intake.accept(fresh(case), **accept).status == S.ACCEPTED


@pytest.mark.req("P-023", "P-025")
def test_a_negative_decision_declines_the_application_with_its_reason(review: Case, cast: Cast) -> None:
    case = both_held(review, cast)
    with refused(BadInput, says="Give the reason", field="summary"):
        decide(case, cast, passed=False, summary="")
    decide(case, cast, passed=False, summary="不符合产业规划")
    case = fresh(case)
    assert case.status == S.DECLINED
    assert Notice.objects.get(kind="declined", recipient=cast.he).data["reason"] == "不符合产业规划"
    with refused(StepNotAllowed):
        intake.accept(case, ground="investment_min", reference="", by=cast.liu)


@pytest.mark.req("P-021")
def test_the_task_is_the_meeting_that_can_be_recorded_called_or_decided_on(review: Case, cast: Cast) -> None:
    def task() -> str:
        return next(task.action for task in worklists.tasks(cast.liu) if task.case.pk == review.pk)

    for _number in range(2):
        assert task() == Action.CALL_MEETING
        called = call(review, cast)
        assert task() == Action.HOLD_MEETING
        hold(called, cast)
    assert task() == Action.DECIDE_GENERATION


def minutes_data(meeting: Meeting) -> dict[str, Any]:
    assert meeting.document is not None
    return meeting.document.data


def test_minutes_print_only_what_was_entered(review: Case, cast: Cast) -> None:
    held = hold(call(review, cast), cast)
    data = minutes_data(held)
    assert data["held_at"] == timezone.localdate().isoformat()  # a day without an hour
    assert (data["attendance"], data["decisions"]) == ([], [])
    assert len(data["invited"]) == held.units.count()
    assert "会议纪要" in data["heading"]


def test_minutes_carry_hour_attendance_and_decisions_and_the_unit_is_told_its_task(review: Case, cast: Cast) -> None:
    item = review.items.select_related("item").first()
    meeting = call(review, cast, at=time(14, 30), items=[item] if item else [])
    asked = Notice.objects.filter(kind="meeting_called", case=review).first()
    assert asked
    assert "14:30" in letters.subject(asked)
    unit = next(row for row in meeting.units.all() if people.of_units([row]).exists())
    due = timezone.localdate() + timedelta(days=5)
    tasks = [Decided("出具用地预审意见", unit, due), Decided("原则同意项目落地")]
    with refused(BadInput, says="unit that was invited"):
        stranger = Unit.objects.exclude(pk__in=meeting.units.all()).exclude(pk=review.handling_unit_id).first()
        hold(meeting, cast, tasks=[Decided("x", stranger)])
    held = hold(meeting, cast, attended=[unit], people="王科长", tasks=tasks)
    data = minutes_data(held)
    assert "14:30" in data["held_at"]
    assert [row["unit"] for row in data["attendance"]] == [unit.name_zh]
    assert data["decisions"][0].startswith(f"出具用地预审意见（责任单位：{unit.name_zh}，")
    assert data["decisions"][1] == "原则同意项目落地。"
    told = Notice.objects.filter(kind="meeting_task", case=review)
    assert {row.recipient for row in told} == set(people.of_units([unit]))


def test_a_task_is_reported_once_by_its_unit_or_the_agency(review: Case, cast: Cast) -> None:
    meeting = call(review, cast)
    unit = next(row for row in meeting.units.all() if people.of_units([row]).exclude(pk=cast.liu.pk).exists())
    task = hold(meeting, cast, tasks=[Decided("补充论证", unit)]).tasks.get()
    own = people.of_units([unit]).exclude(pk=cast.liu.pk).first()
    assert own
    assert permissions.may(own, Action.DO_TASK, fresh(review), task)
    with refused(NotAllowed, says="by the unit that has it"):
        meeting_tasks.finish(task, on=timezone.localdate(), by=cast.chen)
    done = meeting_tasks.finish(task, on=timezone.localdate(), result="已补充", by=own)
    assert (done.done_by, done.done_on) == (own, timezone.localdate())
    with refused(CaseError, says="done already"):
        meeting_tasks.finish(task, on=timezone.localdate(), by=own)
    assert not open_tasks(review).exists()
