"""The agency looks at an application: one complete request to correct, acceptance on a ground, refusal with a reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.actions import applications, files, intake, projects
from cases.actions.intake import Point
from cases.enums import CaseStatus, DocumentKind, FileKind, Ground
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import walks
from cases.models import Case, Notice, Region, ServiceScheme
from cases.queries import story
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, Cast, case_in

S = CaseStatus


@pytest.fixture
def submitted(cast: Cast) -> Case:
    return case_in(cast, S.SUBMITTED)


def points(case: Case) -> list[Point]:
    """One fact and one paper."""
    paper = case.materials.first()
    assert paper is not None
    return [
        Point(what="建设规模", why="与备案不一致", field="scale"),
        Point(what=paper.name_zh, why="缺少盖章", material_id=paper.pk),
    ]


@pytest.fixture
def correcting(submitted: Case, cast: Cast) -> Case:
    intake.request_correction(submitted, points(submitted), by=cast.chen)
    return fresh(submitted)


def put(case: Case, cast: Cast, text: bytes = b"corrected") -> None:
    asked = case.corrections.get(answered_at=None).points.exclude(material=None).get()
    files.store(case, pdf(text=text), kind=FileKind.MATERIAL, by=cast.wang, material=asked.material)


# ---- asking


def test_a_request_names_each_point_why_and_a_date_that_leaves_time(submitted: Case, cast: Cast) -> None:
    good = points(submitted)[0]
    other = case_in(cast, S.DRAFT, PULANDIAN)
    foreign = other.materials.first()
    assert foreign is not None
    with refused(BadInput, says="at least one thing", field="points"):
        intake.request_correction(submitted, [], by=cast.chen)
    for bad, says in (
        (Point(what="规模", why=" ", field="scale"), "Say why"),
        (Point(what="规模", why="错"), "Name a field of the application or a paper"),
        (Point(what="规模", why="错", field="scale", material_id=submitted.materials.all()[0].pk), "Name a field"),
        (Point(what="状态", why="错", field="created_by"), "cannot change"),
        (Point(what="材料", why="错", material_id=foreign.pk), "does not belong"),
    ):
        with refused(BadInput, says=says, field="points"):
            intake.request_correction(submitted, [good, bad], by=cast.chen)
    for due in (timezone.localdate(), timezone.localdate() - timedelta(days=1)):
        with refused(BadInput, says="leave time", field="due"):
            intake.request_correction(submitted, [good], due=due, by=cast.chen)


def test_the_request_is_printed_and_told_complete_and_once(correcting: Case, cast: Cast) -> None:
    notice = correcting.documents.get(kind=DocumentKind.CORRECTION)
    assert [p["what"] for p in notice.data["points"]] == [p.what for p in points(correcting)]
    for user in (cast.wang, cast.li):
        assert Notice.objects.get(kind="correction", recipient=user).data["points"] == [
            p.what for p in points(correcting)
        ]
    with refused(StepNotAllowed):  # only one open request at a time
        intake.request_correction(correcting, points(correcting), by=cast.chen)
    assert correcting.corrections.count() == 1
    assert story.whose_turn(correcting).side == "enterprise"


def test_the_date_is_the_schemes_working_days_unless_another_is_named(cast: Cast) -> None:
    with time_machine.travel(date(2026, 9, 21), tick=False):
        case = case_in(cast, S.SUBMITTED)
        intake.request_correction(case, points(case), by=cast.chen)
    assert case.corrections.get().due == date(2026, 9, 29)  # five working days over 中秋, domain D.2
    assert fresh(case).next_due == date(2026, 9, 29)


# ---- answering


def test_only_what_was_asked_can_be_changed(correcting: Case, cast: Cast) -> None:
    with refused(CaseError, says="Only what the agency asked you to correct"):
        projects.change(correcting, {"name": "改了名"}, by=cast.wang)
    with refused(CaseError, says="Only what the agency asked you to correct"):
        projects.change(correcting, {"scale": "新", "investment": Decimal("1")}, by=cast.wang)
    with refused(StepNotAllowed):
        applications.choose_items(correcting, {"L08": applications.Choice(taken=False)}, {}, by=cast.wang)
    other = correcting.materials.last()
    with refused(NotAllowed, says="Only the papers that the agency asked for"):
        files.store(correcting, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=other)
    with refused(NotAllowed, says="Only the papers that the agency asked for"):
        files.store(correcting, pdf(), kind=FileKind.MATERIAL, by=cast.wang)
    projects.change(correcting, {"scale": "更正后的规模"}, by=cast.wang)
    correcting.project.refresh_from_db()
    assert correcting.project.scale == "更正后的规模"


def test_a_corrected_fact_is_checked_like_any_other_and_cannot_be_emptied(correcting: Case, cast: Cast) -> None:
    with refused(BadInput, field="scale"):
        projects.change(correcting, {"scale": ""}, by=cast.wang)


def test_an_answer_without_the_paper_asked_for_is_refused(correcting: Case, cast: Cast) -> None:
    with refused(CaseError, says="is still missing"):
        applications.answer_correction(correcting, by=cast.wang)
    put(correcting, cast)
    with refused(NotAllowed):
        applications.answer_correction(correcting, by=cast.chen)
    applications.answer_correction(correcting, by=cast.li)
    answered = correcting.corrections.get()
    assert (answered.answered_by, fresh(correcting).status) == (cast.li, S.SUBMITTED)
    assert Notice.objects.filter(kind="correction_answered", recipient=cast.chen).count() == 1
    with refused(StepNotAllowed):
        applications.answer_correction(correcting, by=cast.wang)


def test_a_paper_from_before_the_request_is_no_answer_even_with_the_same_bytes(cast: Cast) -> None:
    case = case_in(cast, S.DRAFT)
    upload = pdf()
    data = upload.read()
    upload.seek(0)
    old = files.store(case, upload, kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.first())
    applications.submit(case, by=cast.wang)
    intake.request_correction(case, points(case), by=cast.chen)
    with refused(CaseError, says="is still missing"):
        applications.answer_correction(case, by=cast.wang)
    new = files.store(
        case,
        SimpleUploadedFile("材料.pdf", data),
        kind=FileKind.MATERIAL,
        by=cast.wang,
        material=case.materials.first(),
    )
    assert (new.pk != old.pk, new.sha256) == (True, old.sha256)  # handed in again on purpose
    applications.answer_correction(case, by=cast.wang)


def test_what_was_corrected_is_on_record_with_old_and_new(correcting: Case, cast: Cast) -> None:
    before = correcting.project.scale
    projects.change(correcting, {"scale": "更正后的规模"}, by=cast.wang)
    event = correcting.events.order_by("-seq")[0]
    assert event.data["changed"] == {"scale": [before, "更正后的规模"]}


def test_an_application_that_is_not_corrected_may_be_withdrawn_or_declined(correcting: Case, cast: Cast) -> None:
    with refused(NotAllowed):
        intake.decline(correcting, reason="逾期未补正", by=cast.chen)
    intake.decline(correcting, reason="逾期未补正", by=cast.sun)
    assert fresh(correcting).status == S.DECLINED


# ---- accepting and declining


@pytest.mark.req("W-010", "W-083")
def test_it_is_accepted_on_a_ground_of_the_scheme_with_what_it_rests_on(submitted: Case, cast: Cast) -> None:
    for ground in (Ground.INVESTMENT, Ground.DECISION, "luck"):
        with refused(BadInput, says="does not exist under the scheme", field="ground"):
            intake.accept(submitted, ground=ground, reference="x", by=cast.chen)
    with refused(BadInput, says="Name the entry of the list", field="reference"):
        intake.accept(submitted, ground=Ground.MAJOR_LIST, reference=" ", by=cast.chen)
    intake.accept(submitted, ground=Ground.MAJOR_LIST, reference="2026年市级名单第3项", by=cast.chen)
    case = fresh(submitted)
    assert (case.ground, case.ground_reference) == (Ground.MAJOR_LIST, "2026年市级名单第3项")
    with refused(StepNotAllowed):
        intake.accept(case, ground=Ground.MAJOR_LIST, reference="2026年市级名单第3项", by=cast.chen)
    assert Notice.objects.filter(kind="accepted", recipient=cast.wang).count() == 1


@pytest.mark.req("P-040")
def test_an_investment_below_the_limit_is_no_ground_and_the_limit_itself_is(cast: Cast) -> None:
    for amount, good in (("99999999.99", False), ("100000000.00", True)):
        case = case_in(cast, S.GENERATION, PULANDIAN, investment=Decimal(amount), name=f"示例项目 {amount}")
        walks.generation(case, cast.liu, timezone.localdate())
        if good:
            intake.accept(case, ground=Ground.INVESTMENT, reference="", by=cast.liu)
        else:
            with refused(BadInput, says="does not reach the limit", field="ground"):
                intake.accept(case, ground=Ground.INVESTMENT, reference="", by=cast.liu)
            with refused(BadInput, says="Name the entry", field="reference"):
                intake.accept(case, ground=Ground.DECISION, reference="", by=cast.liu)
            intake.accept(case, ground=Ground.DECISION, reference="区政府纪要〔2026〕3号", by=cast.liu)
        assert fresh(case).status == S.ACCEPTED


def test_declining_needs_the_reason_and_the_head_of_the_agency(submitted: Case, cast: Cast) -> None:
    with refused(BadInput, says="Give the reason", field="reason"):
        intake.decline(submitted, reason=" ", by=cast.sun)
    with refused(NotAllowed, says="the head of the assisting agency"):
        intake.decline(submitted, reason="不在名单", by=cast.chen)
    intake.decline(submitted, reason="不在名单", by=cast.sun)
    assert Notice.objects.get(kind="declined", recipient=cast.wang).data["reason"] == "不在名单"


@pytest.mark.req("P-021", "P-025")
def test_the_generation_review_belongs_to_one_three_n_and_cannot_be_passed_by(submitted: Case, cast: Cast) -> None:
    with refused(StepNotAllowed):
        intake.open_generation(submitted, by=cast.chen)
    case = case_in(cast, S.SUBMITTED, PULANDIAN)
    with refused(StepNotAllowed):
        intake.accept(case, ground=Ground.INVESTMENT, reference="", by=cast.liu)
    intake.open_generation(case, by=cast.liu)
    assert fresh(case).status == S.GENERATION


def test_a_scheme_that_is_only_data_follows_its_own_rules(cast: Cast) -> None:
    """A third scheme needs no code: 0+N with money as its only ground."""
    third = ServiceScheme.objects.get(code="zero_n")
    third.pk, third.code = None, "third"
    third.grounds, third.min_investment = [Ground.INVESTMENT], Decimal("50000000")
    third.save()
    Region.objects.filter(code="370783").update(scheme=third)
    case = case_in(cast, S.SUBMITTED)
    assert case.scheme == third
    with refused(BadInput, says="does not exist under the scheme", field="ground"):
        intake.accept(case, ground=Ground.MAJOR_LIST, reference="x", by=cast.chen)
    intake.accept(case, ground=Ground.INVESTMENT, reference="", by=cast.chen)
    assert fresh(case).status == S.ACCEPTED
