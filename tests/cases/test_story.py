"""What people read of a case: whose turn, what happened, what is due, what waits for whom."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cases import permissions, transitions
from cases.actions import agreements, intake, items, meetings, notes, pausing, team
from cases.enums import BLZT, Action, CaseStatus, ItemStatus, MeetingKind, PostRole
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo import people, walks
from cases.models import Case, Notice, Unit, User
from cases.queries import documents, proposal, readiness, story, worklists
from cases.queries.lamps import days_left, lamp_for
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

A, S = Action, CaseStatus


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_in_every_status_somebody_or_nobody_has_the_turn_and_the_way_is_drawn(cast: Cast, region: str) -> None:
    case = case_in(cast, S.SUBMITTED, region)
    sides = {"enterprise", "agency", "units", "nobody"}
    for status in S:
        case.status, case.suspended_from = status, S.UNDERWAY if status == S.SUSPENDED else ""
        for lang in ("en", "zh-hans"):
            with translation.override(lang):
                turn = story.whose_turn(case)
                assert turn.side in sides
                assert turn.sentence
                steps = story.stages(case)
        current = [step for step in steps if step.state == "current"]
        assert len(current) == (0 if status in transitions.FINAL - {S.ARCHIVED} else 1) or (
            status == S.GENERATION and region == SHOUGUANG
        )
        assert ("generation" in {step.code for step in steps}) == (region == PULANDIAN)


def test_the_side_whose_turn_it_is_can_act(cast: Cast) -> None:
    sides = {"enterprise": cast.wang, "agency": cast.sun}
    for status in (S.DRAFT, S.SUBMITTED, S.ACCEPTED, S.AGREEMENT, S.SIGNED, S.NOTIFIED, S.UNDERWAY, S.DELIVERING):
        case = case_in(cast, status, name=f"示例项目 {status}")
        turn = story.whose_turn(case)
        moving = [a for a in story.possible(case, sides[turn.side]) if a not in {A.MESSAGE, A.COMMENT, A.WITHDRAW}]
        assert moving, status


def test_buttons_are_the_table_and_the_permissions_and_nothing_else(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    for user in (cast.he, cast.liu, *cast.groups.values(), *cast.unit_agents.values(), cast.feng, cast.jin):
        for status in S:
            case.status = status
            wanted = {
                a
                for a in A
                if (status, a) in transitions.TABLE and permissions.may(user, a, case) and readiness.ready(case, a)
            }
            assert set(story.possible(case, user)) == wanted


@pytest.mark.req("W-064", "P-072")
def test_the_enterprise_reads_public_events_only_and_the_newest_first(cast: Cast) -> None:
    case = case_in(cast, S.ACCEPTED, PULANDIAN)
    notes.write(case, text="内部：联系人难找", internal=True, by=cast.liu)
    theirs, ours = story.timeline(case, cast.he), story.timeline(case, cast.liu)
    assert [e.at for e in theirs] == sorted((e.at for e in theirs), reverse=True)
    hidden = {A.GIVE_OPINION, A.COMMENT, A.EDIT}
    assert {e.kind for e in theirs}.isdisjoint(hidden)
    assert {e.kind for e in ours} >= hidden - {A.EDIT}
    assert all("内部" not in e.sentence for e in theirs)
    assert all(e.sentence and "%(" not in e.sentence for e in ours)


def test_internal_notes_stay_inside_and_messages_reach_the_other_side(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    with refused(BadInput, says="Write something", field="text"):
        notes.write(case, text=" ", internal=False, by=cast.wang)
    with refused(NotAllowed):
        notes.write(case, text="x", internal=True, by=cast.wang)
    for user in (cast.zhao, cast.feng, cast.jin):
        with refused(NotAllowed):
            notes.write(case, text="x", internal=False, by=user)
    notes.write(case, text="请补充", internal=True, by=cast.chen)
    assert not Notice.objects.filter(kind="message").exists()
    notes.write(case, text="什么时候能办？", internal=False, by=cast.li)
    assert Notice.objects.filter(kind="message", recipient=cast.chen).count() == 1
    notes.write(case, text="本周内", internal=False, by=cast.chen)
    agency = [cast.chen, cast.sun, cast.xu, cast.qian]
    others = Notice.objects.filter(kind="message").exclude(recipient__in=agency)
    assert set(others.values_list("recipient", flat=True)) == {cast.wang.pk, cast.li.pk}


# ---- dates and lamps


@pytest.mark.parametrize(
    ("due", "left", "lamp"),
    [
        (date(2026, 9, 24), 3, "green"), (date(2026, 9, 23), 2, "yellow"), (date(2026, 9, 21), 0, "yellow"),
        (date(2026, 9, 20), -1, "red"), (date(2026, 9, 18), -2, "red"), (date(2026, 9, 28), 4, "green"),
    ],
)  # fmt: skip
@pytest.mark.req("W-065")
def test_a_lamp_counts_working_days_and_the_last_day_is_still_in_time(
    reference: None, due: date, left: int, lamp: str
) -> None:
    # 2026-09-20 is a Sunday that is worked; 25 to 27 September is 中秋.
    today = date(2026, 9, 21)
    assert (days_left(due, today), lamp_for(due, today)) == (left, lamp)
    assert lamp_for(None) == "grey"


def test_what_is_due_is_listed_soonest_first(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    meetings.call(
        case, kind=MeetingKind.COORDINATION, planned_on=timezone.localdate(), place="会议室",
        units=[Unit.objects.get(code="370783-housing")], by=cast.chen,
    )  # fmt: skip
    coming = story.coming(fresh(case))
    assert [row.date for row in coming] == sorted(row.date for row in coming)
    assert {row.what for row in coming} == {"item", "meeting"}
    assert fresh(case).next_due == coming[0].date
    assert all(row.sentence and row.lamp for row in coming)


# ---- work lists


def test_tasks_are_what_waits_for_this_person(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    assert [t.action for t in worklists.tasks(cast.chen)] == [A.ACCEPT]
    for nobody in (cast.wang, cast.zhao, cast.feng, cast.jin, cast.liu):
        assert worklists.tasks(nobody) == [], nobody
    intake.accept(case, ground="major_list", reference="名单", by=cast.chen)
    assert worklists.tasks(cast.chen) == []  # the agreement belongs to the head
    assert [t.action for t in worklists.tasks(cast.sun)] == [A.OFFER_AGREEMENT]
    agreements.offer(case, by=cast.sun)
    assert worklists.tasks(cast.sun) == []  # the enterprise's turn
    agreements.hand_in_paper(documents.awaiting_enterprise(case).get(), pdf(), by=cast.wang)
    assert [t.action for t in worklists.tasks(cast.chen)] == [A.SIGN_AGREEMENT]  # a paper to compare


def test_an_opinion_is_a_task_until_it_is_given(cast: Cast) -> None:
    case = case_in(cast, S.GENERATION, PULANDIAN)
    yang, unit = cast.unit_agents["210214-dev-reform"], Unit.objects.get(code="210214-dev-reform")
    meeting = meetings.call(
        case, kind=MeetingKind.GENERATION, planned_on=timezone.localdate(), place="x", units=[unit], by=cast.liu
    )
    assert [t.action for t in worklists.tasks(yang)] == [A.GIVE_OPINION]
    meetings.give_opinion(meeting, unit=unit, compliance="agree", feasibility="agree", by=yang)
    assert worklists.tasks(yang) == []


def test_a_case_with_a_team_waits_for_the_team_and_not_for_the_whole_agency(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    assert worklists.tasks(cast.xu)
    team.set_team(case, [team.Member(cast.chen, PostRole.SERVICE_AGENT, is_lead=True)], by=cast.chen)
    assert worklists.tasks(cast.chen)
    assert worklists.tasks(cast.xu) == []


def test_a_row_of_the_desk_counts_items_once_each_and_all_rows_come_in_one_query(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    for n in range(3):
        case_in(cast, S.SUBMITTED, name=f"示例项目 {n}")
    walks.pass_item(case.items.get(item__code="L01"), cast.chen)
    case.items.filter(item__code="L09").update(status=ItemStatus.DROPPED)
    sun = User.objects.get(pk=cast.sun.pk)
    assert sun.active_posts
    assert sun.member_of == {}
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rows = {row.pk: row for row in worklists.desk(sun)}
        for row in rows.values():
            assert row.project.category.name
            assert row.enterprise.name + row.region.name + row.handling_unit.name
    assert len(seen) == 1
    assert len(rows) == 4
    assert (rows[case.pk].items_total, rows[case.pk].items_done) == (2, 1)


def test_what_is_over_is_not_due(cast: Cast) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        case = case_in(cast, S.UNDERWAY)
    assert case in worklists.due(cast.sun)
    pausing.terminate(case, reason="项目取消", by=cast.sun)
    assert case not in worklists.due(cast.sun)
    assert worklists.counts(cast.sun) == {}


# ---- proposals


@pytest.mark.req("W-024", "W-025", "W-071", "W-074")
def test_the_team_is_proposed_from_the_agency_of_the_place_by_training_and_load(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    found = proposal.team(case)
    assert {s.user for s in found} == {cast.chen, cast.sun, cast.xu, cast.qian}
    assert [s.user for s in found if s.is_lead] == [cast.chen]
    with translation.override("en"):
        why = {s.user: s.why for s in proposal.team(case)}
    assert "trained for this category" in why[cast.xu]
    assert "stages of this project" in why[cast.chen]
    second = people.person("second", "另一位")
    people.post(second, "370783-agency", PostRole.SERVICE_AGENT).stages.set(
        {row.item.stage for row in case.items.select_related("item__stage")}
    )
    case_with_team = case_in(cast, S.NOTIFIED, name="有团队的示例项目")
    assert case_with_team.team.get().user == cast.chen
    assert [s.user for s in proposal.team(case) if s.is_lead] == [second]  # the same training, less to do


@pytest.mark.req("W-074")
def test_a_team_has_one_first_contact_and_each_person_once_with_a_post_of_today(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    lead = team.Member(cast.chen, PostRole.SERVICE_AGENT, is_lead=True)
    for members, says in (
        ([], "at least one person"),
        ([team.Member(cast.chen, PostRole.SERVICE_AGENT)], "exactly one person"),
        ([lead, team.Member(cast.sun, PostRole.OVERALL_MANAGER, is_lead=True)], "exactly one person"),
        ([lead, team.Member(cast.chen, PostRole.SERVICE_AGENT)], "once"),
        ([lead, team.Member(cast.sun, PostRole.PROCESS_GUIDE)], "does not hold this post"),
        ([lead, team.Member(cast.wang, PostRole.SERVICE_AGENT)], "does not hold this post"),
    ):
        with refused(BadInput, says=says, field="members"):
            team.set_team(case, members, by=cast.chen)
    team.set_team(case, [lead, team.Member(cast.xu, PostRole.PROCESS_GUIDE)], by=cast.sun)
    assert Notice.objects.filter(kind="on_team", recipient__in=[cast.chen, cast.xu]).count() == 2
    team.set_team(case, [team.Member(cast.xu, PostRole.PROCESS_GUIDE, is_lead=True)], by=cast.sun)
    assert list(case.team.filter(until=None).values_list("user", flat=True)) == [cast.xu.pk]
    assert case.team.count() == 3  # who left stays on record
    assert Notice.objects.filter(kind="on_team", recipient=cast.xu).count() == 1
    assert Notice.objects.filter(kind="team_named", recipient=cast.wang).count() == 2


def test_handing_an_item_to_somebody_tells_him(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = case.items.get(item__code="L01")
    with refused(NotAllowed, says="does not hold this post"):
        items.set_agent(item, agent=cast.wang, by=cast.chen)
    items.set_agent(item, agent=cast.xu, by=cast.chen)
    assert Notice.objects.filter(kind="item_yours", recipient=cast.xu).count() == 1
    items.record(item, code=BLZT.RECEIVED, on=timezone.localdate(), by=cast.xu)
    assert items.set_agent(item, agent=None, by=cast.chen).agent is None


def test_the_first_of_several_days_is_the_one_of_the_case(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED)
    intake.request_correction(
        case, [intake.Point(what="规模", why="错", field="scale")], due=timezone.localdate() + timedelta(days=3), by=cast.chen
    )  # fmt: skip
    case = Case.objects.get(pk=case.pk)
    assert (case.next_due, case.next_what) == (timezone.localdate() + timedelta(days=3), "correction")
