"""Which open dates of a case a change of the calendar moves: read from many cases at once, nothing is written.

What a person set (a meeting, the expected end of a suspension) and what a roadmap promised are not in here; of a roadmap
the forecast moves: the same durations from the same start, counted by the other calendar.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from cases import scheduling, worktime
from cases.enums import CaseStatus, ItemStatus, OpenDate
from cases.models import ApprovalItem, Case, CaseItem, Correction, FlowTable, ItemFact, Note, Plan, Transfer
from cases.queries import clocks, deadlines, roadmap
from cases.routes import TransferStatus
from cases.transitions import ITEM_DONE
from cases.worktime import WorkCalendar

Catalogue = dict[int, ApprovalItem]
# Items with an authority: only there a clock runs.
WITH_AUTHORITY = (ItemStatus.HANDLING, ItemStatus.SPECIAL)
COMPUTED = {"second_meeting": OpenDate.SECOND_MEETING, "delivery": OpenDate.DELIVERY}


@dataclass(frozen=True)
class Both:
    """The calendar before and after a change, the days that differ, and today."""

    before: WorkCalendar
    after: WorkCalendar
    changed: tuple[date, ...]
    today: date

    def touches(self, start: date, end: date) -> bool:
        """Whether a changed day lies in (start, end]; where none does, what was counted stays."""
        return any(start < day <= end for day in self.changed)


@dataclass(frozen=True)
class Move:
    """One date that moves. ``row``: primary key of what the date belongs to; ``name``: what it is called in a list."""

    what: OpenDate
    row: int
    old: date
    new: date
    item: CaseItem | None = None
    name: str = ""
    group: int | None = None
    person: int | None = None


def catalogue() -> Catalogue:
    """{primary key: item with its dependencies}, so that no case has to fetch them again."""
    return {row.pk: row for row in ApprovalItem.objects.prefetch_related("links__requires").order_by()}


@dataclass(frozen=True)
class Running:
    """A case with everything ``moves`` reads: its items, its roadmap in force, and the rows that wait for somebody."""

    case: Case
    items: list[CaseItem]
    plans: list[Plan]
    tables: list[FlowTable]
    corrections: list[Correction]
    enquiries: list[Note]
    transfers: list[Transfer]


def cases(keys: Iterable[int], items: Catalogue) -> list[Running]:
    """The cases in the order of their keys in a fixed number of queries."""
    planned = CaseItem.objects.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED]).order_by("pk")
    tables = FlowTable.objects.filter(filed_at__isnull=True).select_related("group")
    rows = (
        Case.objects.filter(pk__in=list(keys))
        .select_related("scheme", "project")
        .prefetch_related(
            Prefetch("items", planned, to_attr="planned_items"),
            Prefetch("plans", Plan.objects.filter(current=True).prefetch_related("rows"), to_attr="current_plans"),
            Prefetch("flow_tables", tables, to_attr="owed_tables"),
            Prefetch("corrections", Correction.objects.filter(answered_at__isnull=True), to_attr="open_corrections"),
            Prefetch("notes", Note.objects.filter(due__isnull=False, answered_at__isnull=True), to_attr="enquiries"),
            Prefetch("transfers", Transfer.objects.filter(status=TransferStatus.OFFERED), to_attr="offers"),
        )
        .order_by("pk")
    )
    found = [
        Running(
            row, row.planned_items, row.current_plans, row.owed_tables, row.open_corrections, row.enquiries, row.offers
        )
        for row in rows
    ]
    timed = []
    for item in (item for row in found for item in row.items):
        item.item = items[item.item_id]
        if item.status in WITH_AUTHORITY:
            timed.append(item)
    prefetch_related_objects(timed, Prefetch("facts", ItemFact.objects.order_by("pk")))
    return found


def moves(running: Running, both: Both) -> list[Move]:
    """Every open date of the case that is another one by the new calendar."""
    return [*_waiting(running, both), *_flow_tables(running, both), *_computed(running.case, both),
            *_clocks(running, both), *_forecast(running, both)]  # fmt: skip


def _waiting(running: Running, both: Both) -> Iterator[Move]:
    """Answers that are owed, where the day was counted and not chosen."""
    for correction in running.corrections:
        move = _counted(running, both, OpenDate.CORRECTION, correction, correction.requested_at, "correction_days")
        # What the enterprise was told in writing never comes earlier.
        if move and move.new > move.old:
            yield move
    for note in running.enquiries:
        if move := _counted(running, both, OpenDate.ENQUIRY, note, note.created_at, "answer_wd"):
            yield move
    for offer in running.transfers:
        if move := _counted(running, both, OpenDate.TRANSFER, offer, offer.offered_at, "transfer_wd"):
            yield replace(move, person=offer.to_user_id)


def _counted(running: Running, both: Both, what: OpenDate, row: Any, asked: datetime, term: str) -> Move | None:
    """The move of a row's ``due`` that was counted from ``asked`` by a number of the scheme; None where it stays."""
    start, days = timezone.localtime(asked).date(), running.case.term(term)
    was, now = (worktime.due(start, days, "wd", cal).date for cal in (both.before, both.after))
    return Move(what, row.pk, was, now) if row.due == was != now else None


def _flow_tables(running: Running, both: Both) -> Iterator[Move]:
    was, now = (deadlines.flow_tables_due(running.case, cal) for cal in (both.before, both.after))
    for row in running.tables:
        if was and now and row.due == was.date != now.date:
            name = row.group.name_zh
            yield Move(OpenDate.FLOW_TABLE, row.pk, was.date, now.date, name=name, group=row.group_id)


def _computed(case: Case, both: Both) -> Iterator[Move]:
    """Dates that no row keeps because they follow from what happened."""
    if case.status not in {CaseStatus.GENERATION, CaseStatus.DELIVERING}:
        return
    was = {row.what: row.date for row in deadlines.all_for(case, both.before)}
    now = {row.what: row.date for row in deadlines.all_for(case, both.after)}
    for name, what in COMPUTED.items():
        if name in was and was[name] != now[name]:
            yield Move(what, case.pk, was[name], now[name])


def _clocks(running: Running, both: Both) -> Iterator[Move]:
    for item in running.items:
        if item.status not in WITH_AUTHORITY:
            continue
        for what, limit in clocks.limits(item).items():
            if limit.stopped is not None:
                continue
            old = limit.last_day(both.today, both.before)
            new = limit.last_day(both.today, both.after) if both.touches(limit.start, old) else old
            if old != new:
                yield Move(what, item.pk, old, new, item)


def _forecast(running: Running, both: Both) -> Iterator[Move]:
    """Of the roadmap in force, item by item; the promised rows stay as they are."""
    for plan in running.plans:
        rows = {row.case_item_id: row for row in plan.rows.all()}
        items = {row.item.code: row for row in running.items if row.pk in rows}
        ends = [row.end for row in rows.values() if row.end]
        if running.case.status not in {CaseStatus.UNDERWAY, CaseStatus.SUSPENDED} or not ends:
            continue
        todo = roadmap.tasks(list(items.values()), {code: rows[row.pk].days for code, row in items.items()})
        milestones = {roadmap.WORKS_COMPLETED: plan.works_completed} if plan.works_completed else {}
        was = scheduling.plan(todo, plan.start, both.before, milestones)
        if was.finish is None or not both.touches(plan.start, was.finish):
            continue
        now = scheduling.plan(todo, plan.start, both.after, milestones)
        for code, slot in was.slots.items():
            item, new = items[code], now.slots[code].end
            if item.status not in ITEM_DONE and slot.end and new and slot.end != new:
                yield Move(OpenDate.PLAN, item.pk, slot.end, new, item)
