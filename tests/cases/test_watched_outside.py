"""Clocks that belong to no case climb the ladder too: weekly reports, letters of the public, statements, answers to inspections."""

import uuid
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import resolve

from cases.actions import alerts, findings, inspections, public_letters, weekly
from cases.enums import CaseStatus, PostRole
from cases.enums_findings import FindingKind
from cases.enums_ladder import Watch
from cases.enums_work import ReportLevel
from cases.management.demo.people import person, post
from cases.models import (
    Alert,
    AlertStep,
    CaseItem,
    Checklist,
    Finding,
    Inspection,
    Notice,
    PublicLetter,
    Region,
    Unit,
    User,
)
from cases.queries import alerts as readers
from cases.queries import calendars, daily
from cases.queries import weekly as reports
from tests.cases import supervised
from tests.cases.kit import fresh
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.usefixtures("fresh_ladder")

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)


def at(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(10), tzinfo=CHINA), tick=False)


def look(day: date) -> None:
    with at(day):
        alerts.run()


def steps(alert: Alert) -> list[str]:
    return [str(act) for act in AlertStep.objects.filter(alert=alert).order_by("pk").values_list("act", flat=True)]


def told(kind: str, what: Watch) -> set[User]:
    keys = [row.pk for row in Alert.objects.filter(what=what)]
    return {row.recipient for row in Notice.objects.filter(kind=kind) if row.data.get("alert") in keys}


