"""A bad evaluation is put right: somebody responsible, a measure, a reply, a call-back; closed only with all of them, and by
somebody who had no part in it (C.5).

Nobody of the case is told who evaluated; nothing is filled in for an enterprise that is silent.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions, worktime
from cases.actions import moves
from cases.enums import Action
from cases.enums_finish import BAD_LEVELS, BadCause, RectificationStatus, StepKind
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.listwords import listed
from cases.models import Evaluation, Rectification, RectificationStep, User
from cases.queries import aftercare, calendars, people

TOLD = 200


def open_for(turn: moves.Turn, evaluation: Evaluation) -> Rectification | None:
    """Inside the turn of the evaluation: a bad one owes a rectification; it waits for the heads until one names somebody."""
    if evaluation.level not in BAD_LEVELS:
        return None
    case, days = turn.case, turn.case.term("rectification_wd")
    due = worktime.due(timezone.localdate(), days, "wd", calendars.current()).date
    made = Rectification.objects.create(evaluation=evaluation, case=case, days=days, due=due, opened_at=timezone.now())
    told = dict.fromkeys([*people.chiefs(case), *people.of_agency(case), *people.supervisors(case.region)])
    turn.tell(told, "rectification_opened", due=due.isoformat())
    return made


def assign(row: Rectification, *, responsible: User, by: User, version: int | None = None) -> Rectification:
    """The head names who puts it right."""
    with moves.turn(row.case, Action.RECTIFY, by=by, version=version) as turn:
        fresh = _open(row)
        if not permissions.is_chief(by, turn.case):
            raise NotAllowed(_("The head of the agency names who puts it right."))
        if not permissions.is_handler(responsible, turn.case):
            raise BadInput(_("Choose somebody of the agency or of the team."), field="responsible")
        name(fresh, responsible)
        turn.public = False
        turn.note(step="assigned", to=responsible.name)
        turn.tell([responsible], "rectification_yours", due=fresh.due.isoformat())
    return fresh


def name(row: Rectification, responsible: User) -> None:
    """Inside a turn: it is his from now on; whoever had it before stays on record as well."""
    row.held_by.add(responsible, *([row.responsible] if row.responsible else []))
    Rectification.objects.filter(pk=row.pk).update(responsible=responsible)
    row.responsible = responsible


def measure(row: Rectification, *, cause: str, text: str, by: User, version: int | None = None) -> RectificationStep:
    """What it was about, and what is done about it."""
    if cause not in BadCause.values:
        raise BadInput(_("Choose what it was about."), field="cause")
    return _step(row, StepKind.MEASURE, text, by, version, cause)


def reply(row: Rectification, *, text: str, by: User, version: int | None = None) -> RectificationStep:
    """What the enterprise is answered; it can be answered again after a call-back that left something to do."""
    return _step(row, StepKind.REPLY, text, by, version)


def _step(
    row: Rectification, kind: StepKind, text: str, by: User, version: int | None, cause: str = ""
) -> RectificationStep:
    if not text.strip():
        raise BadInput(_("Say what was done."), field="text")
    with moves.turn(row.case, Action.RECTIFY, by=by, version=version) as turn:
        fresh = _open(row)
        if by.pk != fresh.responsible_id and not permissions.is_chief(by, turn.case):
            raise NotAllowed(_("This belongs to the person responsible or to the head of the agency."))
        steps = set(fresh.steps.values_list("kind", flat=True))
        if kind == StepKind.REPLY and StepKind.MEASURE not in steps:
            raise CaseError(_("Say first what is done about it."))
        made = RectificationStep.objects.create(
            rectification=fresh, kind=kind, text=text.strip(), by=by, at=timezone.now()
        )
        if kind == StepKind.REPLY:
            fresh.status = RectificationStatus.REPLIED
            turn.tell_enterprise("rectification_replied", text=made.text[:TOLD])
            asked = dict.fromkeys([*people.chiefs(turn.case), *aftercare.who_checks(fresh)])
            turn.tell(asked, "rectification_answered", author=by.name, text=made.text[:TOLD])
        else:
            fresh.cause = cause
        fresh.save(update_fields=["status", "cause"])
        turn.public = kind == StepKind.REPLY
        turn.note(step=kind, text=made.text[:TOLD])
    return made


def close(row: Rectification, *, result: str, why: str = "", by: User, version: int | None = None) -> Rectification:
    """Measure, reply and call-back are there: somebody who had no part in it checks them and closes it with its result.

    ``why``: needed when the enterprise said at the last call-back that something is left to do.
    """
    if not result.strip():
        raise BadInput(_("Say what came of it."), field="result")
    with moves.turn(row.case, Action.CHECK_RECTIFICATION, by=by, version=version) as turn:
        fresh = _open(row)
        if by.pk in aftercare.party(fresh):
            words = _("Whoever had a part in putting it right does not check it. Who can: %(names)s.")
            raise NotAllowed(words % people.named(aftercare.who_checks(fresh)))
        left = aftercare.lacking(fresh)
        if left:
            raise CaseError(_("Before it can be closed it lacks: %(names)s") % {"names": listed(left)})
        if not aftercare.content(fresh) and not why.strip():
            raise BadInput(
                _("The enterprise said that something is left to do: do it, or say why it is closed all the same."), field="why"
            )  # fmt: skip
        fresh.status, fresh.closed_by, fresh.closed_at = RectificationStatus.CLOSED, by, timezone.now()
        fresh.result = "\n".join(part for part in (result.strip(), why.strip()) if part)
        fresh.save(update_fields=["status", "closed_by", "closed_at", "result"])
        turn.public = False
        turn.note(step="closed", text=fresh.result[:TOLD])
        told = [*people.of_agency(turn.case), *([fresh.responsible] if fresh.responsible else [])]
        turn.tell(dict.fromkeys(told), "rectification_closed", author=by.name, text=fresh.result[:TOLD])
    return fresh


def _open(row: Rectification) -> Rectification:
    fresh = Rectification.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.status == RectificationStatus.CLOSED:
        raise CaseError(_("This rectification is closed."))
    return fresh
