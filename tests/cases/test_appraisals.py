"""Appraisals from the record: drafted, told, contested, decided by another one, final; and who reads what (P-092)."""

from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases import appraisal as law
from cases import permissions
from cases.actions import appraisals, circulars, findings, reference
from cases.enums import PostRole
from cases.enums_appraisal import AppraisalAct, AppraisalStatus, ObjectionStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import people
from cases.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalStep,
    Notice,
    Post,
    Region,
    User,
)
from cases.queries import appraisals as readers
from cases.queries import daily, letters
from tests import appraising as kit
from tests.appraising import Place, drafted, figure, result, told
from tests.cases.kit import refused
from tests.cast import Cast

A, S = AppraisalAct, AppraisalStatus
DUE = date(2026, 10, 19)  # five working days after the 12th, a Monday


def contested(place: Place, row: Appraisal, by: User) -> AppraisalObjection:
    own = figure(result(row, person=by), "on_time")
    key = f"case:{place.bad.pk}"
    return appraisals.contest(own, text="企业要求延后领取，不应计为超期。", named=[key], by=by)


def later(day: int) -> Any:
    return time_machine.travel(datetime(2026, 10, day, 10, tzinfo=kit.CHINA), tick=False)


@pytest.mark.req("P-092")
def test_the_points_of_the_quarter_are_those_worked_out_by_hand(cast: Cast, place: Place) -> None:
    row = drafted(place)
    # 3 of 4 items in time: 75 % lies below 80, no points of 30; 1 of 4 overdue: 25 % is past 20, none of 15;
    # 4 of 4 accepted at once: 10 of 10; no trip in 2 cases: 10 of 10; no finding: 5 of 5; no praise: none of 5;
    # no flow table, no evaluation: left out. 25 of 75 weights: 33.33.
    agency = result(row, unit=place.agency)
    assert (agency.points, agency.weight, agency.facts, agency.place) == (D("33.33"), 75, 2, None)
    on_time = figure(agency, "on_time")
    assert (on_time.value, on_time.count, on_time.of, on_time.points) == (D("75"), 3, 4, D(0))
    assert on_time.facts == {f"case:{place.good.pk}": [3, 3], f"case:{place.bad.pk}": [0, 1]}
    assert figure(agency, "bad").points is None
    # The same cases for the first contact: 15 + 10 of 90 weights: 27.78.
    person = result(row, person=cast.chen)
    assert (person.points, person.weight, person.facts, person.unit) == (D("27.78"), 90, 2, place.agency)
    # The deciding unit: 1 of 2 in time and overdue, no points; 1 of 2 early: 10 of 10; 15 + 5 for no finding and no criticism.
    department = result(row, unit=place.department)
    assert (department.points, department.weight) == (D("30.00"), 100)
    assert set(figure(department, "on_time").facts) == {f"case:{place.good.pk}", f"case:{place.bad.pk}"}
    assert not row.results.filter(unit__kind="office").exists()


def test_the_totals_on_record_are_the_sums_of_the_figures_on_record(place: Place) -> None:
    row = drafted(place)
    found = list(row.results.select_related(*readers.RESULT_PARTS))
    for key, lines in readers.lines(found).items():
        one = next(each for each in found if each.pk == key)
        pairs = [(line.rule["weight"], line.figure.points) for line in lines]
        assert (one.points, one.weight) == law.total(pairs)
        for line in lines:
            assert law.value(line.unit, line.figure.facts) == line.figure.value
            assert law.points(readers.rule(line.rule), line.figure.value) == line.figure.points


@pytest.mark.req("P-092")
def test_findings_that_stand_and_notices_of_the_period_count_with_their_row(cast: Cast, place: Place) -> None:
    with later(8):  # after the quarter
        late = findings.file(place.bad, kind="slowness", unit=place.agency, text="示例", by=place.watch)
        findings.hear(late, days=1, by=place.other)
    with time_machine.travel(datetime(2026, 9, 29, 10, tzinfo=kit.CHINA), tick=False):
        facts = circulars.Facts("praise", "internal", place.region, place.department, "示例表扬", "示例")
        issued = circulars.approve(circulars.write(facts, by=place.watch), by=place.other)
        circulars.write(facts, by=place.watch)
    row = drafted(place)
    praise = figure(result(row, unit=place.department), "praise")
    assert (praise.facts, praise.points) == ({f"circular:{issued.pk}": [1, 1]}, D("2.50")), "one of two: half of 5"
    assert figure(result(row, unit=place.agency), "findings").points == D("5.00"), "what is only heard counts nothing"


