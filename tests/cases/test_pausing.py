"""The service pauses on a named ground with a signed form, goes on where it stopped, or ends with a reason."""

from datetime import timedelta
from decimal import Decimal

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from cases.actions import agreements, fees, finishing, items, pausing, planning, scans
from cases.enums import BLZT, Action, CaseStatus, DocumentKind, SuspensionGround
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo.walks import pass_item, walk
from cases.models import Case, IssuedDocument, Notice, Suspension
from cases.queries import clocks, coverage, documents, story
from portal.selfservice import acts
from tests.cases.easier_kit import gap_of
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S, G = CaseStatus, SuspensionGround


def suspend(case: Case, cast: Cast, ground: str = G.UNPAID, **more: object) -> Suspension:
    said = {"explanation": "配套费尚未缴纳", "tried": "两次提醒", "start": timezone.localdate()}
    return pausing.suspend(case, ground=ground, **(said | more), by=cast.sun)  # type: ignore[arg-type]


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


@pytest.mark.req("P-073", "P-074")
def test_each_of_the_five_grounds_and_any_other_is_printed_on_the_form(underway: Case, cast: Cast) -> None:
    printed = {}
    for ground in SuspensionGround:
        made = suspend(underway, cast, ground, explanation="说明：" + ground.value)
        assert made.document is not None
        assert made.document.kind == DocumentKind.SUSPENSION
        printed[ground] = (made.document.data["ground"], made.document.data["explanation"])
        pausing.resume(underway, on=timezone.localdate(), by=cast.sun)
    assert len(SuspensionGround) == 6
    assert printed[G.OTHER] == ("说明：other", "")  # the words themselves are the ground
    assert len({ground for ground, _words in printed.values()}) == 6
    assert all(words == f"说明：{ground.value}" for ground, (_g, words) in printed.items() if ground != G.OTHER)


@pytest.mark.req("P-073")
def test_a_suspension_is_explained_and_dated_after_the_signing_and_not_in_the_future(
    underway: Case, cast: Cast
) -> None:
    today = timezone.localdate()
    with refused(BadInput, says="Explain the ground", field="explanation"):
        suspend(underway, cast, explanation=" ")
    with refused(BadInput, field="start"):
        suspend(underway, cast, start=today + timedelta(days=1))
    with refused(BadInput, says="before the agreement was signed", field="start"):
        suspend(underway, cast, start=today - timedelta(days=1))
    with refused(BadInput, says="must lie after the start", field="expected_end"):
        suspend(underway, cast, expected_end=today)
    assert suspend(underway, cast, expected_end=today + timedelta(days=9)).pk
    assert fresh(underway).next_due == today + timedelta(days=9)


@pytest.mark.req("P-074")
def test_the_enterprise_signs_the_form_and_the_pause_goes_on(underway: Case, cast: Cast) -> None:
    suspend(underway, cast)
    form = documents.awaiting_enterprise(underway).get()
    assert story.whose_turn(fresh(underway)).side == "enterprise"
    with refused(NotAllowed):
        agreements.sign(form, by=cast.li)
    agreements.sign(form, by=cast.wang)
    case = fresh(underway)
    assert (case.status, story.whose_turn(case).side) == (S.SUSPENDED, "nobody")
    assert Notice.objects.filter(kind="suspension_signed", recipient=cast.chen).count() == 1


@pytest.mark.req("P-073")
def test_the_clocks_of_the_authorities_go_on_while_the_service_is_suspended(cast: Cast) -> None:
    start = timezone.localdate() - timedelta(days=60)
    with time_machine.travel(start, tick=False):
        case = case_in(cast, S.UNDERWAY)
        permit = case.items.get(item__code="L09")
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(permit, code=code, on=start, by=cast.chen)
        suspend(case, cast)
    clock = clocks.item_clock(permit)
    assert clock.statutory is not None
    assert clock.statutory.paused_days == 0
    assert clock.statutory.used > 30
    items.record(permit, code=BLZT.NOT_PASSED, on=timezone.localdate(), note="超期", by=cast.chen)  # filed ones go on


