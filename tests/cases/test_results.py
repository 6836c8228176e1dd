"""Passed, but the document has not come yet: said until it is there, and never in the way."""

import pytest
from django.utils import timezone, translation

from cases.actions import finishing, items, pausing
from cases.enums import BLZT, CaseStatus, FileKind
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import Case, CaseItem
from cases.queries import results, story
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast, case_in

S = CaseStatus


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY, keep={"L01", "L08"})


def row(case: Case, code: str) -> CaseItem:
    return case.items.select_related("item", "case").get(item__code=code)


def passed(case: Case, cast: Cast, code: str = "L01", **more: object) -> CaseItem:
    today = timezone.localdate()
    for step in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(row(case, code), code=step, on=today, by=cast.chen)
    items.record(row(case, code), code=BLZT.PASSED, on=today, by=cast.chen, **more)  # type: ignore[arg-type]
    return row(case, code)


def missing(case: Case) -> list[str]:
    return [item.item.code for item in results.missing(case)]


def test_passed_without_document_and_number_is_allowed_and_missed_until_one_of_them_comes(
    underway: Case, cast: Cast
) -> None:
    assert missing(underway) == []
    item = passed(underway, cast)
    assert missing(underway) == ["L01"]
    assert "add_result" in story.possible(fresh(underway), cast.chen)
    items.add_result(item, file_number=" 示例备〔2026〕1号 ", by=cast.chen)
    assert missing(underway) == []
    assert row(underway, "L01").file_number == "示例备〔2026〕1号"
    assert "add_result" not in story.possible(fresh(underway), cast.chen)  # nothing is missing any more


@pytest.mark.parametrize("way", ["number", "document", "later"])
def test_a_number_a_document_or_a_document_that_comes_later_is_enough(underway: Case, cast: Cast, way: str) -> None:
    given = {"number": {"file_number": "示例〔2026〕1号"}, "document": {"result_upload": pdf()}, "later": {}}[way]
    item = passed(underway, cast, **given)
    if way == "later":
        assert missing(underway) == ["L01"]
        items.add_result(item, upload=pdf("批文.pdf"), by=cast.chen)
        assert item.files.get().kind == FileKind.RESULT
    assert missing(underway) == []


def test_a_document_that_was_removed_is_missing_again(underway: Case, cast: Cast) -> None:
    item = passed(underway, cast, result_upload=pdf())
    item.files.update(removed_at=timezone.now())
    assert missing(underway) == ["L01"]


def test_a_result_is_added_to_what_passed_and_a_number_on_record_stays(underway: Case, cast: Cast) -> None:
    item = passed(underway, cast, file_number="示例〔2026〕1号")
    with refused(BadInput, says="Give the file number or the document", field="file_number"):
        items.add_result(item, file_number=" ", by=cast.chen)
    with refused(BadInput, says="is on record already", field="file_number"):
        items.add_result(item, file_number="示例〔2026〕2号", by=cast.chen)
    with refused(CaseError, says="has not passed"):
        items.add_result(row(underway, "L08"), file_number="x", by=cast.chen)
    with refused(NotAllowed):
        items.add_result(item, file_number="x", by=cast.wang)
    items.add_result(
        item, file_number="示例〔2026〕1号", upload=pdf(), by=cast.chen
    )  # control: the same number with its paper
    with translation.override("en"):
        said = story.timeline(fresh(underway), cast.wang)[0].sentence
    assert said == f"Add the result of an item: {item.item.name_en} · 示例〔2026〕1号"


def test_the_hand_over_begins_and_names_what_is_missing_and_the_result_can_still_come(
    underway: Case, cast: Cast
) -> None:
    for code in ("L01", "L08"):
        passed(underway, cast, code, **({"file_number": "示例〔2026〕1号"} if code == "L08" else {}))
    finishing.start_delivery(fresh(underway), by=cast.chen)
    with translation.override("en"):
        names = results.named(finishing.undelivered(underway), results.missing(underway))
    assert [name.endswith("(result missing)") for name in names] == [True, False]
    items.add_result(row(underway, "L01"), file_number="示例〔2026〕2号", by=cast.chen)
    assert results.named(finishing.undelivered(underway), results.missing(underway)) == [
        row(underway, code).item.name for code in ("L01", "L08")
    ]


def test_a_result_can_come_while_the_service_is_suspended_but_not_after_its_end(underway: Case, cast: Cast) -> None:
    item = passed(underway, cast)
    pausing.suspend(fresh(underway), ground="asked", explanation="申请", start=timezone.localdate(), by=cast.sun)
    items.add_result(item, file_number="示例〔2026〕1号", by=cast.chen)
    assert fresh(underway).status == S.SUSPENDED
    closed = case_in(cast, S.CLOSED, name="另一示例项目")
    with refused(StepNotAllowed):
        items.add_result(row(closed, "L01"), upload=pdf(), by=cast.chen)
