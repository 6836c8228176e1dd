"""A change of the working calendar moves every open date that it counts, once, and tells those concerned once."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from cases import worktime
from cases.actions import events, intake, items, jobs, meetings, notes, recompute, reference, reference_calendar
from cases.enums import BLZT, DATES_MOVED, CaseStatus, JobState, MeetingKind, OpenDate, Verdict
from cases.models import CalendarDay, Case, DateMove, FlowTable, Job, Note, Notice, PlanRow
from cases.queries import calendars, clocks, deadlines, letters, sentences
from tests.cases.kit import everything, fresh
from tests.cases.transferring import CITY, offer
from tests.cast import PULANDIAN, Cast, case_in

Capture = Any


def next_workday() -> date:
    return calendars.current().next_workday(timezone.localdate())


def rest_day(cast: Cast, day: date | None = None) -> Job:
    """An administrator makes a working day a day of rest; returns the job that follows."""
    row = CalendarDay.objects.get(date=day or next_workday())
    told = {"is_workday": not row.is_workday, "kind": "holiday", "name": "示例", "source": "示例通知"}
    reference.change(row, told, reason="临时调休", by=cast.jin)
    calendars.forget()
    return Job.objects.latest("pk")


def run(job: Job) -> Job:
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


def moved(case: Case) -> dict[str, tuple[date, date]]:
    return {row.what: (row.old, row.new) for row in case.date_moves.all()}


def later(day: date) -> date:
    """The working day after, by the calendar as it stands."""
    return calendars.current().next_workday(day)


@pytest.fixture
def signed(cast: Cast) -> Case:
    """Three groups owe their flow tables."""
    return case_in(cast, CaseStatus.NOTIFIED, PULANDIAN)


@pytest.fixture
def underway(cast: Cast) -> Case:
    """One item was accepted today by its authority."""
    case = case_in(cast, CaseStatus.UNDERWAY)
    item = case.items.select_related("item").get(item__code="L01")
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(item, code=code, on=timezone.localdate(), by=cast.chen)
    return fresh(case)


@pytest.mark.req("P-063")
def test_flow_tables_that_are_owed_move_with_the_calendar(cast: Cast, signed: Case) -> None:
    was = set(signed.flow_tables.values_list("due", flat=True))
    assert signed.next_due in was
    job = run(rest_day(cast))
    now = set(signed.flow_tables.values_list("due", flat=True))
    assert now == {later(day) for day in was}
    assert fresh(signed).next_due in now
    assert (job.state, job.counts["cases"], job.counts["dates"]) == (JobState.DONE, 1, 3)
    version = DateMove.objects.filter(case=signed).first().version
    assert (version.key, version.reason, version.changed_by) == (next_rest().isoformat(), "临时调休", cast.jin)


def next_rest() -> date:
    return CalendarDay.objects.get(name="示例").date


def test_a_filed_flow_table_keeps_its_date(cast: Cast, signed: Case) -> None:
    """Control: it is not open any more."""
    kept = signed.flow_tables.first()
    FlowTable.objects.filter(pk=kept.pk).update(filed_at=timezone.now())
    run(rest_day(cast))
    assert FlowTable.objects.get(pk=kept.pk).due == kept.due
    assert signed.date_moves.count() == 2


@pytest.mark.req("P-024")
def test_the_second_meeting_follows_and_the_planned_one_stays(cast: Cast) -> None:
    case, today = case_in(cast, CaseStatus.GENERATION, PULANDIAN), timezone.localdate()
    units = meetings.members_to_invite(case, MeetingKind.GENERATION)
    first = meetings.call(
        case, kind=MeetingKind.GENERATION, planned_on=today, place="三楼会议室", units=units, by=cast.liu
    )
    meetings.give_opinion(first, unit=units[0], compliance=Verdict.AGREE, feasibility=Verdict.AGREE, by=cast.liu)
    meetings.hold(first, held_on=today, minutes="示例", by=cast.liu)
    case = fresh(case)
    was = deadlines.second_meeting_due(case)
    run(rest_day(cast))
    assert moved(case) == {OpenDate.SECOND_MEETING: (was.date, later(was.date))}
    assert fresh(case).next_due == later(was.date)


def test_a_correction_counted_by_the_scheme_moves_but_a_chosen_day_does_not(cast: Cast) -> None:
    point = intake.Point(what="名称", why="与证照不符", field="name")
    counted, chosen = (case_in(cast, CaseStatus.SUBMITTED, name=f"示例项目{n}") for n in "甲乙")
    intake.request_correction(counted, [point], by=cast.chen)
    own = timezone.localdate() + timedelta(days=30)
    intake.request_correction(chosen, [point], due=own, by=cast.chen)
    was = counted.corrections.get().due
    run(rest_day(cast))
    assert (counted.corrections.get().due, fresh(counted).next_due) == (later(was), later(was))
    assert (chosen.corrections.get().due, moved(chosen)) == (own, {})


@time_machine.travel(datetime(2026, 11, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)  # a weekend lies ahead
def test_what_the_enterprise_was_told_in_writing_never_comes_earlier(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    intake.request_correction(case, [intake.Point(what="名称", why="与证照不符", field="name")], by=cast.chen)
    was, cal = case.corrections.get().due, calendars.current()
    weekend = next(day for n in range(1, 30) if not cal.is_workday(day := timezone.localdate() + timedelta(days=n)))
    run(rest_day(cast, weekend))
    assert calendars.current().is_workday(weekend)
    assert case.corrections.get().due == was
    assert worktime.due(timezone.localdate(), 5, "wd", calendars.current()).date < was


def test_clocks_that_run_and_the_forecast_move_while_the_promised_plan_stays(cast: Cast, underway: Case) -> None:
    item = underway.items.get(item__code="L01")
    was = clocks.item_clock(item)
    promised = list(PlanRow.objects.filter(plan__case=underway).order_by("pk").values())
    due = underway.next_due
    run(rest_day(cast))
    now = clocks.item_clock(item)
    found = moved(underway)
    assert found[OpenDate.PROMISED] == (was.promised.due, now.promised.due)
    assert now.promised.due == later(was.promised.due)
    assert found[OpenDate.PLAN][0] < found[OpenDate.PLAN][1]
    assert list(PlanRow.objects.filter(plan__case=underway).order_by("pk").values()) == promised
    assert fresh(underway).next_due == due


def test_an_item_that_is_finished_moves_no_more(cast: Cast, underway: Case) -> None:
    """Control: its clock stopped, so the rest day is nobody's business."""
    item = underway.items.select_related("item").get(item__code="L01")
    items.record(item, code=BLZT.PASSED, on=timezone.localdate(), file_number="示例1号", by=cast.chen)
    run(rest_day(cast))
    assert not underway.date_moves.filter(case_item=item).exists()


