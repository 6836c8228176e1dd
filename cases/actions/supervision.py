"""Supervision orders (督办单): issued on facts to a unit, answered, checked, sent back or settled, or withdrawn (W-095, P-092).

A head of the agency or a supervisor of the region issues it; the unit answers in so many working days, and the printed
order with the answer takes the place of the one that went out; whoever answered never checks, nor does anybody of the unit
addressed who did not issue it.
"""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import permissions, worktime
from cases.actions import files, moves, paper_data, papers
from cases.documents import supervision as form
from cases.documents.parts import UNSIGNED
from cases.enums import Action, DocumentKind, FileKind, Side, SignMethod
from cases.enums_work import OrderGround, OrderStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, IssuedDocument, Signature, SupervisionOrder, SupervisionReply, Unit, User
from cases.queries import calendars, people
from cases.queries import supervision as readers

TOLD = 200  # characters of a text in a letter
MOST_DAYS = 60
BY_WORDS = (OrderGround.INSPECTION, OrderGround.COMPLAINT)
WITHOUT_FACT = (*BY_WORDS, OrderGround.FINDING)  # the finding keeps its own facts


def issue(
    case: Case, *, unit: Unit, demand: str, days: int, key: str = "", ground: str = "", case_item: CaseItem | None = None,
    by: User, version: int | None = None,
) -> SupervisionOrder:  # fmt: skip
    """Issue an order on a fact of the record (``key`` of ``queries.supervision.facts``), or on what an inspection, a
    complaint or a confirmed finding showed (``ground``)."""
    if not demand.strip():
        raise BadInput(_("Say what has to be done."), field="demand")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(_("Between 1 and %(most)s working days.") % {"most": MOST_DAYS}, field="days")
    with moves.turn(case, Action.SUPERVISE, by=by, version=version) as turn:
        fact = _fact(turn.case, key, ground)
        if not readers.units_to_choose(turn.case).filter(pk=unit.pk).exists():
            raise BadInput(_("This unit has nothing to do with the case."), field="unit")
        item = fact.item if fact else case_item
        if item is not None and item.case_id != turn.case.pk:
            raise BadInput(_("This item does not belong to the case."), field="case_item")
        made = SupervisionOrder.objects.create(
            case=turn.case, case_item=item, unit=unit, ground=fact.ground if fact else ground,
            facts=fact.data() if fact else {}, demand=demand.strip(), days=days, due=_due(timezone.localdate(), days),
            issued_by=by, issued_at=timezone.now(),
        )  # fmt: skip
        document = _print(made, by)
        papers.sign_for_agency(document, by)
        _tell_issued(turn, made, document, by)
    return made


def _fact(case: Case, key: str, ground: str) -> readers.Fact | None:
    """The fact as the record shows it now; None where the order rests on words."""
    if not key:
        if ground not in WITHOUT_FACT:
            raise BadInput(_("Choose what the order rests on."), field="key")
        return None
    found = next((one for one in readers.facts(case) if one.key == key), None)
    if found is None:
        raise BadInput(_("The record does not show this any more."), field="key")
    return found


def _due(start: date, days: int) -> date:
    return worktime.due(start, days, "wd", calendars.current()).date


def _tell_issued(turn: moves.Turn, order: SupervisionOrder, document: IssuedDocument, by: User) -> None:
    number, due, text = document.number, order.due.isoformat(), order.demand[:TOLD]
    turn.public = False
    turn.note(
        document=number, due=due, text=text, unit=order.unit.name_zh, ground=order.ground, sha256=document.file.sha256
    )
    addressed = list(readers.addressed(order))
    turn.tell(addressed, "order_issued", document=number, due=due, text=text)
    known = [*people.of_agency(turn.case), *people.chiefs(turn.case)]
    others = {user.pk: user for user in known if user not in addressed}
    turn.tell(others.values(), "order_known", document=number, due=due, text=text, units=[order.unit.code])