@pytest.mark.req("P-092")
def test_criteria_are_kept_as_they_stood_with_the_version_of_their_row(cast: Cast, place: Place) -> None:
    row = drafted(place)
    criterion = AppraisalCriterion.objects.get(sheet__code="person", measure="on_time")
    changed = reference.change(criterion, {"weight": 35}, reason="示例通知", by=cast.jin)
    kept = readers.criteria(row, "person")[0]
    assert (kept["weight"], kept["version"]) == (40, 1)
    with pytest.raises(CaseError, match="95"):
        appraisals.draft(place.region, "2026-Q2", by=place.watch)
    second = AppraisalCriterion.objects.get(sheet__code="person", measure="overdue")
    reference.change(second, {"weight": 25}, reason="示例通知", by=cast.jin)
    appraisals.cancel(row, reason="按新办法重算。", by=place.watch)
    again = readers.criteria(drafted(place), "person")
    assert [(one["weight"], one["version"]) for one in again[:2]] == [(changed.weight, 2), (25, 2)]


def test_a_place_is_appraised_once_by_somebody_who_supervises_it_and_is_not_in_it(cast: Cast, place: Place) -> None:
    for by in (cast.chen, cast.qian, cast.sun, cast.jin, cast.liu):
        with refused(NotAllowed):
            appraisals.draft(place.region, kit.QUARTER, by=by)
    row = drafted(place)
    with refused(BadInput):
        drafted(place)
    for period in ("2026-Q4", "2026", "x"):
        with refused(BadInput):
            appraisals.draft(place.region, period, by=place.watch)
    with refused(BadInput):
        appraisals.draft(place.region, "2025", by=place.watch)  # nothing happened then
    assert permissions.appraises(cast.sun, place.region), "control: he supervises the place, and his own unit is in it"
    assert not permissions.may_on_appraisal(cast.sun, A.TELL, row)


@pytest.mark.req("P-092")
def test_everybody_is_told_of_the_own_result_and_of_no_other(cast: Cast, place: Place) -> None:
    row = told(place)
    assert (row.status, row.objections_due) == (S.TOLD, DUE)
    persons = Notice.objects.filter(kind="appraisal_told_person")
    assert [one.recipient for one in persons] == [cast.chen]
    units = set(Notice.objects.filter(kind="appraisal_told").values_list("recipient", flat=True))
    assert {cast.chen.pk, cast.sun.pk, place.officer.pk} <= units
    for notice in Notice.objects.filter(kind__startswith="appraisal"):
        for language in ("en", "zh-hans"):
            with translation.override(language):
                subject, body = letters.subject(notice), letters.body(notice)
            assert "33.33" not in subject + body
            assert "%(" not in subject + body


@pytest.mark.req("P-092")
def test_an_objection_that_is_upheld_counts_again_and_keeps_what_was(cast: Cast, place: Place) -> None:
    row = told(place)
    before = figure(result(row, person=cast.chen), "on_time")
    objection = contested(place, row, cast.chen)
    appraisals.decide(objection, reason="属实。", excluded=objection.named, by=place.other)
    # 3 of 3 in time: 40 of 40. 40 + 15 + 10 of 90 weights: 72.22.
    assert (objection.status, objection.before, objection.after) == (ObjectionStatus.UPHELD, D("27.78"), D("72.22"))
    found = result(row, person=cast.chen)
    now = figure(found, "on_time")
    assert (found.points, now.round, now.value, now.objection) == (D("72.22"), 2, D(100), objection)
    assert now.facts == {f"case:{place.good.pk}": [3, 3]}
    kept = AppraisalFigure.objects.get(pk=before.pk)
    assert (kept.value, kept.facts) == (before.value, before.facts)
    assert figure(found, "overdue").round == 1, "only the criterion that was contested"
    assert result(row, unit=place.agency).points == D("33.33"), "and only the result that was contested"
    assert Notice.objects.get(kind="appraisal_decided", recipient=cast.chen).data["points_after"] == "72.22"


def test_an_objection_that_is_refused_changes_nothing(cast: Cast, place: Place) -> None:
    row = told(place)
    objection = contested(place, row, cast.chen)
    with refused(BadInput):
        appraisals.decide(objection, reason=" ", excluded=[], by=place.other)
    appraisals.decide(objection, reason="超期属实。", excluded=[], by=place.other)
    assert (objection.status, objection.before, objection.after) == (ObjectionStatus.REFUSED, D("27.78"), D("27.78"))
    assert figure(result(row, person=cast.chen), "on_time").round == 1
    with refused(StepNotAllowed):
        appraisals.decide(objection, reason="再来一次。", excluded=objection.named, by=place.other)


