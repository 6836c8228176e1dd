"""Which open dates of a case a change of the calendar moves: read from many cases at once, nothing is written.

What a person set (a meeting, the expected end of a suspension, the day of a charge, of a late paper, of a missing condition, of
an inspection) and what a roadmap promised are not in here; of a roadmap
the forecast moves: the plan in force with all it was set by, as things stand today, counted by the other calendar.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from cases import worktime
from cases.enums import CaseStatus, ItemStatus, OpenDate
from cases.enums_finish import BenefitStatus, RectificationStatus
from cases.enums_work import OrderStatus
from cases.models import (
    Case,
    CaseItem,
    Correction,
    FlowTable,
    FollowUp,
    ItemFact,
    Note,
    Plan,
    PolicyBenefit,
    Rectification,
    SupervisionOrder,
    Transfer,
)
from cases.queries import clocks, deadlines, measures, moved, roadmap, strategies, works
from cases.queries.catalogue import loaded
from cases.queries.trials import Bench, Known
from cases.queries.works import WorksDays
from cases.routes import TransferStatus
from cases.scheduling import Schedule
from cases.strategies import Measure
from cases.transitions import FINAL, ITEM_DONE
from cases.worktime import WorkCalendar

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


class Catalogue:
    """The items with all that a roadmap is read from, and the measures that each set of them is offered, once for all cases."""

    def __init__(self) -> None:
        self.rows = {row.pk: row for row in loaded()}
        self._offered: dict[frozenset[int], dict[str, Measure]] = {}

    def offered(self, keys: frozenset[int]) -> dict[str, Measure]:
        if keys not in self._offered:
            items = (row for key, row in self.rows.items() if key in keys)
            self._offered[keys] = {measure.key: measure for measure in measures.offered(items)}
        return self._offered[keys]

    def known(self, rows: Sequence[CaseItem], plan: Plan | None, works: WorksDays) -> Known:
        """A case for ``trials.Bench``; measures only where its plan has any."""
        keys = frozenset(row.item_id for row in rows)
        offered = self.offered(keys) if plan and plan.measures else {}
        return Known(rows, plan, works, offered)


@dataclass(frozen=True)
class Running:
    """A case with everything ``moves`` reads: its items, its roadmap in force, and the rows that wait for somebody."""

    case: Case
    items: list[CaseItem]
    tables: list[FlowTable]
    corrections: list[Correction]
    enquiries: list[Note]
    transfers: list[Transfer]
    orders: list[SupervisionOrder]
    visits: list[FollowUp]
    rectifications: list[Rectification]
    claims: list[PolicyBenefit]
    known: Known


def cases(keys: Iterable[int], catalogue: Catalogue) -> list[Running]:
    """The cases in the order of their keys in a fixed number of queries."""
    planned = CaseItem.objects.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED]).order_by("pk")
    tables = FlowTable.objects.filter(filed_at__isnull=True).select_related("group")
    orders = SupervisionOrder.objects.filter(status=OrderStatus.ISSUED).select_related("unit")
    claims = PolicyBenefit.objects.filter(status=BenefitStatus.ASKED, due__isnull=False)
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
            Prefetch("orders", orders, to_attr="open_orders"),
            Prefetch("benefits", claims, to_attr="open_claims"),
            "works_facts",
            "suspensions",
        )
        .order_by("pk")
    )
    found = list(rows)
    timed = []
    for item in (item for row in found for item in row.planned_items):
        item.item = catalogue.rows[item.item_id]
        if item.status in roadmap.RUNNING:
            timed.append(item)
    prefetch_related_objects(timed, Prefetch("facts", ItemFact.objects.order_by("pk")))
    owed = _owed_after([row for row in found if row.status in deadlines.ENDED | FINAL])
    return [
        Running(
            row, row.planned_items, row.owed_tables, row.open_corrections, row.enquiries, row.offers,
            row.open_orders, *owed(row), row.open_claims,
            catalogue.known(row.planned_items, next(iter(row.current_plans), None), works.of_case(row)),
        )
        for row in found
    ]  # fmt: skip


def _owed_after(ended: list[Case]) -> Callable[[Case], tuple[list[FollowUp], list[Rectification]]]:
    """What is owed after the end, by case; before, a case owes nothing of it and nothing is asked for it."""
    bad = Rectification.objects.exclude(status=RectificationStatus.CLOSED)
    visits = Prefetch("follow_ups", FollowUp.objects.filter(on__isnull=True), to_attr="owed_visits")
    prefetch_related_objects(ended, visits, Prefetch("rectifications", bad, to_attr="open_rectifications"))
    return lambda case: (getattr(case, "owed_visits", []), getattr(case, "open_rectifications", []))


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
    for claim in running.claims:
        if move := _counted(running, both, OpenDate.BENEFIT, claim, claim.at, "answer_wd"):
            yield replace(move, name=claim.policy)
    for offer in running.transfers:
        if move := _counted(running, both, OpenDate.TRANSFER, offer, offer.offered_at, "transfer_wd"):
            yield replace(move, person=offer.to_user_id)
    for order in running.orders:
        if move := _due(both, OpenDate.ORDER, order, order.sent_back_at or order.issued_at, order.days):
            yield replace(move, name=order.unit.name_zh)
    for visit in running.visits:
        if move := _due(both, OpenDate.FOLLOW_UP, visit, visit.owed_at, visit.days):
            yield move
    for bad in running.rectifications:
        if move := _due(both, OpenDate.RECTIFICATION, bad, bad.opened_at, bad.days):
            yield replace(move, person=bad.responsible_id)


def _counted(running: Running, both: Both, what: OpenDate, row: Any, asked: datetime, term: str) -> Move | None:
    """The move of a row's ``due`` that was counted from ``asked`` by a number of the scheme; None where it stays."""
    return _due(both, what, row, asked, running.case.term(term))