def again(user: User) -> User:
    """The person with nothing remembered."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def agent(cast: Cast) -> User:
    """Of a unit of 普兰店 that decides an item of a case signed on Monday."""
    with at(MONDAY):
        case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    return cast.unit_agents["210214-dev-reform"]


# Weekly reports


@pytest.mark.req("P-067", "P-070")
def test_a_week_without_a_report_stands_on_its_own_day_until_a_report_covers_it(agent: User, cast: Cast) -> None:
    watch = supervised.supervisor()
    for day in (6, 9, 11, 13, 16, 20):
        look(date(2026, 11, day))
    alert = Alert.objects.get(what=Watch.REPORT, people=agent)
    assert (alert.due, alert.ended_on, alert.rung) == (FRIDAY, None, "confer")
    assert steps(alert) == ["remind", "urge", "supervise", "confer"]
    assert {cast.liu, watch} <= told("alert_supervise", Watch.REPORT)
    assert readers.may_open(again(agent), alert)
    assert not readers.may_open(again(cast.liu), alert), "what nobody has written yet is opened by its author alone"
    assert readers.visible_to(watch).filter(pk=alert.pk).exists()
    with at(date(2026, 11, 20)):
        assert next(duty for duty in daily.duties(again(agent)) if duty.kind == "report_agent").due == FRIDAY


@pytest.mark.req("P-067")
def test_a_draft_covers_no_week_and_handing_it_in_ends_the_alert_at_once(agent: User) -> None:
    look(date(2026, 11, 9))
    alert = Alert.objects.get(what=Watch.REPORT, people=agent)
    with at(date(2026, 11, 16)):
        made = weekly.draft(agent.active_posts[0].pk, ReportLevel.AGENT, by=agent)
        alerts.run()
        alert.refresh_from_db()
        assert (alert.ended_on, alert.rung) == (None, "supervise")
        weekly.submit(made, by=agent)
    alert.refresh_from_db()
    assert alert.ended_on == date(2026, 11, 16)
    look(date(2026, 11, 20))
    assert Alert.objects.get(what=Watch.REPORT, people=agent, ended_on=None).due == date(2026, 11, 20)


def test_who_had_nothing_to_do_owes_nothing_for_that_time(agent: User, cast: Cast) -> None:
    with at(FRIDAY):
        weekly.submit(weekly.draft(agent.active_posts[0].pk, ReportLevel.AGENT, by=agent), by=agent)
    reports.scope(agent.active_posts[0], agent).update(signed_at=datetime(2026, 12, 2, 10, tzinfo=CHINA))
    (owed,) = reports.owed_by(again(agent), date(2026, 12, 4))
    assert (owed.since, owed.due) == (date(2026, 11, 7), date(2026, 12, 4))


@pytest.mark.req("P-070")
def test_under_zero_n_the_heads_and_the_supervisors_of_the_place_are_told(cast: Cast) -> None:
    agent = person("unit-agent", "赵单位")
    unit = Unit.objects.filter(region__code=SHOUGUANG).exclude(code=f"{SHOUGUANG}-agency").order_by("code")[0]
    with at(MONDAY):
        post(agent, unit.code, PostRole.UNIT_AGENT)
        CaseItem.objects.filter(case=case_in(cast, CaseStatus.UNDERWAY)).update(agent=agent, unit=unit)
    look(date(2026, 11, 11))
    assert {cast.sun, cast.qian, cast.feng} <= told("alert_supervise", Watch.REPORT)
    assert cast.liu not in told("alert_supervise", Watch.REPORT), "another place"


@pytest.mark.req("W-095", "P-067")
def test_two_weeks_without_a_report_are_proposed_as_inaction_once_with_every_day_named(agent: User) -> None:
    with at(date(2026, 11, 16)):
        findings.run()
    found = Finding.objects.get(rule__code="report-missing", person=agent)
    assert (found.kind, found.unit.code) == (FindingKind.INACTION, "210214-dev-reform")
    assert found.facts["weeks"] == ["2026-11-06", "2026-11-13"]
    assert (found.facts["count"], found.rule_version) == (2, 1)
    with at(date(2026, 11, 24)):
        findings.run()
    assert Finding.objects.filter(rule__code="report-missing", person=agent).count() == 1


def test_one_week_missed_or_a_report_in_time_is_no_finding(agent: User) -> None:
    with at(date(2026, 11, 12)):
        findings.run()
    assert not Finding.objects.filter(rule__code="report-missing", person=agent).exists()
    with at(date(2026, 11, 13)):
        weekly.submit(weekly.draft(agent.active_posts[0].pk, ReportLevel.AGENT, by=agent), by=agent)
    with at(date(2026, 11, 26)):
        findings.run()
    assert not Finding.objects.filter(rule__code="report-missing", person=agent).exists()


# Letters of the public


def write(kind: str = "complaint", region: str = SHOUGUANG, **facts: Any) -> PublicLetter:
    given = {"text": "一直没人回电话。", "region": Region.objects.get(code=region), "sending": uuid.uuid4()} | facts
    with at(MONDAY):
        return public_letters.send(public_letters.Facts(kind=kind, **given), by=None)


def late(letter: PublicLetter, days: int) -> date:
    day = letter.due
    for _step in range(days):
        day = calendars.current().next_workday(day)
    return day


@pytest.mark.req("P-070", "P-072", "P-093")
def test_a_letter_climbs_the_ladder_and_its_answer_ends_it_at_once(cast: Cast) -> None:
    letter = write()
    for days in range(4):
        look(late(letter, days))
        look(late(letter, days))
    alert = Alert.objects.get(what=Watch.LETTER, label=letter.number)
    assert (alert.due, alert.case, list(alert.people.all())) == (letter.due, None, [cast.feng])
    assert steps(alert) == ["remind", "urge", "supervise"]
    assert not Notice.objects.filter(kind="letter_late").exists(), "nothing is told twice"
    assert letter.text not in alert.name_zh + alert.name_en
    with at(late(letter, 4)):
        public_letters.answer(letter, text="已督促整改。", by=cast.feng)
    alert.refresh_from_db()
    assert alert.ended_on == late(letter, 4)


@pytest.mark.req("P-093")
def test_nobody_whom_a_complaint_is_about_sees_its_alert_or_is_told(cast: Cast) -> None:
    case = fresh(case_in(cast, CaseStatus.UNDERWAY))
    for user in (cast.sun, cast.chen):
        post(user, "370700-agency", PostRole.WORK_SUPERVISOR)
    about = [write(case_number=case.number), write(unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"))]
    control = write()
    for days in (0, 1, 3):
        look(late(control, days))
    found = Alert.objects.filter(what=Watch.LETTER)
    assert found.count() == 3
    kept = found.filter(label__in=[letter.number for letter in about])
    for user in (cast.sun, cast.chen):
        Alert.objects.get(label=about[0].number).people.add(user)  # as if it had been named before
        person_now = again(user)
        assert not readers.visible_to(person_now).filter(pk__in=kept).exists(), user
        assert not readers.carried_by(person_now).filter(pk__in=kept).exists(), user
        assert not [n for n in Notice.objects.filter(recipient=user) if n.data.get("alert") in {a.pk for a in kept}]
        assert readers.visible_to(person_now).filter(label=control.number).exists(), "control: about nobody"
    assert readers.visible_to(again(cast.feng)).filter(pk__in=kept).count() == 2
    assert not readers.visible_to(again(cast.liu)).filter(what=Watch.LETTER).exists()


@pytest.mark.req("P-070")
def test_a_question_that_nobody_answers_reaches_the_heads_and_the_supervisors(cast: Cast) -> None:
    letter = write("question")
    look(late(letter, 3))
    assert {cast.sun, cast.qian, cast.feng} <= told("alert_supervise", Watch.LETTER)
    alert = Alert.objects.get(what=Watch.LETTER)
    assert readers.visible_to(again(cast.feng)).filter(pk=alert.pk).exists()
    assert not readers.may_open(again(cast.feng), alert), "the letter itself is answered by its desk"
    assert readers.may_open(again(cast.chen), alert)


# What a unit owes to supervision


@pytest.mark.req("W-095", "P-070")
def test_a_statement_on_a_finding_is_watched_and_seen_by_those_who_may_know_of_it(cast: Cast) -> None:
    case, watch, unit_agent = supervised.running(cast), supervised.supervisor(), supervised.spokesman()
    with at(MONDAY):
        given = {"kind": FindingKind.ARBITRARY, "unit": Unit.objects.get(code=supervised.DEV), "text": "口头加要材料。"}
        made = findings.file(fresh(case), **given, by=watch)
        findings.hear(made, days=3, by=cast.liu)
    for day in (4, 5, 6, 10):
        look(date(2026, 11, day))
    alert = Alert.objects.get(what=Watch.STATEMENT)
    assert (alert.label, alert.due, alert.case) == (made.number, date(2026, 11, 5), None)
    assert unit_agent in alert.people.all()
    assert steps(alert) == ["remind", "urge", "supervise"]
    assert cast.liu in told("alert_supervise", Watch.STATEMENT)
    assert watch not in told("alert_supervise", Watch.STATEMENT), "whoever filed it neither hears nor decides"
    assert readers.visible_to(again(unit_agent)).filter(pk=alert.pk).exists()
    assert not readers.visible_to(again(cast.chen)).filter(pk=alert.pk).exists()
    with at(date(2026, 11, 11)):
        findings.state(made, text="情况属实，已补办。", by=again(unit_agent))
    alert.refresh_from_db()
    assert alert.ended_on == date(2026, 11, 11)


@pytest.mark.req("W-095", "P-070")
def test_the_answer_to_an_inspection_is_watched_until_it_is_given(cast: Cast) -> None:
    supervised.running(cast)
    watch, unit_agent = supervised.supervisor(), supervised.spokesman()
    unit = Unit.objects.get(code=supervised.DEV)
    row = Inspection.objects.create(
        number="ZX-1", region=unit.region, title="示例", checklist=Checklist.objects.get(code="service-quality"), unit=unit,
        planned_on=MONDAY, since=MONDAY, until=MONDAY, seed=1, status="reported", planned_by=watch, conclusion="有问题",
        reported_at=datetime(2026, 11, 2, 10, tzinfo=CHINA), answer_due=date(2026, 11, 6),
    )  # fmt: skip
    for day in (4, 9, 11):
        look(date(2026, 11, day))
    alert = Alert.objects.get(what=Watch.INSPECTION_REPLY)
    assert steps(alert) == ["remind", "urge", "supervise"]
    assert {cast.liu, watch} <= told("alert_supervise", Watch.INSPECTION_REPLY)
    assert not readers.visible_to(again(cast.chen)).filter(pk=alert.pk).exists()
    with at(date(2026, 11, 12)):
        inspections.reply(row, text="已整改。", by=again(unit_agent))
    alert.refresh_from_db()
    assert alert.ended_on == date(2026, 11, 12)


def test_every_address_of_a_thing_outside_cases_is_a_page_of_the_desk(agent: User, cast: Cast) -> None:
    write("question")
    look(date(2026, 11, 9))
    found = Alert.objects.filter(case=None).exclude(address="")
    assert {row.what for row in found} == {Watch.REPORT, Watch.LETTER}
    assert {resolve(row.address).view_name for row in found} == {"office:reports", "office:letter"}
