"""Between agencies: what is decided about the way of a case, and the handshakes that carry it (W-034 to W-039).

A transfer is offered, then accepted or returned with a reason, or withdrawn; an accepted one is ended by either side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, worktime
from cases.actions import files, moves, transfer_papers, transfer_team
from cases.enums import Action, FileKind, Level, MaterialForm, UnitKind
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import (
    Case,
    CaseItem,
    RouteDecision,
    StoredFile,
    Transfer,
    TransferPaper,
    Unit,
    User,
)
from cases.queries import calendars, chief_contacts, people, routing
from cases.queries import files as stored_files
from cases.routes import OPEN, PROOF, RANK, Channel, RouteKind, TransferScope, transfer_step
from cases.transitions import ITEM_DONE


@dataclass(frozen=True)
class Paper:
    """One line of the list of materials."""

    name: str
    form: str = MaterialForm.ELECTRONIC
    copies: int = 1
    file: StoredFile | None = None


@dataclass(frozen=True)
class Sending:
    """How the papers go, and which (W-039). ``reference``: address, folder, tracking number or bearer."""

    channel: str
    reference: str = ""
    papers: Sequence[Paper] = ()


def unit_names(unit: Unit) -> dict[str, str]:
    """For letters and the log: a name for each reader's language."""
    return {"unit_zh": unit.name_zh, "unit_en": unit.name_en}


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput(_("Give the reason."), field="reason")
    return reason.strip()[:500]


