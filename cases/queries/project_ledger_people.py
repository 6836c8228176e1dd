"""Who works on a project beside its team, and until when it stands in the weekly reports (W-072, P-067, P-068, domain C.11).

Items lead to their agents, items and flow tables to the groups of the task force, and these to what they report. Everything is
read once for all the projects of a page or a part of a file, however many they are.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from cases.enums import Action, CaseStatus, PostRole
from cases.enums_work import ReportStatus
from cases.models import Case, CaseEvent, FlowTable, Post, User, WeeklyReport

REPORTED = (ReportStatus.APPROVED, ReportStatus.SENT)
CHIEFS = (PostRole.CHIEF_AGENT, PostRole.CHIEF_LIAISON)
Desk = tuple[str, int]
"""Who reports: ("group" | "unit" | "user", key)."""
Told = tuple[datetime, date]
"""When a report was drafted, and until when it goes."""


@dataclass
class Hands:
    """Whose hands a project is in: units that decide its items, agents of items, groups. Each once, in the order of the items."""

    units: dict[int, None] = field(default_factory=dict)
    agents: dict[int, None] = field(default_factory=dict)
    groups: dict[int, None] = field(default_factory=dict)

    def add(self, unit: int | None, agent: int | None, group: int | None) -> None:
        """One item more."""
        if unit:
            self.units[unit] = None
        if agent:
            self.agents[agent] = None
        if group:
            self.groups[group] = None

    def desks(self, team: Iterable[int]) -> set[Desk]:
        """Who reports of the project: the rule by which a report is drafted (``queries.weekly.scope``), and its team."""
        found: set[Desk] = {("unit", key) for key in self.units} | {("group", key) for key in self.groups}
        return found | {("user", key) for key in (*self.agents, *team)}


def with_groups(hands: Mapping[int, Hands], keys: Collection[int]) -> None:
    """Add the groups that owe or filed a flow table: they report also where they have no items."""
    for case, group in FlowTable.objects.filter(case__in=keys).order_by("group__order").values_list("case", "group"):
        hands[case].groups[group] = None


@dataclass(frozen=True)
class Names:
    """Names of agents by key, of the agents of groups by group, and of the chiefs of agencies by agency."""

    agents: Mapping[int, str]
    groups: Mapping[int, list[tuple[int, str]]]
    chiefs: Mapping[int, list[tuple[int, str]]]

    def acting(self, hands: Hands) -> dict[int, str]:
        """Who acts through items: their agents, then the agents of the groups."""
        found = {key: self.agents[key] for key in hands.agents if key in self.agents}
        for group in hands.groups:
            found |= dict(self.groups.get(group, ()))
        return found


def names(hands: Iterable[Hands], units: Iterable[int]) -> Names:
    """Everybody who is named; posts that are held now."""
    rows = list(hands)
    agents = {key for row in rows for key in row.agents}
    groups = {key for row in rows for key in row.groups}
    by_group, by_unit = defaultdict[int, list[tuple[int, str]]](list), defaultdict[int, list[tuple[int, str]]](list)
    wanted = Q(role=PostRole.GROUP_AGENT, group__in=groups) | Q(role__in=CHIEFS, unit__in=set(units))
    posts = Post.objects.active().filter(wanted, user__is_active=True).order_by("pk")
    for role, group, unit, user, name in posts.values_list("role", "group", "unit", "user", "user__name"):
        (by_unit[unit] if role in CHIEFS else by_group[group]).append((user, name))
    return Names(dict(User.objects.filter(pk__in=agents).values_list("pk", "name")), by_group, by_unit)


def reported(rows: Mapping[int, Case], desks: Mapping[int, set[Desk]]) -> dict[int, date]:
    """By case: until when the last weekly report goes in which it stands; a report speaks of what ran when it was drafted."""
    signed = {key: row for key, row in rows.items() if row.signed_at}
    told = _told({desk for key in signed for desk in desks[key]})
    ended = _ended(signed)
    found = {}
    for key, row in signed.items():
        end = ended.get(key)
        made = [
            mine
            for desk in desks[key]
            if (mine := _last_before(told.get(desk, ()), end)) is not None
            and row.signed_at
            and mine[0] >= row.signed_at
        ]
        if made:
            found[key] = max(until for _drafted, until in made)
    return found


def _last_before(told: Sequence[Told], end: datetime | None) -> Told | None:
    """The last report of a desk that was drafted before ``end``; ``told`` is in its order."""
    place = bisect_left(told, (end, date.min)) if end else len(told)
    return told[place - 1] if place else None


def _told(desks: Collection[Desk]) -> dict[Desk, list[Told]]:
    """By desk: the reports that were approved, an agent's own, and the joint one of the place that took it up as it was drafted."""
    found: dict[Desk, list[Told]] = defaultdict(list)
    keys: dict[str, set[int]] = {"group": set(), "unit": set(), "user": set()}
    for kind, key in desks:
        keys[kind].add(key)
    own = WeeklyReport.objects.filter(status__in=REPORTED, sources=None).filter(_by(keys, ""))
    joint = WeeklyReport.objects.filter(status__in=REPORTED).filter(_by(keys, "sources__"))
    for rows, path in ((own, ""), (joint, "sources__")):
        columns = (f"{path}drafted_at", "until", f"{path}author", f"{path}unit", f"{path}group")
        for drafted, until, author, unit, group in rows.order_by().values_list(*columns):
            for desk in (("user", author), ("group", group) if group else ("unit", unit)):
                found[desk].append((drafted, until))
    return {desk: sorted(rows) for desk, rows in found.items() if desk in desks}


def _by(keys: Mapping[str, set[int]], path: str) -> Q:
    """Reports of these desks; ``path``: those that joined reports of theirs."""
    wanted = Q(**{f"{path}author__in": keys["user"]}) | Q(**{f"{path}group__in": keys["group"]})
    return wanted | Q(**{f"{path}unit__in": keys["unit"], f"{path}group": None})


def _ended(rows: Mapping[int, Case]) -> dict[int, datetime]:
    """When cases came to their end."""
    stopped = [key for key, row in rows.items() if row.status == CaseStatus.TERMINATED]
    found = {key: row.closed_at for key, row in rows.items() if row.closed_at}
    events = CaseEvent.objects.filter(case__in=stopped, action=Action.TERMINATE).order_by("seq")
    return found | dict(events.values_list("case", "at"))
