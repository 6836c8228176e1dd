"""What the public pages read from the catalogue. Only reads; nothing here is typed by an editor."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Certainty, DayUnit, Flag, LinkKind, Need
from cases.models import ApprovalItem, CategoryRule, MaterialRequirement, ProjectCategory, Stage
from cases.queries import roadmap
from cases.scheduling import plan
from cases.worktime import WorkCalendar, used

# A stretch of plain weekdays: "typical" must not depend on which holidays lie ahead of today.
TYPICAL_START = dt.date(2026, 3, 2)


@dataclass(frozen=True)
class Needed:
    """An item as a category needs it: the record, R or C, and where its guide is ("" when none is published)."""

    item: ApprovalItem
    need: str
    guide_url: str

    @property
    def conditional(self) -> bool:
        return self.need == Need.CONDITIONAL


@dataclass(frozen=True)
class StageGroup:
    """The items of a category in one stage, the needed ones before those that depend."""

    stage: Stage
    rows: list[Needed]

    @property
    def needed(self) -> list[Needed]:
        return [row for row in self.rows if not row.conditional]

    @property
    def depends(self) -> list[Needed]:
        return [row for row in self.rows if row.conditional]


@dataclass(frozen=True)
class Predecessors:
    """What has to come before an item, each as (record, address of its guide)."""

    all_of: list[tuple[ApprovalItem, str]] = field(default_factory=list)
    any_of: list[list[tuple[ApprovalItem, str]]] = field(default_factory=list)
    if_present: list[tuple[ApprovalItem, str]] = field(default_factory=list)
    soft: list[tuple[ApprovalItem, str]] = field(default_factory=list)
    milestones: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.all_of or self.any_of or self.if_present or self.soft or self.milestones)


def stage_groups(category: ProjectCategory, urls: dict[int, str]) -> list[StageGroup]:
    """The category's items by stage in catalogue order, with one query."""
    rules = (
        CategoryRule.objects.filter(category=category, item__active=True)
        .exclude(need=Need.NOT_NEEDED)
        .select_related("item__stage", "item__department")
        .order_by("item__stage__order", "item__code")
    )
    groups: dict[int, StageGroup] = {}
    for rule in rules:
        group = groups.setdefault(rule.item.stage_id, StageGroup(rule.item.stage, []))
        group.rows.append(Needed(rule.item, rule.need, urls.get(rule.item_id, "")))
    return list(groups.values())


def predecessors(item: ApprovalItem, urls: dict[int, str]) -> Predecessors:
    """What ``item`` waits for, by kind; alternatives stay together."""
    found = Predecessors()
    groups: dict[int, list[tuple[ApprovalItem, str]]] = {}
    for link in item.links.select_related("requires").order_by("requires__code"):
        if link.requires is None:
            found.milestones.append(milestone_name(link.milestone))
            continue
        if not link.requires.active:
            continue
        entry = (link.requires, urls.get(link.requires_id, ""))
        if link.kind == LinkKind.ANY:
            groups.setdefault(link.group, []).append(entry)
        else:
            {LinkKind.ALL: found.all_of, LinkKind.IF_PRESENT: found.if_present, LinkKind.SOFT: found.soft}[
                LinkKind(link.kind)
            ].append(entry)
    found.any_of.extend(groups.values())
    return found


def milestone_name(code: str) -> str:
    """The words for an event outside the plan."""
    return {"WORKS_COMPLETED": _("Works completed")}.get(code, code)


def followers(item: ApprovalItem, urls: dict[int, str]) -> list[tuple[ApprovalItem, str]]:
    """Items that can begin once ``item`` is finished."""
    rows = ApprovalItem.objects.filter(links__requires=item, active=True).exclude(links__kind=LinkKind.SOFT)
    return [(row, urls.get(row.pk, "")) for row in rows.distinct().order_by("code")]


def materials_of(
    item: ApprovalItem, urls: dict[int, str]
) -> list[tuple[MaterialRequirement, list[tuple[ApprovalItem, str]]]]:
    """The papers in order, each with the items whose result it is (none for papers from elsewhere) and their guides."""
    rows = item.materials.filter(active=True).prefetch_related("result_of")
    return [(row, [(source, urls.get(source.pk, "")) for source in row.result_of.all()]) for row in rows]


@dataclass(frozen=True)
class EasierWay:
    """One of the three ways to make filing lighter (W-053 to W-056, W-075) and whether it is open to an item."""

    code: str
    label: str
    meaning: str
    flag: Flag

    @property
    def open(self) -> bool:
        return self.flag != Flag.NO


def easier_ways(item: ApprovalItem) -> list[EasierWay]:
    """Acceptance with gaps, notification and commitment, pre-approval; each with its plain meaning."""
    return [
        EasierWay(
            "gap",
            _("Acceptance with gaps"),
            _("Handed in with the core papers; the papers marked as such may follow by a date that you promise."),
            Flag(item.gap),
        ),
        EasierWay(
            "commitment",
            _("Notification and commitment"),
            _("You are told the conditions, promise in writing that you meet them, and get the result; checks follow."),
            Flag(item.commitment),
        ),
        EasierWay(
            "preapproval",
            _("Pre-approval"),
            _("Reviewed before every condition is met; exchanged for the formal document once the rest is there."),
            Flag(item.preapproval),
        ),
    ]


def limit_words(item: ApprovalItem) -> str:
    """The limit in law: "20 working days", "on the spot", or that no law sets one."""
    if item.statutory_days is None:
        return _("No limit set by law")
    return days_words(item.statutory_days, item.statutory_unit)


def promise_words(item: ApprovalItem) -> str:
    """The promised limit in working days."""
    return days_words(item.promised_days, DayUnit.WORKING)


def days_words(days: int, unit: str) -> str:
    """A limit as people say it; 0 is 即办."""
    if days == 0:
        return _("On the spot")
    if unit == DayUnit.CALENDAR:
        return ngettext("%(n)d calendar day", "%(n)d calendar days", days) % {"n": days}
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def is_local(item: ApprovalItem) -> bool:
    """Certainty C: local practice that the local list replaces; readers are told so."""
    return item.certainty == Certainty.LOCAL


def typical_days(category: ProjectCategory) -> int | None:
    """Working days from the first filing to the last permit before construction when only needed items are done one
    after the other as the law asks; None when the category has no such item. Computed by ``cases.scheduling``.
    """
    items = list(
        ApprovalItem.objects.filter(rules__category=category, rules__need=Need.REQUIRED, active=True)
        .filter(stage__is_main=True)
        .prefetch_related("links__requires")
        .order_by("code")
    )
    if not items:
        return None
    cal = _weekdays()
    schedule = plan([roadmap.task_of(item, item.promised_days) for item in items], TYPICAL_START, cal)
    return None if schedule.finish is None else used(TYPICAL_START, schedule.finish, cal)


def _weekdays() -> WorkCalendar:
    days = {
        TYPICAL_START + dt.timedelta(days=n): (TYPICAL_START + dt.timedelta(days=n)).weekday() < 5 for n in range(900)
    }
    return WorkCalendar(days)
