"""What is entrusted changes after signing: an item that cannot or need not go on is taken out, one that is missing comes in.

Both tell the enterprise with the date and the reason, put the change before it for its signature (P-004), and leave the roadmap
to be set anew: ``queries.coverage`` says so.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import transitions
from cases.actions import applications, conversion, moves, review, supplements
from cases.enums import Action, CaseStatus, ItemStatus
from cases.exceptions import BadInput, CaseError
from cases.models import ApprovalItem, Case, CaseItem, Unit, User

MAX_REASON = 400


def _refuse_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Give the reason: the enterprise reads it."), field="reason")
    if len(reason.strip()) > MAX_REASON:
        raise BadInput(_("Keep this to %(most)s characters.") % {"most": MAX_REASON}, field="reason")


def drop(case_item: CaseItem, *, reason: str, by: User, version: int | None = None) -> CaseItem:
    """Take an item out with the reason. What lies with an authority is withdrawn there first; what is finished stays."""
    _refuse_reason(reason)
    with moves.turn(case_item.case, Action.DROP_ITEM, by=by, version=version) as turn:
        row = CaseItem.objects.select_for_update(of=("self",)).select_related("item").get(pk=case_item.pk)
        if row.status in transitions.ITEM_DONE:
            raise CaseError(
                _("“%(item)s” is “%(status)s” and cannot be taken out.")
                % {"item": row.item.name, "status": row.get_status_display()}
            )
        if row.status not in transitions.ITEM_DROPPABLE:
            raise CaseError(
                _("“%(item)s” lies with the authority (“%(status)s”): record there how it ends first.")
                % {"item": row.item.name, "status": row.get_status_display()}
            )
        gone = (ItemStatus.DROPPED, ItemStatus.DONE_BEFORE)
        if not turn.case.items.exclude(status__in=gone).exclude(pk=row.pk).exists():
            raise CaseError(_("This is the last item of the case. To end the service, terminate it with the reason."))
        row.status, row.why, row.dropped_on = ItemStatus.DROPPED, reason.strip(), timezone.localdate()
        row.save(update_fields=["status", "why", "dropped_on"])
        conversion.end_all(turn, row, row.dropped_on, row.why)
        paper = supplements.put(turn, [row], by=by).number
        turn.note(item=row.item.code, on=row.dropped_on.isoformat(), reason=row.why, paper=paper)
    case_item.refresh_from_db()
    return case_item


def add(
    case: Case,
    code: str,
    *,
    reason: str,
    mode: str = "",
    unit: Unit | None = None,
    by: User,
    version: int | None = None,
) -> CaseItem:
    """Bring an item of the catalogue in, with the reason and the limits of today.

    Before the items of the case are confirmed it waits for that like the others.
    """
    _refuse_reason(reason)
    with moves.turn(case, Action.ADD_ITEM, by=by, version=version) as turn:
        item = ApprovalItem.objects.filter(code=code, active=True).first()
        if item is None:
            raise BadInput(_("The catalogue has no item %(codes)s.") % {"codes": code}, field="item")
        held = turn.case.items.filter(item=item).exclude(status=ItemStatus.DROPPED).first()
        if held:
            raise BadInput(
                _("“%(item)s” is part of the case already (“%(status)s”).")
                % {"item": item.name, "status": held.get_status_display()},
                field="item",
            )
        wish = applications.Choice(taken=True, mode=mode)
        row = applications.take(turn.case, item, wish, reason.strip())
        row.added_on, row.dropped_on = timezone.localdate(), None
        row.save(update_fields=["added_on", "dropped_on"])
        if _is_confirmed(turn.case):
            review.confirm(turn.case, row, {"unit": unit})
        paper = supplements.put(turn, [row], by=by).number
        turn.note(item=code, on=row.added_on.isoformat(), reason=row.why, paper=paper)
    case.refresh_from_db()
    return row


def _is_confirmed(case: Case) -> bool:
    """Whether the items of the case have been confirmed."""
    return case.status != CaseStatus.SIGNED or case.items.filter(status=ItemStatus.CONFIRMED).exists()