def _due(both: Both, what: OpenDate, row: Any, asked: datetime, days: int) -> Move | None:
    """The same with the number that stands in the row itself."""
    start = timezone.localtime(asked).date()
    now = worktime.recounted(start, days, row.due, both.before, both.after)
    return Move(what, row.pk, row.due, now) if now else None


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
        if item.status not in roadmap.RUNNING:
            continue
        for what, limit in clocks.limits(item).items():
            if limit.stopped is not None:
                continue
            old = limit.last_day(both.today, both.before)
            new = limit.last_day(both.today, both.after) if both.touches(limit.start, old) else old
            if old != new:
                yield Move(what, item.pk, old, new, item)


def _forecast(running: Running, both: Both) -> Iterator[Move]:
    """Of the roadmap in force, item by item and milestone by milestone; the promised rows stay as they are."""
    plan = running.known.plan
    if plan is None or running.case.status not in {CaseStatus.UNDERWAY, CaseStatus.SUSPENDED}:
        return
    benches = [Bench(running.case, known=running.known, cal=cal, today=both.today) for cal in (both.before, both.after)]
    was = benches[0].schedule(benches[0].in_force)
    if was.finish is None or not both.touches(min(both.today, _first(was)), was.finish):
        return
    now = benches[1].schedule(benches[1].in_force)
    for code, slot in was.slots.items():
        new = now.slots[code].end
        item = benches[0].items.get(code)
        if item and item.status not in ITEM_DONE and slot.end and new and slot.end != new:
            yield Move(OpenDate.PLAN, item.pk, slot.end, new, item)
    groups = strategies.milestones_of(benches[0].basis)
    for name, codes in groups.items():
        old, day = moved.last(was, codes), moved.last(now, codes)
        if old and day and old != day:
            yield Move(OpenDate.MILESTONE, plan.pk, old, day, name=name)


def _first(schedule: Schedule) -> date:
    return min(slot.start for slot in schedule.slots.values() if slot.start)