def _decide(case: Case, kind: str, items: Sequence[CaseItem], reason: str, by: User) -> RouteDecision:
    found = routing.standings(case)
    proposed = {route.kind for route in routing.propose(case, found)}
    made = RouteDecision.objects.create(
        case=case,
        kind=kind,
        proposed=kind in proposed,
        shares=routing.shares(found),
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    made.items.set(items)
    return made


def decide(
    case: Case, *, kind: str, items: Sequence[CaseItem] = (), reason: str, by: User, version: int | None = None
) -> RouteDecision:
    """Keep the case, or have the counterpart departments coordinate upwards (W-037). The computed shares are kept beside it."""
    if kind not in (RouteKind.KEEP, RouteKind.LINE):
        raise BadInput(_("To hand over the case or an item, make an offer."), field="kind")
    words = _reason(reason)
    if kind == RouteKind.LINE and not items:
        raise BadInput(_("Name the items that are coordinated."), field="items")
    with moves.turn(case, Action.DECIDE_ROUTE, by=by, version=version) as turn:
        rows = list(turn.case.items.filter(pk__in=[item.pk for item in items]))
        if len(rows) != len(items):
            raise BadInput(_("This item does not belong to the case."), field="items")
        made = _decide(turn.case, kind, rows, words, by)
        turn.public = False
        turn.note(kind=kind, shares=made.shares, proposed=made.proposed, reason=words)
        if kind == RouteKind.LINE:
            chosen = {row.pk for row in rows}
            asked = [one for one in routing.standings(turn.case) if one.row.pk in chosen]
            units = [unit for _one, unit in routing.counterparts(turn.case, asked) if unit]
            turn.note(items=[one.row.item.code for one in asked])
            turn.tell(people.of_units(units), "line_asked", reason=words, items=[one.row.item.code for one in asked])
    return made


def offer_case(
    case: Case, *, to_unit: Unit, to_user: User, reason: str, sending: Sending, by: User, version: int | None = None
) -> Transfer:
    """Offer the whole case to the agency of the lower or the upper level, through its chief liaison (W-035, W-036)."""
    words = _reason(reason)
    with moves.turn(case, Action.OFFER_TRANSFER, by=by, version=version) as turn:
        kind = _direction(turn.case, to_unit)
        if turn.case.transfers.filter(scope=TransferScope.CASE, status__in=OPEN).exists():
            raise CaseError(_("The case has been offered or handed over already: that must end before it goes on."))
        if to_user not in chief_contacts.heads(to_unit):
            raise BadInput(
                _("%(name)s is not a chief liaison of this agency.") % {"name": to_user.name}, field="to_user"
            )
        made = _offer(turn, None, kind, (to_unit, to_user), words, sending, by)
    return made


def _direction(case: Case, to_unit: Unit) -> RouteKind:
    home, place = case.handling_unit.region, to_unit.region
    if RANK[Level(place.level)] >= RANK[Level.PROVINCE]:
        raise BadInput(
            _("Nothing is handed over to the province: its items are coordinated by business line."), field="to_unit"
        )
    if to_unit.kind != UnitKind.AGENCY or to_unit.pk == case.handling_unit_id:
        raise BadInput(_("A case goes from one assisting agency to another."), field="to_unit")
    if place.path.startswith(f"{home.path}/"):
        return RouteKind.LOWER
    if home.path.startswith(f"{place.path}/"):
        return RouteKind.UPPER
    raise BadInput(_("This agency is neither above nor below: ask the chief contacts of its items."), field="to_unit")


def offer_item(case_item: CaseItem, *, reason: str, sending: Sending, by: User, version: int | None = None) -> Transfer:
    """Ask the item's chief contact directly; the case stays (W-038)."""
    words = _reason(reason)
    with moves.turn(case_item.case, Action.OFFER_TRANSFER, by=by, version=version) as turn:
        row = turn.case.items.select_related("item").get(pk=case_item.pk)
        if row.status in ITEM_DONE:
            raise CaseError(_("This item is finished."))
        if row.transfers.filter(status__in=OPEN).exists():
            raise CaseError(_("A chief contact has this item, or has been asked for it, already."))
        standing = next(one for one in routing.standings(turn.case) if one.row.pk == row.pk)
        if standing.where == routing.Where.ABOVE:
            raise CaseError(_("Nothing is handed over to the province: its items are coordinated by business line."))
        contact = routing.contacts_of(turn.case, [standing]).get(row.pk)
        if contact is None:
            raise CaseError(_("No chief contact has been named for “%(item)s” there.") % {"item": row.item.name})
        made = _offer(turn, row, RouteKind.DIRECT, (contact.unit, contact.user), words, sending, by)
    return made


def _offer(
    turn: moves.Turn,
    item: CaseItem | None,
    kind: RouteKind,
    to: tuple[Unit, User],
    reason: str,
    sending: Sending,
    by: User,
) -> Transfer:
    case, (unit, person) = turn.case, to
    _check_sending(case, sending)
    today = timezone.localdate()
    made = Transfer.objects.create(
        case=case,
        scope=TransferScope.ITEM if item else TransferScope.CASE,
        case_item=item,
        decision=_decide(case, kind, [item] if item else [], reason, by),
        from_unit=case.handling_unit,
        to_unit=unit,
        to_user=person,
        channel=sending.channel,
        reference=sending.reference.strip()[:200],
        offered_by=by,
        offered_at=timezone.now(),
        due=worktime.due(today, case.term("transfer_wd"), "wd", calendars.current()).date,
    )
    TransferPaper.objects.bulk_create(
        TransferPaper(transfer=made, name=one.name.strip()[:200], form=one.form, copies=one.copies, file=one.file)
        for one in sending.papers
    )
    transfer_papers.print_slip(made, by)
    turn.public = False
    turn.note(**facts(made), reason=reason, shares=made.decision.shares, proposed=made.decision.proposed)
    turn.tell(
        [person, *chief_contacts.heads(unit)],
        "transfer_offered",
        **facts(made),
        due=made.due.isoformat(),
        reason=reason,
    )
    return made


def _check_sending(case: Case, sending: Sending) -> None:
    if sending.channel not in Channel.values:
        raise BadInput(_("Choose how the papers are sent."), field="channel")
    if not sending.reference.strip() and sending.channel in PROOF:
        raise BadInput(str(PROOF[Channel(sending.channel)]), field="reference")
    if not [paper for paper in sending.papers if paper.name.strip()]:
        raise BadInput(_("List at least one paper that goes with the transfer."), field="papers")
    if any(paper.file and paper.file.case_id != case.pk for paper in sending.papers):
        raise BadInput(_("This paper does not belong to the case."), field="papers")
    sent = [paper.file.pk for paper in sending.papers if paper.file]
    if case.files.filter(stored_files.internal(), pk__in=sent).exists():
        raise BadInput(_("Papers for internal use stay here."), field="papers")


def facts(row: Transfer) -> dict[str, Any]:
    """For the log and for letters: what, to whom, over which way."""
    item = {"item": row.case_item.item.code} if row.case_item else {}
    slip = {"document": row.document.number} if row.document else {}
    return item | slip | unit_names(row.to_unit) | {"scope": row.scope, "channel": row.channel}


def step(turn: moves.Turn, row: Transfer, by: User | None) -> Transfer:
    """The row under the lock of its case, if the law lets the act follow and it is this person's. First the law: of two who
    answer at once the second hears that it was answered. ``by=None``: the clock."""
    fresh = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("case_item__item", "to_unit", "from_unit", "to_user", "offered_by", "document", "decision")
        .get(pk=row.pk)
    )
    action = turn.action
    if transfer_step(fresh.status, action) is None:
        raise StepNotAllowed(
            _("“%(action)s” is not possible: this transfer is “%(status)s”.")
            % {"action": action.label, "status": fresh.get_status_display()}
        )
    fresh.case = turn.case
    if by is not None and not permissions.may(by, action, turn.case, fresh):
        raise NotAllowed(_("“%(action)s” belongs to %(who)s.") % {"action": action.label, "who": turn.step.who.label})
    return fresh


def _write(row: Transfer, action: Action, **columns: Any) -> None:
    row.status = transfer_step(row.status, action) or row.status
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *columns])


