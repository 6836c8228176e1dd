"""Readers of stored files."""

from django.db.models import QuerySet

from cases.enums import FileKind
from cases.models import StoredFile, User
from cases.queries import cases


def visible_to(user: User) -> QuerySet[StoredFile]:
    """Files of the cases a user may see; the enterprise does not see what was printed for the service alone."""
    found = StoredFile.objects.filter(case__in=cases.visible_to(user), removed_at__isnull=True)
    # Asked of the case, not of the person: an officer of elsewhere may have an enterprise of his own.
    own = list(user.member_of) if user.is_authenticated else []
    return found.exclude(kind=FileKind.DOCUMENT, document__for_enterprise=False, case__enterprise__in=own)
