"""The ledger of projects (台账, W-072, domain C.11): one line a case with everything its columns read, for any selection.

The same number of queries for one line and for two hundred; ``project_ledger_columns`` says what stands in which column.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cases.enums import DocumentKind, ItemStatus, Level
from cases.enums_work import ProblemStatus
from cases.models import (
    ApprovalItem,
    Case,
    CaseItem,
    Delivery,
    FollowUp,
    IssuedDocument,
    Meeting,
    Plan,
    PlanRow,
    PolicyBenefit,
    PolicyLabel,
    Problem,
    ProjectCategory,
    Region,
    ServiceScheme,
    Stage,
    Suspension,
    TeamMember,
    Unit,
    User,
    WorksFact,
)
from cases.queries import cases, clocks, contacts, easier, gantt, works
from cases.queries import project_ledger_people as hands_of
from cases.queries.project_ledger_people import Hands
from cases.queries.works import WorksDays
from cases.transitions import ITEM_DONE

# How lamps of items add up to that of a stage: the first that occurs.
WORST = ("red", "yellow", "green", "grey")
# What the lamp of an item is read from.
LIT = ("case", "item", "status", "promised_days", "statutory_days", "statutory_unit", "done_on")

HANDS = ("unit", "agent", "group")


class Entry(NamedTuple):
    """What a stage reads of an item. ``began``: its first fact in force; ``going``: the row itself while a lamp burns for it,
    for of a hundred thousand items that are done nothing else is asked."""

    pk: int
    item: ApprovalItem
    status: str
    done_on: date | None
    began: date | None
    going: CaseItem | None


@dataclass(frozen=True)
class StageLine:
    """What a stage of a case planned and did. ``now``: the items that are begun and not done."""

    planned: tuple[date | None, date | None] = (None, None)
    actual: tuple[date | None, date | None] = (None, None)
    done: int = 0
    total: int = 0
    now: tuple[str, ...] = ()
    lamp: str = ""


@dataclass(frozen=True)
class Line:
    """A case of the ledger, with its place in the selection and the rows that its columns read, each in the order of its key."""

    number: int
    case: Case
    items: tuple[Entry, ...]
    stages: Mapping[str, StageLine]
    team: tuple[TeamMember, ...]
    meetings: tuple[Meeting, ...]
    problems: tuple[Problem, ...]
    deliveries: tuple[Delivery, ...]
    suspensions: tuple[Suspension, ...]
    follow_ups: tuple[FollowUp, ...]
    benefits: tuple[PolicyBenefit, ...]
    labels: tuple[PolicyLabel, ...]
    works: WorksDays
    acting: Mapping[int, str]
    """Who acts through items, by key: agents of items, agents of groups."""
    chiefs: tuple[str, ...]
    plan: Plan | None = None
    agreement: str = ""
    reported: date | None = None
    came: int = 0
    visits: int = 0
    easier: Mapping[str, int] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """By which a page of a list finds it."""
        return self.case.pk


def found(user: User) -> QuerySet[Case]:
    """Every project that applied and that one may see as an officer, in the order in which they came (W-072)."""
    mine = cases.visible_to(user).exclude(number=None).exclude(enterprise__in=list(user.member_of))
    return mine.order_by("submitted_at", "pk")


def town_of(case: Case) -> str:
    """The town or park; where none is known nothing: the county has a column of its own."""
    return case.project.town.name if case.project.town else ""


def stages() -> list[Stage]:
    """The stages in their order: each has its columns."""
    return list(Stage.objects.all())


def lines(keys: Sequence[int], first: int = 1) -> list[Line]:
    """The lines of these cases in the order given; the first has the number ``first``."""
    rows = _cases(keys)
    (items, hands), plans = _items(keys), _plans(keys)
    parts = {name: _by_case(found, keys) for name, found in _parts().items()}
    planned, made_easier, agreements, went = (
        _planned(plans),
        easier.made_in(keys),
        _agreements(keys),
        contacts.days(keys),
    )
    team = {key: [member.user_id for member in parts["team"].get(key, ())] for key in rows}
    names = hands_of.names(hands.values(), (row.handling_unit_id for row in rows.values()))
    reported = hands_of.reported(rows, {key: hands[key].desks(team[key]) for key in rows})
    made = []
    for number, key in enumerate((key for key in keys if key in rows), first):
        case, own = rows[key], tuple(items[key])
        of_case = {name: tuple(found.get(key, ())) for name, found in parts.items()}
        made.append(
            Line(
                number=number, case=case, items=own, stages=_stages(own, planned), works=works.days(of_case.pop("works")),
                acting=names.acting(hands[key]), chiefs=_chiefs(case, of_case["team"], names), plan=plans.get(key),
                agreement=agreements.get(key, ""), came=len(went[key].came), visits=len(went[key].visits),
                easier=Counter(kind for kind, _code in made_easier[key]), reported=reported.get(key), **of_case,
            )
        )  # fmt: skip
    return made


def _chiefs(case: Case, team: Sequence[TeamMember], names: hands_of.Names) -> tuple[str, ...]:
    """The chief agent or liaison: those of the team, else of the agency that has the case."""
    mine = tuple(member.user.name for member in team if member.role in hands_of.CHIEFS)
    return mine or tuple(dict(names.chiefs.get(case.handling_unit_id, ())).values())


def _cases(keys: Sequence[int]) -> dict[int, Case]:
    """The cases with their projects. What thousands share is held once: an object of its own for every row costs more than reading."""
    found = Case.objects.filter(pk__in=keys).select_related("project", "enterprise", "list_entry", "evaluation")
    rows = {row.pk: row for row in found}
    regions = Region.objects.in_bulk(
        {key for row in rows.values() for key in (row.region_id, row.project.town_id) if key}
    )
    units = Unit.objects.in_bulk({row.first_unit_id for row in rows.values()})
    schemes, categories = ServiceScheme.objects.in_bulk(), ProjectCategory.objects.in_bulk()
    for row in rows.values():
        row.region, row.scheme, row.first_unit = (
            regions[row.region_id],
            schemes[row.scheme_id],
            units[row.first_unit_id],
        )
        row.project.category = categories[row.project.category_id]
        row.project.town = regions[row.project.town_id] if row.project.town_id else None
    return rows


def _parts() -> dict[str, QuerySet[Any]]:
    """Rows that belong to a case, by the field of ``Line``, in the order in which the line has them."""
    open_ones = Problem.objects.exclude(status=ProblemStatus.SOLVED).select_related("lead").prefetch_related("wanted")
    return {
        "team": TeamMember.objects.filter(until__isnull=True).select_related("user").order_by("-is_lead", "pk"),
        "problems": open_ones.order_by("pk"),
        "meetings": Meeting.objects.filter(held_on__isnull=False).order_by("held_on", "pk"),
        "deliveries": Delivery.objects.order_by("pk"),
        "suspensions": Suspension.objects.order_by("pk"),
        "works": WorksFact.objects.order_by("pk"),
        "follow_ups": FollowUp.objects.order_by("pk"),
        "benefits": PolicyBenefit.objects.order_by("pk"),
        "labels": PolicyLabel.objects.order_by("pk"),
    }


def _by_case(found: QuerySet[Any], keys: Sequence[int]) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in found.filter(case__in=keys):
        rows[row.case_id].append(row)
    return rows


def _items(keys: Sequence[int]) -> tuple[dict[int, list[Entry]], dict[int, Hands]]:
    """By case: its items, in the order of the catalogue, and in whose hands they are."""
    rows = CaseItem.objects.filter(case__in=keys).exclude(status__in=[ItemStatus.PROPOSED, ItemStatus.DROPPED])
    # The catalogue is short: one object each for all cases instead of one for every row.
    catalogue = {
        item.pk: item for item in ApprovalItem.objects.select_related("stage").order_by("stage__order", "code")
    }
    place = {pk: number for number, pk in enumerate(catalogue)}
    facts = clocks.facts_of_cases(keys)
    open_ones = list(rows.exclude(status__in=ITEM_DONE).only(*LIT).order_by())
    going = {row.pk: row for row in clocks.with_facts(open_ones, facts)}
    for row in going.values():
        row.item = catalogue[row.item_id]
    read = rows.order_by().values_list("pk", "case", "item", "status", "done_on", *HANDS)
    found: dict[int, list[Entry]] = defaultdict(list)
    hands: dict[int, Hands] = defaultdict(Hands)
    for pk, case, item, status, done_on, unit, agent, group in sorted(read, key=lambda row: place[row[2]]):
        own = going.get(pk)
        days = [fact.on for fact in (clocks.valid_facts(own) if own else clocks.in_force(facts.get(pk, ())))]
        found[case].append(Entry(pk, catalogue[item], status, done_on, days[0] if days else None, own))
        hands[case].add(unit, agent, group)
    hands_of.with_groups(hands, keys)
    return found, hands


def _plans(keys: Sequence[int]) -> dict[int, Plan]:
    return {plan.case_id: plan for plan in Plan.objects.filter(case__in=keys, current=True)}


def _planned(plans: Mapping[int, Plan]) -> dict[int, tuple[date | None, date | None]]:
    """By case item: the days of the roadmap in force."""
    rows = PlanRow.objects.filter(plan__in=[plan.pk for plan in plans.values()]).order_by()
    return {item: (start, end) for item, start, end in rows.values_list("case_item", "start", "end")}


def _agreements(keys: Sequence[int]) -> dict[int, str]:
    """By case: the number of the agreement that stands; where the scheme has none, of the authorisation."""
    kinds = (DocumentKind.AGREEMENT, DocumentKind.AUTHORISATION)
    rows = IssuedDocument.objects.filter(case__in=keys, kind__in=kinds, replaced_by=None, withdrawn_at=None)
    rows = rows.order_by("-kind", "pk")  # the agreement after the authorisation that stands beside it
    return dict(rows.values_list("case", "number"))


def _stages(items: Iterable[Entry], planned: Mapping[int, tuple[date | None, date | None]]) -> dict[str, StageLine]:
    by_stage: dict[str, list[Entry]] = defaultdict(list)
    for item in items:
        by_stage[item.item.stage.code].append(item)
    return {code: _stage(rows, planned) for code, rows in by_stage.items()}


def _stage(rows: Sequence[Entry], planned: Mapping[int, tuple[date | None, date | None]]) -> StageLine:
    before = ItemStatus.DONE_BEFORE
    days = [planned[row.pk] for row in rows if row.pk in planned and row.status != before]
    starts = [row.began for row in rows if row.status != ItemStatus.CONFIRMED and row.began]
    ends = [row.done_on for row in rows if row.done_on and row.status != before]
    open_ones = [row for row in rows if row.status not in ITEM_DONE]
    return StageLine(
        planned=(_first(start for start, _end in days), _last([end for _start, end in days])),
        actual=(min(starts, default=None), None if open_ones else max(ends, default=None)),
        done=len(rows) - len(open_ones),
        total=len(rows),
        now=tuple(row.item.name for row in open_ones if row.status != ItemStatus.CONFIRMED),
        lamp=_worst(open_ones, planned) if open_ones else "blue",
    )


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _last(days: Sequence[date | None]) -> date | None:
    """The last of them; nothing while one of them is not known."""
    return None if not all(days) else max((day for day in days if day), default=None)


def _worst(rows: Iterable[Entry], planned: Mapping[int, tuple[date | None, date | None]]) -> str:
    colours = {gantt.lamp(row.going, planned.get(row.pk, (None, None))[1]) for row in rows if row.going}
    return next((colour for colour in WORST if colour in colours), "")


def list_level(case: Case) -> str:
    """Of which year's list of major projects, and of which level (W-010)."""
    entry = case.list_entry
    return f"{entry.year} {Level(entry.level).label}" if entry else ""
