"""Offers that nobody answers: urged, then reported to the heads of both sides, when the ladder has them stand on that step.

What is owed is read from the rows (``urged_at``, ``escalated_at``): a missed run is made up for, nothing comes twice.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import ladder as law
from cases.actions import moves, transfers, urging
from cases.enums import Action
from cases.enums_ladder import Rung, Watch
from cases.exceptions import StepNotAllowed
from cases.models import Alert, Transfer, User
from cases.queries import chief_contacts, people
from cases.routes import TransferStatus
from cases.transitions import FINAL


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


def run(now: datetime | None = None) -> int:
    """Urge and report what stands on those steps of the ladder, in working hours; how many acts it took."""
    moment = now or timezone.now()
    if not urging.in_working_hours(moment):
        return 0
    return sum(_run_one(row, rung) for row, rung in _climbing(timezone.localtime(moment).date()))


def _run_one(row: Transfer, rung: str) -> int:
    done = 0
    try:
        if row.urged_at is None:
            done += bool(urge(row, by=None))
        if row.escalated_at is None and law.height(rung) >= law.height(Rung.SUPERVISE):
            done += bool(escalate(row))
    except StepNotAllowed:
        return done  # answered, or chased by another worker, since the list was read: nothing is owed any more
    return done


def _done_already() -> StepNotAllowed:
    return StepNotAllowed(_("This offer has been urged already."))


def _climbing(today: date) -> list[tuple[Transfer, str]]:
    """Unanswered offers that are to be urged or more, each with the step where it stands."""
    alerts = Alert.objects.filter(what=Watch.TRANSFER, ended_on=None).exclude(rung=Rung.REMIND)
    rungs = dict(alerts.exclude(put_off_until__gte=today).values_list("label", "rung"))
    rows = Transfer.objects.filter(pk__in=[int(label) for label in rungs], status=TransferStatus.OFFERED)
    waiting = rows.exclude(case__status__in=FINAL).filter(escalated_at__isnull=True).order_by("due", "pk")
    return [(row, rungs[str(row.pk)]) for row in waiting]