def test_results_to_be_handed_over_follow(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.DELIVERING)
    was = case.next_due
    run(rest_day(cast))
    assert moved(case) == {OpenDate.DELIVERY: (was, later(was))}
    assert fresh(case).next_due == later(was)


def test_each_person_gets_one_message_for_a_case_and_the_log_one_line(cast: Cast, underway: Case) -> None:
    before = Notice.objects.count()
    job = run(rest_day(cast))
    told = Notice.objects.filter(kind="dates_moved")
    assert sorted(told.values_list("recipient__name", flat=True)) == sorted(
        user.name for user in (cast.wang, cast.li, cast.chen)
    )
    assert Notice.objects.count() == before + 3 == before + job.counts["told"]
    for lang, words in (("zh-hans", "示例通知"), ("en", "What the roadmap promised stays")):
        _subject, body = letters.words(told[0], lang)
        assert words in body
        assert "%(" not in body
        with translation.override(lang):
            assert letters.words(told[0], names=letters.item_names(told)) == letters.words(told[0])
    line = underway.events.get(action=DATES_MOVED)
    with translation.override("en"):
        assert (
            sentences.event(line)
            == f"The working calendar has changed (示例通知): {line.data['count']} open dates moved"
        )
    assert events.broken_link(underway) is None


def test_the_same_job_twice_changes_nothing_and_tells_nobody_twice(cast: Cast, underway: Case, signed: Case) -> None:
    job = run(rest_day(cast))
    before = everything() | {"job": None}, list(DateMove.objects.values())  # the job itself notes when it ran
    again = {"last_key": 0, "done": 0, "state": JobState.WAITING, "finished_at": None}
    Job.objects.filter(pk=job.pk).update(**again)
    assert run(job).counts["dates"] == job.counts["dates"]
    assert (everything() | {"job": None}, list(DateMove.objects.values())) == before