@pytest.mark.req("P-092")
def test_whoever_drafted_it_or_is_judged_in_it_decides_nothing(cast: Cast, place: Place) -> None:
    row = told(place)
    objection = contested(place, row, cast.chen)
    for by in (place.watch, cast.sun, cast.chen, cast.qian, cast.liu, cast.gao):
        with refused(NotAllowed):
            appraisals.decide(objection, reason="属实。", excluded=objection.named, by=by)
    # The overall manager may decide what is about another unit than his own.
    about = figure(result(row, unit=place.department), "overdue")
    other = appraisals.contest(about, text="示例", named=[], by=place.officer)
    assert permissions.may_decide(cast.sun, other.result)
    assert permissions.may_decide(place.other, objection.result), "control"


def test_for_an_agency_its_head_contests_and_not_everybody_in_it(cast: Cast, place: Place) -> None:
    about = figure(result(told(place), unit=place.agency), "overdue")
    with refused(NotAllowed):
        appraisals.contest(about, text="示例", named=[], by=cast.chen)
    assert appraisals.contest(about, text="示例", named=[], by=cast.sun).by == cast.sun


def test_nobody_is_appraised_twice_for_one_period_by_way_of_a_larger_place(cast: Cast, place: Place) -> None:
    city = Region.objects.get(code="370700")
    row = drafted(place)
    with refused(BadInput, says="twice"):
        appraisals.draft(city, kit.QUARTER, by=cast.feng)
    appraisals.cancel(row, reason="改由市级考评", by=place.watch)
    whole = appraisals.draft(city, kit.QUARTER, by=cast.feng)
    assert {one.unit_id for one in whole.results.all()} >= {place.department.pk}, "control: the same people"
    with refused(BadInput, says="twice"):
        drafted(place)


def test_a_result_is_contested_by_those_it_is_about_once_and_in_time(cast: Cast, place: Place) -> None:
    row = drafted(place)
    own = figure(result(row, person=cast.chen), "on_time")
    with refused(StepNotAllowed):
        appraisals.contest(own, text="示例", named=[], by=cast.chen)
    appraisals.tell(row, days=5, by=place.watch)
    for by in (cast.sun, cast.qian, cast.xu, place.officer, place.watch):
        with refused(NotAllowed):
            appraisals.contest(own, text="示例", named=[], by=by)
    with refused(BadInput):
        appraisals.contest(own, text=" ", named=[], by=cast.chen)
    with refused(BadInput):
        appraisals.contest(own, text="示例", named=["case:999999"], by=cast.chen)
    with later(20), refused(CaseError):
        appraisals.contest(own, text="示例", named=[], by=cast.chen)
    with later(19):
        contested(place, row, cast.chen)
        with refused(StepNotAllowed):
            contested(place, row, cast.chen)
    assert AppraisalObjection.objects.count() == 1


@pytest.mark.req("P-092")
def test_nothing_becomes_final_by_itself_or_over_an_open_objection(cast: Cast, place: Place) -> None:
    row = told(place)
    objection = contested(place, row, cast.chen)
    with later(19), refused(CaseError):
        appraisals.finish(row, by=place.other)
    with later(26):
        with refused(CaseError):
            appraisals.finish(row, by=place.other)
        assert [duty.pk for duty in daily.duties(place.other) if duty.kind == "appraisal_decide"] == [objection.pk]
        assert [duty for duty in daily.duties(place.watch) if duty.kind.startswith("appraisal")] == []
        appraisals.decide(objection, reason="超期属实。", excluded=[], by=place.other)
        assert [duty.pk for duty in daily.duties(place.watch) if duty.kind == "appraisal"] == [row.pk]
        assert [duty for duty in daily.duties(cast.sun) if duty.kind == "appraisal"] == []
        with refused(NotAllowed):
            appraisals.finish(row, by=cast.sun)
        appraisals.finish(row, by=place.watch)
    assert (row.status, row.number) == (S.FINAL, "KP-370783-2026-0001")
    assert [duty for duty in daily.duties(place.watch) if duty.kind == "appraisal"] == []


