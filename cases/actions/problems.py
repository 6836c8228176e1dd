"""Problems and requests to departments: raised by an agent, taken up by the lead unit, brought before a meeting, solved.

P-032, P-052: what one unit cannot solve goes to the lead unit with the list of units needed; W-076: preliminary checks and
the green channel; W-091: what the region cannot solve goes to the joint conference.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import meetings, moves
from cases.enums import Action, MeetingKind
from cases.enums_work import ProblemKind, ProblemStatus
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import Case, CaseItem, Meeting, Problem, Unit, User
from cases.queries import people, problems

TOLD = 200  # characters of a text in a letter


def raise_problem(
    case: Case,
    *,
    kind: str,
    text: str,
    wanted: list[Unit],
    case_item: CaseItem | None = None,
    by: User,
    version: int | None = None,
) -> Problem:
    """Raise it with the units needed; the lead unit and the agency are told, those asked for a check themselves as well."""
    if kind not in ProblemKind.values:
        raise BadInput(_("Choose what it is."), field="kind")
    if not text.strip():
        raise BadInput(_("Say what the problem is and what was tried."), field="text")
    if not wanted:
        raise BadInput(_("Name at least one unit that is needed."), field="wanted")
    with moves.turn(case, Action.RAISE_PROBLEM, by=by, version=version) as turn:
        if case_item is not None and case_item.case_id != turn.case.pk:
            raise BadInput(_("This item does not belong to the case."), field="case_item")
        lead = problems.lead_for(turn.case, case_item, by)
        made = Problem.objects.create(
            case=turn.case,
            case_item=case_item,
            kind=kind,
            text=text.strip(),
            lead=lead,
            raised_by=by,
            raised_at=timezone.now(),
        )
        made.wanted.set(wanted)
        _log(turn, made, "", text.strip())
        told = [*people.of_units([lead]), *people.of_agency(turn.case)]
        if kind != ProblemKind.PROBLEM:
            told += people.of_units(wanted)
        codes = [unit.code for unit in wanted]
        turn.tell(told, "problem_raised", problem=kind, author=by.name, text=text.strip()[:TOLD], units=codes)
    return made


def take_up(problem: Problem, *, plan: str = "", by: User) -> Problem:
    """The lead unit takes it up; whoever raised it is told."""
    with moves.turn(problem.case, Action.HANDLE_PROBLEM, by=by) as turn:
        row = _open(problem, by, turn.case)
        if row.status != ProblemStatus.RAISED:
            raise CaseError(_("This was taken up already."))
        row.status, row.taken_by, row.taken_at, row.plan = ProblemStatus.TAKEN_UP, by, timezone.now(), plan.strip()
        row.save(update_fields=["status", "taken_by", "taken_at", "plan"])
        _log(turn, row, "taken", row.plan)
        turn.tell([row.raised_by], "problem_taken", author=by.name, text=row.plan)
    return row


def call_meeting(problem: Problem, *, planned_on: date, place: str, units: list[Unit], by: User) -> Meeting:
    """The lead unit convenes the units needed (P-032); an escalated problem comes before the joint conference (W-091)."""
    with transaction.atomic():
        case = problem.case
        if not permissions.may(by, Action.HANDLE_PROBLEM, case):
            raise NotAllowed(_("A problem is handled by its lead unit or by the agency."))
        row = _open(problem, by, case)
        escalated = row.status == ProblemStatus.ESCALATED
        kind = MeetingKind.CONFERENCE if escalated else MeetingKind.COORDINATION
        made = meetings.call(
            case, kind=kind, planned_on=planned_on, place=place, units=units, topic=row.text[:300], by=by, asked=True
        )
        with moves.turn(case, Action.HANDLE_PROBLEM, by=by) as turn:
            setattr(row, "conference" if escalated else "meeting", made)
            if row.status == ProblemStatus.RAISED:
                row.status, row.taken_by, row.taken_at = ProblemStatus.TAKEN_UP, by, timezone.now()
            row.save()
            _log(turn, row, "meeting", str(planned_on))
    return made


def escalate(problem: Problem, *, why: str, by: User) -> Problem:
    """What the region cannot solve goes to the joint conference: its heads are told to call it (W-091)."""
    if not why.strip():
        raise BadInput(_("Say why it cannot be solved here."), field="why")
    with moves.turn(problem.case, Action.HANDLE_PROBLEM, by=by) as turn:
        row = _open(problem, by, turn.case)
        if row.status == ProblemStatus.ESCALATED:
            raise CaseError(_("This is before the joint conference already."))
        row.status, row.escalated_at, row.escalated_why = ProblemStatus.ESCALATED, timezone.now(), why.strip()
        row.taken_by, row.taken_at = row.taken_by or by, row.taken_at or row.escalated_at
        row.save(update_fields=["status", "escalated_at", "escalated_why", "taken_by", "taken_at"])
        _log(turn, row, "escalated", why.strip())
        codes = [unit.code for unit in row.wanted.all()]
        told = problems.conference_people(turn.case)
        turn.tell(told, "problem_escalated", author=by.name, text=f"{row.text[:TOLD]} {why.strip()}", units=codes)
    return row


def solve(problem: Problem, *, result: str, by: User) -> Problem:
    """Close it with its result; whoever raised it and the units that were needed are told."""
    if not result.strip():
        raise BadInput(_("Say how it was solved."), field="result")
    with moves.turn(problem.case, Action.HANDLE_PROBLEM, by=by) as turn:
        row = _open(problem, by, turn.case)
        row.status, row.result, row.solved_by, row.solved_at = (
            ProblemStatus.SOLVED, result.strip(), by, timezone.now(),
        )  # fmt: skip
        row.save(update_fields=["status", "result", "solved_by", "solved_at"])
        _log(turn, row, "solved", row.result)
        told = [row.raised_by, *people.of_units(list(row.wanted.all()))]
        turn.tell(told, "problem_solved", author=by.name, text=row.result[:TOLD])
    return row


def _open(problem: Problem, by: User, case: Case) -> Problem:
    """The row under lock, while it is open, for its lead unit or the agency."""
    row = Problem.objects.select_for_update(of=("self",)).select_related("lead", "raised_by").get(pk=problem.pk)
    if row.status == ProblemStatus.SOLVED:
        raise CaseError(_("This was solved already."))
    if not permissions.is_handler(by, case) and row.lead_id not in permissions.opinion_units(by):
        raise NotAllowed(_("A problem is handled by its lead unit or by the agency."))
    return row


def _log(turn: moves.Turn, problem: Problem, step: str, text: str) -> None:
    turn.public = False
    turn.note(problem=problem.kind, step=step, text=text[:TOLD])
