"""Policy labels on a case: the green channel and the four policies, each with its checklist, ticked by named people (W-076, W-077)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import moves
from cases.enums import Action
from cases.enums_easier import LabelKind
from cases.exceptions import BadInput, CaseError
from cases.models import Case, LabelPoint, PolicyLabel, User
from cases.reference import labels as shipped


def give(
    case: Case, *, kind: str, why: str, handler: User | None = None, by: User, version: int | None = None
) -> PolicyLabel:
    """Put a label on the case: its checklist is copied, the named handler is told."""
    if kind not in LabelKind.values:
        raise BadInput(_("Choose which label it is."), field="kind")
    if not why.strip():
        raise BadInput(_("Say why it applies to this project."), field="why")
    if kind == LabelKind.GREEN_CHANNEL and handler is None:
        raise BadInput(_("The green channel has a named handler."), field="handler")
    if handler is not None and not handler.active_posts:
        raise BadInput(_("%(name)s does not hold this post today.") % {"name": handler.name}, field="handler")
    with moves.turn(case, Action.SET_LABEL, by=by, version=version) as turn:
        if turn.case.labels.filter(kind=kind, ended_on__isnull=True).exists():
            raise BadInput(_("The case has this label already."), field="kind")
        made = PolicyLabel.objects.create(
            case=turn.case, kind=kind, why=why.strip()[:500], handler=handler, set_on=timezone.localdate(), by=by
        )
        LabelPoint.objects.bulk_create(
            LabelPoint(
                label=made, key=point.key, order=number, text_zh=point.text_zh, text_en=point.text_en,
                needed=point.needed,
            )
            for number, point in enumerate(shipped.points(kind), start=1)
        )  # fmt: skip
        turn.note(policy=kind, handler=handler.name if handler else "")
        turn.tell_enterprise("label_given", policy=kind, reason=why.strip())
        turn.tell([handler] if handler else [], "label_yours", policy=kind)
    return made


def tick(point: LabelPoint, *, note: str, by: User, version: int | None = None) -> LabelPoint:
    """Tick a point in one's own name, with what proves it."""
    if not note.strip():
        raise BadInput(_("Name the evidence: the paper, its number and date."), field="note")
    with moves.turn(point.label.case, Action.TICK_LABEL, by=by, version=version) as turn:
        row = _open(point)
        if row.ticked_on is not None:
            raise CaseError(_("This point is ticked already."))
        row.ticked_on, row.ticked_by, row.note = timezone.localdate(), by, note.strip()[:300]
        row.save(update_fields=["ticked_on", "ticked_by", "note"])
        turn.note(policy=row.label.kind, point=row.key, text=row.note)
        if not row.label.points.filter(ticked_on__isnull=True).exists():
            turn.tell_agency("label_complete", policy=row.label.kind)
    return row


def untick(point: LabelPoint, *, reason: str, by: User, version: int | None = None) -> LabelPoint:
    """Take a tick back that was wrong; the log keeps both."""
    if not reason.strip():
        raise BadInput(_("Say what was wrong."), field="reason")
    with moves.turn(point.label.case, Action.TICK_LABEL, by=by, version=version) as turn:
        row = _open(point)
        if row.ticked_on is None:
            raise CaseError(_("This point is not ticked."))
        row.ticked_on, row.ticked_by, row.note = None, None, ""
        row.save(update_fields=["ticked_on", "ticked_by", "note"])
        turn.note(policy=row.label.kind, point=row.key, taken_back=reason.strip())
    return row


def _open(point: LabelPoint) -> LabelPoint:
    row = LabelPoint.objects.select_for_update(of=("self",)).select_related("label").get(pk=point.pk)
    if row.label.ended_on is not None:
        raise CaseError(_("This label was taken off the case."))
    return row


def take_off(label: PolicyLabel, *, reason: str, by: User, version: int | None = None) -> PolicyLabel:
    """Take a label off; what was ticked stays readable."""
    if not reason.strip():
        raise BadInput(_("Give the reason in words."), field="reason")
    with moves.turn(label.case, Action.SET_LABEL, by=by, version=version) as turn:
        row = PolicyLabel.objects.select_for_update(of=("self",)).get(pk=label.pk)
        if row.ended_on is not None:
            raise CaseError(_("This label was taken off the case."))
        row.ended_on, row.ended_why = timezone.localdate(), reason.strip()[:500]
        row.save(update_fields=["ended_on", "ended_why"])
        turn.note(policy=row.kind, reason=reason.strip(), taken_off=True)
        turn.tell_enterprise("label_taken", policy=row.kind, reason=reason.strip())
    return row
