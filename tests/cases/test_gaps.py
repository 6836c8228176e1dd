"""容缺: late papers on a signed promise, never core papers; reminded, kept with evidence, or broken with what follows."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.actions import agreements, commitments, gaps, items, promise_watch
from cases.enums import BLZT, DocumentKind, ItemStatus
from cases.enums_easier import GapStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseEvent, CaseItem, CaseMaterial, Notice
from cases.queries import daily, deadlines, documents, easier, sentences
from tests.cases.easier_kit import begin, item, pass_, promised, soon, underway
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast

G = GapStatus


@pytest.fixture
def case(cast: Cast) -> Case:
    return underway(cast)


@pytest.fixture
def row(case: Case, cast: Cast) -> CaseItem:
    """建设用地规划许可证 is being handled; one of its papers may be late."""
    pass_(item(case, "L01"), cast.chen)
    pass_(item(case, "L08"), cast.chen)
    return begin(item(case, "L09"), cast.chen)


def late(row: CaseItem) -> CaseMaterial:
    return row.materials.get(may_be_late=True)


@pytest.mark.req("W-075")
def test_only_papers_marked_as_may_be_late_can_be_late_and_core_papers_never(row: CaseItem, cast: Cast) -> None:
    core = row.materials.filter(requirement__core=True)[:1]
    with refused(BadInput, says="Rule “no gap for core papers”", field="materials"):
        gaps.offer(row, materials=core, reason="x", due=soon(), by=cast.chen)
    # The mark on the case's own copy does not help: the catalogue says that it is a core paper.
    CaseMaterial.objects.filter(pk=core[0].pk).update(may_be_late=True)
    with refused(BadInput, says="Rule “no gap for core papers”", field="materials"):
        gaps.offer(row, materials=core, reason="x", due=soon(), by=cast.chen)
    CaseMaterial.objects.filter(pk=core[0].pk).update(may_be_late=False)
    firm = CaseMaterial.objects.create(
        case=row.case, case_item=row, name_zh="示例", name_en="x", form="copy", source="applicant"
    )
    with refused(BadInput, says="Rule “gaps only for papers that may be late”", field="materials"):
        gaps.offer(row, materials=[firm], reason="x", due=soon(), by=cast.chen)
    with refused(BadInput, says="choose a later one", field="due"):
        gaps.offer(row, materials=[late(row)], reason="x", due=timezone.localdate(), by=cast.chen)
    with refused(BadInput, says="why the paper is missing", field="reason"):
        gaps.offer(row, materials=[late(row)], reason=" ", due=soon(), by=cast.chen)
    # Control: the paper that may be late.
    document = gaps.offer(row, materials=[late(row)], reason="测绘未完成", due=soon(), by=cast.chen)
    assert (document.kind, document.data["papers"]) == (DocumentKind.GAP_PROMISE, [late(row).name_zh])
    with refused(BadInput, says="promised already", field="materials"):
        gaps.offer(row, materials=[late(row)], reason="x", due=soon(), by=cast.chen)


@pytest.mark.req("W-075")
def test_the_enterprise_signs_the_promise_and_only_then_it_carries_a_result(row: CaseItem, cast: Cast) -> None:
    document = gaps.offer(row, materials=[late(row)], reason="测绘未完成", due=soon(), by=cast.chen)
    gap = document.gaps.get()
    assert documents.awaiting_enterprise(row.case).get() == document
    with refused(BadInput, says="Rule “a gap needs a signed promise”"):
        items.record(row, code=BLZT.PASSED_WITH_GAP, on=timezone.localdate(), by=cast.chen)
    with refused(CaseError, says="the step is not possible"):
        gaps.bring(gap, on=timezone.localdate(), evidence="x", by=cast.chen)
    with refused(NotAllowed):
        agreements.sign(document, by=cast.chen)
    agreements.sign(document, by=cast.wang)
    gap.refresh_from_db()
    assert (gap.status, gap.signed_on) == (G.PROMISED, timezone.localdate())
    assert ("gap", gap.due) in {(one.what, one.date) for one in deadlines.all_for(fresh(row.case))}
    assert easier.made(row.case) == {("gap", "L09")}
    with refused(BadInput, says="Rule “no full result before the late paper”"):
        items.record(row, code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen)
    items.record(row, code=BLZT.PASSED_WITH_GAP, on=timezone.localdate(), by=cast.chen)
    with refused(CaseError, says="kept or broken, not taken back"):
        gaps.withdraw(gap, reason="x", by=cast.chen)
    with refused(BadInput, says="Name the evidence", field="evidence"):
        gaps.bring(gap, on=timezone.localdate(), evidence=" ", by=cast.chen)
    gaps.bring(gap, on=timezone.localdate(), evidence="示例报告1号", upload=pdf(), by=cast.chen)
    gap.refresh_from_db()
    assert (gap.status, gap.file.material) == (G.KEPT, late(row))
    row.refresh_from_db()
    assert row.status == ItemStatus.PASSED  # code 11 follows 12 by itself
    assert [fact.code for fact in row.facts.order_by("pk")][-2:] == [BLZT.PASSED_WITH_GAP, BLZT.PASSED]
    said = sentences.event(CaseEvent.objects.filter(case=row.case, action="defer_material").order_by("-seq")[0])
    assert late(row).name_zh in said


@pytest.mark.req("W-075")
def test_the_enterprise_hands_the_promised_paper_in_and_the_agency_compares_it(row: CaseItem, cast: Cast) -> None:
    gap = promised(row, cast)
    with refused(NotAllowed):
        gaps.hand_in(gap, pdf(), by=cast.chen)
    with refused(BadInput, field="upload"):
        gaps.hand_in(gap, None, by=cast.wang)
    gaps.hand_in(gap, pdf("报告.pdf"), by=cast.li)
    gap.refresh_from_db()
    assert (gap.status, gap.handed_on, gap.file.material) == (G.PROMISED, timezone.localdate(), late(row))
    assert Notice.objects.filter(kind="gap_handed_in", recipient=cast.chen).count() == 1
    assert [duty.pk for duty in daily.duties(cast.chen) if duty.kind == "late_paper"] == [gap.pk]
    with refused(CaseError, says="has arrived already"):
        gaps.hand_in(gap, pdf(), by=cast.wang)
    gaps.bring(gap, on=timezone.localdate(), evidence="示例报告1号", by=cast.chen)
    gap.refresh_from_db()
    assert (gap.status, gap.file.name) == (G.KEPT, "报告.pdf")
    assert [duty for duty in daily.duties(cast.chen) if duty.kind == "late_paper"] == []
    said = sentences.event(CaseEvent.objects.get(case=row.case, action="hand_in_late"))
    assert late(row).name_zh in said


@pytest.mark.req("W-075")
def test_what_was_handed_in_in_time_is_not_broken_by_the_clock_but_what_was_sent_back_is(
    row: CaseItem, cast: Cast
) -> None:
    gap = promised(row, cast)
    gaps.hand_in(gap, pdf(), by=cast.wang)
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):
        assert promise_watch.run() == 0
        with refused(BadInput, field="reason"):
            gaps.send_back(gap, reason=" ", by=cast.chen)
        gaps.send_back(gap, reason="不是所承诺的材料", by=cast.chen)
        gap.refresh_from_db()
        assert (gap.status, gap.handed_on, gap.file) == (G.PROMISED, None, None)
        assert Notice.objects.filter(kind="gap_sent_back", recipient=cast.wang).count() == 1
        with refused(CaseError, says="could be sent back"):
            gaps.send_back(gap, reason="x", by=cast.chen)
        with refused(CaseError, says="promised day has passed"):
            gaps.hand_in(gap, pdf(), by=cast.wang)
        assert promise_watch.run() == 1
        gap.refresh_from_db()
        assert gap.status == G.BROKEN


def test_a_promise_taken_back_before_the_signature_waits_for_nobody(row: CaseItem, cast: Cast) -> None:
    document = gaps.offer(row, materials=[late(row)], reason="测绘未完成", due=soon(), by=cast.chen)
    gaps.withdraw(document.gaps.get(), reason="已取得", by=cast.chen)
    document.refresh_from_db()
    assert document.withdrawn_at is not None
    assert not documents.awaiting_enterprise(row.case).exists()
    with refused(CaseError, says="was withdrawn"):
        agreements.sign(document, by=cast.wang)
    # Control: the same paper can be promised anew.
    assert promised(row, cast).status == G.PROMISED


@pytest.mark.req("W-075")
def test_a_promise_is_reminded_of_once_and_broken_by_the_clock_with_its_consequence(row: CaseItem, cast: Cast) -> None:
    gap = promised(row, cast)
    assert promise_watch.run() == 0
    with time_machine.travel(timezone.now() + timedelta(days=18), tick=False):
        assert (promise_watch.run(), promise_watch.run()) == (1, 0)
        assert Notice.objects.filter(kind="gap_due", recipient=cast.wang).count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        assert promise_watch.run() == 0  # the promised day itself is not over
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):
        assert (promise_watch.run(), promise_watch.run()) == (1, 0)
        gap.refresh_from_db()
        row.refresh_from_db()
        assert (gap.status, gap.fact.code, row.status) == (G.BROKEN, BLZT.NOT_PASSED, ItemStatus.NOT_PASSED)
        assert gap.document.number in gap.fact.note
        assert Notice.objects.filter(kind="gap_broken", recipient=cast.wang).count() == 1
        event = CaseEvent.objects.filter(case=row.case, action="defer_material").order_by("-seq")[0]
        assert (event.actor, event.data["gap"]) == (None, "broken")
        assert easier.made(row.case) == set()
        # Nothing more on trust, until the time is over; a whole application is possible.
        begin(row, cast.chen)
        with refused(BadInput, says="Rule “credit condition”"):
            gaps.offer(row, materials=[late(row)], reason="x", due=soon(), by=cast.chen)
        with refused(BadInput, says="Rule “credit condition”"):
            commitments.offer(item(row.case, "L09"), conditions="x", inspect_by=soon(60), by=cast.chen)
    with time_machine.travel(timezone.now() + timedelta(days=easier.CREDIT_DAYS + 30), tick=False):
        assert easier.broken_since(row.case.enterprise) is None
        assert gaps.offer(row, materials=[late(row)], reason="x", due=soon(), by=cast.chen)


def test_a_result_given_on_a_promise_falls_with_it(row: CaseItem, cast: Cast) -> None:
    gap = promised(row, cast)
    items.record(row, code=BLZT.PASSED_WITH_GAP, on=timezone.localdate(), by=cast.chen)
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):
        gaps.break_promise(gap.document)
    row.refresh_from_db()
    gap.refresh_from_db()
    assert (row.status, gap.fact.code) == (ItemStatus.STOPPED, BLZT.REVOKED)
    with refused(CaseError, says="Nothing of this promise is overdue"):
        gaps.break_promise(gap.document)
