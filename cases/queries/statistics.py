"""The lines that the indicators count, read from what one may see (domain C.10, W-065). The same queries for one case and for many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases import indicators
from cases.counting import CaseLine, Figure, GroupKey, ItemLine, Lines, Period, Ways, answers_for
from cases.daywords import local_day
from cases.enums import BLZT, CaseStatus, Flag, ItemStatus, OpenDate
from cases.enums_easier import CommitmentStatus
from cases.enums_finish import FollowUpKind, RectificationStatus
from cases.enums_work import ContactWay, FilingPlace, WorksEvent
from cases.indicators import Chapter, Indicator
from cases.models import (
    ApprovalItem,
    Case,
    CaseItem,
    CommitmentStatement,
    DeferredMaterial,
    FollowUp,
    ItemFact,
    ParallelGroup,
    PreApproval,
    TeamMember,
    User,
    WorksFact,
)
from cases.queries import calendars, cases, clocks, contacts, handovers, held, measures, times
from cases.worktime import WorkCalendar, in_working_days

GONE = (CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.TERMINATED)
UNMADE = {CommitmentStatus.OFFERED, CommitmentStatus.WITHDRAWN}
REFUSALS = {BLZT.NOT_HANDLED, BLZT.NOT_ACCEPTED}
# What is read of an item.
COUNTED = ("case", "item", "status", "unit", "agent", "promised_days", "statutory_days", "statutory_unit", "done_on")
PART, MANY = 200, 500  # cases read at a time where all are counted: beside all lines, and where little else is held
REGION, CATEGORY, SCHEME, STAGE, LEVEL, UNIT, AGENT = "region", "category", "scheme", "stage", "level", "unit", "agent"
LEAD, COMPLETED = "first_contact", "works_completed"
ITEM = "item"
OF_ITEMS = frozenset({STAGE, LEVEL, UNIT, ITEM})  # parts to which items belong; a case has those of its items


@dataclass(frozen=True)
class Reading:
    """An indicator in a period and in the one before it."""

    indicator: Indicator
    now: Figure
    before: Figure

    @property
    def change(self) -> float | None:
        """The difference of the values; None when either is missing."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def better(self) -> bool | None:
        """Whether the change is for the better; None when it is neither."""
        change = self.change
        return None if not change or not self.indicator.better else (change > 0) == (self.indicator.better > 0)


def readings(lines: Lines, period: Period) -> list[tuple[Chapter, list[Reading]]]:
    """Every indicator, by chapter."""
    before = period.before()
    return [
        (chapter, [Reading(row, row.rule(lines, period), row.rule(lines, before)) for row in chapter.indicators])
        for chapter in indicators.CHAPTERS
    ]


def served(user: User) -> QuerySet[Case]:
    """The cases that are counted for somebody: those of his posts, never those of his own enterprises."""
    return cases.visible_to(user).exclude(number=None).exclude(enterprise__in=list(user.member_of))


def lines(found: QuerySet[Case], period: Period, today: date | None = None) -> Lines:
    """What is counted in the period and in the one before it."""
    return _read(found, period.before().start, today or timezone.localdate())


