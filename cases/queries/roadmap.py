"""From a case's items to dates: builds the tasks for ``scheduling`` and the rows for the chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import scheduling
from cases.enums import ItemStatus, LinkKind
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Case, CaseItem, Plan
from cases.queries import calendars, clocks
from cases.transitions import ITEM_DONE

WORKS_COMPLETED = "WORKS_COMPLETED"


def tasks(items: list[CaseItem], durations: Mapping[str, int]) -> list[scheduling.Task]:
    """One task per item that is part of the roadmap; finished items count as facts, those without a date as held."""
    undated = [row for row in items if row.status in ITEM_DONE and row.done_on is None]
    return [_task(row, durations) for row in items if row not in undated]


def _task(row: CaseItem, durations: Mapping[str, int]) -> scheduling.Task:
    days = durations.get(row.item.code)
    if days is None:
        days = row.promised_days if row.promised_days is not None else row.item.promised_days
    return task_of(row.item, days, done_on=row.done_on if row.status in ITEM_DONE else None)


def task_of(item: ApprovalItem, days: int, *, done_on: date | None = None) -> scheduling.Task:
    """The catalogue's dependencies as the scheduler reads them (``links__requires`` should be prefetched)."""
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


def items_of(case: Case) -> list[CaseItem]:
    """Items of the roadmap with everything a task needs."""
    return list(
        case.items.exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED])
        .select_related("item__stage", "unit", "agent", "group")
        .prefetch_related("item__links__requires")
    )


def compute(
    case: Case, start: date, durations: Mapping[str, int] | None = None, works_completed: date | None = None
) -> scheduling.Schedule:
    """The schedule of a case from ``start`` (working days; default the promised limits). Refuses a circle by name."""
    return schedule(tasks(items_of(case), durations or {}), start, works_completed)


def schedule(todo: list[scheduling.Task], start: date, works_completed: date | None = None) -> scheduling.Schedule:
    """``scheduling.plan`` with the calendar in force and refusals that people can read."""
    milestones = {WORKS_COMPLETED: works_completed} if works_completed else {}
    try:
        return scheduling.plan(todo, start, calendars.current(), milestones)
    except scheduling.CircularDependency as error:
        raise CaseError(
            _("These items wait for each other: %(codes)s. Ask the administrator to mend the catalogue.")
            % {"codes": " → ".join(error.codes)}
        )
    except scheduling.SchedulingError as error:
        raise CaseError(_("The roadmap cannot be computed: %(why)s") % {"why": str(error)})


@dataclass(frozen=True)
class GanttRow:
    """A bar of the chart."""

    code: str
    label: str
    group: str
    start: date | None
    end: date | None
    done: bool
    critical: bool
    lamp: str
    before: bool = False
    baseline_start: date | None = None
    baseline_end: date | None = None
    waits_for: str = ""
    begun: bool = True
    days: int = 0
    unit: str = ""
    agent: str = ""


def _lamp(item: CaseItem, end: date | None) -> str:
    """Red when the planned end has passed, whatever the item's own clock says; otherwise that clock's colour."""
    if item.status not in ITEM_DONE and end is not None and end < timezone.localdate():
        return "red"
    return clocks.item_clock(item).lamp.colour


def rows_for_gantt(plan: Plan) -> list[GanttRow]:
    """The current plan beside its first version, with lamps from the facts."""
    base = {}
    if plan.version > 1:
        first = plan.case.plans.filter(version=1).first()
        base = {row.case_item_id: row for row in first.rows.all()} if first else {}
    rows = plan.rows.select_related("case_item__item__stage", "case_item__unit", "agent").prefetch_related(
        "case_item__facts"
    )
    made = []
    for row in rows:
        item, was = row.case_item, base.get(row.case_item_id)
        made.append(
            GanttRow(
                code=item.item.code,
                label=item.item.name,
                group=item.item.stage.name,
                start=row.start,
                end=row.end,
                done=item.status in ITEM_DONE,
                critical=row.critical,
                lamp=_lamp(item, row.end),
                begun=item.status != ItemStatus.CONFIRMED,
                baseline_start=was.start if was else None,
                baseline_end=was.end if was else None,
                before=item.status == ItemStatus.DONE_BEFORE and row.end is not None and row.end < plan.start,
                waits_for=row.waits_for,
                days=row.days,
                unit=item.unit.name if item.unit else "",
                agent=row.agent.name if row.agent else "",
            )
        )
    return made
