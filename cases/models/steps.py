"""What the steps of rows that go their own way have in common."""

from django.db import models
from django.utils import timezone


class RowStep(models.Model):
    """One step of a finding, an inspection or an appraisal: from where, to where, when, and what was said.

    Append-only: the database refuses to change or delete it. Each kind adds its row, its acts, and by whom.
    """

    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True
