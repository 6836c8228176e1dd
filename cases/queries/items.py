"""Readers of case items for those who work on them."""

from django.db.models import Q, QuerySet

from cases.enums import ItemStatus, PostRole
from cases.models import CaseItem, User
from cases.queries import cases


def visible_to(user: User) -> QuerySet[CaseItem]:
    """Items of the cases a user may see, with what a list shows."""
    return (
        CaseItem.objects.filter(case__in=cases.visible_to(user))
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