@pytest.mark.parametrize("batches", [0, 1, 2, 3])
def test_killed_in_the_middle_it_goes_on_with_the_next_case(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    """Whatever the batch at which it dies, the outcome is that of the run which nobody kills."""
    cases = [case_in(cast, CaseStatus.NOTIFIED, PULANDIAN, name=f"示例项目{n}") for n in "甲乙丙丁"]
    was = {case.pk: case.next_due for case in cases}
    job, keep, left = rest_day(cast), recompute._keep, iter(range(batches))

    def dies(*args: Any) -> int:
        told = keep(*args)
        if next(left, None) is None:
            raise OSError("killed")
        return told

    monkeypatch.setattr(recompute, "_keep", dies)
    with pytest.raises(OSError, match="killed"):
        jobs.run(job.pk, size=1)
    job.refresh_from_db()
    assert job.done == batches
    assert DateMove.objects.values("case").distinct().count() == batches
    monkeypatch.setattr(recompute, "_keep", keep)
    Job.objects.filter(pk=job.pk).update(leased_until=None)
    assert jobs.sweep() == 1
    for case in cases:
        assert fresh(case).next_due == later(was[case.pk])
        assert case.date_moves.count() == 3
        told = case.notices.filter(kind="dates_moved").values_list("recipient", flat=True)
        assert len(told) == len(set(told)) > 0
        assert case.events.filter(action=DATES_MOVED).count() == 1


def test_two_changes_one_after_the_other_are_told_apart(cast: Cast, signed: Case) -> None:
    """Each job compares the calendar before and after its own change, also when both were made before either ran."""
    was = signed.flow_tables.first().due
    first = rest_day(cast)
    second = rest_day(cast, later(next_rest()))
    assert not jobs.run(second.pk), "the earlier one comes first"
    run(first)
    table = signed.flow_tables.first()
    steps = [(row.old, row.new) for row in signed.date_moves.filter(ref=f"flow_table:{table.pk}").order_by("pk")]
    run(second)
    steps = [(row.old, row.new) for row in signed.date_moves.filter(ref=f"flow_table:{table.pk}").order_by("pk")]
    assert [steps[0][0], steps[0][1], steps[1][0]] == [was, steps[1][0], steps[0][1]]
    assert steps[1][1] == table_due(signed)


def table_due(case: Case) -> date:
    due = deadlines.flow_tables_due(fresh(case))
    assert due is not None
    return due.date


def test_a_change_that_works_no_day_differently_asks_for_nothing(cast: Cast, signed: Case) -> None:
    row = CalendarDay.objects.get(date=next_workday())
    reference.change(row, {"source": "另一份通知"}, reason="更正来源", by=cast.jin)
    assert not Job.objects.exists()


def test_the_notice_of_a_year_recomputes_too(cast: Cast, signed: Case) -> None:
    year = timezone.localdate().year + 1
    reference_calendar.enter_notice(
        year, rest=[(date(year, 1, 1), date(year, 1, 3), "元旦")], work=[], source="国办发明电（示例）", reason="年度通知", by=cast.jin
    )  # fmt: skip
    job = Job.objects.get()
    assert len(job.data["days"]) > 5
    before, after = recompute.calendars_of(job)
    assert not after.is_workday(date(year, 1, 1))
    changed = {date.fromisoformat(day) for day in job.data["days"]}
    assert all(before.is_workday(day) != after.is_workday(day) for day in changed)
    assert run(job).state == JobState.DONE


@pytest.mark.req("P-072")
def test_the_answer_to_an_enquiry_moves_until_it_is_answered(cast: Cast, underway: Case) -> None:
    asked, answered = (notes.write(underway, text="何时办结？", internal=False, by=cast.wang) for _n in range(2))
    Note.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    run(rest_day(cast))
    moves = underway.date_moves.filter(what=OpenDate.ENQUIRY)
    assert [(row.old, row.new) for row in moves] == [(asked.due, later(asked.due))]
    assert Note.objects.get(pk=asked.pk).due == later(asked.due)
    assert Note.objects.get(pk=answered.pk).due == answered.due


def test_the_answer_to_a_transfer_moves_and_whoever_it_is_addressed_to_is_told(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    run(rest_day(cast))
    assert moved(case) == {OpenDate.TRANSFER: (row.due, later(row.due))}
    assert case.notices.filter(kind="dates_moved", recipient=row.to_user).count() == 1
