"""Urging (催办, P-070): by hand and by the rule, in working hours only, never twice on one day for the same thing."""

from collections.abc import Iterable
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import transitions
from cases.actions import moves
from cases.daywords import date_words
from cases.enums import Action
from cases.enums_finish import AFTER_THE_END
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, Urge, User
from cases.queries import calendars, held, urging

WORK_BEGINS, WORK_ENDS = time(8, 30), time(17, 30)


def in_working_hours(moment: datetime) -> bool:
    """Whether the office is at work: a working day, 08:30 to 17:30 in China."""
    local = timezone.localtime(moment)
    return calendars.current().is_workday(local.date()) and WORK_BEGINS <= local.time() < WORK_ENDS


def shut(moment: datetime | None = None) -> str:
    """Outside working hours, from when people may be urged again; empty within them."""
    moment = moment or timezone.now()
    if in_working_hours(moment):
        return ""
    local, cal = timezone.localtime(moment), calendars.current()
    early = cal.is_workday(local.date()) and local.time() < WORK_BEGINS
    day = local.date() if early else cal.next_workday(local.date())
    words = _("People are urged in working hours only, on working days from 08:30 to 17:30: again on %(day)s.")
    return words % {"day": date_words(day)}


def urge(case: Case, *, key: str, text: str, by: User, version: int | None = None) -> list[Urge]:
    """Urge whoever has to do the thing named by ``key`` (``queries.urging.matters``), one row and one message each."""
    if not text.strip():
        raise BadInput(_("Say what has to happen now."), field="text")
    with moves.turn(case, Action.URGE, by=by, version=version) as turn:
        if not in_working_hours(timezone.now()):
            raise CaseError(shut())
        matter = next((one for one in urging.matters(turn.case) if one.key == key), None)
        if matter is None:
            raise BadInput(_("This is not open any more, or nobody has it."), field="key")
        if matter.people == (by,):
            raise BadInput(_("This is yours to do: there is nobody to urge."), field="key")
        made = _write(turn, matter, text.strip(), by)
        if not made:
            raise BadInput(_("This was urged today already. Once a day is enough."), field="key")
    return made


def _write(turn: moves.Turn, matter: urging.Matter, text: str, by: User | None) -> list[Urge]:
    """Rows for those who were not urged about it today; the caller's turn writes the event and the messages."""
    today, case = timezone.localdate(), turn.case
    told = urging.urged_today(case, today)
    wanted = [user for user in matter.people if (matter.key, user.pk) not in told and user != by]
    made = [
        Urge.objects.create(
            case=case,
            what=matter.what,
            label=matter.label,
            to=user,
            on=today,
            due=matter.due,
            text=text,
            by=by,
            at=timezone.now(),
        )
        for user in wanted
    ]
    turn.public = False
    turn.note(urged=matter.what, label=matter.label, to=[user.name for user in wanted])
    due = matter.due.isoformat() if matter.due else ""
    turn.tell(wanted, "urged" if due else "urged_now", urged=matter.what, label=matter.label, due=due, text=text)
    return made


def acknowledge(urge: Urge, *, answer: str, by: User) -> Urge:
    """The person who was urged says what he will do; whoever urged reads it."""
    if not answer.strip():
        raise BadInput(_("Say what you will do, and by when."), field="answer")
    with moves.turn(urge.case, Action.ACKNOWLEDGE, by=by) as turn:
        if urge.to_id != by.pk:
            raise NotAllowed(_("Only the person who was urged acknowledges it."))
        row = Urge.objects.select_for_update(of=("self",)).select_related("by").get(pk=urge.pk)
        if row.acknowledged_at is not None:
            raise CaseError(_("This was acknowledged already."))
        if turn.case.status in transitions.FINAL and row.what not in AFTER_THE_END:
            raise CaseError(_("This is not open any more, or nobody has it."))
        row.acknowledged_at, row.answer = timezone.now(), answer.strip()
        row.save(update_fields=["acknowledged_at", "answer"])
        turn.public = False
        turn.note(urged=row.what, label=row.label, text=row.answer)
        turn.tell([row.by] if row.by else [], "urge_answered", author=by.name, text=row.answer)
    return row


@held.together()
def run(now: datetime | None = None) -> int:
    """The rule: urge everything that is past its date, and nothing outside working hours. Returns how many people."""
    now = now or timezone.now()
    if not in_working_hours(now):
        return 0
    today = timezone.localtime(now).date()
    return sum(_urge_case(pk) for pk in urging.late_cases(today))


def _urge_case(pk: int) -> int:
    case = Case.objects.select_related("scheme", "handling_unit").get(pk=pk)
    today = timezone.localdate()
    told = urging.urged_today(case, today)
    late = [one for one in urging.to_urge(case, today) if any((one.key, user.pk) not in told for user in one.people)]
    return sum(_urge_by_rule(case, one) for one in late)


def _urge_by_rule(case: Case, matter: urging.Matter) -> int:
    """One thing, one turn. The case may have gone on since it was looked at: then there is nothing left to urge."""
    try:
        with moves.turn(case, Action.URGE, by=None) as turn:
            made = _write(turn, matter, "", None)
            _refuse_nothing(made)
    except CaseError:
        return 0
    return len(made)


def _refuse_nothing(made: Iterable[Urge]) -> None:
    if not list(made):
        raise CaseError(_("This was urged today already. Once a day is enough."))
