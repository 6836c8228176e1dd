"""Told once and completely (行政许可法 §32): what a second request may name, and what an answer must bring."""

from datetime import date
from decimal import Decimal

import pytest

from cases.actions import applications, files, intake, projects
from cases.actions.intake import Point
from cases.documents.correction import correction
from cases.enums import CaseStatus, DocumentKind, FileKind
from cases.exceptions import BadInput, CaseError
from cases.models import Case, CorrectionPoint, Region
from tests.cases.documents_data import a_correction
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

SCALE = Point(what="建设规模", why="与备案不一致", field="scale")
PLACE = Point(what="建设地点", why="与选址不一致", field="address")


@pytest.fixture
def submitted(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.SUBMITTED)


def ask(case: Case, cast: Cast, *points: Point) -> Case:
    intake.request_correction(fresh(case), list(points), by=cast.chen)
    return fresh(case)


def answer(case: Case, cast: Cast, **changes: object) -> Case:
    if changes:
        projects.change(fresh(case), changes, by=cast.wang)
    applications.answer_correction(fresh(case), by=cast.wang)
    return fresh(case)


def test_a_second_request_may_repeat_a_point_and_names_nothing_new_without_saying_why(
    submitted: Case, cast: Cast
) -> None:
    answer(ask(submitted, cast, SCALE), cast, scale="更正后的规模")
    with refused(BadInput, says="“建设地点” was not named the first time", field="points"):
        ask(submitted, cast, SCALE, PLACE)
    paper = submitted.materials.first()
    assert paper is not None
    with refused(BadInput, says="everything is told once", field="points"):
        ask(submitted, cast, Point(what=paper.name_zh, why="缺少盖章", material_id=paper.pk, because=" "))
    ask(submitted, cast, SCALE)  # what was named stays open to be asked for again
    assert submitted.corrections.count() == 2


def test_a_point_that_follows_from_what_was_handed_in_gives_its_reason_and_prints_it(
    submitted: Case, cast: Cast
) -> None:
    case = answer(ask(submitted, cast, SCALE), cast, scale="更正后的规模")
    late = Point(what="建设地点", why="与选址不一致", field="address", because="更正后的规模超出原地块")
    ask(case, cast, SCALE, late)
    made = CorrectionPoint.objects.get(field="address")
    assert made.because == "更正后的规模超出原地块"
    printed = case.documents.filter(kind=DocumentKind.CORRECTION).order_by("-pk")[0]
    assert {row["what"]: row["because"] for row in printed.data["points"]} == {
        "建设规模": "", "建设地点": "更正后的规模超出原地块",
    }  # fmt: skip
    answer(case, cast, address="示例产业园纬二路")
    ask(case, cast, PLACE)  # by now it has been named


def test_the_first_request_needs_no_such_reason(submitted: Case, cast: Cast) -> None:
    assert ask(submitted, cast, SCALE, PLACE).status == CaseStatus.CORRECTING


def test_the_notice_prints_the_reason_only_where_there_is_one() -> None:
    def drawn(because: str) -> bytes:
        data = a_correction()
        point = data.points[0].__class__(what="a", why="b", because=because)
        return correction(data.__class__(**{**{n: getattr(data, n) for n in data.__slots__}, "points": (point,)})).pdf

    assert len(drawn("此前未提交的图纸显示")) != len(drawn(""))


def test_an_answer_that_changes_nothing_that_was_asked_is_refused(submitted: Case, cast: Cast) -> None:
    case = ask(submitted, cast, SCALE, PLACE)
    with refused(CaseError, says="Nothing that was asked for has changed yet: 建设规模, 建设地点", field="scale"):
        answer(case, cast)
    before = case.project.scale
    projects.change(fresh(case), {"scale": "别的"}, by=cast.wang)
    projects.change(fresh(case), {"scale": before}, by=cast.wang)
    with refused(CaseError, says="Nothing that was asked for has changed yet"):
        answer(case, cast)  # there and back again is no change
    assert answer(case, cast, scale="更正后的规模").status == CaseStatus.SUBMITTED  # control: one of two is an answer


@pytest.mark.parametrize(
    ("name", "same", "other"),
    [
        ("investment", Decimal("320000000"), Decimal("330000000.00")),
        ("planned_start", None, date(2027, 3, 1)),
        ("contact_phone", "138 0000 0001", "138 0000 0009"),
    ],
)
def test_amounts_and_days_are_compared_as_they_are_kept(
    submitted: Case, cast: Cast, name: str, same: object, other: object
) -> None:
    case = ask(submitted, cast, Point(what="x", why="不一致", field=name))
    if same is not None:
        projects.change(fresh(case), {name: same}, by=cast.wang)
    with refused(CaseError, says="Nothing that was asked for has changed yet"):
        answer(case, cast)
    assert answer(case, cast, **{name: other}).status == CaseStatus.SUBMITTED


def test_a_place_is_another_one_when_another_row_is_named(submitted: Case, cast: Cast) -> None:
    case = ask(submitted, cast, Point(what="街道", why="不一致", field="town"))
    with refused(CaseError, says="Nothing that was asked for has changed yet"):
        answer(case, cast)
    town = Region.objects.filter(parent=case.region).first()
    assert town is not None
    assert answer(case, cast, town=town).status == CaseStatus.SUBMITTED


def test_a_new_paper_is_an_answer_even_when_the_fact_beside_it_stays(submitted: Case, cast: Cast) -> None:
    paper = submitted.materials.first()
    assert paper is not None
    case = ask(submitted, cast, SCALE, Point(what=paper.name_zh, why="缺少盖章", material_id=paper.pk))
    with refused(CaseError, says="is still missing"):
        answer(case, cast)
    files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=paper)
    assert answer(case, cast).status == CaseStatus.SUBMITTED


def test_a_request_from_before_the_values_were_kept_can_be_answered(submitted: Case, cast: Cast) -> None:
    case = ask(submitted, cast, SCALE)
    CorrectionPoint.objects.filter(correction__case=case).update(held=None)
    assert answer(case, cast).status == CaseStatus.SUBMITTED
