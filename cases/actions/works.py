"""The works between the permits and the acceptance: when they really began and ended, and since when is produced (W-005)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import dates, moves
from cases.enums import Action
from cases.enums_work import WorksEvent
from cases.exceptions import BadInput
from cases.models import Case, User, WorksFact
from cases.queries import works


def record(
    case: Case, *, kind: str, on: date | None, note: str = "", by: User, version: int | None = None
) -> WorksFact:
    """Record a day of the works; without a day, take back what was said of it, with the reason. Entries stay readable."""
    if kind not in WorksEvent.values:
        raise BadInput(_("Choose what happened."), field="kind")
    if on is None and not note.strip():
        raise BadInput(_("Say why there is no day."), field="note")
    with moves.turn(case, Action.RECORD_WORKS, by=by, version=version) as turn:
        _check(works.of_case(turn.case), WorksEvent(kind), on)
        made = WorksFact.objects.create(case=turn.case, kind=kind, on=on, note=note.strip(), by=by)
        turn.note(works=kind, on=on, reason=note.strip())
        turn.tell_enterprise("works", works=kind, on=on.isoformat() if on else "", reason=note.strip())
    return made


def _check(known: works.WorksDays, kind: WorksEvent, on: date | None) -> None:
    """Not ahead of today, and in their order: begun, completed, put into use."""
    days = {
        WorksEvent.STARTED: known.started,
        WorksEvent.COMPLETED: known.completed,
        WorksEvent.PRODUCING: known.producing,
    }
    order = list(WorksEvent)
    before = [days[one] for one in order[: order.index(kind)]]
    after = [day for one in order[order.index(kind) + 1 :] if (day := days[one])]
    if on is None:
        if days[kind] is None:
            raise BadInput(_("Nothing is on record that could be taken back."), field="on")
        if after:
            raise BadInput(_("Take back what came after it first."), field="on")
        return
    dates.refuse_far(on, "on")
    if on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    if kind == WorksEvent.COMPLETED and not all(before):
        raise BadInput(_("Record the start of the works first."), field="kind")
    if any(day and on < day for day in before) or any(on > day for day in after):
        raise BadInput(_("With this date the steps would be out of order."), field="on")
