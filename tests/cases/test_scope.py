"""What is entrusted changes after signing: items taken out and brought in, told with date and reason, and the roadmap says so."""

import pytest
from django.utils import timezone, translation

from cases.actions import agreements, commitments, finishing, gaps, items, planning, reference, review, scope
from cases.enums import BLZT, AssistMode, CaseStatus, ItemStatus
from cases.enums_easier import CommitmentStatus, GapStatus, PreApprovalStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo import walks
from cases.models import ApprovalItem, Case, CaseItem, Notice, Unit
from cases.queries import coverage, deadlines, documents, gantt, letters, prechain, readiness, roadmap, story
from tests.cases import easier_kit as easier
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

S, ST = CaseStatus, ItemStatus


def row(case: Case, code: str) -> CaseItem:
    return case.items.select_related("item", "case").get(item__code=code)


def go(case: Case, code: str, cast: Cast, *codes: BLZT) -> CaseItem:
    for step in codes:
        items.record(row(case, code), code=step, on=timezone.localdate(), note="不符合规划", by=cast.chen)
    return row(case, code)


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


@pytest.mark.parametrize(
    "codes", [(BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.NOT_PASSED), (BLZT.RECEIVED, BLZT.WITHDRAWN)], ids=["refused", "back"]
)
def test_an_item_that_ended_without_a_result_no_longer_holds_up_the_hand_over(
    underway: Case, cast: Cast, codes: tuple[BLZT, ...]
) -> None:
    go(underway, "L09", cast, *codes)
    walks.pass_item(row(underway, "L01"), cast.chen)
    walks.pass_item(row(underway, "L08"), cast.chen)
    with refused(CaseError, says="Not finished yet"):
        finishing.start_delivery(fresh(underway), by=cast.chen)
    dropped = scope.drop(row(underway, "L09"), reason="选址另行论证", by=cast.chen)
    assert (dropped.status, dropped.why, dropped.dropped_on) == (ST.DROPPED, "选址另行论证", timezone.localdate())
    assert finishing.start_delivery(fresh(underway), by=cast.chen).status == S.DELIVERING


def test_an_item_at_an_authority_is_withdrawn_there_before_it_is_taken_out(underway: Case, cast: Cast) -> None:
    at_work = go(underway, "L01", cast, BLZT.RECEIVED)
    with refused(CaseError, says="lies with the authority"):
        scope.drop(at_work, reason="不办了", by=cast.chen)
    go(underway, "L01", cast, BLZT.WITHDRAWN)
    assert scope.drop(row(underway, "L01"), reason="不办了", by=cast.chen).status == ST.DROPPED
    walks.pass_item(row(underway, "L08"), cast.chen)
    for code in ("L01", "L08"):  # dropped already; finished
        with refused(CaseError, says="cannot be taken out"):
            scope.drop(row(underway, code), reason="x", by=cast.chen)


def test_the_last_item_is_not_taken_out_and_words_are_needed(underway: Case, cast: Cast) -> None:
    with refused(BadInput, says="Give the reason", field="reason"):
        scope.drop(row(underway, "L01"), reason=" ", by=cast.chen)
    with refused(BadInput, says="400 characters", field="reason"):
        scope.drop(row(underway, "L01"), reason="长" * 401, by=cast.chen)
    for code in ("L09", "L08"):
        scope.drop(row(underway, code), reason="不再需要", by=cast.chen)
    with refused(CaseError, says="last item of the case"):
        scope.drop(row(underway, "L01"), reason="不再需要", by=cast.chen)


