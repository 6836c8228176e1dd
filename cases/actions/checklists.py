"""Ticked checklists: kept for an enterprise, shown to those who work on a case, taken back. The only writer of their two tables."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import ticks
from cases.actions import moves
from cases.enums import Action
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import ApprovalItem, Case, Enterprise, ProjectCategory, SharedTicks, TickedList, User
from cases.queries import checklists

MOST = 60  # lists of one enterprise, or of one person without


def save(
    code: str,
    text: str,
    *,
    by: User,
    enterprise: Enterprise | None = None,
    into: TickedList | None = None,
    add: bool = False,
    once: UUID | None = None,
) -> TickedList:
    """Keep ticks: in a new list, or in one that there is (``into``; ``add``: what is ticked there stays ticked).

    ``once`` is made with the empty form: the same form sent twice finds the list of the first time.
    """
    if enterprise is not None and enterprise.pk not in by.member_of:
        raise NotAllowed(_("You do not belong to this enterprise."))
    sheet, told = checklists.read(code), ticks.read(text)
    if sheet is None:
        raise BadInput(_("There is no such checklist."))
    if told is None:
        raise BadInput(
            _("The ticks cannot be read: the link is damaged or too long. Open the checklist and tick again.")
        )
    with transaction.atomic():
        # The second of two at once waits here and finds what the first made.
        if enterprise is not None:
            Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        else:
            User.objects.select_for_update().get(pk=by.pk)
        row = _row(sheet, enterprise, into, by, once)
        kept = sheet.within(row.marked.joined(told) if add else told)
        row.ticks = ticks.write(ticks.Ticks(kept.have, kept.done, kept.taken, kept.left, sheet.version))
        row.seen, row.version, row.saved_at, row.by = sheet.digests, sheet.version, timezone.now(), by
        row.save()
    return row


def _row(
    sheet: checklists.Sheet, enterprise: Enterprise | None, into: TickedList | None, by: User, once: UUID | None
) -> TickedList:
    mine = checklists.visible_to(by)
    if into is not None:
        found = mine.filter(pk=into.pk).first()
        if found is None or found.code != sheet.code:
            raise NotAllowed(_("This list belongs to others, or is one of another checklist."))
        if found.enterprise_id is None:
            found.enterprise = enterprise  # a person's list becomes that of the enterprise
        elif enterprise is not None and found.enterprise_id != enterprise.pk:
            raise NotAllowed(_("This list belongs to another enterprise."))
        return found
    again = mine.filter(uuid=once).first() if once else None
    if again:
        return again
    if not _room(enterprise, by):
        raise CaseError(_("%(most)s lists are kept already. Remove one that you no longer need.") % {"most": MOST})
    row = TickedList(enterprise=enterprise, uuid=once or uuid4())
    if isinstance(sheet.row, ApprovalItem):
        row.item = sheet.row
    elif isinstance(sheet.row, ProjectCategory):
        row.category = sheet.row
    return row


def _room(enterprise: Enterprise | None, by: User) -> bool:
    held = TickedList.objects.filter(enterprise=enterprise)
    return (held if enterprise else held.filter(by=by)).count() < MOST


def look_through(ticked: TickedList, *, by: User) -> TickedList:
    """What changed in the record has been seen; the ticks stay as they are, as far as the record still asks for them."""
    return save(ticked.code, ticked.ticks, by=by, enterprise=ticked.enterprise, into=ticked)


def share(ticked: TickedList, case: Case, *, by: User) -> SharedTicks:
    """Show the list to those who work on the case. Only to a case of the very enterprise; a second press finds the first."""
    if not checklists.visible_to(by).filter(pk=ticked.pk).exists():
        raise NotAllowed(_("This list belongs to others, or is one of another checklist."))
    if ticked.enterprise_id != case.enterprise_id:
        raise NotAllowed(_("A list is shared only with a case of the enterprise that it is kept for."))
    already = checklists.OPEN_SHARES.filter(ticked=ticked, case=case).first()
    if already:
        return already
    with moves.turn(case, Action.SHARE_CHECKLIST, by=by) as turn:
        made, fresh = SharedTicks.objects.get_or_create(
            ticked=ticked, case=turn.case, taken_back_at=None, defaults={"by": by}
        )
        names = _names(ticked)
        turn.note(**names)
        if turn.case.number and fresh:
            sheet = checklists.read(ticked.code)
            have, every = (sheet.marked(ticked.marked).have, len(sheet.lines)) if sheet else (0, 0)
            chinese, english = names["checklist_zh"], names["checklist_en"]
            turn.tell_agency(
                "checklist_shared", author=by.name, have=have, all=every, checklist_zh=chinese, checklist_en=english
            )
    return made


def _names(ticked: TickedList) -> dict[str, str]:
    row = ticked.category or ticked.item
    if row is None:
        raise BadInput(_("There is no such checklist."))
    chinese, english = checklists.titles(row)
    return {"checklist_zh": chinese, "checklist_en": english}


def take_back(share: SharedTicks, *, by: User) -> None:
    """Those who work on the case see the list no longer; a second press changes nothing."""
    if share.taken_back_at:
        return
    with moves.turn(share.case, Action.SHARE_CHECKLIST, by=by) as turn:
        open_one = checklists.OPEN_SHARES.filter(pk=share.pk)
        open_one.update(taken_back_at=timezone.now(), taken_back_by=by)
        turn.note(**_names(share.ticked), back=True)
    share.refresh_from_db()


def remove(ticked: TickedList, *, by: User) -> None:
    """The list goes, and with it whatever was shown of it."""
    if not checklists.visible_to(by).filter(pk=ticked.pk).exists():
        raise NotAllowed(_("This list belongs to others, or is one of another checklist."))
    with transaction.atomic():
        for one in checklists.OPEN_SHARES.filter(ticked=ticked).select_related("case", "ticked"):
            if not checklists.over(one.case):
                take_back(one, by=by)
        ticked.delete()


def bring(case: Case, code: str, text: str, *, by: User) -> SharedTicks | None:
    """From a checklist to an application: the ticks are kept for the enterprise and go with the new case.

    Ticks that cannot be read, or find no room, stay behind; the application does not hang on them.
    """
    sheet, told = checklists.read(code), ticks.read(text)
    if sheet is None or told is None or not sheet.within(told).have or not _room(case.enterprise, by):
        return None
    return share(save(code, text, by=by, enterprise=case.enterprise), case, by=by)
