"""Leave and hand-over: all open work of a person goes to others at once, with the reason; receivers and enterprises are told."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import dates, moves, notices, rectifying
from cases.daywords import told
from cases.enums import Action
from cases.exceptions import BadInput, NotAllowed, Stale
from cases.models import (
    Absence,
    Case,
    CaseItem,
    ChiefContact,
    Problem,
    PublicLetter,
    Rectification,
    TeamMember,
    Transfer,
    User,
)
from cases.permissions import HANDLER_ROLES, NO_VOICE
from cases.queries import handover, staffing
from cases.queries.handover import Piece


def hand_over(
    person: User, *, receivers: Mapping[str, User], since: date, until: date | None, reason: str, by: User
) -> Absence:
    """Record the absence and move every piece of open work to its receiver: all or nothing. ``until=None``: for good."""
    if not handover.may(by, person):
        raise NotAllowed(_("Work is handed over by the person or by the head of the agency."))
    if not reason.strip():
        raise BadInput(_("Give the reason."), field="reason")
    dates.refuse_far(since, "since", years=2)
    dates.refuse_far(until, "until", years=10)
    if until is not None and until < since:
        raise BadInput(_("This is before its first day."), field="until")
    words = reason.strip()[:200]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        found = _matched(person, receivers)
        _refuse_twice(person, since, until)
        made = Absence.objects.create(user=person, since=since, until=until, reason=words, recorded_by=by)
        by_case: dict[int, list[tuple[Piece, User]]] = {}
        for piece, receiver in found:
            if piece.case is None:
                _outside(piece, receiver, words, by)
            else:
                by_case.setdefault(piece.case.pk, []).append((piece, receiver))
        for key in sorted(by_case):
            _case(by_case[key], person, words, by)
        made.moved = [
            {"what": piece.label, "case": piece.case.number if piece.case else "", "to": receiver.name}
            for piece, receiver in found
        ]
        made.save(update_fields=["moved"])
    return made


def come_back(absence: Absence, *, on: date, reason: str, by: User) -> Absence:
    """End an absence early, or take back one that was entered wrongly; the work stays with whoever has it now."""
    if not handover.may(by, absence.user):
        raise NotAllowed(_("Work is handed over by the person or by the head of the agency."))
    if not reason.strip():
        raise BadInput(_("Give the reason."), field="reason")
    with transaction.atomic():
        row = Absence.objects.select_for_update().get(pk=absence.pk)
        if row.back_on is not None:
            raise Stale(
                _("This absence has been ended already: first day back %(date)s.") % {"date": told(row.back_on)}
            )
        if on < row.since:
            raise BadInput(_("This is before its first day."), field="on")
        if row.until is not None and on > row.until:
            raise BadInput(_("It ends by itself before that day."), field="on")
        dates.refuse_far(on, "on", years=2)
        row.back_on, row.back_why, row.back_by = on, reason.strip()[:200], by
        row.save(update_fields=["back_on", "back_why", "back_by"])
    return row


def _matched(person: User, receivers: Mapping[str, User]) -> list[tuple[Piece, User]]:
    """Every piece of today with the receiver that was chosen; a piece that came or went meanwhile must be seen first."""
    found = handover.pieces(person)
    if {piece.key for piece in found} != set(receivers):
        raise Stale(_("The open work has changed meanwhile. Look at the list again."))
    for piece in found:
        receiver = receivers[piece.key]
        if receiver.pk not in {one.user.pk for one in piece.receivers}:
            raise BadInput(_("%(name)s cannot take this over.") % {"name": receiver.name}, field=piece.key)
        role = next((post.role for post in receiver.active_posts if post.role not in NO_VOICE), "")
        if piece.case and staffing.lacking(receiver, role, piece.case.region):
            raise BadInput(
                _("%(name)s has not had the training before the first assignment.") % {"name": receiver.name},
                field=piece.key,
            )
    return [(piece, receivers[piece.key]) for piece in found]


def _refuse_twice(person: User, since: date, until: date | None) -> None:
    """The same form sent twice, or one absence inside another, is one absence."""
    if staffing.absences(since, until).filter(user=person).exists():
        raise BadInput(_("%(name)s is away on these days already.") % {"name": person.name}, field="since")


def _outside(piece: Piece, receiver: User, reason: str, by: User) -> None:
    """What belongs to no case."""
    row = piece.row
    if isinstance(row, PublicLetter):
        PublicLetter.objects.filter(pk=row.pk).update(assigned_to=receiver)
        notices.owe([receiver], "duty_yours", None, {"what": piece.label, "reason": reason})
    if isinstance(row, ChiefContact):
        ChiefContact.objects.filter(pk=row.pk).update(until=timezone.localdate())
        unit = next(post.unit for post in receiver.active_posts if post.role not in NO_VOICE)
        ChiefContact.objects.create(
            region=row.region,
            item=row.item,
            category=row.category,
            user=receiver,
            unit=unit,
            reason=reason,
            named_by=by,
        )
        notices.owe([receiver], "duty_yours", None, {"what": str(row.item or row.category), "reason": reason})


def _case(pairs: list[tuple[Piece, User]], person: User, reason: str, by: User) -> None:
    """All pieces of one case in one act: one entry in its log, one letter to the enterprise, one to each receiver."""
    case = pairs[0][0].case
    if case is None:
        return
    with moves.turn(case, Action.HAND_OVER, by=by, asked=True) as turn:
        lead: User | None = None
        for piece, receiver in pairs:
            row = piece.row
            if isinstance(row, TeamMember):
                _place(turn.case, row, receiver, reason)
                turn.set(has_team=True)
                lead = receiver if row.is_lead else lead
            elif isinstance(row, CaseItem):
                turn.case.items.filter(pk=row.pk).update(agent=receiver)
            elif isinstance(row, Rectification):
                rectifying.name(row, receiver)
            elif isinstance(row, Problem):
                Problem.objects.filter(pk=row.pk).update(taken_by=receiver)
            elif isinstance(row, Transfer):
                Transfer.objects.filter(pk=row.pk).update(to_user=receiver)
                if row.case_item is not None:
                    turn.case.items.filter(pk=row.case_item.pk, agent=person).update(agent=receiver)
        names = {receiver.pk: receiver for _piece, receiver in pairs}
        turn.note(old=person.name, lead=" · ".join(user.name for user in names.values()), why=reason)
        turn.tell(names.values(), "work_yours", name=person.name, reason=reason)
        first = lead or next(iter(names.values()))
        turn.tell_enterprise("work_moved", name=person.name, lead=first.name, phone=first.phone)


def _place(case: Case, row: TeamMember, receiver: User, reason: str) -> None:
    TeamMember.objects.filter(pk=row.pk).update(until=timezone.now())
    there = TeamMember.objects.filter(case=case, user=receiver, until__isnull=True)
    if there.exists():
        there.update(is_lead=row.is_lead or there[0].is_lead)
        return
    roles = [post.role for post in receiver.active_posts if post.role not in NO_VOICE]
    role = row.role if row.role in roles else next((one for one in roles if one in HANDLER_ROLES), roles[0])
    TeamMember.objects.create(case=case, user=receiver, role=role, is_lead=row.is_lead, why=reason)
