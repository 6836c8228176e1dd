"""What is owed after the end, and letters of the public, were counted in working days too: a changed calendar moves them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cases.actions import events, fees, finishing, followups, public_letters, recompute, rectifying, supervision
from cases.enums import CaseStatus, JobKind, JobState, OpenDate, PostRole
from cases.enums_letters import LetterAct
from cases.enums_work import OrderGround
from cases.management.demo.people import post
from cases.models import Case, CaseEvent, FollowUp, Job, Notice, Rectification
from cases.queries import deadlines, feeds, letters, progress, story
from tests.cases.kit import fresh, pdf
from tests.cases.test_aftercare import answer
from tests.cases.test_public_letters import write
from tests.cases.test_recompute import later, moved, rest_day, run
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus


@pytest.fixture
def closed(cast: Cast) -> Case:
    return case_in(cast, S.CLOSED)


def told(case: Case) -> set[int]:
    return set(Notice.objects.filter(kind="dates_moved", case=case).values_list("recipient", flat=True))


# ---- after a change of the calendar


@pytest.mark.req("P-070")
def test_a_follow_up_visit_that_is_owed_moves_and_the_agency_is_told(cast: Cast, closed: Case) -> None:
    was = FollowUp.objects.get().due
    assert was
    run(rest_day(cast))
    assert FollowUp.objects.get().due == later(was)
    assert moved(closed) == {OpenDate.FOLLOW_UP: (was, later(was))}
    assert (fresh(closed).next_due, fresh(closed).next_what) == (later(was), "follow_up")
    assert cast.chen.pk in told(closed)
    assert {cast.wang.pk, cast.li.pk} & told(closed) == set()


def test_a_visit_that_was_made_and_one_without_a_count_keep_their_day(cast: Cast, closed: Case) -> None:
    """Control: the first is not open any more, the second was set by a person."""
    followups.record(fresh(closed), answer(), by=cast.chen)
    other = case_in(cast, S.CLOSED, name="示例项目乙")
    FollowUp.objects.filter(case=other).update(due=timezone.localdate() + timedelta(days=3))
    before = list(FollowUp.objects.order_by("pk").values_list("due", flat=True))
    run(rest_day(cast))
    assert list(FollowUp.objects.order_by("pk").values_list("due", flat=True)) == before
    assert (moved(closed), moved(other)) == ({}, {})


@pytest.mark.req("P-080")
def test_a_bad_evaluation_to_be_put_right_moves_and_whoever_is_responsible_is_told(cast: Cast, closed: Case) -> None:
    finishing.evaluate(closed, level=1, comment="太慢", by=cast.li)
    rectifying.assign(Rectification.objects.get(), responsible=cast.chen, by=cast.sun)
    was = Rectification.objects.get().due
    run(rest_day(cast))
    assert Rectification.objects.get().due == later(was)
    assert moved(closed)[OpenDate.RECTIFICATION] == (was, later(was))
    assert cast.chen.pk in told(closed)
    assert {cast.wang.pk, cast.li.pk} & told(closed) == set()


@pytest.mark.req("P-070")
def test_a_filed_case_that_still_owes_its_visit_is_counted_anew_and_packed_anew(cast: Cast) -> None:
    case = case_in(cast, S.ARCHIVED)
    was = FollowUp.objects.get().due
    assert was
    packages = Job.objects.filter(kind=JobKind.ARCHIVE_PACKAGE)
    packages.update(state=JobState.DONE, finished_at=timezone.now())
    assert run(rest_day(cast)).counts["dates"] == 1
    assert FollowUp.objects.get().due == later(was)
    assert list(packages.order_by("pk").values_list("state", flat=True)) == [JobState.DONE, JobState.WAITING]
    assert events.broken_link(fresh(case)) is None


def test_a_filed_case_that_owes_nothing_is_left_alone(cast: Cast) -> None:
    """Control."""
    case = case_in(cast, S.ARCHIVED)
    followups.record(fresh(case), answer(), by=cast.chen)
    before = CaseEvent.objects.filter(case=case).count()
    assert not recompute.concerned().filter(pk=case.pk).exists()
    with recompute.after_change(cast.jin) as change:
        pass
    assert change.job is None
    assert CaseEvent.objects.filter(case=case).count() == before


@pytest.mark.req("P-093")
def test_a_letter_that_waits_moves_its_log_says_so_and_its_writer_reads_the_new_day(cast: Cast) -> None:
    letter, answered = write("question", by=cast.wang), write("suggestion")
    public_letters.answer(answered, text="谢谢", by=cast.feng)
    was, kept = letter.due, answered.due
    job = run(rest_day(cast))
    letter.refresh_from_db()
    answered.refresh_from_db()
    assert (letter.due, answered.due) == (later(was), kept)
    assert (job.state, [step.act for step in letter.steps.all()]) == (
        JobState.DONE, [LetterAct.RECEIVED, LetterAct.MOVED],
    )  # fmt: skip
    assert letter.steps.last().why.startswith(f"{was} → {letter.due}")
    assert [step.act for step in answered.steps.all()] == [LetterAct.RECEIVED, LetterAct.ANSWERED]
    owed = Notice.objects.filter(kind="letter_moved")
    assert cast.wang in {row.recipient for row in owed}
    with translation.override("zh-hans"):
        assert letter.number in letters.words(owed[0], "zh-hans")[1]


def test_the_same_job_moves_a_letter_once(cast: Cast) -> None:
    letter = write("complaint")
    job = run(rest_day(cast))
    letter.refresh_from_db()
    due = letter.due
    Job.objects.filter(pk=job.pk).update(last_key=0, done=0, state=JobState.WAITING, finished_at=None)
    run(job)
    letter.refresh_from_db()
    assert (letter.due, letter.steps.filter(act=LetterAct.MOVED).count()) == (due, 1)


# ---- in the list of what is due, the feeds, the messages


@pytest.mark.req("P-003")
def test_a_charge_with_a_day_is_due_until_it_is_paid(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    day = timezone.localdate()
    item = case.items.get(item__code="L08")
    fee = fees.record(item, fees.Facts(name="示例费", basis="示例目录", amount=Decimal(10), due=day), by=cast.chen)
    fees.record(item, fees.Facts(name="示例免费", basis="示例目录", amount=Decimal(0), due=day), by=cast.chen)
    assert [row.label for row in deadlines.all_for(fresh(case)) if row.what == "fee"] == ["示例费"]
    assert (fresh(case).next_due, fresh(case).next_what) == (day, "fee")
    fees.pay(fee, pdf(), on=timezone.localdate(), by=cast.wang)
    assert [row for row in deadlines.all_for(fresh(case)) if row.what == "fee"] == []


@pytest.mark.req("P-070")
def test_the_enterprise_reads_of_the_visit_but_not_of_the_rectification(cast: Cast, closed: Case) -> None:
    finishing.evaluate(closed, level=1, comment="太慢", by=cast.li)
    case = fresh(closed)
    assert {row.what for row in story.coming(case, inside=True)} == {"follow_up", "rectification"}
    assert [row.what for row in story.coming(case)] == ["follow_up"]
    assert story.whose_turn(case).due is None, "the enterprise is told of nothing that it owes"
    assert case.next_due == min(row.date for row in deadlines.all_for(case))


@pytest.mark.req("W-095")
def test_an_order_is_due_for_the_desk_and_nothing_of_it_reaches_the_enterprise(cast: Cast) -> None:
    case = case_in(cast, S.NOTIFIED, PULANDIAN)
    post(cast.feng, "210214-business-environment", PostRole.WORK_SUPERVISOR)
    before = fresh(case).next_due
    order = supervision.issue(
        case, unit=case.flow_tables.first().group.lead, ground=OrderGround.INSPECTION, demand="整改。", days=1, by=cast.liu
    )  # fmt: skip
    case = fresh(case)
    assert ("order", order.due) in {(row.what, row.date) for row in deadlines.all_for(case)}
    assert "order" not in {row.what for row in deadlines.for_enterprise(case)}
    assert case.next_due == before
    assert "督办" not in "".join(progress._next(case))
    for user, seen in ((cast.liu, True), (cast.he, False)):
        feed = feeds.CalendarFeed(user=user, case=case)
        shown = {entry.uid.split("-")[0] for entry in feeds.entries(feed, "https://example.cn")}
        assert ("order" in shown) is seen


@pytest.mark.req("P-093")
def test_letters_to_answer_stand_in_ones_own_calendar_and_not_in_that_of_a_case(cast: Cast) -> None:
    letter = write("complaint")
    case = case_in(cast, S.UNDERWAY)
    found = {}
    for user, one in ((cast.feng, None), (cast.feng, case), (cast.wang, None)):
        entries = feeds.entries(feeds.CalendarFeed(user=user, case=one), "https://example.cn")
        found[user.pk, one] = [entry.day for entry in entries if entry.uid.startswith("letter-")]
    assert found == {(cast.feng.pk, None): [letter.due], (cast.feng.pk, case): [], (cast.wang.pk, None): []}
