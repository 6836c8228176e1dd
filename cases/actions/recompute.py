"""A changed working calendar moves every open date that was counted in working days (domain D.2).

What a person set (a meeting, the expected end of a suspension) and what the roadmap promised stay; of a roadmap only the
forecast moves, and that is kept as a difference. Moves are rows; those concerned get one message for each case.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.actions import events, jobs, moves, notices, recompute_answers, recompute_appraisals, recompute_letters
from cases.enums import DATES_MOVED, CaseStatus, JobKind, OpenDate
from cases.models import (
    Case,
    Correction,
    DateMove,
    FlowTable,
    FollowUp,
    Job,
    Note,
    PolicyBenefit,
    Rectification,
    ReferenceVersion,
    SupervisionOrder,
    Transfer,
    User,
)
from cases.queries import aftercare, calendars, movable, people
from cases.queries.movable import Both, Move
from cases.transitions import FINAL
from cases.worktime import WorkCalendar

S = CaseStatus
# Where a date may be open that the calendar decides: an enquiry may come as long as there is a case.
RUNNING = tuple(status for status in S if status not in FINAL and status != S.DRAFT)
# Elsewhere the next date is one that the roadmap promised or a person set, unless a row's own day moved.
FOLLOWS = frozenset({S.CORRECTING, S.GENERATION, S.SIGNED, S.NOTIFIED, S.DELIVERING})
# Whose day stands in a row: the column is ``due``.
STORED: dict[OpenDate, Any] = {
    OpenDate.CORRECTION: Correction,
    OpenDate.FLOW_TABLE: FlowTable,
    OpenDate.ENQUIRY: Note,
    OpenDate.TRANSFER: Transfer,
    OpenDate.ORDER: SupervisionOrder,
    OpenDate.FOLLOW_UP: FollowUp,
    OpenDate.RECTIFICATION: Rectification,
    OpenDate.BENEFIT: PolicyBenefit,
}
# Between units and people of the service: told apart, and never to the enterprise.
AFTERCARE = frozenset({OpenDate.FOLLOW_UP, OpenDate.RECTIFICATION})
INSIDE = AFTERCARE | {OpenDate.ORDER}
# Whose day is a deadline of its case though no row keeps it: read from the facts of an item.
READ = frozenset({OpenDate.SPECIAL})
# What belongs to no case, or to no log of one: whose turn it may be, and what moves it. The names stand in the job's counts.
OUTSIDE: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[WorkCalendar, WorkCalendar, str], int]]] = {
    "letters": (recompute_letters.waiting, recompute_letters.move),
    "appraisals": (recompute_appraisals.waiting, recompute_appraisals.move),
    "findings": (recompute_answers.findings_waiting, recompute_answers.move_findings),
    "inspections": (recompute_answers.inspections_waiting, recompute_answers.move_inspections),
}
Days = dict[date, calendars.Known]
# Sources that whoever loaded the calendar put there: they tell nobody why a day was changed afterwards.
LOADED = ("", "chinesecalendar")


@dataclass
class Change:
    """A change of the calendar while it is made; ``version`` is the reference version that tells of it."""

    version: ReferenceVersion | None = None
    job: Job | None = None


@contextmanager
def after_change(by: User | None) -> Iterator[Change]:
    """Around every change of calendar days, inside its transaction: if a day is worked differently, dates are recomputed."""
    before = calendars.stored()
    change = Change()
    yield change
    after = calendars.stored()
    transaction.on_commit(calendars.forget)
    old, new = calendars.build(before), calendars.build(after)
    changed = {day for day in before.keys() | after.keys() if old.is_workday(day) != new.is_workday(day)}
    if changed and (concerned().exists() or any(waiting().exists() for waiting, _move in OUTSIDE.values())):
        told = {day.isoformat(): [before.get(day), after.get(day)] for day in sorted(changed)}
        data = {"days": told, "version": change.version.pk if change.version else None}
        change.job = jobs.start(JobKind.RECOMPUTE_DATES, data, by=by)


def concerned() -> QuerySet[Case]:
    """Cases that may have an open date; filed ones while a visit or a rectification is owed."""
    return Case.objects.filter(Q(status__in=RUNNING) | aftercare.still_owed())


def calendars_of(job: Job) -> tuple[WorkCalendar, WorkCalendar]:
    """The calendar before and after the change that the job is about, whatever was changed since."""
    days = calendars.stored()
    for later in Job.objects.filter(kind=job.kind, pk__gt=job.pk).order_by("-pk"):
        _undo(days, later.data["days"])
    after = calendars.build(days)
    _undo(days, job.data["days"])
    return calendars.build(days), after


def _undo(days: Days, changed: Mapping[str, Any]) -> None:
    for day, (before, _after) in changed.items():
        if before is None:
            days.pop(date.fromisoformat(day), None)
        else:
            days[date.fromisoformat(day)] = (before[0], before[1])


class RecomputeDates:
    """The work of a job of this kind."""

    def cases(self) -> QuerySet[Case]:
        return concerned()

    def total(self, job: Job) -> int:
        return self.cases().count()

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """Dates of the next cases, under their locks."""
        wanted = self.cases().filter(pk__gt=job.last_key).order_by("pk")[:size]
        # The lock first and alone: what is read afterwards is what nobody changes any more.
        keys = list(wanted.select_for_update(of=("self",)).values_list("pk", flat=True))
        before, after = calendars_of(job)
        # What belongs to no case comes with the first batch.
        outside = _outside(job, before, after) if job.last_key == 0 else {}
        if not keys:
            return jobs.Batch(job.last_key, 0, outside)
        both = Both(before, after, tuple(map(date.fromisoformat, job.data["days"])), timezone.localdate())
        found = movable.cases(keys, movable.Catalogue())
        known = set(DateMove.objects.filter(job=job, case__in=keys).values_list("case", "ref"))
        moved = {
            row.case.pk: [move for move in movable.moves(row, both) if (row.case.pk, _ref(move)) not in known]
            for row in found
        }
        told = _keep(job, [row.case for row in found if moved[row.case.pk]], moved)
        for row in found:
            if row.case.status in FOLLOWS or any(
                move.what in STORED or move.what in READ for move in moved[row.case.pk]
            ):
                moves.keep_next_due(row.case, after)
        counts = {"cases": sum(map(bool, moved.values())), "dates": sum(map(len, moved.values())), "told": told}
        return jobs.Batch(keys[-1], len(keys), counts | {name: number for name, number in outside.items() if number})


def _outside(job: Job, before: WorkCalendar, after: WorkCalendar) -> dict[str, int]:
    """What belongs to no case and was counted in working days."""
    source = source_of(job)
    return {name: move(before, after, source) for name, (_waiting, move) in OUTSIDE.items()}


def _keep(job: Job, cases: list[Case], moved: Mapping[int, list[Move]]) -> int:
    """Write the new dates, what moved, one line in each log and the messages owed; returns how many messages."""
    every = [(case, move) for case in cases for move in moved[case.pk]]
    _store([move for _case, move in every])
    version = _version(job)
    DateMove.objects.bulk_create(
        DateMove(
            job=job, case=case, case_item=move.item, what=move.what, ref=_ref(move), old=move.old,
            new=move.new, version=version,
        )
        for case, move in every
    )  # fmt: skip
    source = _source(version)
    events.record_all(
        [(case, {"source": source, "count": len(moved[case.pk])}) for case in cases], DATES_MOVED, by=None
    )
    told, everybody = 0, people.of_cases(cases, _named(cases, moved))
    for case in cases:
        lines = _lines([move for move in moved[case.pk] if move.what not in INSIDE])
        if lines:
            told += len(notices.owe(everybody[case.pk], "dates_moved", case, {"source": source, "moved": lines}))
        told += _tell_of_orders(case, [move for move in moved[case.pk] if move.what == OpenDate.ORDER], source)
        told += _tell_of_aftercare(case, [move for move in moved[case.pk] if move.what in AFTERCARE], source)
        if case.status == S.ARCHIVED:
            moves.pack_anew(case, None)  # its log has gone on
    moves.wake()
    return told


def _tell_of_orders(case: Case, found: list[Move], source: str) -> int:
    """Supervision orders are between units: their day is told to the unit and to whoever issued the order, to nobody else."""
    rows = SupervisionOrder.objects.select_related("unit", "issued_by").in_bulk([move.row for move in found])
    told = 0
    for move in found:
        row = rows[move.row]
        people_told = {user.pk: user for user in [row.issued_by, *people.of_units([row.unit])]}
        moved = [_line(move)]
        told += len(notices.owe(list(people_told.values()), "dates_moved", case, {"source": source, "moved": moved}))
    return told


def _tell_of_aftercare(case: Case, found: list[Move], source: str) -> int:
    """What is owed after the end is told to the agency and to whoever has to put it right: the enterprise owes nothing of it."""
    if not found:
        return 0
    named = User.objects.filter(pk__in=[move.person for move in found if move.person], is_active=True)
    told = {user.pk: user for user in [*people.of_agency(case), *named]}
    lines = [_line(move) for move in found]
    return len(notices.owe(list(told.values()), "dates_moved", case, {"source": source, "moved": lines}))


def _store(found: list[Move]) -> None:
    """Write the days that rows keep; the others follow from what happened."""
    days: dict[tuple[OpenDate, date], list[int]] = {}
    for move in found:
        if move.what in STORED:
            days.setdefault((move.what, move.new), []).append(move.row)
    for (what, day), keys in days.items():
        STORED[what].objects.filter(pk__in=keys).update(due=day)


def _ref(move: Move) -> str:
    """Which date of its case: the same job never moves it twice."""
    return f"{move.what}:{move.name if move.what == OpenDate.MILESTONE else move.row}"


def _version(job: Job) -> ReferenceVersion | None:
    return ReferenceVersion.objects.filter(pk=job.data["version"]).first()


def source_of(job: Job) -> str:
    """Why the calendar changed that the job is about."""
    return _source(_version(job))


def _source(version: ReferenceVersion | None) -> str:
    """Why the calendar changed, as whoever changed it said, and the notice it stands on."""
    if version is None:
        return ""
    source = str(version.data.get("source") or "")
    return str(version.reason) if version.reason and source in LOADED else source


def _named(cases: list[Case], moved: Mapping[int, list[Move]]) -> dict[int, tuple[set[int], set[int]]]:
    """{case: (agents of the items, groups of the flow tables)} whose dates moved."""
    return {
        case.pk: (
            {move.item.agent_id for move in moved[case.pk] if move.item and move.item.agent_id}
            | {move.person for move in moved[case.pk] if move.person},
            {move.group for move in moved[case.pk] if move.group},
        )
        for case in cases
    }


def _lines(found: list[Move]) -> list[dict[str, Any]]:
    """What a message tells: every date, but of the roadmap's forecast only its milestones."""
    return [_line(move) for move in found if move.what != OpenDate.PLAN]


def _line(move: Move) -> dict[str, Any]:
    line = {"what": move.what, "old": move.old.isoformat(), "new": move.new.isoformat()}
    return line | ({"item": move.item.item.code} if move.item else {}) | ({"name": move.name} if move.name else {})


jobs.WORKS[JobKind.RECOMPUTE_DATES] = RecomputeDates()
