"""From a case's items to dates: builds the tasks for ``scheduling``."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext as _

from cases import scheduling
from cases.enums import ItemStatus, LinkKind
from cases.exceptions import CaseError
from cases.models import ApprovalItem, Case, CaseItem
from cases.queries import calendars
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
    with in_words():
        return scheduling.plan(todo, start, calendars.current(), milestones)


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
