"""People of the service: source, entry and exit, training before the first assignment, rotation, task force, duty lists."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import duties, people, staffing, team
from cases.enums import CaseStatus, PostRole
from cases.enums_staff import Rank, SeatRole, StaffSource
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo.people import person, post
from cases.models import ApprovalItem, Attendance, DutyList, Region, TaskForceSeat, TrainingPlan, Unit, User
from cases.queries import duties as duty_readers
from cases.queries import staffing as readers
from tests.cases.kit import refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

R = PostRole
AGENCY = f"{SHOUGUANG}-agency"


def place(code: str = SHOUGUANG) -> Region:
    return Region.objects.get(code=code)


def unit(code: str = AGENCY) -> Unit:
    return Unit.objects.get(code=code)


def newcomer(cast: Cast, role: str = R.SERVICE_AGENT, **changes: object) -> User:
    """Appointed, not trained."""
    made = person("newcomer", "新人")
    people.appoint(made, unit=unit(), role=role, since=date(2025, 1, 2), reason="招聘", by=cast.jin, **changes)  # type: ignore[arg-type]
    return User.objects.get(pk=made.pk)


@pytest.mark.req("W-021", "W-025", "W-026")
def test_a_post_says_where_somebody_comes_from_and_what_for(cast: Cast) -> None:
    item = ApprovalItem.objects.get(code="C05")
    made = newcomer(cast, source=StaffSource.SECONDED, items=[item]).posts.get()
    assert (made.source, list(made.items.all())) == ("seconded", [item])
    speaker = person("speaker", "宣讲")
    held = people.appoint(
        speaker,
        unit=unit(),
        role=R.POLICY_PRESENTER,
        since=date(2025, 1, 2),
        reason="x",
        fields="建厂生产、盖楼销售",
        by=cast.jin,
    )
    assert held.fields == "建厂生产、盖楼销售"
    with translation.override("zh-hans"):
        assert [str(source.label) for source in StaffSource] == ["编内人员", "购买服务", "选派干部"]


@pytest.mark.req("P-091")
def test_entry_and_exit_of_a_post_keep_their_reasons(cast: Cast) -> None:
    held = newcomer(cast).posts.get()
    assert held.entry_reason == "招聘"
    people.dismiss(held, until=timezone.localdate(), reason="考核不合格", by=cast.jin)
    held.refresh_from_db()
    assert (held.until, held.exit_reason) == (timezone.localdate(), "考核不合格")


@pytest.mark.req("P-091", "W-023")
def test_nobody_is_assigned_for_the_first_time_without_the_required_training(cast: Cast) -> None:
    case, fresh_one = case_in(cast, CaseStatus.ACCEPTED), newcomer(cast)
    place_of = team.Member(fresh_one, R.SERVICE_AGENT, is_lead=True)
    with refused(
        BadInput,
        says="新人（示例） has not had the training before the first assignment: 帮代办岗前培训",
        field="members",
    ):
        team.set_team(case, [place_of], by=cast.sun)
    plan = TrainingPlan.objects.get(region__code="370700")
    session = staffing.add_session(plan, on=timezone.localdate(), topic="第一期", by=cast.gao)
    assert staffing.record_attendance(session, [fresh_one], by=cast.gao) == 1
    assert staffing.record_attendance(session, [fresh_one], by=cast.gao) == 0  # a second time nothing is doubled
    team.set_team(case, [place_of], by=cast.sun)
    assert case.team.get(until__isnull=True).user == fresh_one
    # Only the first assignment asks for it.
    Attendance.objects.filter(user=fresh_one).delete()
    assert readers.lacking(fresh_one, R.SERVICE_AGENT, place()) == []


def test_training_of_one_post_is_not_asked_of_another_and_a_session_ahead_is_no_training(cast: Cast) -> None:
    fresh_one = newcomer(cast)
    TrainingPlan.objects.update(roles=[R.PROCESS_GUIDE])
    assert readers.lacking(fresh_one, R.SERVICE_AGENT, place()) == []
    TrainingPlan.objects.update(roles=[R.SERVICE_AGENT])
    plan = TrainingPlan.objects.get(region__code="370700")
    ahead = staffing.add_session(plan, on=timezone.localdate() + timedelta(days=3), topic="下期", by=cast.gao)
    with refused(BadInput, says="cannot lie in the future", field="people"):
        staffing.record_attendance(ahead, [fresh_one], by=cast.gao)
    assert readers.lacking(fresh_one, R.SERVICE_AGENT, place()) == [plan]


@pytest.mark.req("W-023")
def test_plans_sessions_attendance_and_rotation_stand_in_rows(cast: Cast) -> None:
    plan = staffing.add_plan(
        region=place(), title="业务培训", year=2026, roles=[R.SERVICE_AGENT], before_post=False, by=cast.sun
    )
    with refused(BadInput, says="already", field="title"):
        staffing.add_plan(
            region=place(), title="业务培训", year=2026, roles=[R.SERVICE_AGENT], before_post=False, by=cast.sun
        )
    with refused(BadInput, says="for which posts", field="roles"):
        staffing.add_plan(region=place(), title="x", year=2026, roles=["king"], before_post=False, by=cast.sun)
    with refused(NotAllowed, says="head of an agency"):
        staffing.add_session(plan, on=timezone.localdate(), topic="x", by=cast.chen)
    with refused(NotAllowed, says="head of an agency"):
        staffing.add_session(plan, on=timezone.localdate(), topic="x", by=cast.liu)  # a head elsewhere
    days = {"since": date(2026, 3, 2), "until": date(2026, 3, 27)}
    made = staffing.rotate(cast.chen, unit=unit(f"{SHOUGUANG}-housing"), learnt="施工许可窗口", by=cast.sun, **days)
    assert list(cast.chen.rotations.all()) == [made]
    with refused(BadInput, says="before its first day", field="until"):
        staffing.rotate(cast.chen, unit=unit(), learnt="x", since=date(2026, 3, 2), until=date(2026, 3, 1), by=cast.sun)


# ---- the task force


def fill(cast: Cast, **changes: object) -> TaskForceSeat:
    given = {
        "region": place(PULANDIAN), "role": SeatRole.CONTACT, "unit": unit("210214-housing"), "name": "示例甲",
        "title": "副局长", "rank": Rank.DEPUTY, "reason": "文件", "by": cast.liu,
    } | changes  # fmt: skip
    return staffing.seat(**given)  # type: ignore[arg-type]


@pytest.mark.req("P-010", "P-011")
def test_the_task_force_has_one_leader_and_each_member_unit_one_contact_of_deputy_rank(cast: Cast) -> None:
    leader = {"role": SeatRole.LEADER, "unit": None, "title": "区长", "rank": Rank.HEAD}
    fill(cast, **leader, name="示例区长")
    fill(cast, role=SeatRole.DEPUTY_LEADER, unit=None, title="副区长", rank=Rank.DEPUTY, name="示例副区长")
    missing = readers.without_contact(place(PULANDIAN))
    assert unit("210214-housing") in missing
    first = fill(cast)
    assert unit("210214-housing") not in readers.without_contact(place(PULANDIAN))
    with refused(BadInput, says="one of its deputy leaders", field="rank"):
        fill(cast, rank=Rank.HEAD, title="局长")
    second = fill(cast, name="示例乙", reason="调整分工")
    first.refresh_from_db()
    assert (first.end_reason, second.until) == ("调整分工", None)
    again = fill(cast, **leader, name="新区长", reason="换届")
    shown = readers.seats(place(PULANDIAN))
    assert [(one.role, one.name) for one in shown] == [
        ("leader", "新区长"), ("deputy_leader", "示例副区长"), ("contact", "示例乙"),
    ]  # fmt: skip
    assert staffing.unseat(again, reason="调离", by=cast.liu).until == timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskForceSeat.objects.create(
            region=place(PULANDIAN),
            role=SeatRole.CONTACT,
            unit=second.unit,
            name="x",
            title="x",
            rank=Rank.DEPUTY,
            reason="x",
        )


def test_who_fills_a_seat_and_for_which_unit(cast: Cast) -> None:
    with refused(NotAllowed, says="head of an agency"):
        fill(cast, by=cast.sun)
    with refused(BadInput, says="does not belong to the place", field="unit"):
        fill(cast, unit=unit())
    with refused(BadInput, says="Say why", field="reason"):
        fill(cast, reason="")


# ---- duties and contacts


@pytest.mark.req("W-030")
def test_duties_and_contacts_are_published_in_versions_with_office_numbers_only(cast: Cast) -> None:
    first = duties.publish(place(), note="首次公布", by=cast.sun)
    assert (first.number, {row["role"] for row in first.rows}) == (
        1, {"overall_manager", "process_guide", "service_agent", "chief_liaison", "chief_contact"},
    )  # fmt: skip
    said = str(first.rows)
    for somebody in (cast.chen, cast.sun, cast.xu):
        assert somebody.name in said
        assert somebody.phone not in said
        assert somebody.email not in said
    assert unit().phone in said
    with refused(BadInput, says="says the same as version 1"):
        duties.publish(place(), note="", by=cast.sun)
    post(person("another", "另一位"), AGENCY, R.CHIEF_LIAISON)
    second = duties.publish(place(), note="增加首席联络员", by=cast.sun)
    duties.publish(place("370700"), note="", by=cast.gao)
    assert [(one.region.code, one.number) for one in duty_readers.published()] == [("370700", 1), (SHOUGUANG, 2)]
    first.refresh_from_db()
    assert "另一位" not in str(first.rows)  # what was published stays as it was
    with translation.override("zh-hans"):
        lines = duty_readers.lines(second)
    assert ("首席联络员", "另一位（示例）") in [(line.role, line.name) for line in lines]
    assert all(line.duty for line in lines)


def test_who_publishes_and_where(cast: Cast) -> None:
    for user in (cast.chen, cast.liu, cast.feng):
        with refused(NotAllowed, says="head of an agency"):
            duties.publish(place(), note="", by=user)
    with refused(BadInput, says="nothing to publish"):
        duties.publish(place("370785"), note="", by=cast.gao)
    assert duties.publish(place(), note="", by=cast.gao).number == 1  # control: the city looks after its counties
    assert DutyList.objects.count() == 1
