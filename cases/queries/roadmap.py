"""From a case's items to dates: builds the tasks for ``scheduling``."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from cases import scheduling
from cases.enums import ItemStatus, LinkKind
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Case, CaseItem, Plan, PlanRow
from cases.queries import clocks
from cases.transitions import ITEM_DONE
from cases.worktime import CALENDAR, WorkCalendar, in_working_days

WORKS_COMPLETED = "WORKS_COMPLETED"
AS_TASK = "as_task"  # where the catalogue that is held leaves what ``task_of`` reads of an item
RESUMED = "RESUMED"  # the service goes on: nobody knows the day of a suspension without an expected end

# Not, or not yet, part of the service.
OUTSIDE = (ItemStatus.DROPPED, ItemStatus.PROPOSED)
# Items with an authority: accepted, so their own clock runs and nothing before them holds them any more.
RUNNING = (ItemStatus.HANDLING, ItemStatus.SPECIAL)
# Filed: they go on while the agency's service rests.
WITH_AUTHORITY = (*RUNNING, ItemStatus.RECEIVED, ItemStatus.CORRECTING)


def tasks(
    items: Iterable[CaseItem], durations: Mapping[str, int], today: date, cal: WorkCalendar
) -> list[scheduling.Task]:
    """One task per item that is part of the roadmap: the only place where facts become tasks.

    What is done counts as a fact (one without a date as held: it is left out); what is accepted runs from that day, with
    its special procedures and the extension of its limit. ``facts`` of running items should be prefetched.
    """
    return [
        _task(row, durations, today, cal) for row in items if row.status not in ITEM_DONE or row.done_on is not None
    ]


def _task(row: CaseItem, durations: Mapping[str, int], today: date, cal: WorkCalendar) -> scheduling.Task:
    days = durations.get(row.item.code)
    if days is None:
        days = row.promised_days if row.promised_days is not None else row.item.promised_days
    if row.status in ITEM_DONE:
        return task_of(row.item, days, done_on=row.done_on)
    task = task_of(row.item, days)
    return _running(task, row, today, cal) if row.status in RUNNING else task


def _running(task: scheduling.Task, row: CaseItem, today: date, cal: WorkCalendar) -> scheduling.Task:
    facts = clocks.valid_facts(row)
    since = clocks.since_acceptance(facts)
    if not since:
        return task
    more = clocks.extension(facts)
    if row.statutory_unit == CALENDAR:
        more = in_working_days(more, CALENDAR)
    return replace(task, begun_on=since[0].on, pauses=clocks.foreseen_pauses(facts, today, cal), extended=more)


def task_of(item: ApprovalItem, days: int, *, done_on: date | None = None) -> scheduling.Task:
    """The catalogue's dependencies as the scheduler reads them (``links__requires`` should be prefetched)."""
    known: scheduling.Task | None = item.__dict__.get(AS_TASK)
    if known is not None:
        return replace(known, days=days, done_on=done_on)
    named: dict[str, list[str]] = {kind: [] for kind in LinkKind.values}
    groups: dict[int, list[str]] = {}
    milestone = ""
    for link in item.links.all():
        if link.kind == LinkKind.MILESTONE:
            milestone = link.milestone
        elif link.requires is not None and link.kind == LinkKind.ANY:
            groups.setdefault(link.group, []).append(link.requires.code)
        elif link.requires is not None:
            named[link.kind].append(link.requires.code)
    return scheduling.Task(
        code=item.code,
        days=days,
        all_of=tuple(named[LinkKind.ALL]),
        any_of=tuple(tuple(codes) for codes in groups.values()),
        if_present=tuple(named[LinkKind.IF_PRESENT]),
        soft=tuple(named[LinkKind.SOFT]),
        milestone=milestone,
        done_on=done_on,
    )


def rows_of(case: Case) -> QuerySet[CaseItem]:
    """Items of the roadmap with their facts, without the catalogue behind them."""
    rows = case.items.exclude(status__in=OUTSIDE)
    return rows.select_related("unit", "agent", "group").prefetch_related("facts")


def planned(rows: Iterable[CaseItem]) -> list[CaseItem]:
    """Of every item of a case those that ``rows_of`` gives."""
    return [row for row in rows if row.status not in OUTSIDE]


def plan_rows(plan: Plan, items: Iterable[CaseItem]) -> list[PlanRow]:
    """The rows of a plan with their items, which were read already, in the order of these; read once for each ``plan``."""
    prefetch_related_objects([plan], Prefetch("rows", PlanRow.objects.order_by().select_related("agent")))
    every = list(items)
    known, place = {row.pk: row for row in every}, {row.pk: number for number, row in enumerate(every)}
    found = sorted(plan.rows.all(), key=lambda row: place[row.case_item_id])
    for row in found:
        row.case_item = known[row.case_item_id]
    return found


def items_of(case: Case) -> list[CaseItem]:
    """Items of the roadmap with everything a task needs."""
    return list(rows_of(case).select_related("item__stage").prefetch_related("item__links__requires"))


@contextmanager
def in_words() -> Iterator[None]:
    """Refusals of the scheduler as sentences that people can read."""
    try:
        yield
    except scheduling.CircularDependency as error:
        raise CaseError(
            _("These items wait for each other: %(codes)s. Ask the administrator to mend the catalogue.")
            % {"codes": " → ".join(error.codes)}
        )
    except scheduling.SchedulingError as error:
        raise CaseError(_("The roadmap cannot be computed: %(why)s") % {"why": str(error)})
