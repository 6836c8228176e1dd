"""Calendar subscriptions: a secret address from which a calendar program reads dates."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.case import Case
from cases.models.people import User


class CalendarFeed(models.Model):
    """The dates of one case, or of everything a person works on (``case`` empty). Only the hash of the address is kept.

    Whoever has the address reads it without signing in; what it shows is asked for the owner's rights at every reading.
    Writer: ``actions.feeds``.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="feeds")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "case"),
                condition=Q(revoked_at__isnull=True, case__isnull=False),
                name="one_open_feed_per_case",
            ),
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(revoked_at__isnull=True, case__isnull=True),
                name="one_open_feed_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.case_id or ''}"
