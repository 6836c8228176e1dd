"""The end: results handed over, completion form, evaluation, archive."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import transitions
from cases.actions import files, moves, numbers, originals, paper_data, papers, rectifying
from cases.daywords import date_words
from cases.documents import completion as completion_form
from cases.documents import mailing
from cases.enums import Action, DeliveryMethod, DocumentKind, FileKind, ItemStatus
from cases.enums_finish import DIMENSIONS, EvaluationChannel
from cases.enums_work import EvaluationLevel
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import Case, CaseItem, Delivery, Evaluation, IssuedDocument, User
from cases.queries import documents, results, supplements

WITH_RESULT = (ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP)


def undelivered(case: Case) -> list[CaseItem]:
    """Results obtained by the service and not handed over yet."""
    return list(case.items.filter(status__in=WITH_RESULT, deliveries__isnull=True).select_related("item"))


def start_delivery(case: Case, *, by: User, version: int | None = None) -> Case:
    """All items are finished: the results go to the enterprise."""
    with moves.turn(case, Action.START_DELIVERY, by=by, version=version) as turn:
        open_items = [
            row.item.name for row in turn.case.items.select_related("item") if row.status not in transitions.ITEM_DONE
        ]
        if open_items:
            raise CaseError(_("Not finished yet: %(names)s") % {"names": listed(open_items[:8])})
        turn.tell_enterprise("delivery_started")
    return case


def deliver(
    case: Case,
    *,
    method: str,
    on: date,
    receiver: str,
    items: list[CaseItem],
    carrier: str = "",
    tracking: str = "",
    receipt_upload: "UploadedFile[Any] | None" = None,
    receipt_on: date | None = None,
    by: User,
    version: int | None = None,
) -> Delivery:
    """Hand over in person (P-076) or by mail with record and signed receipt (P-077). A result is handed over once."""
    _check_delivery(method, on, receiver, items, tracking, receipt_on)
    with moves.turn(case, Action.DELIVER, by=by, version=version) as turn:
        ready = {row.pk for row in undelivered(turn.case)}
        if any(item.pk not in ready for item in items):
            raise BadInput(
                _("Only results that exist and have not been handed over yet can be delivered."), field="items"
            )
        early = next(
            (item for item in undelivered(turn.case) if item in items and item.done_on and on < item.done_on), None
        )
        if early and early.done_on:
            raise BadInput(
                _("“%(item)s” was finished on %(date)s only; it cannot have been handed over earlier.")
                % {"item": early.item.name, "date": date_words(early.done_on)},
                field="on",
            )
        receipt = files.accept(turn.case, receipt_upload, kind=FileKind.RECEIPT, by=by) if receipt_upload else None
        made = Delivery.objects.create(
            case=turn.case, method=method, on=on, receiver=receiver.strip(), carrier=carrier.strip(), tracking=tracking.strip(),
            receipt=receipt, receipt_on=receipt_on, by=by,
        )  # fmt: skip
        made.items.set(items)
        if method == DeliveryMethod.MAIL:
            made.document = _print_mailing(turn.case, made, items, by)
            made.save(update_fields=["document"])
        turn.note(method=method, on=on, items=[item.item.code for item in items], tracking=tracking.strip())
        turn.tell_enterprise("delivered", method=method, tracking=tracking.strip(), carrier=carrier.strip())
    return made


def _check_delivery(
    method: str, on: date, receiver: str, items: list[CaseItem], tracking: str, receipt_on: date | None
) -> None:
    if not items:
        raise BadInput(_("Choose the results that are handed over."), field="items")
    if on > timezone.localdate():
        raise BadInput(_("Record the delivery on the day itself or later."), field="on")
    if not receiver.strip():
        raise BadInput(_("Name who receives the results."), field="receiver")
    if method == DeliveryMethod.MAIL and not tracking.strip():
        raise BadInput(_("A delivery by mail needs its tracking number."), field="tracking")
    if receipt_on is not None and not on <= receipt_on <= timezone.localdate():
        raise BadInput(_("The receipt is signed between the day of sending and today."), field="receipt_on")


def _print_mailing(case: Case, delivery: Delivery, items: list[CaseItem], by: User) -> IssuedDocument:
    number = papers.take_number(case, DocumentKind.MAILING)
    data = mailing.Mailing(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        unit=case.handling_unit.name_zh,
        recipient=delivery.receiver,
        recipient_phone=case.project.contact_phone,
        address=case.enterprise.address or case.project.address,
        carrier=delivery.carrier,
        tracking_number=delivery.tracking,
        sent_at=timezone.make_aware(datetime.combine(delivery.on, time(12))),
        documents=tuple(
            mailing.MailedDocument(name=item.item.result_zh, document_number=item.file_number, form="原件")
            for item in items
        ),
        issued_at=timezone.localdate(),
        received_on=delivery.receipt_on,
        sender_signature=paper_data.signed_by(by, timezone.localdate()),
    )
    return papers.issue(case, DocumentKind.MAILING, number, mailing.mailing(data), data, by=by)


def add_receipt(delivery: Delivery, upload: "UploadedFile[Any]", *, receipt_on: date, by: User) -> Delivery:
    """The signed mail receipt comes back later (P-077)."""
    if not delivery.on <= receipt_on <= timezone.localdate():
        raise BadInput(_("The receipt is signed between the day of sending and today."), field="receipt_on")
    with moves.turn(delivery.case, Action.DELIVER, by=by) as turn:
        delivery.refresh_from_db()
        if delivery.receipt_id is not None:
            raise CaseError(_("The signed receipt of this delivery is on record already."))
        delivery.receipt = files.accept(turn.case, upload, kind=FileKind.RECEIPT, by=by)
        delivery.receipt_on = receipt_on
        delivery.save(update_fields=["receipt", "receipt_on"])
        turn.note(receipt_on=receipt_on)
    return delivery


def _refuse_unsigned(case: Case) -> None:
    """Nothing is complete while the enterprise has not signed what changed (P-004)."""
    paper = supplements.open_of(case)
    if paper:
        raise CaseError(
            _("The enterprise has not signed the change of the items yet (%(document)s).") % {"document": paper.number}
        )


def issue_completion(case: Case, *, on: date, by: User, version: int | None = None) -> IssuedDocument:
    """《代办服务办结单》 for the enterprise to confirm; every result must have been handed over, mail with its receipt."""
    if on > timezone.localdate():
        raise BadInput(_("The completion cannot lie in the future."), field="on")
    with moves.turn(case, Action.ISSUE_COMPLETION, by=by, version=version) as turn:
        left = undelivered(turn.case)
        if left:
            raise CaseError(_("Not handed over yet: %(names)s") % {"names": listed(row.item.name for row in left[:8])})
        if turn.case.deliveries.filter(method=DeliveryMethod.MAIL, receipt__isnull=True).exists():
            raise CaseError(_("A delivery by mail still lacks the signed receipt."))
        last = turn.case.deliveries.order_by("-on").first()
        if last and on < last.on:
            raise BadInput(
                _("Results were handed over on %(date)s; the completion cannot be dated before.")
                % {"date": date_words(last.on)},
                field="on",
            )
        _refuse_unsigned(turn.case)
        number = papers.take_number(turn.case, DocumentKind.COMPLETION)
        today = timezone.localdate()
        annex, keeper = paper_data.form_words(turn.case, completion_form.ANNEX)
        data = completion_form.Completion(
            project=paper_data.facts(turn.case),
            completed_on=on,
            issued_at=today,
            district=turn.case.handling_unit.region.name_zh,
            annex=annex,
            keeper=keeper,
            agent_signature=paper_data.signed_by(by, today),
            unit_signature=paper_data.unit_seal(turn.case, today),
        )
        document = papers.issue(
            turn.case, DocumentKind.COMPLETION, number, completion_form.completion(data), data, by=by
        )
        papers.sign_for_agency(document, by)
        turn.note(on=on, document=number)
        turn.tell_enterprise("completion_offered", document=number)
    return document


def evaluate(
    case: Case,
    *,
    level: int,
    channel: str = EvaluationChannel.ONLINE,
    dimensions: Mapping[str, int | None] | None = None,
    comment: str = "",
    by: User,
    version: int | None = None,
) -> Evaluation:
    """The enterprise rates the service once, on five levels (GB/T 39735—2020, P-080), and if it wants what its channel asks."""
    rated = dict(dimensions or {})
    _check_levels(level, channel, rated)
    with moves.turn(case, Action.EVALUATE, by=by, version=version) as turn:
        if Evaluation.objects.filter(case=turn.case).exists():
            raise CaseError(_("The service has been evaluated already. Thank you."))
        made = Evaluation.objects.create(
            case=turn.case, channel=channel, level=EvaluationLevel(level), **rated, comment=comment.strip(), by=by,
        )  # fmt: skip
        turn.note(level=level, channel=channel)
        turn.tell_agency("evaluated", level=level)
        rectifying.open_for(turn, made)
    return made


def _check_levels(level: int, channel: str, rated: Mapping[str, int | None]) -> None:
    if channel not in EvaluationChannel.values:
        raise BadInput(_("Choose which service you evaluate."), field="channel")
    for field, given in {"level": level, **rated}.items():
        if field != "level" and field not in DIMENSIONS[channel]:
            raise BadInput(_("Each channel has its own dimensions."), field=field)
        if given not in EvaluationLevel.values and (given is not None or field == "level"):
            raise BadInput(_("Choose one of the five levels."), field=field)


def archive(case: Case, *, shelf: str = "", stays: str = "", by: User, version: int | None = None) -> Case:
    """Close the file: forms signed, receipts there, originals back, a copy of every result on the shelf (P-078, P-079).

    ``stays``: by which law an original stays with a unit. The package follows.
    """
    if not shelf.strip():
        raise BadInput(_("Name the shelf where the copies of the results are kept."), field="shelf")
    with moves.turn(case, Action.ARCHIVE, by=by, version=version) as turn:
        unsigned = documents.awaiting_enterprise(turn.case)
        if unsigned.exists():
            raise CaseError(_("The enterprise has not signed: %(names)s") % {"names": listed(unsigned)})
        uncopied = [row.item.name for row in results.without_copy(turn.case)]
        if uncopied:
            raise CaseError(_("No copy is kept yet of: %(names)s") % {"names": listed(uncopied[:8])})
        originals.settle(turn, stays)
        now = timezone.now()
        year = timezone.localtime(now).year
        number = (
            f"DA-{turn.case.region.code}-{year}-{numbers.next_number(f'archive/{turn.case.region.code}/{year}'):04d}"
        )
        turn.set(archived_at=now, archive_number=number)
        turn.note(number=number, shelf=shelf.strip())
    return case
