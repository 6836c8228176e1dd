"""Readers of case items for those who work on them."""

from django.db.models import Q, QuerySet

from cases.enums import CaseStatus, ItemStatus, PostRole
from cases.models import CaseItem, User
from cases.queries import cases, urging

# What is over asks for nothing; in a special procedure the planned end is not what counts (行政许可法 §45).
UNWATCHED = frozenset({*urging.QUIET, ItemStatus.SPECIAL})
AT_WORK = frozenset({ItemStatus.RECEIVED, ItemStatus.HANDLING})


def runs(item: CaseItem) -> bool:
    """Whether the planned end is to be kept: a suspended service keeps the dates of items at an authority alone (P-073)."""
    if item.status in UNWATCHED:
        return False
    suspended = item.case.status == CaseStatus.SUSPENDED
    return item.case.status == CaseStatus.UNDERWAY or (suspended and item.status in AT_WORK)


def running() -> Q:
    """``runs`` as a condition on items."""
    at_work = Q(case__status=CaseStatus.SUSPENDED, status__in=AT_WORK)
    return ~Q(status__in=UNWATCHED) & (Q(case__status=CaseStatus.UNDERWAY) | at_work)


def visible_to(user: User) -> QuerySet[CaseItem]:
    """Items of the cases a user may see, with what a list shows."""
    return (
        CaseItem.objects.filter(cases.reach(user, "case__"))
        .exclude(status__in=[ItemStatus.PROPOSED, ItemStatus.DROPPED])
        .select_related("case__project", "case__enterprise", "item__stage", "unit", "agent")
        .prefetch_related("facts")
    )


def mine(user: User) -> QuerySet[CaseItem]:
    """Items that are a unit agent's or group agent's own: by person, unit or group."""
    wanted = Q(agent=user)
    for post in user.active_posts:
        if post.role == PostRole.UNIT_AGENT:
            wanted |= Q(unit=post.unit_id)
        if post.role == PostRole.GROUP_AGENT and post.group_id:
            wanted |= Q(group=post.group_id)
    return visible_to(user).filter(wanted)
