"""Where the items of a case belong, what follows from it (W-034 to W-038), and who has held the matter for how long."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import worktime
from cases.enums import ItemStatus, Level, UnitKind
from cases.models import Case, CaseItem, ChiefContact, Region, Transfer, Unit, User
from cases.permissions import CHIEF_ROLES, has_voice
from cases.queries import agencies, calendars, cases, chief_contacts
from cases.routes import OPEN, RANK, RouteKind, TransferScope, TransferStatus
from cases.transitions import FINAL, ITEM_DONE


class Where(StrEnum):
    """Where the authority over an item lies, seen from the agency that handles the case."""

    OWN = "own"
    LOWER = "lower"
    UPPER = "upper"
    ABOVE = "above"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Standing:
    """One open item: who decides it, at which level, and how that lies to the handling agency."""

    row: CaseItem
    unit: Unit | None
    level: Level
    where: Where


@dataclass(frozen=True)
class Route:
    """One way that the system proposes. ``count`` of ``total`` open items speak for it; ``people`` are whom to contact."""

    kind: RouteKind
    count: int
    total: int
    why: str
    items: list[Standing] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    contacts: dict[int, ChiefContact] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """The share as shown, in whole per cent."""
        return round(100 * self.count / self.total) if self.total else 0


def standings(case: Case) -> list[Standing]:
    """Every open item of the case with who has authority over it."""
    rows = list(
        case.items.exclude(status__in=ITEM_DONE).select_related(
            "item__stage", "item__department", "unit__region", "agent"
        )
    )
    found = agencies.deciding_units([row.item for row in rows if row.unit_id is None], case.region)
    home = case.handling_unit.region
    made = []
    for row in rows:
        unit = row.unit or found.get(row.item_id)
        level = _level(row, unit, case)
        made.append(Standing(row, unit, level, _where(level, unit, home)))
    return made


def _level(row: CaseItem, unit: Unit | None, case: Case) -> Level:
    """The level of the unit that decides. Where the case names no county the city's unit only stands in for a lower one."""
    own = Level(row.item.level)
    if unit is None or (unit.region_id == case.region_id and RANK[own] < RANK[Level(unit.region.level)]):
        return own
    return Level(unit.region.level)


def _where(level: Level, unit: Unit | None, home: Region) -> Where:
    if RANK[level] >= RANK[Level.PROVINCE]:
        return Where.ABOVE
    # A town has no agency of its own: what it decides is done from its county.
    mine, theirs = max(RANK[Level(home.level)], 1), max(RANK[level], 1)
    if theirs != mine:
        return Where.LOWER if theirs < mine else Where.UPPER
    if unit is None or home.code in unit.region.path.split("/") or unit.region.code in home.path.split("/"):
        return Where.OWN
    return Where.ELSEWHERE


def shares(found: list[Standing]) -> dict[str, int]:
    """{where: how many open items}, as it is kept with a decision."""
    return dict(sorted(Counter(str(one.where) for one in found).items()))


def targets(case: Case, kind: RouteKind) -> list[Unit]:
    """Agencies that the whole case could go to, the most fitting first: below, that of the project's place; above, the nearest."""
    home = case.handling_unit.region
    found = Unit.objects.filter(kind=UnitKind.AGENCY).exclude(pk=case.handling_unit_id).select_related("region")
    if kind == RouteKind.UPPER:
        codes = [code for code in home.path.split("/") if code != home.code]
        rows = [
            unit for unit in found.filter(region__code__in=codes) if RANK[Level(unit.region.level)] <= RANK[Level.CITY]
        ]
        return sorted(rows, key=lambda unit: -len(unit.region.path))
    place = case.project.town or case.project.region
    inside = found.filter(region__path__startswith=f"{home.path}/").order_by("region__code", "code")
    return sorted(inside, key=lambda unit: unit.region.code not in place.path.split("/"))


