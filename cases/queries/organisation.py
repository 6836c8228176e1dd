"""The task force of a place as its organisation chart shows it (P-010 to P-017, annex 1 of P-094). Office numbers only."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import PostRole, UnitKind
from cases.enums_staff import SeatRole
from cases.models import Post, Region, TaskForceSeat, Unit, WorkGroup
from cases.queries import staffing


@dataclass(frozen=True)
class Group:
    """A work group: its lead, its members, what it does, how many agents it has."""

    code: str
    name: str
    duty: str
    lead: Unit
    members: tuple[Unit, ...]
    with_town: bool
    agents: int


@dataclass(frozen=True)
class Organisation:
    """Who stands where; ``seats`` are people in public office, everybody else is a number or an office."""

    region: Region
    leaders: tuple[TaskForceSeat, ...]
    deputies: tuple[TaskForceSeat, ...]
    members: tuple[TaskForceSeat, ...]
    directors: tuple[TaskForceSeat, ...]
    office: Unit | None
    groups: tuple[Group, ...]
    chief_agents: int
    unit_agents: int


def places() -> QuerySet[Region]:
    """Places that have a task force."""
    return Region.objects.filter(groups__isnull=False).distinct().order_by("code")


def chart(region: Region) -> Organisation:
    """The task force today, from its seats, groups and posts."""
    seats = staffing.seats(region)

    def of(role: SeatRole) -> tuple[TaskForceSeat, ...]:
        return tuple(seat for seat in seats if seat.role == role)

    directors = of(SeatRole.OFFICE_DIRECTOR)
    agency = Unit.objects.filter(region=region, kind=UnitKind.AGENCY).order_by("code").first()
    posts = Post.objects.active().filter(user__is_active=True, unit__region__path__startswith=region.path)
    groups = region.groups.select_related("lead").prefetch_related("members").order_by("order")
    return Organisation(
        region=region,
        leaders=of(SeatRole.LEADER),
        deputies=of(SeatRole.DEPUTY_LEADER),
        members=of(SeatRole.MEMBER),
        directors=directors,
        office=next((seat.unit for seat in directors if seat.unit), agency),
        groups=tuple(_group(group) for group in groups),
        chief_agents=posts.filter(role=PostRole.CHIEF_AGENT).count(),
        unit_agents=posts.filter(role=PostRole.UNIT_AGENT).values("user").distinct().count(),
    )


def _group(group: WorkGroup) -> Group:
    members = sorted(group.members.all(), key=lambda unit: (unit.pk != group.lead_id, unit.code))
    agents = Post.objects.active().filter(group=group, role=PostRole.GROUP_AGENT, user__is_active=True).count()
    return Group(group.code, group.name, duty(group), group.lead, tuple(members), group.with_town, agents)


def duty(group: WorkGroup) -> str:
    """What the group is for, read from what it is marked with: the items it answers for, or what it does without items."""
    if group.is_generation:
        return _("Reviews whether a project complies and can be carried out, in the generation meetings.")
    items = group.items.count()
    if items:
        words = ngettext(
            "Answers for %(n)s item and files its flow table.",
            "Answers for %(n)s items and files their flow table.",
            items,
        )
        return words % {"n": items}
    return _("Calls coordination meetings, follows the progress and reports every week in writing.")
