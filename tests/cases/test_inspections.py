"""Special inspections: planned with a lot anybody can draw again, checked, reported, answered, closed; and when the next is due."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import findings, inspections
from cases.actions.inspections import Plan, Reply
from cases.enums import CaseStatus, PostRole
from cases.enums_findings import FindingKind
from cases.enums_inspections import Checked, InspectionAct, InspectionStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import people
from cases.models import (
    Case,
    Checklist,
    Inspection,
    InspectionReminder,
    InspectionRhythm,
    InspectionStep,
    Notice,
    Region,
    Unit,
    User,
)
from cases.queries import inspections as readers
from cases.queries import letters
from cases.reference import read
from tests.cases import supervised
from tests.cases.documents_data import text
from tests.cases.kit import fresh, refused
from tests.cases.supervised import LATER, SIGNED
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S, A = InspectionStatus, InspectionAct
FROM, UNTIL = date(2026, 8, 1), date(2026, 11, 9)


@pytest.fixture
def case(cast: Cast) -> Case:
    return supervised.running(cast)


@pytest.fixture
def watch(cast: Cast) -> User:
    return supervised.supervisor()


@pytest.fixture
def now(case: Case) -> Iterator[datetime]:
    with time_machine.travel(LATER, tick=False):
        yield LATER


def a_plan(watch: User, **more: Any) -> Plan:
    given: dict[str, Any] = {
        "title": "四季度专项督导（示例）", "region": Region.objects.get(code=PULANDIAN), "inspectors": [watch],
        "checklist": Checklist.objects.get(code="service-quality"), "planned_on": date(2026, 11, 12), "since": FROM, "until": UNTIL,
    }  # fmt: skip
    return Plan(**(given | more))


def planned(case: Case, watch: User, **more: Any) -> Inspection:
    return inspections.plan(a_plan(watch, **more), units=[case.handling_unit], by=watch, seed=7)[0]


def underway(case: Case, watch: User) -> Inspection:
    return inspections.start(planned(case, watch), by=watch)


def answered(row: Inspection, by: User, *, no: int = 2, cases: tuple[Case, ...] = ()) -> Inspection:
    """Every question yes, the one at place ``no`` no."""
    replies = [
        Reply(asked, Checked.NO, "没有一次性告知书。", cases) if asked.order == no else Reply(asked, Checked.YES)
        for asked in readers.questions(row)
    ]
    return inspections.check(row, replies, by=by)


def reported(case: Case, watch: User) -> Inspection:
    row = answered(underway(case, watch), watch, cases=(case,))
    return inspections.report(row, conclusion="总体较好，一次性告知不到位。", days=5, by=watch)


# The way


@pytest.mark.req("W-095")
def test_a_plan_draws_what_is_late_tells_its_inspectors_and_not_the_unit(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    other = people.person("watch2", "示例督导员二")
    people.post(other, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    row = planned(case, watch, inspectors=[watch, other])
    assert (row.status, row.number, row.proposed, row.seed) == (S.PLANNED, None, [case.number], 7)
    assert list(row.sample.all()) == [case]
    assert readers.proposal(row.unit, row.region, row.since, row.until, row.seed) == [case]
    assert [one.recipient for one in Notice.objects.filter(kind="inspection_named")] == [other]
    assert not readers.visible_to(cast.liu).exists(), "the unit is not warned"
    assert list(readers.visible_to(watch)) == [row]
    assert not readers.visible_to(cast.sun).exists(), "another place"


def test_a_case_of_another_unit_or_another_time_is_not_drawn(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    assert list(readers.pool(case.handling_unit, case.region, FROM, UNTIL)) == [case]
    assert not readers.pool(case.handling_unit, case.region, FROM, date(2026, 8, 31)).exists()
    assert not readers.pool(case.handling_unit, Region.objects.get(code=SHOUGUANG), FROM, UNTIL).exists()
    assert not readers.pool(Unit.objects.get(code=f"{SHOUGUANG}-agency"), case.region, FROM, UNTIL).exists()


@pytest.mark.req("W-095")
def test_the_whole_way_from_plan_to_closing(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    row = reported(case, watch)
    assert row.number is not None
    assert row.number.startswith(f"DD-{PULANDIAN}-2026-")
    assert row.answer_due == date(2026, 11, 17), "five working days"
    assert list(readers.visible_to(cast.liu)) == [row], "now the unit reads it"
    assert cast.liu in {one.recipient for one in Notice.objects.filter(kind="inspection_reported")}
    with refused(CaseError, says="still has time"):
        inspections.close(row, result="x", by=watch)
    with refused(NotAllowed, says="answered by the unit inspected"):
        inspections.reply(row, text="x", by=watch)
    inspections.reply(row, text="三日内补发。", by=cast.liu)
    with refused(CaseError, says="answered already"):
        inspections.reply(row, text="x", by=cast.liu)
    inspections.send_back(row, reason="没有说明今后如何避免。", days=2, by=watch)
    assert (row.answer, row.answered_at, row.answer_due) == ("", None, date(2026, 11, 12))
    with refused(CaseError, says="no answer to send back"):
        inspections.send_back(row, reason="x", days=2, by=watch)
    inspections.reply(row, text="三日内补发，今后双人复核。", by=cast.liu)
    with refused(NotAllowed, says="Nobody inspects the own unit"):
        inspections.close(row, result="x", by=cast.liu)
    inspections.close(row, result="现场核实，已补发。", by=watch)
    assert row.status == S.CLOSED
    assert [one.act for one in row.steps.all()] == [
        A.PLAN, A.START, A.CHECK, A.REPORT, A.REPLY, A.SEND_BACK, A.REPLY, A.CLOSE,
    ]  # fmt: skip
    assert row.steps.filter(act=A.REPLY).first().text == "三日内补发。", "the first answer stays in the log"
    for notice in Notice.objects.filter(kind__startswith="inspection_"):
        for lang in ("en", "zh-hans"):
            assert "%(" not in "".join(letters.words(notice, lang))


def test_a_unit_that_lets_its_day_pass_keeps_nothing_open(case: Case, watch: User, now: datetime) -> None:
    row = reported(case, watch)
    assert A.CLOSE not in readers.possible(watch, row)
    with time_machine.travel(LATER + timedelta(days=8), tick=False):
        assert A.CLOSE in readers.possible(watch, row)
        inspections.close(row, result="逾期未答复，已另行督办。", by=watch)
    assert row.status == S.CLOSED


def test_an_answer_is_changed_until_the_report_and_the_log_keeps_what_it_was(
    case: Case, watch: User, now: datetime
) -> None:
    row = answered(underway(case, watch), watch, cases=(case,))
    asked = readers.questions(row)[1]
    first = row.answers.get(question=asked)
    assert (first.kind, first.asked_en, list(first.cases.all())) == (asked.kind, asked.name_en, [case])
    with refused(BadInput, says="change an answer"):
        inspections.check(row, [Reply(asked, Checked.NO, "没有一次性告知书。", (case,))], by=watch)
    inspections.check(row, [Reply(asked, Checked.YES)], by=watch)
    assert [one.text.splitlines()[-1][:4] for one in row.steps.filter(act=A.CHECK)] == ["12 y", "2 ye"]
    assert f"2 no 没有一次性告知书。 {case.number}" in row.steps.filter(act=A.CHECK).first().text
    inspections.report(row, conclusion="好。", days=5, by=watch)
    with refused(StepNotAllowed, says="Reported"):
        inspections.check(row, [Reply(asked, Checked.NO, "x")], by=watch)


def test_a_no_says_what_was_seen_and_names_cases_of_the_sample(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    row = underway(case, watch)
    asked = readers.questions(row)[0]
    with refused(BadInput, says="needs its note", field=f"note_{asked.pk}"):
        inspections.check(row, [Reply(asked, Checked.NO)], by=watch)
    stranger = case_in(cast, CaseStatus.SUBMITTED)
    with refused(BadInput, says="cases of the sample", field=f"cases_{asked.pk}"):
        inspections.check(row, [Reply(asked, Checked.NO, "x", (stranger,))], by=watch)
    with refused(BadInput, field=f"answer_{asked.pk}"):
        inspections.check(row, [Reply(asked, "perhaps")], by=watch)


def test_nothing_is_reported_with_a_question_left(case: Case, watch: User, now: datetime) -> None:
    row = underway(case, watch)
    first, *rest = readers.questions(row)
    inspections.check(row, [Reply(asked, Checked.NONE) for asked in rest], by=watch)
    with refused(CaseError, says="no answer yet: 1"):
        inspections.report(row, conclusion="x", days=5, by=watch)
    with refused(BadInput, field="conclusion"):
        inspections.report(row, conclusion=" ", days=5, by=watch)
    inspections.check(row, [Reply(first, Checked.YES)], by=watch)
    with refused(BadInput, field="days"):
        inspections.report(row, conclusion="x", days=31, by=watch)
    assert inspections.report(row, conclusion="x", days=5, by=watch).status == S.REPORTED


@pytest.mark.req("W-095")
def test_from_a_no_a_finding_is_filed_that_knows_the_inspection(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    row = answered(underway(case, watch), watch, cases=(case,))
    no, yes = row.answers.get(answer=Checked.NO), row.answers.filter(answer=Checked.YES).first()
    with refused(CaseError, says="from a “no”"):
        inspections.file(yes, case, kind=no.kind, text="x", by=watch)
    stranger = case_in(cast, CaseStatus.SUBMITTED)
    with refused(BadInput, field="case"):
        inspections.file(no, stranger, kind=no.kind, text="x", by=watch)
    made = inspections.file(no, fresh(case), kind=no.kind, text=no.note, by=watch)
    assert (made.inspection, made.unit, made.kind, made.text) == (row, row.unit, FindingKind.INACTION, no.note)
    assert row.steps.filter(act=A.FILE).get().text == made.number
    by_hand = findings.file(fresh(case), kind="slowness", unit=row.unit, text="x", by=watch)
    assert by_hand.inspection is None


@pytest.mark.req("W-095")
def test_the_report_is_a_numbered_paper_that_stays_the_same(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    row = underway(case, watch)
    with refused(CaseError, says="not reported yet"):
        inspections.print_it(row)
    answered(row, watch, cases=(case,))
    made = inspections.file(row.answers.get(answer=Checked.NO), fresh(case), kind="inaction", text="x", by=watch)
    inspections.report(row, conclusion="总体较好。", days=5, by=watch)
    paper = inspections.print_it(row)
    said = text(paper)
    for part in (str(row.number), case.number, "总体较好", "没有一次性告知书", "不作为", "另行听取"):
        assert part in said, part
    assert made.number not in said, "the unit reads a finding once it is heard"
    inspections.reply(row, text="x", by=cast.liu)
    inspections.send_back(row, reason="x", days=9, by=watch)
    asked = readers.questions(row)[0]
    type(asked).objects.filter(pk=asked.pk).update(name_zh="改过的问题")
    assert inspections.print_it(Inspection.objects.get(pk=row.pk)).pdf == paper.pdf


def test_people_may_choose_other_cases_than_the_lot(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    with time_machine.travel(SIGNED, tick=False):
        second = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    row = planned(case, watch)
    assert row.sample.count() == 2
    inspections.change(row, a_plan(watch, title="改期"), sample=[second], by=watch)
    assert (row.title, list(row.sample.all())) == ("改期", [second])
    assert row.proposed == [case.number, second.number], "what was drawn stays on record"
    stranger = case_in(cast, CaseStatus.SUBMITTED)
    with refused(BadInput, field="sample"):
        inspections.change(row, a_plan(watch), sample=[stranger], by=watch)
    answered(inspections.start(row, by=watch), watch, cases=(second,))
    with refused(BadInput, says="stays in the sample", field="sample"):
        inspections.change(row, a_plan(watch), sample=[case], by=watch)


# Who


@pytest.mark.req("W-095")
def test_nobody_plans_for_another_place_or_inspects_the_own_unit(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    with refused(NotAllowed, says="look over the place"):
        inspections.plan(a_plan(watch), units=[case.handling_unit], by=cast.sun)
    with refused(BadInput, says="own unit", field="inspectors"):
        planned(case, watch, inspectors=[cast.liu])
    with refused(BadInput, says="does not look over", field="inspectors"):
        planned(case, watch, inspectors=[cast.sun])
    with refused(BadInput, field="units"):
        inspections.plan(a_plan(watch), units=[], by=watch)
    with refused(BadInput, field="units"):
        inspections.plan(a_plan(watch), units=[Unit.objects.get(code=f"{SHOUGUANG}-agency")], by=watch)
    with refused(BadInput, field="checklist"):
        inspections.plan(a_plan(watch), units=[Unit.objects.get(code="210214-dev-reform")], by=watch)
    with refused(BadInput, field="until"):
        planned(case, watch, until=FROM - timedelta(days=1))


def test_only_the_inspectors_named_check_and_report(case: Case, cast: Cast, watch: User, now: datetime) -> None:
    other = people.person("watch2", "示例督导员二")
    people.post(other, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    row = underway(case, watch)
    with refused(NotAllowed, says="inspectors named"):
        answered(row, other)
    for outsider in (cast.liu, cast.sun, cast.chen):
        assert readers.possible(outsider, row) == []
    assert readers.possible(other, row) == [A.CHANGE, A.CANCEL]
    assert readers.possible(watch, row) == [A.CHANGE, A.CHECK, A.FILE, A.REPORT, A.CANCEL]


def test_a_cancelled_one_says_why_and_goes_no_further(case: Case, watch: User, now: datetime) -> None:
    row = planned(case, watch)
    with refused(BadInput, field="reason"):
        inspections.cancel(row, reason=" ", by=watch)
    inspections.cancel(row, reason="改为书面检查。", by=watch)
    assert (row.status, row.cancelled_why) == (S.CANCELLED, "改为书面检查。")
    with refused(StepNotAllowed, says="Cancelled"):
        inspections.start(row, by=watch)


def test_the_database_refuses_what_the_law_refuses(case: Case, watch: User, now: datetime) -> None:
    row = planned(case, watch)
    for wrong in (
        {"status": S.REPORTED},
        {"status": S.CLOSED},
        {"cancelled_why": "x"},
        {"since": UNTIL, "until": FROM},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InspectionStep.objects.filter(inspection=row).update(text="x")


# The rhythm


def of_unit(unit: Unit, user: User | None = None) -> list[readers.Due]:
    return [one for one in readers.schedule(user) if one.unit == unit]


@pytest.mark.req("W-095")
def test_the_schedule_says_when_a_unit_was_last_inspected_and_when_it_is_due(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    unit = case.handling_unit
    assert [(one.last, one.due) for one in of_unit(unit, watch)] == [(None, date(2026, 12, 31))]
    assert {one.unit.region.code for one in readers.schedule(watch)} == {PULANDIAN}
    assert of_unit(unit, cast.sun) == []
    row = planned(case, watch)
    assert of_unit(unit)[0].coming == row
    answered(inspections.start(row, by=watch), watch)
    inspections.report(row, conclusion="x", days=5, by=watch)
    assert [(one.last, one.due, one.coming) for one in of_unit(unit)] == [(LATER.date(), date(2027, 2, 10), None)]


def test_a_place_inside_may_have_its_own_rhythm(case: Case, now: datetime) -> None:
    agency = Unit.objects.get(code=f"{SHOUGUANG}-agency")
    assert [one.due for one in of_unit(agency)] == [date(2026, 12, 31)], "that of the city"
    checklist = Checklist.objects.get()
    InspectionRhythm.objects.create(region=agency.region, checklist=checklist, months=6, first_due=date(2026, 11, 1))
    assert [one.due for one in of_unit(agency)] == [date(2026, 11, 1)]


@pytest.mark.req("W-095")
def test_who_looks_over_the_place_is_told_once_that_units_are_due(
    case: Case, cast: Cast, watch: User, now: datetime
) -> None:
    InspectionRhythm.objects.exclude(region__code=PULANDIAN).update(active=False)
    told = Notice.objects.filter(kind="inspections_due")
    day = date(2026, 12, 31)
    units = len(readers.schedule())
    assert inspections.remind(day - timedelta(days=1)) == 0
    assert inspections.remind(day) == units
    assert watch in {one.recipient for one in told}
    assert cast.sun not in {one.recipient for one in told}, "another place"
    before = told.count()
    assert inspections.remind(day) == inspections.remind(day + timedelta(days=30)) == 0
    assert told.count() == before
    assert InspectionReminder.objects.count() == units
    with translation.override("en"):
        assert "due for a special inspection" in letters.words(told.first(), "en")[1]


def test_nobody_is_reminded_of_what_is_planned_already(case: Case, watch: User, now: datetime) -> None:
    row = planned(case, watch)
    due = {one.unit for one in readers.schedule() if one.coming is None}
    assert row.unit not in due
    inspections.remind(date(2026, 12, 31))
    assert not InspectionReminder.objects.filter(unit=row.unit).exists()
    inspections.cancel(row, reason="x", by=watch)
    assert inspections.remind(date(2026, 12, 31)) == 1


def test_the_reference_file_reads_as_it_is_stored(case: Case) -> None:
    shipped = read().checklists[0]["questions"]
    stored = Checklist.objects.get().questions.order_by("order")
    assert [one.name_zh for one in stored] == [row["name_zh"] for row in shipped]
    assert json.dumps(shipped, ensure_ascii=False).count('"kind": ""') == stored.filter(kind="").count()
    assert timezone.localdate() >= date(2026, 1, 1)
