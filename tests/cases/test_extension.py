"""The legal limit is extended once, by a decision with ground and document, and only while it runs (行政许可法 §42)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from cases.actions import items
from cases.enums import BLZT, CaseStatus, FileKind, ItemStatus, ItemType
from cases.exceptions import BadInput, StepNotAllowed
from cases.management.demo.walks import pdf
from cases.models import ApprovalItem, CaseItem, ItemFact, Notice
from cases.queries import clocks, letters
from tests.cases.kit import refused
from tests.cast import Cast, case_in

MONDAY = date(2026, 11, 2)
TWENTY, THIRTY = date(2026, 11, 30), date(2026, 12, 14)


@pytest.fixture
def item(cast: Cast) -> Iterator[CaseItem]:
    """A licence with 20 working days by law and 5 promised, accepted on Monday 2 November 2026; today is 20 November."""
    with time_machine.travel("2026-11-02 10:00+08:00", tick=False) as clock:
        case = case_in(cast, CaseStatus.UNDERWAY)
        found = case.items.select_related("item", "case").get(item__code="L09")
        ApprovalItem.objects.filter(pk=found.item_id).update(kind=ItemType.LICENCE, extension_days=None)
        CaseItem.objects.filter(pk=found.pk).update(statutory_days=20, statutory_unit="wd", promised_days=5)
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(found, code=code, on=MONDAY, by=cast.chen)
        clock.move_to("2026-11-20 10:00+08:00")
        yield fresh(found)


def fresh(item: CaseItem) -> CaseItem:
    return CaseItem.objects.select_related("item", "case").get(pk=item.pk)


def extend(item: CaseItem, cast: Cast, **changes: Any) -> ItemFact:
    told: dict[str, Any] = {
        "code": BLZT.EXTENDED, "on": date(2026, 11, 20), "limit_days": 10, "note": "案情复杂，经负责人批准",
        "file_number": "示例延〔2026〕1号", "result_upload": pdf("延期决定.pdf"),
    }  # fmt: skip
    return items.record(item, **told | changes, by=cast.chen)


def test_an_extension_moves_the_legal_and_the_promised_end(cast: Cast, item: CaseItem) -> None:
    before = clocks.item_clock(item)
    assert before.statutory.due == TWENTY
    made = extend(item, cast)
    after = clocks.item_clock(fresh(item))
    assert (after.statutory.due, after.statutory.limit) == (THIRTY, 30)
    assert after.promised.limit == before.promised.limit + 10
    assert (made.document.kind, made.note) == (FileKind.DECISION, "案情复杂，经负责人批准")
    assert (fresh(item).status, fresh(item).file_number) == (ItemStatus.HANDLING, "")


def test_the_enterprise_is_told_the_ground(cast: Cast, item: CaseItem) -> None:
    extend(item, cast)
    told = Notice.objects.filter(kind="limit_extended")
    assert {row.recipient for row in told} == {cast.wang, cast.li}
    assert "案情复杂" in letters.words(told[0])[1]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("limit_days", {"limit_days": 11}),
        ("limit_days", {"limit_days": 0}),
        ("limit_days", {"limit_days": None}),
        ("note", {"note": " "}),
        ("file_number", {"file_number": ""}),
        ("result_upload", {"result_upload": None}),
        ("on", {"on": date(2026, 11, 21)}),
    ],
)
def test_an_extension_without_what_the_law_asks_is_refused(
    cast: Cast, item: CaseItem, field: str, changes: dict[str, Any]
) -> None:
    with refused(BadInput, field=field):
        extend(item, cast, **changes)


def test_an_extension_comes_once_and_before_the_limit_ends(cast: Cast, item: CaseItem) -> None:
    with time_machine.travel("2026-12-02 10:00+08:00"), refused(BadInput, field="on", says="has to be decided before"):
        extend(item, cast, on=date(2026, 12, 1))
    extend(item, cast)
    with refused(BadInput, field="code", says="once"):
        extend(item, cast)


def test_the_law_of_the_item_may_say_otherwise(cast: Cast, item: CaseItem) -> None:
    ApprovalItem.objects.filter(pk=item.item_id).update(extension_days=20)
    assert clocks.longest_extension(fresh(item)) == 20
    ApprovalItem.objects.filter(pk=item.item_id).update(kind=ItemType.FILING, extension_days=None)
    with refused(BadInput, field="code", says="no legal limit that could be extended"):
        extend(fresh(item), cast)
    shipped = dict(ApprovalItem.objects.exclude(extension_days=None).values_list("code", "extension_days"))
    assert shipped == {"E01": 3, "L02": 20, "G08": 10}


def test_what_has_not_been_accepted_or_is_decided_cannot_be_extended(cast: Cast, item: CaseItem) -> None:
    other = item.case.items.select_related("item", "case").get(item__code="L01")
    with refused(StepNotAllowed):
        extend(other, cast)


def test_a_wrong_number_of_days_is_corrected_by_a_new_fact(cast: Cast, item: CaseItem) -> None:
    wrong = extend(item, cast)
    made = items.correct(wrong, note="决定书写的是五天", limit_days=5, by=cast.chen)
    assert (made.corrects, made.limit_days, made.document) == (wrong, 5, wrong.document)
    assert clocks.item_clock(fresh(item)).statutory.limit == 25
    assert ItemFact.objects.filter(pk=wrong.pk, limit_days=10).exists(), "the wrong one stays readable"
    with refused(BadInput, field="limit_days"):
        items.correct(made, note="示例", limit_days=11, by=cast.chen)


def test_an_extension_that_was_none_is_taken_back_and_may_be_decided_then(cast: Cast, item: CaseItem) -> None:
    items.correct(extend(item, cast), note="登记到了别的事项", limit_days=0, by=cast.chen)
    assert clocks.item_clock(fresh(item)).statutory.due == TWENTY
    extend(item, cast)
    assert clocks.item_clock(fresh(item)).statutory.due == THIRTY


def test_a_promise_in_working_days_does_not_grow_by_calendar_days(cast: Cast, item: CaseItem) -> None:
    CaseItem.objects.filter(pk=item.pk).update(statutory_unit="cal", statutory_days=60)
    extend(fresh(item), cast)
    found = clocks.item_clock(fresh(item))
    assert (found.promised.limit, found.statutory.limit, found.statutory.unit) == (5, 70, "cal")
