"""Readers of stored files."""

from django.db.models import Q, QuerySet

from cases.enums import FileKind
from cases.models import StoredFile, TeamMember, User
from cases.permissions import HANDLER_ROLES
from cases.queries import cases


def visible_to(user: User) -> QuerySet[StoredFile]:
    """Files of the cases a user may see; the enterprise does not see what was printed for the service alone."""
    found = StoredFile.objects.filter(case__in=cases.visible_to(user), removed_at__isnull=True)
    # Asked of the case, not of the person: an officer of elsewhere may have an enterprise of his own.
    own = list(user.member_of) if user.is_authenticated else []
    found = found.exclude(kind=FileKind.DOCUMENT, document__for_enterprise=False, case__enterprise__in=own)
    return found.filter(~Q(kind=FileKind.ARCHIVE) | _kept_by(user) & ~Q(case__enterprise__in=own))


def _kept_by(user: User) -> Q:
    """Archive packages tell everything: they are for the agencies that keep the record (``permissions.is_keeper``)."""
    posts = user.active_posts if user.is_authenticated else []
    units = [post.unit_id for post in posts if post.role in HANDLER_ROLES]
    keeps = Q(case__handling_unit__in=units) | Q(case__first_unit__in=units)
    if not units:
        return Q(pk__in=[])
    return keeps | Q(case__in=TeamMember.objects.filter(user=user.pk, until__isnull=True).values("case"))