def in_parts(found: QuerySet[Case], since: date, today: date, size: int = PART) -> Iterator[Lines]:
    """What is counted from ``since`` on, so many cases at a time: for counts of everything, which no memory would hold."""
    keys = list(open_since(found, since).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield part(keys[start : start + size], since, today)


def part(keys: Sequence[int], since: date, today: date) -> Lines:
    """What is counted of these cases from ``since`` on."""
    return _read(Case.objects.filter(pk__in=keys), since, today)


def open_since(found: QuerySet[Case], since: date) -> QuerySet[Case]:
    """Those of which something may be counted from ``since`` on."""
    return found.filter(Q(closed_at__isnull=True) | Q(closed_at__date__gte=since))


@held.together()
def _read(found: QuerySet[Case], since: date, today: date) -> Lines:
    rows = open_since(found, since).order_by()
    keys = rows.values("pk")
    handed, ended = handovers.days(keys, GONE)
    items = _items(keys, since, today, ended)
    return Lines(_case_lines(rows, keys, items, handed, ended, _of_items(keys, since, items)), items, today)


def _led(rows: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with the first contact of each, as ``LEAD``."""
    leads = TeamMember.objects.filter(case=OuterRef("pk"), is_lead=True, until__isnull=True)
    return rows.annotate(**{LEAD: Subquery(leads.order_by().values("user")[:1])})


def _completed() -> QuerySet[WorksFact]:
    """What says last when the works of a case were completed: of one kind the last entry counts."""
    return WorksFact.objects.filter(case=OuterRef("pk"), kind=WorksEvent.COMPLETED).order_by("-pk")


def _case_lines(
    rows: QuerySet[Case], keys: Any, items: list[ItemLine], handed: Mapping[int, list[date]], ended: Mapping[int, date],
    parts_of: Mapping[int, set[GroupKey]],
) -> list[CaseLine]:  # fmt: skip
    contacted = contacts.days(keys)
    called = set(
        FollowUp.objects.filter(case__in=keys, kind=FollowUpKind.CALL_BACK, on__isnull=False).values_list(
            "case", flat=True
        )
    )
    passed = {
        code: {row.case: row.decided for row in items if row.passed and (ITEM, code) in row.groups}
        for code in (measures.START, measures.CERTIFICATE)
    }
    full = (
        _led(rows)
        .annotate(**{COMPLETED: Subquery(_completed().values("on")[:1])})
        .select_related("evaluation__rectification", "project__category", "scheme")
        .prefetch_related("suspensions", "flow_tables")
    )
    return [
        _case_line(
            row, contacted[row.pk], handed.get(row.pk, ()), ended.get(row.pk), row.pk in called, passed,
            _groups(row) | parts_of.get(row.pk, set()),
        )
        for row in full
    ]  # fmt: skip


def _case_line(
    row: Case,
    contacted: contacts.Days,
    handed: Iterable[date],
    gone: date | None,
    called: bool,
    passed: Mapping[str, Mapping[int, date | None]],
    groups: frozenset[GroupKey],
) -> CaseLine:
    closed = local_day(row.closed_at)
    rating = getattr(row, "evaluation", None)
    righted = getattr(rating, "rectification", None)
    tables = list(row.flow_tables.all())
    filed = [local_day(table.filed_at) for table in tables]
    return CaseLine(
        key=row.pk,
        submitted=local_day(row.submitted_at or row.created_at) or date.min,
        accepted=local_day(row.accepted_at),
        signed=local_day(row.signed_at),
        closed=closed,
        left=_left(row, gone),
        came=tuple(contacted.came),
        visits=tuple(contacted.visits),
        handed=tuple(handed),
        pauses=tuple((pause.start, pause.end) for pause in row.suspensions.all()),
        grounds=tuple(pause.ground for pause in row.suspensions.all()),
        tables=tuple((table.due, day) for table, day in zip(tables, filed, strict=True)),
        tables_filed=max((day for day in filed if day), default=None) if all(filed) else None,
        started=passed[measures.START].get(row.pk),
        completed=getattr(row, COMPLETED),
        certified=passed[measures.CERTIFICATE].get(row.pk),
        rated=local_day(rating.at) if rating else None,
        level=rating.level if rating else 0,
        called_back=called,
        put_right=righted is not None and righted.status == RectificationStatus.CLOSED,
        groups=groups,
    )


def _groups(row: Case) -> frozenset[GroupKey]:
    """What a case belongs to itself."""
    return frozenset(
        {
            (REGION, row.region_id),
            (CATEGORY, row.project.category_id),
            (SCHEME, row.scheme_id),
            (AGENT, answers_for(None, getattr(row, LEAD))),
        }
    )


def _of_items(keys: Any, since: date, items: Iterable[ItemLine]) -> Mapping[int, set[GroupKey]]:
    """{case: the parts that its items belong to}, of those that were done before ``since`` too."""
    found: dict[int, set[GroupKey]] = defaultdict(set)
    for line in items:
        found[line.case] |= {key for key in line.groups if key[0] in OF_ITEMS and key[1]}
    before = _asked_for(keys).filter(done_on__lt=since)
    for case, *own in before.values_list("case", "item__stage", "item__level", "unit", "item__code"):
        found[case] |= {key for key in zip((STAGE, LEVEL, UNIT, ITEM), own, strict=True) if key[1]}
    return found


def _left(row: Case, gone: date | None) -> date | None:
    return gone if row.status in GONE else local_day(row.closed_at)


def _asked_for(keys: Any) -> QuerySet[CaseItem]:
    """The items of the cases, without those that nobody asked for or that were done before."""
    left_out = [ItemStatus.PROPOSED, ItemStatus.DROPPED, ItemStatus.DONE_BEFORE]
    return CaseItem.objects.filter(case__in=keys).exclude(status__in=left_out).order_by()


def _items(keys: Any, since: date, today: date, ended: Mapping[int, date]) -> list[ItemLine]:
    rows = _asked_for(keys).filter(Q(done_on__isnull=True) | Q(done_on__gte=since))
    shared = _Shared.read(keys)
    cal = calendars.current()
    return [
        _item_line(shared.complete(row), today, cal, ended.get(row.case_id), shared)
        for row in clocks.remember(rows.only(*COUNTED))
    ]


@dataclass(frozen=True)
class _Shared:
    """What many items have in common, read once and held once, and which easier ways were gone."""

    catalogue: Mapping[int, ApprovalItem]
    cases: Mapping[int, Case]
    used: Mapping[Ways, set[int]]
    gaps: Mapping[int, list[tuple[date, date | None]]]

    @classmethod
    def read(cls, keys: Any) -> "_Shared":
        gaps: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        signed = DeferredMaterial.objects.filter(case_item__case__in=keys, signed_on__isnull=False).order_by("pk")
        for item, due, kept in signed.values_list("case_item", "due", "kept_on"):
            gaps[item].append((due, kept))
        made = CommitmentStatement.objects.filter(case_item__case__in=keys).exclude(status__in=UNMADE)
        issued = PreApproval.objects.filter(case_item__case__in=keys, issued_on__isnull=False)
        together = ParallelGroup.objects.filter(case__in=keys, started_on__isnull=False)
        return cls(
            ApprovalItem.objects.in_bulk(),
            {case.pk: case for case in _led(Case.objects.filter(pk__in=keys)).select_related("project").order_by()},
            {
                Ways.GAP: set(gaps),
                Ways.COMMITMENT: set(made.order_by().values_list("case_item", flat=True)),
                Ways.PREAPPROVAL: set(issued.order_by().values_list("case_item", flat=True)),
                Ways.PARALLEL: set(together.order_by().values_list("items", flat=True)),
            },
            gaps,
        )

    def complete(self, row: CaseItem) -> CaseItem:
        """The row with its case and its entry of the catalogue."""
        row.item, row.case = self.catalogue[row.item_id], self.cases[row.case_id]
        return row

    def ways(self, row: CaseItem) -> frozenset[Ways]:
        return frozenset(way for way, keys in self.used.items() if row.pk in keys)


def _item_line(row: CaseItem, today: date, cal: WorkCalendar, gone: date | None, shared: _Shared) -> ItemLine:
    facts = clocks.valid_facts(row)
    promised = clocks.limits(row, facts).get(OpenDate.PROMISED)
    spent = times.together([times.course(facts, today)], cal) if facts else None
    codes = [fact.code for fact in facts]
    return ItemLine(
        key=row.pk,
        case=row.case_id,
        taken=local_day(row.case.accepted_at),
        left=_left(row.case, gone),
        filed=next((fact.on for fact in facts if fact.code == BLZT.RECEIVED), None),
        accepted=promised.start if promised else next((f.on for f in facts if f.code == BLZT.ACCEPTED), None),
        decided=clocks.finished_on(row),
        due=promised.last_day(today, cal) if promised else None,
        near=clocks.turns_yellow(promised, today, cal) if promised else None,
        stops=clocks.stops(facts, cal),
        passed=row.status in {ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP},
        corrections=codes.count(BLZT.CORRECTION_START),
        refusals=sum(code in REFUSALS for code in codes),
        promised=row.promised_days,
        statutory=in_working_days(row.statutory_days, row.statutory_unit or "wd") if row.statutory_days else None,
        approval=spent.approval if spent else None,
        elapsed=spent.elapsed if spent else None,
        correction=spent.correction if spent else None,
        special=spent.special if spent else None,
        online=_online(facts),
        able=_able(row),
        used=shared.ways(row),
        gaps=tuple(shared.gaps.get(row.pk, ())),
        groups=frozenset(
            {
                (REGION, row.case.region_id), (CATEGORY, row.case.project.category_id), (SCHEME, row.case.scheme_id),
                (STAGE, row.item.stage_id), (LEVEL, row.item.level), (UNIT, row.unit_id),
                (AGENT, answers_for(row.agent_id, getattr(row.case, LEAD))),
                (ITEM, row.item.code),
            }
        ),
    )  # fmt: skip


def _online(facts: Iterable[ItemFact]) -> bool | None:
    """Whether every step whose way is known went without a window; None when no way was recorded."""
    known = [fact for fact in facts if fact.filed or fact.way]
    if not known:
        return None
    return all(fact.filed in {"", FilingPlace.PLATFORM} and fact.way in {"", ContactWay.ONLINE} for fact in known)


def _able(row: CaseItem) -> frozenset[Ways]:
    flags = {Ways.GAP: row.item.gap, Ways.COMMITMENT: row.item.commitment, Ways.PREAPPROVAL: row.item.preapproval}
    return frozenset({way for way, flag in flags.items() if flag != Flag.NO} | {Ways.PARALLEL})