@pytest.mark.parametrize("status", [S.SIGNED, S.NOTIFIED, S.UNDERWAY])
def test_the_service_resumes_exactly_where_it_stopped(cast: Cast, status: str) -> None:
    case = case_in(cast, status)
    suspend(case, cast)
    paused = fresh(case)
    assert (paused.status, paused.suspended_from) == (S.SUSPENDED, status)
    assert [s.state for s in story.stages(paused)] == [s.state for s in story.stages(case_in_same(case, status))]
    yesterday = timezone.localdate() - timedelta(days=1)
    with refused(BadInput, says="before it was suspended", field="on"):
        pausing.resume(paused, on=yesterday, by=cast.sun)
    with refused(BadInput, field="on"):
        pausing.resume(paused, on=timezone.localdate() + timedelta(days=1), by=cast.sun)
    with refused(NotAllowed):
        pausing.resume(paused, on=timezone.localdate(), by=cast.chen)
    pause = pausing.resume(paused, on=timezone.localdate(), by=cast.sun)
    again = fresh(case)
    assert (again.status, again.suspended_from) == (status, "")
    assert pause.resumption is not None
    assert pause.resumption.kind == DocumentKind.RESUMPTION


def case_in_same(case: Case, status: str) -> Case:
    """The case as it stood before the pause, for comparison only."""
    twin = fresh(case)
    twin.status, twin.suspended_from = status, ""
    return twin


def test_while_suspended_it_is_not_suspended_again_nor_anything_else_of_the_service(underway: Case, cast: Cast) -> None:
    suspend(underway, cast)
    with refused(StepNotAllowed):
        suspend(underway, cast)
    with refused(StepNotAllowed):
        finishing.start_delivery(underway, by=cast.chen)


def test_suspensions_do_not_overlap(cast: Cast) -> None:
    week_ago = timezone.localdate() - timedelta(days=7)
    with time_machine.travel(week_ago, tick=False):
        case = case_in(cast, S.UNDERWAY)
        suspend(case, cast)
    pausing.resume(case, on=timezone.localdate() - timedelta(days=2), by=cast.sun)
    with refused(BadInput, says="The last suspension ended", field="start"):
        suspend(case, cast, start=timezone.localdate() - timedelta(days=3))
    assert suspend(case, cast, start=timezone.localdate() - timedelta(days=2)).pk