def test_what_waits_is_read_with_the_same_queries_for_one_and_for_many(place: Place) -> None:
    row = drafted(place)

    def asked(many: int) -> int:
        for year in range(2000 + Appraisal.objects.count(), 2000 + many):
            Appraisal.objects.create(
                region=row.region, period=str(year), since=row.since, until=row.until, counted_on=row.counted_on, rules={},
                status=S.TOLD, objections_due=row.until, drafted_by=place.watch,
            )  # fmt: skip
        place.other.active_posts  # noqa: B018  read before the count
        with CaptureQueriesContext(connection) as seen:
            _objections, ready = readers.owed(place.other)
        assert len(ready) == many - 1, "all that were told"
        return len(seen)

    assert asked(2) == asked(26)


@pytest.mark.parametrize("act", [act for act in A if act not in {A.DRAFT, A.MOVE}])
@pytest.mark.parametrize("status", S)
def test_what_the_law_does_not_know_is_refused(cast: Cast, place: Place, status: S, act: A) -> None:
    """From every status every act: done where the table has it, else refused with nothing changed."""
    row = told(place)
    objection = contested(place, row, cast.chen)
    free = figure(result(row, person=cast.chen), "overdue")
    _bring(row, status)
    acts = {
        A.TELL: lambda: appraisals.tell(row, days=5, by=place.watch),
        A.CONTEST: lambda: appraisals.contest(free, text="示例", named=[], by=cast.chen),
        A.DECIDE: lambda: appraisals.decide(objection, reason="示例", excluded=[], by=place.other),
        A.CANCEL: lambda: appraisals.cancel(row, reason="示例", by=place.watch),
        A.FINISH: lambda: _finish(row, objection, place),
    }
    if law.step(status, act) is None:
        with refused(StepNotAllowed):
            acts[act]()
    else:
        acts[act]()
        row.refresh_from_db()
        assert row.status == law.step(status, act)


def _bring(row: Appraisal, status: str) -> None:
    facts: dict[str, dict[str, Any]] = {
        S.FINAL: {"number": "x", "final_at": kit.NOW},
        S.CANCELLED: {"cancelled_why": "x"},
    }
    Appraisal.objects.filter(pk=row.pk).update(status=status, **facts.get(status, {}))
    row.refresh_from_db()


def _finish(row: Appraisal, objection: AppraisalObjection, place: Place) -> None:
    if row.status == S.TOLD:
        appraisals.decide(objection, reason="示例", excluded=[], by=place.other)
    with later(26):
        appraisals.finish(row, by=place.watch)


@pytest.mark.req("P-092")
def test_a_personal_result_is_read_by_the_few_who_may(cast: Cast, place: Place) -> None:
    row = drafted(place)
    own = result(row, person=cast.chen)
    colleague = people.person("colleague", "示例同事")
    people.post(colleague, place.agency.code, PostRole.SERVICE_AGENT)

    def readers_of() -> set[str]:
        everybody = User.objects.filter(pk__in=Post.objects.values("user"))
        return {one.name for one in everybody if readers.results_visible_to(one).filter(pk=own.pk).exists()}

    watching = {place.watch.name, place.other.name}
    assert readers_of() == watching, "before it is told"
    appraisals.tell(row, days=5, by=place.watch)
    few = watching | {cast.chen.name, cast.sun.name, cast.qian.name}
    assert readers_of() == few
    with later(26):
        appraisals.finish(row, by=place.watch)
        assert readers_of() == few, "also when it is final"
        unit = result(row, unit=place.agency)
        assert readers.results_visible_to(colleague).filter(pk=unit.pk).exists(), (
            "control: what units got is read inside"
        )
        assert not readers.results_visible_to(cast.liu).filter(pk=unit.pk).exists(), "in another place it is not"
        assert not readers.results_visible_to(cast.wang).exists()


@pytest.mark.req("P-092")
def test_facts_open_only_for_those_who_may_see_the_case(cast: Cast, place: Place) -> None:
    row = told(place)
    of_unit = figure(result(row, unit=place.department), "on_time")
    watching = readers.facts(of_unit, place.watch)
    assert {one.row for one in watching} == {place.good, place.bad}
    stranger = readers.facts(of_unit, cast.jin)
    assert [(one.row, one.of) for one in stranger] == [(None, 1), (None, 1)]


def test_the_log_and_the_figures_are_written_once(place: Place) -> None:
    row = told(place)
    assert list(row.steps.values_list("act", "old", "new")) == [("draft", "", "drafted"), ("tell", "drafted", "told")]
    for rows in (AppraisalStep.objects.all(), AppraisalFigure.objects.all()):
        for change in (
            lambda rows=rows: rows.update(code="x") if rows.model is AppraisalFigure else rows.update(text="x"),
            rows.delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