def propose(case: Case, found: list[Standing] | None = None) -> list[Route]:
    """What follows from the shares: more than half elsewhere moves the whole case, few items are asked for one by one.

    Source: W-035 to W-038, domain A.3-7 to A.3-9. A person decides; nothing here changes anything.
    """
    found = standings(case) if found is None else found
    if not found:
        return []
    by_where: dict[Where, list[Standing]] = {}
    for one in found:
        by_where.setdefault(one.where, []).append(one)
    routes = _whole(case, by_where, len(found)) if case.scheme.three_level else []
    held = {RouteKind.LOWER: Where.LOWER, RouteKind.UPPER: Where.UPPER}
    # Once the case has gone where most items are, what the first agency decides itself is one of the few elsewhere.
    there = held[routes[0].kind] if routes else Where.OWN
    routes += _line(case, by_where, len(found))
    routes += _direct(case, by_where, there, len(found)) if case.scheme.three_level else []
    if not any(route.kind in held for route in routes):
        own = by_where.get(Where.OWN, [])
        why = _("Most items are decided at its own level, or none of the other levels has more than half of them.")
        routes.insert(0, Route(RouteKind.KEEP, len(own), len(found), why, own))
    return routes


def _whole(case: Case, by_where: dict[Where, list[Standing]], total: int) -> list[Route]:
    words = {
        RouteKind.LOWER: _("More than half of the items are decided at the lower level."),
        RouteKind.UPPER: _("More than half of the items are decided at the upper level."),
    }
    for kind, where in ((RouteKind.LOWER, Where.LOWER), (RouteKind.UPPER, Where.UPPER)):
        rows = by_where.get(where, [])
        units = targets(case, kind) if len(rows) * 2 > total else []
        if units:
            return [Route(kind, len(rows), total, words[kind], rows, units)]
    return []


def _line(case: Case, by_where: dict[Where, list[Standing]], total: int) -> list[Route]:
    """Above the province, and everything above in a scheme without chief liaisons (A.3-9)."""
    rows = by_where.get(Where.ABOVE, []) + ([] if case.scheme.three_level else by_where.get(Where.UPPER, []))
    why = _("The counterpart department here coordinates with the department above; nothing is handed over.")
    return [Route(RouteKind.LINE, len(rows), total, why, rows)] if rows else []


def _direct(case: Case, by_where: dict[Where, list[Standing]], there: Where, total: int) -> list[Route]:
    wanted = {Where.OWN, Where.LOWER, Where.UPPER, Where.ELSEWHERE} - {there}
    rows = [one for where, ones in by_where.items() if where in wanted for one in ones]
    if not rows:
        return []
    why = _("These few items are decided elsewhere: the chief contact of each is asked directly, and the case stays.")
    return [Route(RouteKind.DIRECT, len(rows), total, why, rows, contacts=contacts_of(case, rows))]


def contacts_of(case: Case, rows: list[Standing]) -> dict[int, ChiefContact]:
    """{case item: chief contact of the place where it is decided}."""
    found: dict[int, ChiefContact] = {}
    places = {one.unit.region_id: one.unit.region for one in rows if one.unit}
    for key, place in places.items():
        here = [one for one in rows if one.unit and one.unit.region_id == key]
        named = chief_contacts.for_items([one.row.item_id for one in here], case.project.category_id, place)
        found |= {one.row.pk: named[one.row.item_id] for one in here if one.row.item_id in named}
    return found


def counterparts(case: Case, rows: list[Standing]) -> list[tuple[Standing, Unit | None]]:
    """(item, the department here of the same line of business) for what is coordinated upwards (W-037)."""
    links = Unit.departments.through.objects.filter(
        unit__region=case.handling_unit.region, department__in=[one.row.item.department_id for one in rows]
    )
    here = {link.department_id: link.unit for link in links.select_related("unit").order_by("-unit__code")}
    return [(one, here.get(one.row.item.department_id)) for one in rows]