def test_the_resumption_lists_only_what_is_still_to_be_done(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    done = case.items.get(item__code="L01")
    pass_item(done, cast.chen)
    case.items.filter(item__code="L09").update(status="dropped")
    suspend(case, cast)
    pause = pausing.resume(case, on=timezone.localdate(), by=cast.sun)
    assert pause.resumption is not None
    assert pause.resumption.data["contents"] == [case.items.get(item__code="L08").item.name_zh]


def test_the_form_of_a_pause_that_is_over_does_not_block_the_archive(underway: Case, cast: Cast) -> None:
    suspend(underway, cast)
    form = documents.awaiting_enterprise(underway).get()
    waiting = agreements.hand_in_paper(form, pdf(), by=cast.wang)
    agreements.reject_paper(waiting, reason="没有公章", by=cast.chen)
    pausing.resume(underway, on=timezone.localdate(), by=cast.sun)
    (waits,) = documents.awaiting_enterprise(underway)
    assert waits.kind == DocumentKind.RESUMPTION  # it took the place of the form of the pause
    agreements.sign(waits, by=cast.wang)
    assert not documents.awaiting_enterprise(underway).exists()
    assert walk(fresh(underway), S.ARCHIVED, cast).status == S.ARCHIVED


@pytest.mark.req("P-073")
def test_a_service_goes_on_at_once_and_the_enterprise_signs_its_form_online(underway: Case, cast: Cast) -> None:
    suspend(underway, cast)
    pause = pausing.resume(fresh(underway), on=timezone.localdate(), by=cast.sun)
    form, case = pause.resumption, fresh(underway)
    assert form is not None
    assert form.number in story.whose_turn(case).also
    (button,) = [act for act in acts.acts(case, cast.wang) if act.action == Action.SIGN_RESUMPTION]
    assert str(form.uuid) in button.url
    assert [act for act in acts.acts(case, cast.li) if act.action == Action.SIGN_RESUMPTION] == []
    with refused(NotAllowed):
        agreements.sign(form, by=cast.li)
    with refused(CaseError):
        scans.file_scan(
            form, pdf(), sides=["enterprise"], signer_name="王", signed_on=timezone.localdate(), by=cast.chen
        )
    made = agreements.sign(form, by=cast.wang)
    assert (made.sha256, {row.side for row in form.signatures.all()}) == (form.file.sha256, {"agency", "enterprise"})
    assert (fresh(underway).status, story.whose_turn(fresh(underway)).also) == (S.UNDERWAY, "")
    assert Notice.objects.filter(kind="resumption_signed", recipient=cast.chen).count() == 1
    with refused(CaseError, says="already been signed"):
        agreements.sign(form, by=cast.wang)


@pytest.mark.req("P-073", "P-078")
def test_nothing_is_filed_while_the_form_of_a_resumption_is_unsigned_and_a_paper_that_is_checked_will_do(
    underway: Case, cast: Cast
) -> None:
    suspend(underway, cast)
    pause = pausing.resume(fresh(underway), on=timezone.localdate(), by=cast.sun)
    assert pause.resumption is not None
    closed = walk(fresh(underway), S.CLOSED, cast)
    with refused(CaseError, says=pause.resumption.number):
        finishing.archive(closed, shelf="示例柜", by=cast.chen)
    scan = agreements.hand_in_paper(pause.resumption, pdf(), by=cast.wang)
    agreements.confirm_paper(scan, by=cast.chen)
    assert walk(fresh(underway), S.ARCHIVED, cast).status == S.ARCHIVED


def test_another_pause_does_not_take_the_form_away(underway: Case, cast: Cast) -> None:
    """Control of both papers at once: each is signed for itself."""
    suspend(underway, cast)
    pause = pausing.resume(fresh(underway), on=timezone.localdate(), by=cast.sun)
    again = suspend(fresh(underway), cast)
    assert pause.resumption is not None
    assert again.document is not None
    agreements.sign(pause.resumption, by=cast.wang)
    assert [row.pk for row in documents.awaiting_enterprise(underway)] == [again.document.pk]
    assert story.whose_turn(fresh(underway)).side == "enterprise"


# ---- termination


def test_a_service_is_terminated_with_a_reason_by_the_chief_and_every_result_handed_over(
    underway: Case, cast: Cast
) -> None:
    item = underway.items.get(item__code="L01")
    gap_of(item, cast.chen)
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED_WITH_GAP):
        items.record(item, code=code, on=timezone.localdate(), by=cast.chen)
    with refused(BadInput, says="Give the reason", field="reason"):
        pausing.terminate(underway, reason=" ", by=cast.sun)
    with refused(NotAllowed):
        pausing.terminate(underway, reason="项目取消", by=cast.chen)
    with refused(CaseError, says="Hand over the results"):
        pausing.terminate(underway, reason="项目取消", by=cast.sun)
    finishing.deliver(underway, method="in_person", on=timezone.localdate(), receiver="王", items=[item], by=cast.chen)
    pausing.terminate(underway, reason="项目取消", by=cast.sun)
    assert fresh(underway).status == S.TERMINATED
    assert Notice.objects.get(kind="terminated", recipient=cast.wang).data["reason"] == "项目取消"


def test_a_suspended_service_can_be_terminated_and_its_pause_ends(underway: Case, cast: Cast) -> None:
    suspend(underway, cast)
    pausing.terminate(underway, reason="项目取消", by=cast.sun)
    case = fresh(underway)
    assert (case.status, case.suspended_from) == (S.TERMINATED, "")
    assert case.suspensions.get().end == timezone.localdate()