@pytest.mark.req("P-004")
def test_an_item_that_was_missing_comes_in_with_todays_limits_its_unit_and_the_reason(
    underway: Case, cast: Cast
) -> None:
    wanted = ApprovalItem.objects.get(code="G04")
    with refused(BadInput, says="Give the reason", field="reason"):
        scope.add(underway, "G04", reason="", by=cast.chen)
    made = scope.add(underway, "G04", reason="新增地下工程", mode=AssistMode.ASSIST, by=cast.chen)
    assert (made.status, made.why, made.added_on) == (ST.CONFIRMED, "新增地下工程", timezone.localdate())
    assert (made.promised_days, made.statutory_days) == (wanted.promised_days, wanted.statutory_days)
    assert made.unit is not None
    assert made.assist_mode == AssistMode.ASSIST
    assert made.materials.count() == wanted.materials.filter(active=True).count()
    reference.change(wanted, {"promised_days": wanted.promised_days + 3}, reason="缩短改延长", by=cast.jin)
    assert CaseItem.objects.get(pk=made.pk).promised_days == made.promised_days  # what was promised stays
    with refused(BadInput, says="part of the case already", field="item"):
        scope.add(underway, "G04", reason="再来", by=cast.chen)
    with refused(BadInput, says="The catalogue has no item", field="item"):
        scope.add(underway, "X99", reason="没有", by=cast.chen)


def test_what_was_taken_out_can_come_in_again_and_keeps_its_facts(underway: Case, cast: Cast) -> None:
    go(underway, "L09", cast, BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.NOT_PASSED)
    scope.drop(row(underway, "L09"), reason="暂缓", by=cast.chen)
    again = scope.add(underway, "L09", reason="方案已调整", by=cast.chen)
    assert (again.status, again.dropped_on, again.why) == (ST.CONFIRMED, None, "方案已调整")
    assert again.facts.count() == 3
    agreements.sign(documents.awaiting_enterprise(underway).get(), by=cast.wang)
    assert go(underway, "L09", cast, BLZT.RECEIVED, BLZT.ACCEPTED).status == ST.HANDLING


@pytest.mark.req("P-064")
def test_the_roadmap_says_that_it_no_longer_covers_the_items_until_it_is_set_anew(underway: Case, cast: Cast) -> None:
    plan = underway.plans.get(current=True)
    assert coverage.of(plan).complete  # control
    scope.drop(row(underway, "L09"), reason="不再需要", by=cast.chen)
    scope.add(underway, "G04", reason="新增地下工程", by=cast.chen)
    found = coverage.of(plan)
    assert [item.item.code for item in found.added] == ["G04"]
    assert [item.item.code for item in found.left] == ["L09"]
    assert {row.code for row in gantt.rows_for_gantt(plan)} == {"L01", "L08"}  # what was taken out is not drawn as done
    assert "L09" not in {due.label for due in deadlines.all_for(fresh(underway))}
    with refused(BadInput, says="Say why the roadmap changes", field="reason"):
        planning.set_plan(fresh(underway), start=timezone.localdate(), by=cast.chen)
    anew = planning.set_plan(fresh(underway), start=timezone.localdate(), reason="事项调整", by=cast.chen)
    assert coverage.of(anew).complete
    assert {item.item.code for item in roadmap.items_of(underway)} == {"L01", "L08", "G04"}


