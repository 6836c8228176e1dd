"""Links of wall screens: a person's own, and the one behind an address."""

from django.db.models import QuerySet

from cases import permissions
from cases.models import DisplayLink, User


def of(user: User) -> QuerySet[DisplayLink]:
    """The person's screens that still work."""
    return DisplayLink.objects.filter(user=user, revoked_at__isnull=True)


def find(token_hash: str) -> DisplayLink | None:
    """The working link behind an address; none once it was stopped, or when its maker looks over no place any more."""
    row = DisplayLink.objects.filter(token_hash=token_hash, revoked_at__isnull=True).select_related("user").first()
    if row is None or not row.user.is_active or not permissions.looks_over_any(row.user):
        return None
    return row
