"""告知承诺: told, signed, granted at once with the national codes, inspected, and what follows when it was not kept."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.actions import agreements, commitments, items, promise_watch
from cases.enums import BLZT, DocumentKind, ItemStatus
from cases.enums_easier import CommitmentStatus
from cases.exceptions import BadInput, CaseError, StepNotAllowed
from cases.models import Case, CaseItem, CommitmentStatement, Notice
from cases.queries import deadlines, documents, easier, rests, side_by_side
from cases.queries.trials import Bench
from tests.cases.easier_kit import item, pass_, soon, underway
from tests.cases.kit import fresh, refused
from tests.cast import Cast

C = CommitmentStatus
CONDITIONS = "方案由有能力的单位编制。\n弃渣场已落实。"


@pytest.fixture
def case(cast: Cast) -> Case:
    return underway(cast, {"L01", "L08", "G08"})


@pytest.fixture
def row(case: Case, cast: Cast) -> CaseItem:
    """水土保持方案 may be done on commitment."""
    pass_(item(case, "L01"), cast.chen)
    return item(case, "G08")


def signed(row: CaseItem, cast: Cast) -> CommitmentStatement:
    document = commitments.offer(row, conditions=CONDITIONS, inspect_by=soon(60), by=cast.chen)
    agreements.sign(document, by=cast.wang)
    return document.commitments.get()


@pytest.mark.req("W-075")
def test_only_items_open_to_it_are_done_on_commitment_and_the_conditions_are_told(row: CaseItem, cast: Cast) -> None:
    with refused(BadInput, says="Tell the conditions", field="conditions"):
        commitments.offer(row, conditions=" ", inspect_by=soon(), by=cast.chen)
    with refused(BadInput, says="choose a later day", field="inspect_by"):
        commitments.offer(row, conditions="x", inspect_by=timezone.localdate(), by=cast.chen)
    with refused(BadInput, says="Rule “items open to commitment”"):
        commitments.offer(item(row.case, "L08"), conditions="x", inspect_by=soon(), by=cast.chen)
    document = commitments.offer(row, conditions=CONDITIONS, inspect_by=soon(60), by=cast.chen)  # control
    assert (document.kind, document.data["conditions"]) == (DocumentKind.COMMITMENT, CONDITIONS)
    assert documents.awaiting_enterprise(row.case).get() == document
    with refused(BadInput, says="under way already"):
        commitments.offer(row, conditions="x", inspect_by=soon(), by=cast.chen)


@pytest.mark.req("W-075")
def test_after_the_signature_the_result_comes_at_once_with_the_national_codes(row: CaseItem, cast: Cast) -> None:
    document = commitments.offer(row, conditions=CONDITIONS, inspect_by=soon(60), by=cast.chen)
    made = document.commitments.get()
    with refused(CaseError, says="the step is not possible"):
        commitments.grant(made, on=timezone.localdate(), by=cast.chen)
    agreements.sign(document, by=cast.wang)
    assert easier.made(row.case) == {("commitment", "G08")}
    with refused(BadInput, says="cannot lie before it", field="on"):
        commitments.grant(made, on=timezone.localdate() - timedelta(days=1), by=cast.chen)
    commitments.grant(made, on=timezone.localdate(), file_number="水保1号", by=cast.chen)
    row.refresh_from_db()
    made.refresh_from_db()
    assert [fact.code for fact in row.facts.order_by("pk")] == [BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED]
    assert (row.status, row.file_number, made.status) == (ItemStatus.PASSED, "水保1号", C.GRANTED)
    assert ("inspection", made.inspect_by) in {(one.what, one.date) for one in deadlines.all_for(fresh(row.case))}
    with refused(CaseError, says="the step is not possible"):
        commitments.withdraw(made, reason="x", by=cast.chen)


@pytest.mark.req("W-075")
def test_an_inspection_that_finds_it_kept_leaves_the_result(row: CaseItem, cast: Cast) -> None:
    made = signed(row, cast)
    commitments.grant(made, on=timezone.localdate(), by=cast.chen)
    with refused(BadInput, says="what was found", field="findings"):
        commitments.inspect(made, on=timezone.localdate(), inspectors="示例甲", findings=" ", kept=True, by=cast.chen)
    with refused(BadInput, says="the inspection follows it", field="on"):
        commitments.inspect(
            made,
            on=timezone.localdate() - timedelta(days=1),
            inspectors="示例甲",
            findings="x",
            kept=True,
            by=cast.chen,
        )
    commitments.inspect(
        made, on=timezone.localdate(), inspectors="示例甲", findings="与承诺一致", kept=True, by=cast.chen
    )
    row.refresh_from_db()
    assert row.status == ItemStatus.PASSED
    assert easier.broken_since(row.case.enterprise) is None
    assert Notice.objects.filter(kind="commitment_kept", recipient=cast.wang).exists()


@pytest.mark.req("W-075")
def test_an_inspection_that_finds_it_broken_revokes_the_result_and_stands_on_the_record(
    row: CaseItem, cast: Cast
) -> None:
    made = signed(row, cast)
    commitments.grant(made, on=timezone.localdate(), by=cast.chen)
    commitments.inspect(
        made, on=timezone.localdate(), inspectors="示例甲", findings="未落实弃渣场", kept=False, by=cast.chen
    )
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.status, made.status, made.consequence.code) == (ItemStatus.STOPPED, C.BROKEN, BLZT.REVOKED)
    assert made.consequence.note == "未落实弃渣场"
    assert easier.broken_since(row.case.enterprise) == timezone.localdate()
    assert easier.made(row.case) == set()
    assert Notice.objects.filter(kind="commitment_broken", recipient=cast.wang).exists()


def test_an_inspection_that_comes_near_is_reminded_of_once(row: CaseItem, cast: Cast) -> None:
    made = signed(row, cast)
    commitments.grant(made, on=timezone.localdate(), by=cast.chen)
    assert promise_watch.run() == 0
    with time_machine.travel(timezone.now() + timedelta(days=58), tick=False):
        assert (promise_watch.run(), promise_watch.run()) == (1, 0)
    assert Notice.objects.filter(kind="inspection_due", recipient=cast.chen).count() == 1


def test_what_must_come_first_still_does_and_one_withdrawn_can_be_offered_again(case: Case, cast: Cast) -> None:
    row = item(case, "G08")
    made = signed(row, cast)
    CaseItem.objects.filter(pk=row.pk).update(status=ItemStatus.NOT_PASSED)
    with refused(StepNotAllowed):
        items.record(row, code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen)
    CaseItem.objects.filter(pk=row.pk).update(status=ItemStatus.CONFIRMED)
    commitments.withdraw(made, reason="改为一般程序", by=cast.chen)
    made.document.refresh_from_db()
    assert made.document.withdrawn_at is not None
    assert signed(row, cast).status == C.SIGNED


@pytest.mark.req("W-075")
def test_a_commitment_that_was_signed_is_no_longer_hoped_for_by_the_roadmap(row: CaseItem, cast: Cast) -> None:
    row.case.plans.filter(current=True).update(measures=["G08:commitment"])
    hoped = {one.key for one in side_by_side.forecast_of(Bench(fresh(row.case)), easier.keys_made(row.case)).hoped}
    assert "G08:commitment" in hoped
    signed(row, cast)
    found = rests.of_bench(Bench(fresh(row.case)), easier.keys_made(row.case))
    assert {one.key: one.made for one in found} == {"G08:commitment": True}
    left = side_by_side.forecast_of(Bench(fresh(row.case)), easier.keys_made(row.case)).hoped
    assert "G08:commitment" not in {one.key for one in left}