def test_the_enterprise_and_those_who_work_on_the_item_read_the_reason_with_the_date(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    scope.drop(row(case, "L08"), reason="用地已落实", by=cast.liu)
    scope.add(case, "L08", reason="用地又有变化", by=cast.liu)
    for kind, reason in (("item_dropped", "用地已落实"), ("item_added", "用地又有变化")):
        told = Notice.objects.filter(kind=kind)
        assert {cast.he.pk, cast.groups["land_planning"].pk} <= set(told.values_list("recipient", flat=True))
        subject, body = letters.words(told.get(recipient=cast.he), "zh-hans")
        assert row(case, "L08").item.name_zh in subject
        assert reason in body
        assert f"{timezone.localdate().year}年" in body
    with translation.override("en"):
        said = [entry.sentence for entry in story.timeline(fresh(case), cast.he)[:2]]
    name = row(case, "L08").item.name_en
    assert said == [f"Add an item: {name} · 用地又有变化", f"Take an item out: {name} · 用地已落实"]


def test_before_the_items_are_confirmed_an_added_one_waits_with_the_others(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED, PULANDIAN)
    made = scope.add(case, "G04", reason="新增地下工程", by=cast.liu)
    assert (made.status, made.promised_days) == (ST.PROPOSED, None)
    with refused(BadInput, says="Say for every item", field="keep"):
        review.confirm_items(fresh(case), keep={code: {} for code in ("L01", "L08", "L09")}, by=cast.liu)
    keep = {code: {} for code in ("L01", "L08", "L09", "G04")}
    review.confirm_items(fresh(case), keep=keep, by=cast.liu)
    assert row(case, "G04").status == ST.CONFIRMED
    assert scope.add(fresh(case), "G06", reason="漏项", by=cast.liu).status == ST.CONFIRMED  # the others are confirmed


def test_only_the_agency_changes_what_is_entrusted_and_only_while_it_works(underway: Case, cast: Cast) -> None:
    for person in (cast.wang, cast.feng, cast.liu):
        with refused(NotAllowed):
            scope.drop(row(underway, "L01"), reason="x", by=person)
        with refused(NotAllowed):
            scope.add(underway, "G04", reason="x", by=person)
    delivering = case_in(cast, S.DELIVERING)
    with refused(StepNotAllowed):
        scope.add(delivering, "G04", reason="x", by=cast.chen)
    assert not readiness.ready(fresh(underway), "start_delivery")


def test_a_unit_named_for_an_added_item_decides_it(underway: Case, cast: Cast) -> None:
    unit = Unit.objects.get(code="370783-agency")
    assert scope.add(underway, "G04", reason="划转事项", unit=unit, by=cast.chen).unit == unit


def test_a_promise_and_a_commitment_of_an_item_taken_out_wait_for_nobody(cast: Cast) -> None:
    case = easier.underway(cast, {"L01", "L08", "L09", "G08"})
    easier.pass_(row(case, "L01"), cast.chen)
    easier.pass_(row(case, "L08"), cast.chen)
    late = row(case, "L09").materials.filter(may_be_late=True)
    promise = gaps.offer(row(case, "L09"), materials=late, reason="测绘未完", due=easier.soon(), by=cast.chen)
    told = commitments.offer(row(case, "G08"), conditions="弃渣场已落实", inspect_by=easier.soon(60), by=cast.chen)
    assert {promise, told} <= set(documents.awaiting_enterprise(fresh(case)))  # control: both are to be signed
    for code in ("L09", "G08"):
        scope.drop(row(case, code), reason="方案调整，不再需要", by=cast.chen)
    assert not {promise, told} & set(documents.awaiting_enterprise(fresh(case)))
    gap, commitment = promise.gaps.get(), told.commitments.get()
    assert (gap.status, gap.ended_why) == (GapStatus.WITHDRAWN, "方案调整，不再需要")
    assert (commitment.status, commitment.ended_why) == (CommitmentStatus.WITHDRAWN, "方案调整，不再需要")
    for paper in (promise, told):
        with refused(CaseError):
            agreements.sign(paper, by=cast.wang)


@pytest.mark.req("W-056")
def test_a_pre_approval_of_an_item_taken_out_ends_and_what_stands_on_it_is_told(cast: Cast) -> None:
    case = easier.underway(cast)
    for code in ("L01", "L08"):
        easier.pass_(row(case, code), cast.chen)
    for code in ("L09", "G03", "G04"):
        easier.preapproved(row(case, code), cast.chen)
    after = row(case, "L09").preapprovals.get().carries.get()
    assert after.case_item.item.code == "G04"
    Notice.objects.all().delete()
    scope.drop(row(case, "L09"), reason="改为另一地块", by=cast.chen)
    ended = row(case, "L09").preapprovals.get()
    assert (ended.status, ended.ended_why) == (PreApprovalStatus.WITHDRAWN, "改为另一地块")
    assert ended.document is not None
    assert ended.document.withdrawn_at is not None
    told = Notice.objects.filter(kind="chain_broken")
    assert {notice.recipient for notice in told} == {cast.wang, cast.li}  # whoever took it out knows
    assert {tuple(notice.data["items"]) for notice in told} == {("G04",)}
    assert {link.code: link.above for link in prechain.chain(fresh(case))}["G04"] == ("L09",)
