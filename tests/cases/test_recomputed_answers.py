"""Units answer to supervision in working days: a changed calendar moves these days too, once, and both sides are told (W-095)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import translation

from cases.actions import benefits, findings, inspections, supervision
from cases.enums import CaseStatus, JobState, OpenDate
from cases.enums_findings import FindingAct
from cases.enums_finish import BenefitStatus
from cases.enums_inspections import InspectionAct
from cases.enums_work import OrderGround
from cases.models import (
    Case,
    Finding,
    FindingStep,
    Inspection,
    InspectionStep,
    Job,
    Notice,
    PolicyBenefit,
    SupervisionOrder,
    User,
)
from cases.queries import calendars, letters
from tests.cases import supervised
from tests.cases.kit import fresh
from tests.cases.supervised import LATER
from tests.cases.test_findings import filed
from tests.cases.test_inspections import planned, reported
from tests.cases.test_recompute import moved, rest_day, run
from tests.cast import Cast, case_in

REST = date(2026, 11, 12)  # a Thursday, two days after the units were asked
DUE, NOW_DUE = date(2026, 11, 13), date(2026, 11, 16)  # three working days, and the same over the day of rest
ANSWER, NOW_ANSWER = date(2026, 11, 17), date(2026, 11, 18)  # five working days


@pytest.fixture
def case(cast: Cast) -> Case:
    return supervised.running(cast)


@pytest.fixture
def watch(cast: Cast) -> User:
    return supervised.supervisor()


@pytest.fixture
def yang(cast: Cast) -> User:
    """Speaks for the unit concerned."""
    return supervised.spokesman()


@pytest.fixture(autouse=True)
def now(case: Case) -> Iterator[datetime]:
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def asked(cast: Cast, case: Case, watch: User, yang: User) -> Finding:
    return findings.hear(filed(case, cast.liu), days=3, by=watch)


def again(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(last_key=0, done=0, state=JobState.WAITING, finished_at=None)
    return run(job)


def told(kind: str) -> list[int]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


@pytest.mark.req("W-095")
def test_the_day_for_a_statement_moves_once_and_both_sides_are_told_once(
    cast: Cast, asked: Finding, watch: User, yang: User
) -> None:
    assert (asked.hearing_due, asked.hearing_days) == (DUE, 3)
    job = again(run(rest_day(cast, REST)))
    asked.refresh_from_db()
    assert (asked.hearing_due, asked.hearing_days, job.counts["findings"]) == (NOW_DUE, 3, 1)
    step = asked.steps.get(act=FindingAct.MOVE)
    assert (step.by, step.old, step.new) == (None, asked.status, asked.status)
    assert step.text.startswith("2026-11-13 → 2026-11-16 示例通知")
    assert {yang.pk, watch.pk} <= set(told("finding_moved"))
    assert len(told("finding_moved")) == len(set(told("finding_moved")))
    assert {cast.wang.pk, cast.li.pk} & set(told("finding_moved")) == set(), "the enterprise has no part in it"


@pytest.mark.req("W-095")
def test_the_day_for_the_answer_to_an_inspection_moves_and_the_printed_report_keeps_its_own(
    cast: Cast, case: Case, watch: User
) -> None:
    row = reported(case, watch)
    paper = inspections.print_it(row).pdf
    run(rest_day(cast, REST))
    row.refresh_from_db()
    assert (row.answer_due, row.answer_days, row.first_answer_due) == (NOW_ANSWER, 5, ANSWER)
    assert row.steps.get(act=InspectionAct.MOVE).by is None
    assert watch.pk in told("inspection_moved")
    assert {user.pk for user in people_of(row)} <= set(told("inspection_moved"))
    assert inspections.print_it(row).pdf == paper


def people_of(row: Inspection) -> list[User]:
    return list(User.objects.filter(posts__unit=row.unit, is_active=True).distinct())


def test_after_an_answer_was_sent_back_the_days_count_from_there(cast: Cast, case: Case, watch: User) -> None:
    row = inspections.reply(reported(case, watch), text="已整改。", by=people_of(planned(case, watch))[0])
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        inspections.send_back(row, reason="缺少证明。", days=2, by=watch)
        assert row.answer_due == DUE
        run(rest_day(cast, REST))
    row.refresh_from_db()
    assert (row.answer_due, row.answer_days) == (NOW_DUE, 2)


def test_what_is_answered_or_has_no_day_yet_stays(
    cast: Cast, case: Case, watch: User, asked: Finding, yang: User
) -> None:
    """Control: nothing of it is open any more, and the planned day of an inspection was set by a person."""
    findings.state(asked, text="情况属实。", by=yang)
    answered, coming = reported(case, watch), planned(case, watch, planned_on=REST)
    inspections.reply(answered, text="已整改。", by=people_of(answered)[0])
    run(rest_day(cast, REST))
    for row in (asked, answered, coming):
        row.refresh_from_db()
    assert (asked.hearing_due, answered.answer_due, coming.planned_on) == (DUE, ANSWER, REST)
    assert told("finding_moved") == told("inspection_moved") == []
    assert not FindingStep.objects.filter(act=FindingAct.MOVE).exists()
    assert not InspectionStep.objects.filter(act=InspectionAct.MOVE).exists()


def test_a_unit_that_was_asked_by_the_new_calendar_is_not_moved_by_the_old_change(
    cast: Cast, case: Case, watch: User, yang: User, asked: Finding
) -> None:
    """Control: the job of the change runs only after another unit was asked, whose days were counted rightly from the first."""
    job = rest_day(cast, REST)
    late = findings.hear(filed(case, cast.liu), days=3, by=watch)
    assert late.hearing_due == NOW_DUE
    run(job)
    for row in (asked, late):
        row.refresh_from_db()
    assert (asked.hearing_due, late.hearing_due) == (NOW_DUE, NOW_DUE)
    assert not late.steps.filter(act=FindingAct.MOVE).exists()


def test_days_of_rows_from_before_they_were_kept_are_read_from_the_calendar(cast: Cast, asked: Finding) -> None:
    Finding.objects.filter(pk=asked.pk).update(hearing_days=None)
    run(rest_day(cast, REST))
    asked.refresh_from_db()
    assert (asked.hearing_due, asked.hearing_days) == (NOW_DUE, 3)


def test_the_order_that_follows_a_finding_moves_with_its_case(
    cast: Cast, case: Case, watch: User, asked: Finding, yang: User
) -> None:
    findings.state(asked, text="情况属实。", by=yang)
    findings.confirm(asked, reason="事实清楚。", by=watch)
    made = findings.order(asked, demand="补发一次性告知书。", days=3, by=watch)
    run(rest_day(cast, REST))
    assert SupervisionOrder.objects.get(pk=made.pk).due == NOW_DUE
    assert moved(case)[OpenDate.ORDER] == (DUE, NOW_DUE)
    assert supervision.issue(
        fresh(case), unit=case.handling_unit, demand="答复。", days=1, ground=OrderGround.COMPLAINT, by=watch
    ).due == date(2026, 11, 11)


def test_a_change_concerns_somebody_where_only_a_finding_waits(cast: Cast, case: Case, asked: Finding) -> None:
    """A case that is over keeps no date of its own, but the unit is still to be heard."""
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.TERMINATED, next_due=None)
    run(rest_day(cast, REST))
    asked.refresh_from_db()
    assert asked.hearing_due == NOW_DUE


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_messages_say_both_days_in_words(
    cast: Cast, case: Case, watch: User, asked: Finding, language: str
) -> None:
    reported(case, watch)
    run(rest_day(cast, REST))
    with translation.override(language):
        for notice in Notice.objects.filter(kind__in=["finding_moved", "inspection_moved"]):
            words = " ".join(letters.words(notice, language))
            assert "%(" not in words
            assert "示例通知" in words


@pytest.mark.req("W-070")
def test_the_day_for_following_up_a_claim_moves_with_the_message_that_asked_for_it(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, name="示例项目丙")
    made, other = (
        benefits.ask(fresh(case), policy=f"示例补贴{n}", key=f"k-{n}", text="想申请。", by=cast.wang) for n in "甲乙"
    )
    was = made.due
    assert was
    PolicyBenefit.objects.filter(pk=other.pk).update(
        status=BenefitStatus.APPLIED, applied_on=LATER.date(), agent=cast.chen
    )
    run(rest_day(cast, calendars.current().next_workday(LATER.date())))
    made.refresh_from_db()
    now = calendars.current().next_workday(was)
    assert made.due == now
    assert PolicyBenefit.objects.get(pk=other.pk).due == was, "control: it was followed up"
    assert {row.what for row in case.date_moves.filter(new=now)} >= {OpenDate.BENEFIT, OpenDate.ENQUIRY}


@pytest.mark.parametrize("model", [FindingStep, InspectionStep])
def test_the_logs_are_still_append_only(cast: Cast, case: Case, watch: User, asked: Finding, model: Any) -> None:
    """Control: their tables were rebuilt when the calendar became one of their writers."""
    reported(case, watch)
    row = model.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(text="改")
