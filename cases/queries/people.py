"""Who is concerned by a case."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.enums import MemberRole, PostRole
from cases.models import Case, CaseItem, Membership, Post, Region, TeamMember, Unit, User
from cases.permissions import CHIEF_ROLES, HANDLER_ROLES, NO_VOICE
from cases.queries import agencies
from cases.transitions import ITEM_DONE

NAMED = 3  # people whom a refusal names as those who can


def of_enterprise(case: Case) -> QuerySet[User]:
    """Everybody of the enterprise."""
    return User.objects.filter(memberships__enterprise=case.enterprise_id, is_active=True).distinct()


def signatories(case: Case) -> QuerySet[User]:
    """Who may sign for the enterprise."""
    return User.objects.filter(
        memberships__enterprise=case.enterprise_id, memberships__role=MemberRole.OWNER, is_active=True
    ).distinct()


def of_agency(case: Case) -> QuerySet[User]:
    """The team; before there is one, everybody in the handling agency who may take the case."""
    team = User.objects.filter(team_places__case=case, team_places__until__isnull=True, is_active=True).distinct()
    return team if team.exists() else in_posts(case.handling_unit, HANDLER_ROLES)


def chiefs(case: Case) -> QuerySet[User]:
    """Who signs for the handling agency."""
    return in_posts(case.handling_unit, CHIEF_ROLES)


def in_posts(unit: Unit, roles: frozenset[str] | None = None) -> QuerySet[User]:
    """People with an active post in ``unit`` (of one of ``roles``)."""
    posts = Post.objects.active().filter(unit=unit)
    if roles is not None:
        posts = posts.filter(role__in=roles)
    return User.objects.filter(posts__in=posts, is_active=True).distinct()


def supervisors(region: Region) -> QuerySet[User]:
    """Who looks on over a place: the supervisors of it and of everything it lies in."""
    return over(region, frozenset({PostRole.WORK_SUPERVISOR}))


def over(region: Region, roles: frozenset[str]) -> QuerySet[User]:
    """Holders of one of ``roles`` in a place and in everything it lies in."""
    posts = Post.objects.active().filter(role__in=roles, unit__region__code__in=region.path.split("/"))
    return User.objects.filter(posts__in=posts, is_active=True).distinct()


def of_units(units: list[Unit]) -> QuerySet[User]:
    """Everybody with an active post in one of the units who may speak for it."""
    posts = Post.objects.active().filter(unit__in=units).exclude(role__in=NO_VOICE)
    return User.objects.filter(posts__in=posts, is_active=True).distinct()


def of_item(row: CaseItem) -> QuerySet[User]:
    """Who works on an item: its agent, the unit agents of the deciding unit, the agents of its group."""
    posts = (
        Post.objects.active()
        .filter(
            Q(unit=row.unit_id, unit__isnull=False, role=PostRole.UNIT_AGENT)
            | Q(group=row.group_id, group__isnull=False, role=PostRole.GROUP_AGENT)
        )
        .exclude(role__in=NO_VOICE)
    )
    return User.objects.filter(Q(posts__in=posts) | Q(pk=row.agent_id), is_active=True).distinct()


def _deciding(case: Case) -> set[int]:
    """Units that decide an item of the case; before they are confirmed, those that would."""
    rows = case.items.exclude(status__in=ITEM_DONE).select_related("item__department")
    found = (row.unit_id or getattr(agencies.deciding_unit(row.item, case.region), "pk", None) for row in rows)
    return {pk for pk in found if pk}


def concerned(case: Case) -> QuerySet[User]:
    """All who must hear of the signing (P-061): agency (or team), its chiefs, group agents, unit agents of the items."""
    posts = (
        Post.objects.active()
        .filter(
            Q(unit=case.handling_unit, role__in=CHIEF_ROLES)
            | Q(group__region=case.region)
            | Q(group__region__children=case.region)
            | Q(unit__in=_deciding(case), role=PostRole.UNIT_AGENT)
        )
        .exclude(role__in=NO_VOICE)
    )
    return User.objects.filter(Q(posts__in=posts) | Q(pk__in=of_agency(case).values("pk")), is_active=True).distinct()


def of_cases(cases: Sequence[Case], named: Mapping[int, tuple[set[int], set[int]]]) -> dict[int, list[User]]:
    """{case: enterprise, team (or agency before there is one) and those named} for many cases at once.

    ``named``: {case: (primary keys of people, primary keys of groups whose agents are meant)}.
    """
    team = _by(TeamMember.objects.filter(case__in=cases, until__isnull=True), "case_id")
    members = _by(Membership.objects.filter(enterprise__in={case.enterprise_id for case in cases}), "enterprise_id")
    teamless = {case.handling_unit_id for case in cases if case.pk not in team}
    agency = _by(Post.objects.active().filter(unit__in=teamless, role__in=HANDLER_ROLES), "unit_id")
    groups = {group for _people, wanted in named.values() for group in wanted}
    leads = _by(Post.objects.active().filter(group__in=groups, role=PostRole.GROUP_AGENT), "group_id")
    agents = User.objects.in_bulk({pk for wanted, _groups in named.values() for pk in wanted})
    found: dict[int, list[User]] = {}
    for case in cases:
        people, wanted = named.get(case.pk, (set(), set()))
        rows = [*members.get(case.enterprise_id, []), *(team.get(case.pk) or agency.get(case.handling_unit_id, []))]
        rows += [agents[pk] for pk in sorted(people)] + [user for group in wanted for user in leads.get(group, [])]
        found[case.pk] = list({user.pk: user for user in rows if user.is_active}.values())
    return found


def _by(rows: QuerySet[Any], column: str) -> dict[int, list[User]]:
    """{value of the column: the rows' people}."""
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("pk"):
        found.setdefault(getattr(row, column), []).append(row.user)
    return found


def named(users: Iterable[User]) -> dict[str, str]:
    """The first of these people by name, for a sentence that says who can."""
    found = [user.name for user in islice(users, NAMED)]
    return {"names": _(", ").join(found) or _("nobody in post; ask the administrator")}