def answer(
    order: SupervisionOrder,
    *,
    text: str,
    proof: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> SupervisionReply:
    """The unit says what it did; the order is printed again with the answer, and the unit signs these bytes."""
    if not text.strip():
        raise BadInput(_("Say what was done, and what is still open."), field="text")
    with moves.turn(order.case, Action.ANSWER_ORDER, by=by, version=version) as turn:
        row = _locked(order, OrderStatus.ISSUED)
        if row.unit_id not in permissions.opinion_units(by):
            raise NotAllowed(_("An order is answered by the unit that it is addressed to."))
        kept = files.accept(turn.case, proof, kind=FileKind.ATTACHMENT, by=by) if proof else None
        made = SupervisionReply.objects.create(
            order=row, round=row.replies.count() + 1, text=text.strip(), proof=kept, by=by, at=timezone.now()
        )
        row.status = OrderStatus.ANSWERED
        row.save(update_fields=["status"])
        document = _print(row, row.issued_by, made)
        papers.sign_for_agency(document, row.issued_by)
        _sign_for_unit(document, by)
        turn.public = False
        turn.note(document=row.number, text=made.text[:TOLD], round=made.round, sha256=document.file.sha256)
        turn.tell([row.issued_by], "order_answered", document=row.number, author=by.name, text=made.text[:TOLD])
    return made


def accept(order: SupervisionOrder, *, words: str = "", by: User, version: int | None = None) -> SupervisionOrder:
    """The check found it put right: the order is settled."""
    return _check(order, accepted=True, words=words, by=by, version=version)


def send_back(
    order: SupervisionOrder, *, words: str, days: int, by: User, version: int | None = None
) -> SupervisionOrder:
    """The answer does not do: the unit answers again in so many working days."""
    if not words.strip():
        raise BadInput(_("Say why the answer is sent back."), field="words")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(_("Between 1 and %(most)s working days.") % {"most": MOST_DAYS}, field="days")
    return _check(order, accepted=False, words=words, days=days, by=by, version=version)


def _check(
    order: SupervisionOrder, *, accepted: bool, words: str, by: User, version: int | None, days: int = 0
) -> SupervisionOrder:
    with moves.turn(order.case, Action.CHECK_ORDER, by=by, version=version) as turn:
        row = _locked(order, OrderStatus.ANSWERED)
        reply = row.replies.select_for_update(of=("self",)).select_related("by").latest("round")
        if reply.by_id == by.pk:
            raise NotAllowed(_("Whoever answered does not check the answer."))
        _refuse_own(row, by)
        reply.accepted, reply.why, reply.checked_by, reply.checked_at = (
            accepted,
            words.strip()[:500],
            by,
            timezone.now(),
        )
        reply.save(update_fields=["accepted", "why", "checked_by", "checked_at"])
        if accepted:
            row.status, row.closed_at = OrderStatus.CLOSED, timezone.now()
        else:
            # The day is counted anew from today; the facts of the first day stay.
            row.status, row.days, row.due = OrderStatus.ISSUED, days, _due(timezone.localdate(), days)
            row.sent_back_at = timezone.now()
        row.save(update_fields=["status", "closed_at", "days", "due", "sent_back_at"])
        said, number = words.strip()[:TOLD], str(row)
        turn.public = False
        turn.note(document=number, step="accepted" if accepted else "returned", text=said)
        if accepted:
            turn.tell(readers.addressed(row), "order_accepted", document=number, author=by.name, text=said)
        else:
            due = row.due.isoformat()
            turn.tell(readers.addressed(row), "order_returned", document=number, author=by.name, text=said, due=due)
    return row


def withdraw(order: SupervisionOrder, *, reason: str, by: User, version: int | None = None) -> SupervisionOrder:
    """It should not have been issued: the paper stays on record and the public check says that it is withdrawn."""
    if not reason.strip():
        raise BadInput(_("Say why the order is withdrawn."), field="reason")
    with moves.turn(order.case, Action.CHECK_ORDER, by=by, version=version) as turn:
        row = _locked(order, OrderStatus.ISSUED, OrderStatus.ANSWERED)
        _refuse_own(row, by)
        row.status, row.closed_at, row.withdrawn_why = OrderStatus.WITHDRAWN, timezone.now(), reason.strip()[:300]
        row.save(update_fields=["status", "closed_at", "withdrawn_why"])
        if row.document:
            papers.withdraw(row.document)
        turn.public = False
        turn.note(document=str(row), step="withdrawn", text=reason.strip()[:TOLD])
        turn.tell(
            readers.addressed(row), "order_withdrawn", document=str(row), author=by.name, text=reason.strip()[:TOLD]
        )
    return row


def _refuse_own(order: SupervisionOrder, by: User) -> None:
    if not permissions.checks_order(by, order):
        raise NotAllowed(readers.whose_check(order))


def _locked(order: SupervisionOrder, *wanted: OrderStatus) -> SupervisionOrder:
    row = (
        SupervisionOrder.objects.select_for_update(of=("self",))
        .select_related("case__project", "case__enterprise", "case__region", "case__handling_unit", "unit", "document", "issued_by")
        .get(pk=order.pk)
    )  # fmt: skip
    if row.status not in wanted:
        raise CaseError(_("This order is “%(status)s” now.") % {"status": row.get_status_display()})
    return row


def _sign_for_unit(document: IssuedDocument, by: User) -> Signature:
    return Signature.objects.create(
        document=document, side=Side.UNIT, method=SignMethod.ONLINE, signer=by, signer_name=by.name, signer_phone=by.phone,
        sha256=document.file.sha256,
    )  # fmt: skip


def _print(order: SupervisionOrder, by: User, reply: SupervisionReply | None = None) -> IssuedDocument:
    """The order as it stands now, in the name of the issuer's unit; with an answer it replaces the one that went out."""
    case, today = order.case, timezone.localdate()
    issuer, before = _issuer(order), order.document
    number = order.number or papers.take_number(case, DocumentKind.SUPERVISION)
    with translation.override("zh-hans"):
        ground, facts = str(OrderGround(order.ground).label), readers.words(order.facts)
    issued_on = timezone.localdate(order.issued_at)
    data = form.Supervision(
        number=number,
        case_number=case.number or "",
        project=paper_data.facts(case),
        unit=order.unit.name_zh,
        issuer=issuer.name_zh,
        item=order.case_item.item.name_zh if order.case_item else "",
        ground=ground,
        facts=facts,
        demand=order.demand,
        days=0 if order.sent_back_at else order.days,
        due=order.due,
        issued_at=issued_on,
        answer=reply.text if reply else "",
        answered_at=today if reply else None,
        issuer_signature=paper_data.signed_by(order.issued_by, issued_on),
        unit_signature=paper_data.signed_by(reply.by, today) if reply else UNSIGNED,
    )
    own = papers.later(number, before) if before else number
    made = papers.issue(
        case, DocumentKind.SUPERVISION, own, form.supervision(data), data, by=by, for_enterprise=False, replaces=before,
        unit=issuer,
    )  # fmt: skip
    order.document = made
    order.save(update_fields=["document"])
    return made


def _issuer(order: SupervisionOrder) -> Unit:
    """The unit in whose name the order is issued: where the issuer holds the post that lets him."""
    posts = [
        post for post in order.issued_by.active_posts if post.role in permissions.SUPERVISING | permissions.CHIEF_ROLES
    ]
    own = next((post.unit for post in posts if post.unit_id == order.case.handling_unit_id), None)
    return own or (posts[0].unit if posts else order.case.handling_unit)
