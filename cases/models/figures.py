"""What was published of the service in numbers."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicFigures(models.Model):
    """The numbers of one week as everybody may see them: small ones are left out already (W-065).

    One row for all places: they stand in it as the parts of one table. Rows of their own, each with its months, could be
    taken from one another, and what is hidden in one would be told by the next. Append-only (triggers in the database): a
    count that was wrong is followed by another one, it does not disappear. Writer: ``actions.public_figures``.
    """

    week = models.DateField(_("week of the count"))
    method = models.PositiveSmallIntegerField(_("method"))
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    data = models.JSONField()
    made_at = models.DateTimeField(_("counted on"), default=timezone.now)

    class Meta:
        ordering = ("-week", "-method")
        verbose_name = _("public figures")
        verbose_name_plural = _("public figures")
        constraints = [
            models.UniqueConstraint(fields=("week", "method"), name="figures_once_a_week"),
            models.CheckConstraint(
                condition=Q(since__lte=F("until")) & Q(until__lt=F("week")), name="figures_of_days_that_are_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} ({self.method})"
