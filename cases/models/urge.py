"""Urging (催办): who was urged about what, by whom or by the rule, and what he answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.people import User


class Urge(models.Model):
    """One person urged about one thing on one day (P-070). Writer: ``actions.urging``.

    ``what`` and ``label`` name the thing (item or special and its code, flow_table and its group, answer, delivery, turn, follow_up,
    rectification); ``by=None`` is the rule.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="urges")
    what = models.CharField(max_length=20)
    label = models.CharField(max_length=40, blank=True)
    to = models.ForeignKey(User, models.PROTECT, related_name="urges", verbose_name=_("person urged"))
    on = models.DateField(_("date"))
    due = models.DateField(_("was due"), null=True, blank=True)
    text = models.CharField(_("words"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        indexes = [models.Index(fields=("to", "acknowledged_at"), name="urge_open")]
        constraints = [
            models.UniqueConstraint(fields=("case", "what", "label", "to", "on"), name="urged_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.label} {self.on}"
