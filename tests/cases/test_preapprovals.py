"""预审批: its grounds, its paper, its missing conditions, the exchange, and the chain with its broken links."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.actions import items, preapprovals, promise_watch
from cases.actions.preapprovals import Missing
from cases.enums import BLZT, DocumentKind, ItemStatus, Side
from cases.enums_easier import PreApprovalStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, MissingCondition, Notice, PreApproval
from cases.prechain import Hold, Link, broken_above, hold_of, lacking
from cases.queries import prechain
from tests.cases.easier_kit import CONTROL, KEY_POINTS, applied, begin, item, pass_, preapproved, soon, underway
from tests.cases.kit import fresh, pdf, refused
from tests.cast import Cast

P = PreApprovalStatus


@pytest.fixture
def case(cast: Cast) -> Case:
    found = underway(cast)
    pass_(item(found, "L01"), cast.chen)
    return found


def holds(case: Case) -> dict[str, tuple[Hold, tuple[str, ...]]]:
    return {row.code: (row.hold, row.above) for row in prechain.chain(fresh(case))}


@pytest.mark.req("W-053")
def test_a_pre_approval_needs_a_ground_and_how_the_missing_part_is_controlled(case: Case, cast: Cast) -> None:
    row = item(case, "L09")
    pass_(item(case, "L08"), cast.chen)
    missing = [Missing(text="补齐示例材料", due=soon())]
    with refused(BadInput, says="Rule “ground of a pre-approval”", field="necessary"):
        preapprovals.apply(row, control=CONTROL, conditions=missing, by=cast.chen)
    with refused(BadInput, says="Rule “the missing part can be controlled”", field="control"):
        preapprovals.apply(row, necessary="土地已供应", control=" ", conditions=missing, by=cast.chen)
    with refused(BadInput, says="Name what is missing", field="conditions"):
        preapprovals.apply(row, necessary="土地已供应", control=CONTROL, conditions=[], by=cast.chen)
    # Control: either ground is enough.
    made = preapprovals.apply(row, necessary="土地已供应", control=CONTROL, conditions=missing, by=cast.chen)
    assert (made.status, made.necessary, made.key_points, made.control) == (P.APPLIED, "土地已供应", "", CONTROL)
    with refused(BadInput, says="under way already"):
        preapprovals.apply(row, key_points=KEY_POINTS, control=CONTROL, conditions=missing, by=cast.chen)


@pytest.mark.req("W-053")
def test_only_items_that_the_catalogue_opens_and_people_of_the_item_may_have_one(case: Case, cast: Cast) -> None:
    missing = [Missing(text="x", due=soon())]
    with refused(BadInput, says="Rule “items open to pre-approval”"):
        preapprovals.apply(item(case, "L08"), key_points="x", control="x", conditions=missing, by=cast.chen)
    with refused(NotAllowed):
        preapprovals.apply(item(case, "L09"), key_points="x", control="x", conditions=missing, by=cast.wang)
    begin(item(case, "L08"), cast.chen)
    with refused(BadInput, says="every missing condition is named", field="conditions"):
        preapprovals.apply(item(case, "L09"), key_points="x", control="x", conditions=missing, by=cast.chen)
    with refused(BadInput, says="its date is past", field="conditions"):
        preapprovals.apply(
            item(case, "L09"), key_points="x", control="x", by=cast.chen,
            conditions=[Missing(text="x", due=timezone.localdate() - timedelta(days=1))],
        )  # fmt: skip
    assert applied(item(case, "L09"), cast.chen).conditions.count() == 2


@pytest.mark.req("W-054")
def test_the_deciding_department_issues_the_numbered_paper_with_its_seal(case: Case, cast: Cast) -> None:
    row = item(case, "L09")
    begin(item(case, "L08"), cast.chen)
    made = applied(row, cast.chen)
    with refused(BadInput, says="the deciding department issues", field="reference"):
        preapprovals.issue(made, valid_until=soon(40), by=cast.chen)
    with refused(BadInput, says="until the last condition is due", field="valid_until"):
        preapprovals.issue(made, valid_until=soon(5), reference="示例1号", by=cast.chen)
    document = preapprovals.issue(made, valid_until=soon(40), reference="示例1号", by=cast.chen)
    assert document.kind == DocumentKind.PRE_APPROVAL
    assert document.unit == row.unit
    assert (document.data["item"], document.data["control"], document.data["key_points"]) == (
        row.item.name_zh, CONTROL, KEY_POINTS,
    )  # fmt: skip
    assert [line["text"] for line in document.data["conditions"]] == [one.text for one in made.conditions.all()]
    made.refresh_from_db()
    assert (made.status, made.valid_until) == (P.ISSUED, soon(40))
    assert Notice.objects.filter(kind="preapproval_issued", recipient=cast.wang).exists()
    with refused(CaseError, says="the step is not possible"):
        preapprovals.issue(made, valid_until=soon(40), reference="示例1号", by=cast.chen)


@pytest.mark.req("W-055")
def test_the_formal_document_comes_only_when_every_condition_is_met_with_its_evidence(case: Case, cast: Cast) -> None:
    row = item(case, "L09")
    land = begin(item(case, "L08"), cast.chen)
    made = preapproved(row, cast.chen)
    begin(row, cast.chen)
    own, of_land = made.conditions.get(requires=None), made.conditions.get(requires=land)
    with refused(BadInput, says="counts as met when that decision is recorded"):
        preapprovals.meet(of_land, on=timezone.localdate(), evidence="x", by=cast.chen)
    items.record(land, code=BLZT.PASSED, on=timezone.localdate(), file_number="土让1号", by=cast.chen)
    of_land.refresh_from_db()
    assert (of_land.met_on, of_land.evidence) == (timezone.localdate(), "土让1号")
    for way in (
        lambda: preapprovals.convert(made, on=timezone.localdate(), by=cast.chen),
        lambda: items.record(row, code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen),
    ):
        with refused(BadInput, says="Rule “formal only when every condition is met”"):
            way()
    with refused(BadInput, says="Name the evidence", field="evidence"):
        preapprovals.meet(own, on=timezone.localdate(), evidence=" ", by=cast.chen)
    preapprovals.meet(own, on=timezone.localdate(), evidence="示例报告1号", upload=pdf(), by=cast.chen)
    own.refresh_from_db()
    assert own.file is not None
    fact = preapprovals.convert(made, on=timezone.localdate(), file_number="地字1号", by=cast.chen)
    made.refresh_from_db()
    assert (made.status, made.fact, fact.code) == (P.CONVERTED, fact, BLZT.PASSED)
    assert item(case, "L09").status == ItemStatus.PASSED
    assert Notice.objects.filter(kind="preapproval_converted", recipient=cast.wang).exists()
    with refused(CaseError, says="the step is not possible"):
        preapprovals.convert(made, on=timezone.localdate(), by=cast.chen)


@pytest.mark.req("W-056")
def test_a_chain_of_three_carries_pre_approvals_and_no_formal_approval(case: Case, cast: Cast) -> None:
    begin(item(case, "L08"), cast.chen)
    first = preapproved(item(case, "L09"), cast.chen)
    second_item = item(case, "G04")
    made = applied(second_item, cast.chen)
    # 方案审查 is before the planning permit too and carries nothing yet.
    with refused(BadInput, says="Rule “a pre-approval stands on formal results or valid pre-approvals”"):
        preapprovals.issue(made, valid_until=soon(40), reference="x", by=cast.chen)
    design = preapproved(item(case, "G03"), cast.chen)
    preapprovals.issue(made, valid_until=soon(40), reference="x", by=cast.chen)
    made.refresh_from_db()
    assert set(made.stands_on.all()) == {first, design}
    assert {line["number"] for line in made.document.data["stands_on"]} == {
        first.document.number, design.document.number,
    }  # fmt: skip
    begin(second_item, cast.chen)
    for code in (BLZT.PASSED,):
        with refused(BadInput, says="Rule “a pre-approval supports the next pre-approval only”", field="code"):
            items.record(second_item, code=code, on=timezone.localdate(), by=cast.chen)
    assert holds(case)["G04"] == (Hold.PREAPPROVED, ())
    # Control: with the formal results before it the same decision is recorded.
    items.record(item(case, "L08"), code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen)
    for one in (first, design, made):
        for condition in MissingCondition.objects.filter(preapproval=one, met_on=None, requires=None):
            preapprovals.meet(condition, on=timezone.localdate(), evidence="x", by=cast.chen)
    for code in ("L09", "G03"):
        items.record(begin(item(case, code), cast.chen), code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen)
    items.record(second_item, code=BLZT.PASSED, on=timezone.localdate(), by=cast.chen)
    assert {row.status for row in PreApproval.objects.all()} == {P.CONVERTED}


def three(case: Case, cast: Cast) -> tuple[PreApproval, PreApproval]:
    """L09 and G03 pre-approved, and G04 on both of them."""
    begin(item(case, "L08"), cast.chen)
    first = preapproved(item(case, "L09"), cast.chen)
    preapproved(item(case, "G03"), cast.chen)
    return first, preapproved(item(case, "G04"), cast.chen)


@pytest.mark.req("W-056")
def test_a_link_withdrawn_upstream_is_shown_downstream_at_once_and_everybody_is_told(case: Case, cast: Cast) -> None:
    first, _last = three(case, cast)
    assert holds(case)["G04"] == (Hold.PREAPPROVED, ())
    with refused(BadInput, says="Give the reason"):
        preapprovals.withdraw(first, reason=" ", by=cast.chen)
    preapprovals.withdraw(first, reason="规划条件调整", by=cast.chen)
    after = holds(case)
    assert after["L09"][0] == Hold.BROKEN
    assert "L09" in after["G04"][1]
    told = Notice.objects.get(kind="chain_broken", recipient=cast.wang)
    assert set(told.data["items"]) >= {"G04"}
    first.document.refresh_from_db()
    assert first.document.withdrawn_at is not None
    # Nothing further is built on it.
    row = applied(item(case, "C05"), cast.chen)
    with refused(BadInput, says="does not carry it yet"):
        preapprovals.issue(row, valid_until=soon(60), reference="x", by=cast.chen)


@pytest.mark.req("W-056")
def test_an_expired_or_missed_link_breaks_what_stands_on_it_without_anybody_doing_anything(
    case: Case, cast: Cast
) -> None:
    first, last = three(case, cast)
    with time_machine.travel(timezone.now() + timedelta(days=21), tick=False):  # the conditions are one day late
        after = holds(case)
        assert (after["L09"][0], "L09" in after["G04"][1]) == (Hold.BROKEN, True)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        promise_watch.run()
        first.refresh_from_db()
        last.refresh_from_db()
        assert (first.status, last.status) == (P.EXPIRED, P.EXPIRED)
        assert promise_watch.run() == 0
    assert Notice.objects.filter(kind="chain_broken", recipient=cast.wang, data__item="L09").count() == 1


def test_a_stopped_item_carries_nothing_any_more_and_a_revoked_result_opens_its_conditions_again(
    case: Case, cast: Cast
) -> None:
    land = item(case, "L08")
    begin(land, cast.chen)
    first = preapproved(item(case, "L09"), cast.chen)
    items.record(land, code=BLZT.PASSED, on=timezone.localdate(), file_number="1", by=cast.chen)
    assert first.conditions.get(requires=land).met_on is not None
    items.record(land, code=BLZT.REVOKED, on=timezone.localdate(), note="合同解除", by=cast.chen)
    assert first.conditions.get(requires=land).met_on is None
    assert holds(case)["L08"][0] == Hold.BROKEN
    begin(item(case, "L09"), cast.chen)
    items.record(item(case, "L09"), code=BLZT.NOT_PASSED, on=timezone.localdate(), note="不符合规划", by=cast.chen)
    first.refresh_from_db()
    assert (first.status, first.ended_why) == (P.WITHDRAWN, "不符合规划")


def test_a_condition_that_comes_near_is_reminded_of_once(case: Case, cast: Cast) -> None:
    begin(item(case, "L08"), cast.chen)
    preapproved(item(case, "L09"), cast.chen)
    promise_watch.run()
    assert not Notice.objects.filter(kind="condition_due").exists()  # control: three weeks ahead
    with time_machine.travel(timezone.now() + timedelta(days=18), tick=False):
        assert promise_watch.run() == 1
        assert promise_watch.run() == 0
    assert Notice.objects.filter(kind="condition_due", recipient=cast.wang).count() == 1


@pytest.mark.req("W-056")
def test_what_is_broken_above_follows_the_chain_and_stops_at_a_formal_result() -> None:
    links = [
        Link("A", Hold.BROKEN),
        Link("B", Hold.PREAPPROVED, (("A",),)),
        Link("C", Hold.PREAPPROVED, (("B",), ("X",))),
        Link("D", Hold.FORMAL, (("A",),)),
        Link("E", Hold.PREAPPROVED, (("D",),)),
        Link("F", Hold.PREAPPROVED, (("A", "D"),)),  # one of two, and one is whole
    ]
    found = broken_above(links)
    assert found == {
        "A": frozenset(), "B": frozenset("A"), "C": frozenset("A"), "D": frozenset(), "E": frozenset(), "F": frozenset(),
    }  # fmt: skip
    assert lacking(links[2], {"B": Hold.APPLIED}) == [("B",)]
    assert lacking(links[2], {"B": Hold.PREAPPROVED}) == []


def test_a_hold_is_what_the_facts_of_the_day_say() -> None:
    today = timezone.localdate()

    def hold(**changes: object) -> Hold:
        facts = {"done": False, "stopped": False, "handling": False, "knows": True, "today": today}
        return hold_of(**(facts | changes))  # type: ignore[arg-type]

    assert hold(done=True, status="withdrawn") == Hold.FORMAL
    assert hold(status="issued", valid_until=today) == Hold.PREAPPROVED
    assert hold(status="issued", valid_until=today - timedelta(days=1)) == Hold.BROKEN
    assert hold(status="issued", valid_until=today, missed=True) == Hold.BROKEN
    assert hold(status="expired") == Hold.BROKEN
    assert hold(stopped=True) == Hold.BROKEN
    assert hold(status="applied") == Hold.APPLIED
    assert hold(handling=True) == Hold.NOTHING
    assert hold(handling=True, knows=False) == Hold.ACCEPTED


@pytest.mark.req("W-054")
def test_a_person_of_the_deciding_department_issues_without_a_number_and_the_agency_signs_nothing(
    case: Case, cast: Cast
) -> None:
    row: CaseItem = item(case, "L09")
    begin(item(case, "L08"), cast.chen)
    CaseItem.objects.filter(pk=row.pk).update(unit=case.handling_unit)
    made = applied(item(case, "L09"), cast.chen)
    document = preapprovals.issue(made, valid_until=soon(40), by=cast.chen)
    assert not document.signatures.filter(side=Side.AGENCY).exists()
    assert document.data["unit_signature"]["method"] == "电子签名"
