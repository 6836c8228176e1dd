"""Messages are owed as rows in the transaction that causes them; huey only pays the debt."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case, Notice, User
from cases.queries import mails

LEASE = timedelta(seconds=60)
GATHER = timedelta(minutes=10)


def owe(
    recipients: Iterable[User],
    kind: str,
    case: Case | None = None,
    data: dict[str, Any] | None = None,
    *,
    gather: bool = False,
) -> list[Notice]:
    """One row per person, each person once; ``kind`` picks the words (``queries.letters``). ``gather``: the mail waits
    ``GATHER`` for others of the kind and leaves with them as one."""
    unique = {user.pk: user for user in recipients if user.is_active}
    later = timezone.now() + GATHER if gather else None
    return Notice.objects.bulk_create(
        Notice(recipient=user, case=case, kind=kind, data=data or {}, email_to=user.email, gather_from=later)
        for user in unique.values()
    )


def owe_address(email: str, by: User, kind: str, data: dict[str, Any]) -> Notice:
    """A mail to somebody without an account (an invitation); kept under the person who caused it, already read by them."""
    return Notice.objects.create(recipient=by, kind=kind, data=data, email_to=email, read_at=timezone.now())


def claim(limit: int = 50) -> list[int]:
    """Lease owed rows to one worker; a killed worker's rows come free when the lease ends."""
    with transaction.atomic():
        ids = list(_owed().filter(gather_from=None).order_by("pk").values_list("pk", flat=True)[:limit])
        Notice.objects.filter(pk__in=ids).update(leased_until=timezone.now() + LEASE)
    return ids


def claim_gathered() -> list[int]:
    """Lease everything that is gathered for the person who has waited longest, once that one's time has come."""
    now = timezone.now()
    with transaction.atomic():
        first = (
            _owed()
            .filter(gather_from__lte=now)
            .order_by("gather_from", "pk")
            .values_list("recipient", "email_to")
            .first()
        )
        if first is None:
            return []
        whose, address = first
        rows = _owed().filter(recipient=whose, email_to=address, gather_from__isnull=False)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        Notice.objects.filter(pk__in=ids).update(leased_until=now + LEASE)
    return ids


def _owed() -> QuerySet[Notice]:
    """Mails that no worker has in hand."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)) if _can_skip() else Notice.objects.all()
    return rows.filter(free, mails.OWED)


def renew(ids: list[int]) -> None:
    """Keep the lease of rows that are still to be sent."""
    Notice.objects.filter(pk__in=ids, sent_at__isnull=True).update(leased_until=timezone.now() + LEASE)


def _can_skip() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def paid(notice: Notice) -> None:
    """The mail has left. A link with a token in it was for the mail alone and is not kept."""
    notice.sent_at, notice.leased_until, notice.failure = timezone.now(), None, ""
    notice.data = {key: value for key, value in notice.data.items() if key != "path"}
    notice.save(update_fields=["sent_at", "leased_until", "failure", "data"])


def failed(notice: Notice, reason: str) -> None:
    """The mail did not leave; the next try waits longer each time."""
    notice.attempts += 1
    notice.failure = reason[:300]
    notice.leased_until = timezone.now() + LEASE * 2**notice.attempts
    notice.save(update_fields=["attempts", "failure", "leased_until"])


def keep_back(rows: QuerySet[Notice]) -> int:
    """Of these, what is still gathered leaves as no mail any more; whoever opens the messages reads it all the same."""
    return rows.filter(sent_at=None, gather_from__isnull=False).update(email_to="")


def scatter(rows: list[Notice]) -> None:
    """Gathered no longer: each of them is a mail of its own."""
    Notice.objects.filter(pk__in=[row.pk for row in rows], sent_at=None).update(gather_from=None, leased_until=None)


def mark_read(notice: Notice, *, by: User) -> Notice:
    """Note that the recipient has seen it; a second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, recipient=by, read_at__isnull=True).update(read_at=timezone.now())
    notice.refresh_from_db()
    return notice
