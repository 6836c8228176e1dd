"""After signing: the items confirmed (with the joint review meeting under 0+N) and told once and for all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import applications, moves, paper_data, papers, supplements
from cases.documents import notification
from cases.enums import Action, DocumentKind, ItemStatus, MeetingKind
from cases.exceptions import BadInput, CaseError
from cases.listwords import listed
from cases.models import ApprovalItem, Case, CaseItem, IssuedDocument, User, WorkGroup
from cases.queries import agencies


def _require_review(case: Case) -> None:
    if (
        case.scheme.joint_review
        and not case.meetings.filter(kind=MeetingKind.JOINT_REVIEW, held_on__isnull=False).exists()
    ):
        raise CaseError(_("Hold the joint review meeting and record it first: it confirms the items."))


def confirm_items(
    case: Case,
    *,
    keep: Mapping[str, Mapping[str, Any]],
    drop: Mapping[str, str] | None = None,
    add: Iterable[str] = (),
    by: User,
    version: int | None = None,
) -> Case:
    """Confirm, drop (with reason) and add items; limits are copied now, so later changes of the catalogue break no promise.

    ``keep``: {item code: {"unit": Unit | None, "mode": "act" | "assist"}}; ``drop``: {item code: reason}.
    """
    drop = drop or {}
    with moves.turn(case, Action.CONFIRM_ITEMS, by=by, version=version) as turn:
        _require_review(turn.case)
        new = _take_in(turn.case, add)
        rows = list(
            turn.case.items.exclude(status=ItemStatus.DONE_BEFORE).select_related("item__department", "item__stage")
        )
        unknown = (set(keep) | set(drop)) - {row.item.code for row in rows}
        if unknown:
            raise BadInput(
                _("These items are not part of the case: %(codes)s") % {"codes": listed(sorted(unknown))},
                field="keep",
            )
        missing = [
            row.item.name
            for row in rows
            if row.item.code not in keep and row.item.code not in drop and row.item.code not in set(add)
        ]
        if missing:
            raise BadInput(
                _("Say for every item whether it stays: %(names)s") % {"names": listed(missing)}, field="keep"
            )
        held = {row.pk: row.status for row in rows}
        for row in rows:
            if row.item.code in drop:
                _drop(row, drop[row.item.code])
            else:
                confirm(turn.case, row, keep.get(row.item.code, {}))
        if not turn.case.items.filter(status=ItemStatus.CONFIRMED).exists():
            raise BadInput(_("At least one item must remain."), field="keep")
        turn.note(confirmed=sorted(set(keep) | set(add)), dropped=dict(drop))
        if changed := [row for row in rows if _is_change(row, held[row.pk], new)]:
            turn.note(paper=supplements.put(turn, changed, by=by).number)
    return case


def _is_change(row: CaseItem, before: str, new: set[str]) -> bool:
    """Whether the confirmation differs from what the enterprise signed for: then it signs for that too (P-004)."""
    return row.item.code in new or (row.status == ItemStatus.DROPPED) != (before == ItemStatus.DROPPED)


def _take_in(case: Case, codes: Iterable[str]) -> set[str]:
    """Those of the codes that the case did not have; they are part of it now."""
    new = set[str]()
    for code in codes:
        item = ApprovalItem.objects.filter(code=code, active=True).first()
        if item is None:
            raise BadInput(_("The catalogue has no item %(codes)s.") % {"codes": code}, field="add")
        if not case.items.filter(item=item).exists():
            _add(case, item)
            new.add(code)
    return new


def _add(case: Case, item: ApprovalItem) -> None:
    """An item that the enterprise did not choose: it shows when it came in and why (P-004)."""
    why = _("added by the joint review") if case.scheme.joint_review else _("added when the items were confirmed")
    row = applications.take(case, item, applications.Choice(taken=True), why)
    row.added_on = timezone.localdate()
    row.save(update_fields=["added_on"])


def _drop(row: CaseItem, reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Say why “%(item)s” is not needed.") % {"item": row.item.name}, field="drop")
    row.status, row.why, row.dropped_on = ItemStatus.DROPPED, reason.strip()[:400], timezone.localdate()
    row.save(update_fields=["status", "why", "dropped_on"])


def confirm(case: Case, row: CaseItem, wish: Mapping[str, Any]) -> None:
    """One item: who decides it, which group plans it, its limits as the catalogue has them today."""
    if row.status == ItemStatus.DROPPED:
        row.added_on = timezone.localdate()
    row.status, row.dropped_on = ItemStatus.CONFIRMED, None
    row.unit = wish.get("unit") or row.unit or agencies.deciding_unit(row.item, case.region)
    row.group = WorkGroup.objects.filter(items=row.item, region=case.region, files_flow_table=True).first()
    kept = row.assist_mode if row.assist_mode in row.item.modes else ""
    row.assist_mode = applications.mode_of(row.item, wish.get("mode") or kept)
    if row.promised_days is None:
        row.statutory_days, row.statutory_unit = row.item.statutory_days, row.item.statutory_unit
        row.promised_days = row.item.promised_days
    applications.copy_materials([row])
    row.save(
        update_fields=[
            "status",
            "added_on",
            "dropped_on",
            "unit",
            "group",
            "assist_mode",
            "statutory_days",
            "statutory_unit",
            "promised_days",
        ]
    )


def notify_once(case: Case, *, by: User, version: int | None = None) -> IssuedDocument:
    """《一次性告知书》 from what was confirmed (W-052, P-050)."""
    with moves.turn(case, Action.NOTIFY_ONCE, by=by, version=version) as turn:
        _require_review(turn.case)
        items = list(
            turn.case.items.filter(status=ItemStatus.CONFIRMED)
            .select_related("item__stage", "unit")
            .prefetch_related("materials", "item__links__requires")
        )
        if not items:
            raise CaseError(_("Confirm the items first: the notification lists what was confirmed."))
        number = papers.take_number(turn.case, DocumentKind.NOTIFICATION)
        today = timezone.localdate()
        data = notification.Notification(
            number=number,
            project=paper_data.facts(turn.case),
            unit=turn.case.handling_unit.name_zh,
            items=paper_data.notified(items),
            flow=paper_data.flow(items),
            contacts=paper_data.contacts(turn.case),
            issued_at=today,
            agent_signature=paper_data.signed_by(by, today),
        )
        document = papers.issue(
            turn.case, DocumentKind.NOTIFICATION, number, notification.notification(data), data, by=by
        )
        turn.set(notified_at=timezone.now())
        turn.note(document=number, items=[item.item.code for item in items])
        turn.tell_enterprise("notified", document=number)
    return document
