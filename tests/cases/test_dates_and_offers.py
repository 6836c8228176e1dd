"""Mistyped years stop at their field; no button is offered whose first condition is open."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.actions import finishing, intake, meetings, pausing, projects
from cases.enums import Action, CaseStatus, MeetingKind
from cases.exceptions import BadInput
from cases.management.demo import walks
from cases.models import Unit
from cases.queries import gantt, readiness, story
from tests.cast import PULANDIAN, Cast, case_in

ODD = [date(1, 1, 1), date(9999, 12, 31)]


@pytest.mark.parametrize("day", ODD)
def test_nobody_meets_in_an_impossible_year(cast: Cast, day: date) -> None:
    case = case_in(cast, CaseStatus.SIGNED)
    units = list(Unit.objects.filter(region=case.region)[:1])
    with pytest.raises(BadInput) as refused:
        meetings.call(case, kind=MeetingKind.JOINT_REVIEW, planned_on=day, place="A", units=units, by=cast.chen)
    assert refused.value.field == "planned_on"
    assert not case.meetings.exists()


def test_a_meeting_is_not_held_before_the_application_came_in(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SIGNED)
    today = timezone.localdate()
    units = list(Unit.objects.filter(region=case.region)[:1])
    meeting = meetings.call(case, kind=MeetingKind.JOINT_REVIEW, planned_on=today, place="A", units=units, by=cast.chen)
    with pytest.raises(BadInput) as refused:
        meetings.hold(meeting, held_on=today - timedelta(days=1), minutes="x", by=cast.chen)
    assert refused.value.field == "held_on"
    assert meetings.hold(meeting, held_on=today, minutes="x", by=cast.chen).held_on == today


def test_corrections_and_pauses_end_in_a_year_people_mean(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    points = [intake.Point("规模", "请补充", field="scale")]
    with pytest.raises(BadInput, match=r"."):
        intake.request_correction(case, points, due=ODD[1], by=cast.chen)
    running = case_in(cast, CaseStatus.UNDERWAY, name="另一个示例项目")
    with pytest.raises(BadInput) as refused:
        pausing.suspend(
            running, ground="asked", explanation="x", start=timezone.localdate(), expected_end=ODD[1], by=cast.sun
        )
    assert refused.value.field == "expected_end"


@pytest.mark.parametrize(
    ("field", "value"),
    [("land_area", "-5"), ("planned_start", date(1, 1, 1)), ("scale", "长" * 4001), ("need_energy", "长" * 4001)],
)
def test_impossible_facts_of_a_project_are_refused_at_their_field(cast: Cast, field: str, value: object) -> None:
    case = walks.draft(cast, keep={"L01"})
    from decimal import Decimal  # noqa: PLC0415  only this row

    with pytest.raises(BadInput) as refused:
        projects.change(case, {field: Decimal(value) if field == "land_area" else value}, by=cast.wang)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_signing_of_a_suspension_has_no_invented_limit(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    pausing.suspend(
        case,
        ground="asked",
        explanation="x",
        start=timezone.localdate(),
        expected_end=timezone.localdate() + timedelta(days=30),
        by=cast.sun,
    )
    assert story.whose_turn(walks.refreshed(case)).due is None


@pytest.mark.req("P-023", "P-025")
def test_acceptance_is_offered_only_after_the_decision(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.GENERATION, PULANDIAN)
    assert not {Action.ACCEPT, Action.DECIDE_GENERATION} & set(story.possible(case, cast.liu))
    walks.generation(case, cast.liu, timezone.localdate())
    case = walks.refreshed(case)
    assert Action.ACCEPT in story.possible(case, cast.liu)
    assert Action.DECIDE_GENERATION not in story.possible(case, cast.liu)


def test_the_end_is_offered_step_by_step(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    assert Action.START_DELIVERY not in story.possible(case, cast.chen)
    walks.finish_items(case, cast.chen)
    case = walks.refreshed(case)
    assert Action.DELIVER in story.possible(case, cast.chen)
    assert Action.ISSUE_COMPLETION not in story.possible(case, cast.sun)
    finishing.deliver(
        case,
        method="in_person",
        on=timezone.localdate(),
        receiver="王",
        items=finishing.undelivered(case),
        by=cast.chen,
    )
    case = walks.refreshed(case)
    assert Action.DELIVER not in story.possible(case, cast.chen)
    assert Action.ISSUE_COMPLETION in story.possible(case, cast.sun)
    assert readiness.ready(case, Action.COMMENT)


def test_an_item_behind_its_planned_end_is_red_on_the_roadmap(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    plan = case.plans.get(current=True)
    row = plan.rows.get(case_item__item__code="L01")
    row.start = row.end = timezone.localdate() - timedelta(days=1)
    row.save()
    lamps = {bar.code: (bar.lamp, bar.begun) for bar in gantt.rows_for_gantt(plan)}
    assert lamps["L01"] == ("red", False)
    assert lamps["L08"] == ("grey", False)
