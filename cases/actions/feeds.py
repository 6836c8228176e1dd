"""Calendar subscriptions: make, renew, revoke. The only writer of ``CalendarFeed``."""

import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.exceptions import NotAllowed
from cases.models import CalendarFeed, Case, User
from cases.queries import cases


def hashed(token: str) -> str:
    """As a token is kept and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(case: Case | None, *, by: User) -> tuple[CalendarFeed, str]:
    """A new address for the case, or (None) for everything the person works on; an older one stops working.

    Returns the row and the token, which nobody can read again.
    """
    if case is not None and not cases.visible_to(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("Only whoever may see a case can subscribe to its dates."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two presses at once make one address
        _open(by, case).update(revoked_at=timezone.now())
        made = CalendarFeed.objects.create(user=by, case=case, token_hash=hashed(token))
    return made, token


def revoke(case: Case | None, *, by: User) -> int:
    """The address stops working at once; returns how many there were (0 or 1)."""
    return _open(by, case).update(revoked_at=timezone.now())


def _open(by: User, case: Case | None) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=by, case=case, revoked_at__isnull=True)


def seen(feed: CalendarFeed, digest: str) -> CalendarFeed:
    """Note a reading, and when what is read became another text than before."""
    now = timezone.now()
    feed.read_at = now
    if digest != feed.digest:
        feed.digest, feed.changed_at = digest, now.replace(microsecond=0)
    feed.save(update_fields=["read_at", "digest", "changed_at"])
    return feed
