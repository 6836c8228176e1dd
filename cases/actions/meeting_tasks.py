"""What a meeting decided: written down when it is recorded, reported as done by the unit that has to do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import dates, moves
from cases.enums import Action
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Meeting, MeetingTask, Unit, User
from cases.queries import people

LONGEST = 500


@dataclass(frozen=True)
class Decided:
    """One decision; with a unit it is a task."""

    text: str
    unit: Unit | None = None
    due: date | None = None


def write(turn: moves.Turn, meeting: Meeting, decided: Iterable[Decided], held_on: date) -> list[MeetingTask]:
    """Keep the decisions of a meeting that is being recorded; the units that have to do something are told."""
    able = {*meeting.units.values_list("pk", flat=True), turn.case.handling_unit_id}
    made = []
    for row in decided:
        _check(row, able, held_on)
        made.append(
            MeetingTask.objects.create(meeting=meeting, text=row.text.strip()[:LONGEST], unit=row.unit, due=row.due)
        )
    for task in made:
        if task.unit is not None:
            day = task.due.isoformat() if task.due else ""
            turn.tell(people.of_units([task.unit]), "meeting_task", meeting=meeting.kind, text=task.text, task_due=day)
    return made


def _check(row: Decided, able: set[int], held_on: date) -> None:
    if not row.text.strip():
        raise BadInput(_("Say what was decided."), field="tasks")
    if row.unit is None and row.due:
        raise BadInput(_("Name the unit that has to do it by this day."), field="tasks")
    # Only who is invited to the case can open it to see what has to be done.
    if row.unit is not None and row.unit.pk not in able:
        raise BadInput(_("A task is given to a unit that was invited, or to the agency itself."), field="tasks")
    if row.due:
        dates.refuse_far(row.due, "tasks", years=2)
        _refuse_before_meeting(row.due, held_on, "tasks")


def _refuse_before_meeting(day: date, held_on: date | None, field: str) -> None:
    if held_on is not None and day < held_on:
        raise BadInput(_("This is before the meeting."), field=field)


def finish(task: MeetingTask, *, on: date, result: str = "", by: User, version: int | None = None) -> MeetingTask:
    """Report a task as done; the agency is told."""
    if on > timezone.localdate():
        raise BadInput(_("It can be reported only after it was done."), field="on")
    if len(result.strip()) > LONGEST:
        raise BadInput(_("Keep this to %(most)s characters.") % {"most": LONGEST}, field="result")
    with moves.turn(task.meeting.case, Action.DO_TASK, by=by, version=version, asked=True) as turn:
        fresh = MeetingTask.objects.select_for_update(of=("self",)).select_related("unit", "meeting").get(pk=task.pk)
        if fresh.unit is None or not permissions.has_task(by, turn.case, fresh):
            raise NotAllowed(_("A task is reported by the unit that has it, or by the agency."))
        if fresh.done_on is not None:
            raise CaseError(_("This task was reported as done already."))
        _refuse_before_meeting(on, fresh.meeting.held_on, "on")
        fresh.done_on, fresh.done_by, fresh.result = on, by, result.strip()
        fresh.save(update_fields=["done_on", "done_by", "result"])
        turn.public = False
        turn.note(unit=fresh.unit.code, text=fresh.text, result=fresh.result, on=on)
        turn.tell_agency("meeting_task_done", text=fresh.text, author=by.name, result=fresh.result)
    return fresh