def accept(
    row: Transfer,
    *,
    lead: User | None = None,
    answer: str = "",
    receipt: "UploadedFile[Any] | None" = None,
    by: User,
    version: int | None = None,
) -> Transfer:
    """Take it over: from now on the receiving side acts. ``lead`` (a whole case): who becomes the enterprise's first contact."""
    with moves.turn(row.case, Action.ACCEPT_TRANSFER, by=by, version=version, asked=True) as turn:
        fresh = step(turn, row, by)
        if fresh.channel == Channel.BY_HAND and receipt is None:
            raise BadInput(_("Papers that were brought by hand need the signed receipt."), field="receipt")
        if receipt is not None:
            fresh.receipt = files.accept(turn.case, receipt, kind=FileKind.RECEIPT, by=by)
        now = timezone.now()
        columns = {"answered_by": by, "answered_at": now, "answer": answer.strip()[:500], "receipt": fresh.receipt}
        if fresh.case_item is None:
            first = lead or by
            transfer_team.take_over(fresh, first, now)
            turn.set(handling_unit=fresh.to_unit, has_team=True)
            turn.tell_enterprise("handed_over", **facts(fresh), lead=first.name, phone=first.phone)
            turn.tell([first], "on_team")
        else:
            fresh.to_user = _worker(fresh, by)
            columns["to_user"] = fresh.to_user
            turn.case.items.filter(pk=fresh.case_item.pk).update(agent=fresh.to_user)
            turn.tell_enterprise("item_lent", **facts(fresh), name=fresh.to_user.name, phone=fresh.to_unit.phone)
        _write(fresh, Action.ACCEPT_TRANSFER, **columns)
        transfer_papers.print_slip(fresh, by)
        turn.note(**facts(fresh))
        turn.tell(_senders(fresh), "transfer_accepted", **facts(fresh), name=by.name)
    row.refresh_from_db()
    return row


def _worker(row: Transfer, by: User) -> User:
    """The contact asked; if a head of the agency accepts in his place, still the contact, as long as he holds a post."""
    return row.to_user if permissions.has_voice(row.to_user) else by


def _senders(row: Transfer) -> list[User]:
    return [row.offered_by, *chief_contacts.heads(row.from_unit)]


def give_back(row: Transfer, *, reason: str, by: User, version: int | None = None) -> Transfer:
    """Return an offer, with the reason."""
    words = _reason(reason)
    with moves.turn(row.case, Action.RETURN_TRANSFER, by=by, version=version, asked=True) as turn:
        fresh = step(turn, row, by)
        _write(fresh, Action.RETURN_TRANSFER, answered_by=by, answered_at=timezone.now(), answer=words)
        transfer_papers.print_slip(fresh, by)
        turn.public = False
        turn.note(**facts(fresh), reason=words)
        turn.tell(_senders(fresh), "transfer_returned", **facts(fresh), name=by.name, reason=words)
    row.refresh_from_db()
    return row


def withdraw(row: Transfer, *, reason: str, by: User, version: int | None = None) -> Transfer:
    """Take an offer back before it is answered."""
    words = _reason(reason)
    with moves.turn(row.case, Action.WITHDRAW_TRANSFER, by=by, version=version, asked=True) as turn:
        fresh = step(turn, row, by)
        _write(fresh, Action.WITHDRAW_TRANSFER, ended_by=by, ended_at=timezone.now(), end_reason=words)
        turn.public = False
        turn.note(**facts(fresh), reason=words)
        turn.tell(
            [fresh.to_user, *chief_contacts.heads(fresh.to_unit)], "transfer_withdrawn", **facts(fresh), reason=words
        )
    row.refresh_from_db()
    return row


def end(row: Transfer, *, reason: str, by: User, version: int | None = None) -> Transfer:
    """Give back what was taken over, or take back what was lent: access ends, and the sender holds the matter again."""
    words = _reason(reason)
    with moves.turn(row.case, Action.END_TRANSFER, by=by, version=version, asked=True) as turn:
        fresh = step(turn, row, by)
        now = timezone.now()
        if fresh.case_item is None:
            back = transfer_team.give_back(fresh, now)
            lead = next((place.user for place in back if place.is_lead), None)
            turn.set(handling_unit=fresh.from_unit, has_team=bool(back))
            phone = (lead and lead.phone) or fresh.from_unit.phone
            turn.tell_enterprise(
                "given_back",
                lead=lead.name if lead else fresh.from_unit.name_zh,
                phone=phone,
                **unit_names(fresh.from_unit),
            )
        else:
            turn.case.items.filter(pk=fresh.case_item.pk, agent=fresh.to_user).update(agent=None)
        _write(fresh, Action.END_TRANSFER, ended_by=by, ended_at=now, end_reason=words)
        turn.note(**facts(fresh), reason=words)
        told = [*_senders(fresh), fresh.to_user, *chief_contacts.heads(fresh.to_unit)]
        turn.tell(told, "transfer_ended", **facts(fresh), name=by.name, reason=words)
    row.refresh_from_db()
    return row