def test_what_is_ready_is_handed_over_while_the_service_rests_and_then_it_can_end(underway: Case, cast: Cast) -> None:
    item = underway.items.get(item__code="L01")
    pass_item(item, cast.chen)
    suspend(underway, cast)
    with refused(CaseError, says="Hand over the results"):
        pausing.terminate(fresh(underway), reason="项目取消", by=cast.sun)
    today = timezone.localdate()
    finishing.deliver(fresh(underway), method="in_person", on=today, receiver="王", items=[item], by=cast.chen)
    assert fresh(underway).status == S.SUSPENDED, "it goes on resting"
    pausing.terminate(fresh(underway), reason="项目取消", by=cast.sun)
    assert fresh(underway).status == S.TERMINATED


@pytest.mark.req("P-073")
def test_under_one_three_n_the_chief_agent_suspends(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    with refused(NotAllowed):
        pausing.suspend(case, ground=G.ASKED, explanation="企业申请", start=timezone.localdate(), by=cast.he)
    pausing.suspend(case, ground=G.ASKED, explanation="企业申请", start=timezone.localdate(), by=cast.liu)
    assert fresh(case).status == S.SUSPENDED


@pytest.mark.req("P-073")
def test_a_suspension_says_what_was_tried_before_unless_the_enterprise_asks_for_it(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    with refused(BadInput, says="tried before", field="tried"):
        suspend(case, cast, tried=" ")
    assert suspend(case, cast).tried == "两次提醒"
    other = case_in(cast, S.UNDERWAY, name="另一个示例项目")
    assert suspend(other, cast, G.ASKED, tried="").tried == ""


@pytest.mark.req("P-073")
def test_a_pause_for_unpaid_charges_goes_on_until_they_are_paid(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "C09"})
    facts = fees.Facts(
        name="城市基础设施配套费", basis="省级收费目录清单", amount=Decimal(3150000), due=timezone.localdate()
    )
    fee = fees.record(case.items.get(item__code="C09"), facts, by=cast.chen)
    suspend(fresh(case), cast, G.UNPAID)
    with refused(CaseError, says="Not paid yet: 城市基础设施配套费"):
        pausing.resume(fresh(case), on=timezone.localdate(), by=cast.sun)
    fees.pay(fee, pdf("缴款书.pdf"), on=timezone.localdate(), by=cast.wang)
    assert pausing.resume(fresh(case), on=timezone.localdate(), by=cast.sun).end == timezone.localdate()


def printed(paper: IssuedDocument) -> str:
    pages = pypdf.PdfReader(settings.PRIVATE_ROOT / paper.file.path).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("region", "says", "never"), [(SHOUGUANG, "帮代办机构经办人", "首席代办员"), (PULANDIAN, "首席代办员", "经办人")]
)
def test_the_forms_speak_the_words_of_the_scheme(cast: Cast, region: str, says: str, never: str) -> None:
    case = case_in(cast, S.UNDERWAY, region)
    by = cast.liu if region == PULANDIAN else cast.sun
    said = {"ground": G.OTHER, "explanation": "投资方调整计划", "tried": "两次沟通", "start": timezone.localdate()}
    papers = [pausing.suspend(case, **said, by=by).document]  # type: ignore[arg-type]
    papers.append(pausing.resume(fresh(case), on=timezone.localdate(), by=by).resumption)
    for paper in papers:
        assert paper is not None
        text = printed(paper)
        assert says in text
        assert never not in text
        assert ("附件4" in text) == (region == PULANDIAN and paper.kind == DocumentKind.SUSPENSION)


def test_after_a_rest_of_days_the_roadmap_is_to_be_set_anew(underway: Case, cast: Cast) -> None:
    plan = underway.plans.get(current=True)
    suspend(underway, cast)
    pausing.resume(underway, on=timezone.localdate(), by=cast.sun)
    assert coverage.owed(plan) is None  # no day was lost
    later = timezone.now() + timedelta(days=12)
    with time_machine.travel(later):
        suspend(underway, cast, start=timezone.localdate() - timedelta(days=3))
        pausing.resume(underway, on=timezone.localdate(), by=cast.sun)
        found = coverage.owed(underway.plans.get(current=True))
        assert found is not None
        assert (found.resumed, found.added, found.left) == (timezone.localdate(), [], [])
        planning.set_plan(fresh(underway), start=timezone.localdate(), works_days=300, reason="续办", by=cast.chen)
        assert coverage.owed(underway.plans.get(current=True)) is None