def visible_to(user: User) -> QuerySet[Transfer]:
    """Transfers of the cases a person may see; an enterprise sees what the letters tell it, not the papers between agencies."""
    found = Transfer.objects.filter(case__in=cases.visible_to(user)).exclude(case__enterprise__in=list(user.member_of))
    return found.select_related(
        "case__project", "case__enterprise", "case_item__item", "from_unit", "to_unit", "to_user", "offered_by",
        "answered_by", "ended_by", "decision", "receipt", "document__file",
    )  # fmt: skip


def incoming(user: User, limit: int | None = None) -> list[Transfer]:
    """Offers that wait for this person's answer, soonest first, at most so many. An offer opens its case to whom it is made
    (``cases.seen``)."""
    heads = [post.unit_id for post in user.active_posts if post.role in CHIEF_ROLES]
    mine = Q(to_unit__in=heads) | (Q(to_user=user.pk) if has_voice(user) else Q(pk__in=[]))
    offered = Transfer.objects.filter(mine, status=TransferStatus.OFFERED).exclude(case__status__in=FINAL)
    found = offered.exclude(case__enterprise__in=list(user.member_of)).order_by("due", "pk")
    keys = list(found.values_list("pk", flat=True)[:limit])
    if not keys:  # as on most days of most people: then nothing is joined
        return []
    rows = Transfer.objects.filter(pk__in=keys).order_by("due", "pk")
    return list(rows.select_related("case__project", "case__enterprise", "case_item__item", "from_unit"))


@dataclass(frozen=True)
class Span:
    """Who held the case (or an item) from when to when, in working days; ``end`` None: still. ``answer_days``: the handshake."""

    unit: Unit
    person: User | None
    item: CaseItem | None
    start: date
    end: date | None
    days: int
    answer_days: int | None = None


def holders(case: Case) -> list[Span]:
    """Time attributed to whoever held the matter: the whole case in one chain, items lent to chief contacts after it.

    Until an offer is accepted the matter stays with the sender. Working days as ``worktime.used`` counts them.
    """
    if case.submitted_at is None:
        return []
    rows = list(
        case.transfers.filter(answered_at__isnull=False)
        .exclude(status=TransferStatus.RETURNED)
        .select_related("to_unit", "from_unit", "to_user", "case_item__item")
        .order_by("answered_at", "pk")
    )
    last = case.closed_at or (case.events.last().at if case.status in FINAL and case.events.exists() else None)  # type: ignore[union-attr]
    finish = _day(last) if last else None
    made, unit, since = list[Span](), case.first_unit, _day(case.submitted_at)
    for row in (row for row in rows if row.scope == TransferScope.CASE and row.answered_at):
        made.append(_span(unit, None, None, since, _day(row.answered_at), row))
        unit, since = row.to_unit, _day(row.answered_at)
        if row.ended_at:
            made.append(_span(unit, None, None, since, _day(row.ended_at)))
            unit, since = row.from_unit, _day(row.ended_at)
    made.append(_span(unit, None, None, since, finish))
    for row in (row for row in rows if row.scope == TransferScope.ITEM and row.answered_at):
        end = _day(row.ended_at) if row.ended_at else finish
        made.append(_span(row.to_unit, row.to_user, row.case_item, _day(row.answered_at), end, row))
    return made


def _day(moment: Any) -> date:
    return timezone.localtime(moment).date()


def _span(
    unit: Unit, person: User | None, item: CaseItem | None, start: date, end: date | None, asked: Transfer | None = None
) -> Span:
    cal = calendars.current()
    answer = worktime.used(_day(asked.offered_at), _day(asked.answered_at), cal) if asked else None
    until = end or max(start, timezone.localdate())
    return Span(unit, person, item, start, end, worktime.used(start, max(start, until), cal), answer)


def unlent(case: Case) -> QuerySet[CaseItem]:
    """Open items that no chief contact has or was offered."""
    lent = Transfer.objects.filter(case=case, scope=TransferScope.ITEM, status__in=OPEN)
    left = case.items.exclude(status__in=[*ITEM_DONE, ItemStatus.STOPPED])
    return left.exclude(pk__in=lent.values("case_item")).select_related("item__stage", "unit")
