"""The end: results handed over with proof, completion confirmed, rated once, filed with everything signed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.actions import agreements, archiving, finishing, items
from cases.enums import BLZT, CaseStatus, DeliveryMethod, DocumentKind, FileKind, ItemStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.management.demo.walks import pass_item
from cases.models import Case, Delivery, Evaluation, Notice
from cases.queries import deadlines, documents, results, story
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S, M = CaseStatus, DeliveryMethod


@pytest.fixture
def delivering(cast: Cast) -> Case:
    return case_in(cast, S.DELIVERING)


def deliver(case: Case, cast: Cast, method: str = M.IN_PERSON, **more: object) -> Delivery:
    said = {"on": timezone.localdate(), "receiver": "王建业（示例）", "items": finishing.undelivered(case)}
    return finishing.deliver(case, method=method, **(said | more), by=cast.chen)  # type: ignore[arg-type]


def complete(case: Case, cast: Cast, on: date | None = None) -> None:
    finishing.issue_completion(case, on=on or timezone.localdate(), by=cast.sun)


def test_the_hand_over_begins_when_every_item_is_finished(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    with refused(CaseError, says="Not finished yet"):
        finishing.start_delivery(case, by=cast.chen)
    for code in ("L01", "L08", "L09"):
        pass_item(case.items.get(item__code=code), cast.chen)
    finishing.start_delivery(case, by=cast.chen)
    case = fresh(case)
    assert case.status == S.DELIVERING
    due = deadlines.next_for(case)
    assert due is not None
    assert (due.what, case.next_due) == ("delivery", due.date)


@pytest.mark.req("P-075")
def test_what_is_handed_over_says_to_whom_when_and_what(delivering: Case, cast: Cast) -> None:
    today = timezone.localdate()
    with refused(BadInput, says="Choose the results", field="items"):
        deliver(delivering, cast, items=[])
    with refused(BadInput, says="Name who receives", field="receiver"):
        deliver(delivering, cast, receiver=" ")
    with refused(BadInput, field="on"):
        deliver(delivering, cast, on=today + timedelta(days=1))
    with refused(BadInput, says="cannot have been handed over earlier", field="on"):
        deliver(delivering, cast, on=today - timedelta(days=1))
    other = case_in(cast, S.DELIVERING, PULANDIAN)
    with refused(BadInput, says="Only results that exist", field="items"):
        deliver(delivering, cast, items=finishing.undelivered(other))
    assert deliver(delivering, cast).items.count() == 3


def test_a_result_is_handed_over_once(delivering: Case, cast: Cast) -> None:
    rows = finishing.undelivered(delivering)
    deliver(delivering, cast, items=rows[:1])
    with refused(BadInput, says="have not been handed over yet", field="items"):
        deliver(delivering, cast, items=rows[:1])
    deliver(delivering, cast, items=rows[1:])
    assert finishing.undelivered(delivering) == []


@pytest.mark.req("P-077")
def test_by_mail_it_needs_a_tracking_number_a_record_and_the_signed_receipt(delivering: Case, cast: Cast) -> None:
    with refused(BadInput, says="needs its tracking number", field="tracking"):
        deliver(delivering, cast, M.MAIL, carrier="示例快递", tracking=" ")
    sent = deliver(delivering, cast, M.MAIL, carrier="示例快递", tracking="SF0001")
    assert sent.document is not None
    assert sent.document.kind == DocumentKind.MAILING
    assert sent.document.data["tracking_number"] == "SF0001"
    with refused(CaseError, says="lacks the signed receipt"):
        complete(delivering, cast)
    today = timezone.localdate()
    for wrong in (today - timedelta(days=1), today + timedelta(days=1)):
        with refused(BadInput, says="between the day of sending and today", field="receipt_on"):
            finishing.add_receipt(sent, pdf("回执.pdf"), receipt_on=wrong, by=cast.chen)
    back = finishing.add_receipt(sent, pdf("回执.pdf"), receipt_on=today, by=cast.chen)
    assert back.receipt is not None
    assert back.receipt.kind == FileKind.RECEIPT
    with refused(CaseError, says="on record already"):
        finishing.add_receipt(sent, pdf("别的.pdf", b"other"), receipt_on=today, by=cast.chen)
    complete(delivering, cast)
    assert fresh(delivering).status == S.COMPLETION


def test_the_receipt_may_come_with_the_record_of_the_mail(delivering: Case, cast: Cast) -> None:
    today = timezone.localdate()
    deliver(delivering, cast, M.MAIL, tracking="SF0001", receipt_upload=pdf("回执.pdf"), receipt_on=today)
    complete(delivering, cast)
    assert fresh(delivering).status == S.COMPLETION


def test_results_may_be_handed_over_while_other_items_are_under_way(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    pass_item(case.items.get(item__code="L01"), cast.chen)
    deliver(case, cast)
    assert fresh(case).status == S.UNDERWAY


@pytest.mark.req("P-076")
def test_completion_is_issued_when_everything_is_handed_over_and_not_dated_before_it(
    delivering: Case, cast: Cast
) -> None:
    today = timezone.localdate()
    with refused(CaseError, says="Not handed over yet"):
        complete(delivering, cast)
    deliver(delivering, cast)
    with refused(BadInput, says="cannot lie in the future", field="on"):
        complete(delivering, cast, today + timedelta(days=1))
    with refused(BadInput, says="cannot be dated before", field="on"):
        complete(delivering, cast, today - timedelta(days=1))
    with refused(NotAllowed, says="the head of the assisting agency"):
        finishing.issue_completion(delivering, on=today, by=cast.chen)
    complete(delivering, cast)
    form = documents.awaiting_enterprise(delivering).get()
    assert form.kind == DocumentKind.COMPLETION
    agreements.sign(form, by=cast.wang)
    case = fresh(delivering)
    assert (case.status, case.closed_at is not None) == (S.CLOSED, True)


def test_completion_may_be_confirmed_on_paper(delivering: Case, cast: Cast) -> None:
    deliver(delivering, cast)
    complete(delivering, cast)
    scan = agreements.hand_in_paper(documents.awaiting_enterprise(delivering).get(), pdf(), by=cast.wang)
    assert (fresh(delivering).status, story.whose_turn(fresh(delivering)).side) == (S.COMPLETION, "agency")
    agreements.confirm_paper(scan, by=cast.chen)
    assert fresh(delivering).status == S.CLOSED


@pytest.mark.req("P-080")
def test_the_service_is_rated_once_on_five_levels_and_silence_is_no_rating(cast: Cast) -> None:
    case = case_in(cast, S.CLOSED)
    for wrong in (0, 6, None):
        with refused(BadInput, says="five levels", field="level"):
            finishing.evaluate(case, level=wrong, by=cast.wang)  # type: ignore[arg-type]
    with refused(BadInput, field="guide"):
        finishing.evaluate(case, level=5, dimensions={"guide": 9}, by=cast.wang)
    with refused(NotAllowed, says="the enterprise"):
        finishing.evaluate(case, level=5, by=cast.chen)
    finishing.evaluate(case, level=2, dimensions={"efficiency": 1}, comment=" 太慢 ", by=cast.li)
    with refused(CaseError, says="evaluated already"):
        finishing.evaluate(case, level=5, by=cast.wang)
    made = Evaluation.objects.get()
    assert (made.level, made.efficiency, made.attitude, made.comment) == (2, 1, None, "太慢")
    assert Notice.objects.filter(kind="evaluated", recipient=cast.chen).count() == 1


def test_the_rating_may_come_after_the_archive_and_never_comes_by_itself(cast: Cast) -> None:
    case = case_in(cast, S.ARCHIVED)
    assert not Evaluation.objects.exists()
    finishing.evaluate(case, level=4, by=cast.wang)
    assert fresh(case).status == S.ARCHIVED


@pytest.mark.req("P-078", "P-079")
def test_the_archive_names_its_shelf_and_has_every_form_signed(cast: Cast) -> None:
    case = case_in(cast, S.CLOSED)
    with refused(BadInput, says="Name the shelf", field="shelf"):
        finishing.archive(case, shelf=" ", by=cast.chen)
    agreement = case.documents.get(kind=DocumentKind.AGREEMENT)
    agreement.signatures.filter(side="enterprise").update(rejected_at=timezone.now())
    with refused(CaseError, says="has not signed"):
        finishing.archive(case, shelf="A-1", by=cast.chen)
    agreement.signatures.update(rejected_at=None)
    with refused(CaseError, says="No copy is kept yet of"):
        finishing.archive(case, shelf="A-1", by=cast.chen)
    archiving.keep_copies(
        fresh(case), list(results.without_copy(case)), shelf="A-1", on=timezone.localdate(), by=cast.chen
    )
    finishing.archive(case, shelf="A-1", by=cast.chen)
    case = fresh(case)
    assert case.archive_number.startswith("DA-370783-")
    assert case.events.order_by("-seq")[0].data["shelf"] == "A-1"
    with refused(StepNotAllowed):
        finishing.archive(case, shelf="A-1", by=cast.chen)


@pytest.mark.req("W-012", "P-041")
@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_a_case_with_everything_the_system_proposes_walks_to_the_archive(cast: Cast, region: str) -> None:
    case = case_in(cast, S.ARCHIVED, region, keep=None)
    assert case.items.count() > 20
    assert not case.items.exclude(status__in=[ItemStatus.PASSED, ItemStatus.DONE_BEFORE]).exists()
    assert {row.item.stage.code for row in case.items.select_related("item__stage")} >= {"S1", "S2", "S3", "S4"}


def test_the_hand_over_is_due_within_the_days_of_the_scheme(cast: Cast) -> None:
    with time_machine.travel(date(2026, 9, 21), tick=False):
        case = case_in(cast, S.DELIVERING)
    due = deadlines.next_for(case)
    assert due is not None
    assert due.date == date(
        2026, 10, 12
    )  # 10 working days over 中秋 and 国庆: 22–24, 28–30 September, 8–10 and 12 October


def test_a_withdrawn_item_can_be_taken_up_again(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY)
    item = case.items.get(item__code="L01")
    today = timezone.localdate()
    for code in (BLZT.RECEIVED, BLZT.WITHDRAWN, BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED):
        items.record(item, code=code, on=today, by=cast.chen)
    assert item.status == ItemStatus.PASSED
