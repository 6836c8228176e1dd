"""Offers that nobody answers: urged when the term of the scheme is over, reported to the heads of both sides after the next.

What is owed is read from the rows (``due``, ``urged_at``, ``escalated_at``): a missed run is made up for, nothing comes twice.
"""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.actions import moves, transfers
from cases.enums import Action
from cases.exceptions import StepNotAllowed
from cases.models import Transfer, User
from cases.queries import calendars, chief_contacts, people
from cases.routes import TransferStatus
from cases.transitions import FINAL

OFFICE_HOURS = (time(9), time(17))


def urge(row: Transfer, *, by: User | None) -> Transfer:
    """Remind those whom it was offered to; by hand as often as somebody thinks right, by the clock once."""
    with moves.turn(row.case, Action.URGE_TRANSFER, by=by, asked=True) as turn:
        fresh = transfers.step(turn, row, by)
        if by is None and fresh.urged_at is not None:
            raise _done_already()
        fresh.urged_at = timezone.now()
        fresh.save(update_fields=["urged_at"])
        told = [fresh.to_user, *chief_contacts.heads(fresh.to_unit)]
        turn.tell(told, "transfer_urged", **transfers.facts(fresh), due=fresh.due.isoformat())
        turn.public = False
        turn.note(**transfers.facts(fresh))
    row.refresh_from_db()
    return row


def escalate(row: Transfer) -> Transfer:
    """Tell the heads of both agencies and the supervisors of the place that an offer stays without an answer."""
    with moves.turn(row.case, Action.URGE_TRANSFER, by=None, asked=True) as turn:
        fresh = transfers.step(turn, row, None)
        if fresh.escalated_at is not None:
            raise _done_already()
        fresh.escalated_at = timezone.now()
        fresh.save(update_fields=["escalated_at"])
        told = [*chief_contacts.heads(fresh.to_unit), *chief_contacts.heads(fresh.from_unit), fresh.offered_by]
        told += people.supervisors(fresh.to_unit.region)
        turn.tell(told, "transfer_escalated", **transfers.facts(fresh), due=fresh.due.isoformat())
        turn.public = False
        turn.note(**transfers.facts(fresh), escalated=True)
    row.refresh_from_db()
    return row


def chase(now: datetime | None = None) -> int:
    """Urge and report what is owed now. Only on working days in office hours; how many acts it took."""
    moment = timezone.localtime(now or timezone.now())
    if not calendars.current().is_workday(moment.date()) or not OFFICE_HOURS[0] <= moment.time() < OFFICE_HOURS[1]:
        return 0
    return sum(_chase_one(row, moment.date()) for row in _unanswered(moment.date()))


def _chase_one(row: Transfer, today: date) -> int:
    done = 0
    try:
        if row.urged_at is None:
            done += bool(urge(row, by=None))
        if row.escalated_at is None and escalate_from(row) <= today:
            done += bool(escalate(row))
    except StepNotAllowed:
        return done  # answered, or chased by another worker, since the list was read: nothing is owed any more
    return done


def _done_already() -> StepNotAllowed:
    return StepNotAllowed(_("This offer has been urged already."))


def _unanswered(today: date) -> list[Transfer]:
    rows = Transfer.objects.filter(status=TransferStatus.OFFERED, due__lt=today).exclude(case__status__in=FINAL)
    return list(rows.filter(escalated_at__isnull=True).select_related("case__scheme").order_by("due", "pk"))


def escalate_from(row: Transfer) -> date:
    """The first day on which the heads are told: the second term of the scheme is over."""
    last = worktime.due(row.due, row.case.term("transfer_escalate_wd"), "wd", calendars.current()).date
    return calendars.current().next_workday(last)
