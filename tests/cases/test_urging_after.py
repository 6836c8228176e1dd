"""Urging after the end: the follow-up visit and the bad evaluation that are late, by the agency or the rule, and nothing else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases import permissions, transitions
from cases.actions import finishing, followups, jobs, rectifying, urging
from cases.enums import Action, CaseStatus, JobState
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import Case, FollowUp, Job, Notice, Rectification, Urge
from cases.queries import daily, letters, people, story
from cases.queries import urging as readers
from tests.cases.kit import fresh, refused
from tests.cast import Cast, case_in

S = CaseStatus
CHINA = ZoneInfo("Asia/Shanghai")
ENDED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
LATER = datetime(2026, 11, 10, 10, tzinfo=CHINA)  # a Tuesday, everything owed is past
VISIT, BAD = "follow_up:", "rectification:"


@pytest.fixture
def ended(cast: Cast) -> Case:
    """Closed and badly evaluated: both are owed."""
    with time_machine.travel(ENDED, tick=False):
        case = case_in(cast, S.CLOSED)
        finishing.evaluate(case, level=1, comment="太慢", by=cast.li)
    return fresh(case)


def keys(case: Case, day: date) -> set[str]:
    return {matter.key for matter in readers.matters(fresh(case), day)}


@pytest.mark.req("P-070", "P-080")
def test_the_rule_urges_what_is_late_after_the_end_once_a_day_in_working_hours(ended: Case, cast: Cast) -> None:
    with time_machine.travel(LATER.replace(hour=20), tick=False):
        assert urging.run() == 0
    with time_machine.travel(LATER, tick=False):
        assert urging.run() == 3
        assert urging.run() == 0
    assert set(Urge.objects.values_list("what", "to", "by")) == {
        ("follow_up", cast.chen.pk, None),
        *(("rectification", head.pk, None) for head in (cast.sun, cast.qian)),  # nobody is named yet: every head
    }
    assert Notice.objects.filter(case=ended, kind="urged").count() == 3
    assert all("urge" not in entry.kind for entry in story.timeline(ended, cast.wang))
    notice = Notice.objects.get(kind="urged", recipient=cast.chen)
    assert "回访" in letters.words(notice, "zh-hans")[1]


def test_nothing_is_late_before_its_day_is_over(ended: Case) -> None:
    visit, bad = FollowUp.objects.get(), Rectification.objects.get()
    assert visit.due is not None
    assert VISIT not in keys(ended, visit.due)
    assert VISIT in keys(ended, visit.due + timedelta(days=1))
    assert BAD not in keys(ended, bad.due)
    assert BAD in keys(ended, bad.due + timedelta(days=1))
    with time_machine.travel(ENDED, tick=False):
        assert urging.run() == 0


@pytest.mark.req("P-070")
def test_the_agency_urges_by_hand_and_nobody_else(ended: Case, cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        for nobody in (cast.wang, cast.li, cast.feng, cast.liu, cast.jin):
            assert not permissions.may(nobody, Action.URGE, ended)
            with refused(NotAllowed):
                urging.urge(ended, key=VISIT, text="请回访", by=nobody)
        for not_owed in ("item:L01", "delivery:", "turn:", "answer:", "order:"):
            with refused(BadInput, says="not open any more", field="key"):
                urging.urge(ended, key=not_owed, text="请尽快", by=cast.sun)
        rectifying.assign(Rectification.objects.get(), responsible=cast.sun, by=cast.qian)
        with refused(BadInput, says="yours to do", field="key"):
            urging.urge(ended, key=BAD, text="请整改", by=cast.sun)
        (made,) = urging.urge(ended, key=VISIT, text="请今日回访", by=cast.sun)
        assert (made.to, made.by, made.on) == (cast.chen, cast.sun, LATER.date())
        with refused(BadInput, says="Once a day is enough", field="key"):
            urging.urge(ended, key=VISIT, text="再催", by=cast.sun)
    for moment in (LATER.replace(hour=21), LATER - timedelta(days=2)):  # in the evening, on a Sunday
        with time_machine.travel(moment, tick=False), refused(CaseError, says="working hours only"):
            urging.urge(ended, key=VISIT, text="请回访", by=cast.sun)


@pytest.mark.req("P-070")
def test_what_is_done_is_not_urged(ended: Case, cast: Cast) -> None:
    said = followups.Answer("phone", LATER.date(), "王建业（示例）", "都办好了。", "settled")
    bad = Rectification.objects.get()
    with time_machine.travel(LATER, tick=False):
        followups.record(fresh(ended), said, by=cast.chen)
        assert keys(ended, LATER.date()) == {BAD}
        with refused(BadInput, says="not open any more", field="key"):
            urging.urge(fresh(ended), key=VISIT, text="请回访", by=cast.sun)
        rectifying.assign(bad, responsible=cast.chen, by=cast.sun)
        assert [row.people for row in readers.matters(fresh(ended))] == [(cast.chen,)]
        rectifying.measure(bad, cause="efficiency", text="每日清单。", by=cast.chen)
        rectifying.reply(bad, text="已改进。", by=cast.chen)
        (waiting,) = readers.matters(fresh(ended))
        assert set(waiting.people) == set(people.chiefs(ended))  # who answered has done what was his
        followups.record(fresh(ended), said, call_back=True, by=cast.sun)
        rectifying.close(bad, result="已改进", by=cast.sun)
        assert keys(ended, LATER.date()) == set()
        assert Action.URGE not in story.possible(fresh(ended), cast.sun)
        assert urging.run() == 0


@pytest.mark.req("P-070")
def test_an_urging_of_an_archived_case_is_acknowledged_and_packs_nothing_anew(cast: Cast) -> None:
    with time_machine.travel(ENDED, tick=False):
        case = case_in(cast, S.ARCHIVED)
    assert jobs.sweep() == 1
    FollowUp.objects.update(due=ENDED.date())
    with time_machine.travel(LATER, tick=False):
        assert Action.URGE in story.possible(fresh(case), cast.sun)
        (made,) = urging.urge(fresh(case), key=VISIT, text="请今日回访", by=cast.sun)
        assert "urge" in {duty.kind for duty in daily.duties(cast.chen)}
        with refused(NotAllowed):
            urging.acknowledge(made, answer="好", by=cast.feng)
        urging.acknowledge(made, answer="今日回访", by=cast.chen)
        assert "urge" not in {duty.kind for duty in daily.duties(cast.chen)}
        assert not Job.objects.filter(state=JobState.WAITING).exists()
        said = followups.Answer("phone", LATER.date(), "王建业（示例）", "都办好了。", "settled")
        followups.record(fresh(case), said, by=cast.chen)
        assert Job.objects.filter(state=JobState.WAITING).count() == 1  # the control: it brings the urging along
    assert Notice.objects.filter(kind="urge_answered", recipient=cast.sun).count() == 1


def test_what_was_urged_before_the_end_does_not_come_back_after_it(ended: Case, cast: Cast) -> None:
    Urge.objects.create(case=ended, what="item", label="L01", to=cast.chen, on=ENDED.date())
    assert list(readers.open_for(cast.chen)) == []
    Urge.objects.create(case=ended, what="follow_up", to=cast.chen, on=LATER.date())
    assert [row.what for row in readers.open_for(cast.chen)] == ["follow_up"]


def test_in_the_archive_only_what_is_owed_after_the_end_is_acknowledged(cast: Cast) -> None:
    with time_machine.travel(ENDED, tick=False):
        case = case_in(cast, S.ARCHIVED)
    old = Urge.objects.create(case=case, what="item", label="L01", to=cast.chen, on=ENDED.date())
    assert Action.ACKNOWLEDGE not in story.possible(fresh(case), cast.chen)
    with refused(NotAllowed):
        urging.acknowledge(old, answer="好", by=cast.chen)
    Urge.objects.create(case=case, what="follow_up", to=cast.chen, on=LATER.date())
    assert Action.ACKNOWLEDGE in story.possible(fresh(case), cast.chen)
    with refused(CaseError, says="not open any more"):
        urging.acknowledge(old, answer="好", by=cast.chen)


@pytest.mark.parametrize("status", [S.DECLINED, S.WITHDRAWN, S.COMPLETION])
def test_no_other_ended_case_knows_urging(status: S) -> None:
    assert transitions.step(status, Action.URGE) is None


def test_a_case_before_its_end_refuses_it_by_name(cast: Cast) -> None:
    with time_machine.travel(LATER, tick=False):
        case = case_in(cast, S.COMPLETION)
        with refused(StepNotAllowed):
            urging.urge(case, key=VISIT, text="请回访", by=cast.sun)
