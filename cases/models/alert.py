"""Early warning: the rules of the ladder, the dates that climb it, and the log of every step (domain C.7, P-070)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Certainty
from cases.enums_ladder import AlertAct, Rung, Watch
from cases.models.case import Case
from cases.models.organisation import Named
from cases.models.people import User


class LadderRule(Named):
    """When a watched date takes a step of the ladder. Reference data with versions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    watched = models.CharField(_("what is watched"), max_length=20, choices=Watch.choices)
    rung = models.CharField(_("step of the ladder"), max_length=12, choices=Rung.choices)
    days = models.SmallIntegerField(
        _("working days after the date"), help_text=_("A negative number: so many working days before it.")
    )
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("watched", "days", "code")
        verbose_name = _("rule of the ladder")
        verbose_name_plural = _("rules of the ladder")
        constraints = [
            models.UniqueConstraint(
                fields=("watched", "rung"), condition=Q(active=True), name="one_rule_per_step_in_use",
                violation_error_message=_("There is a rule in use for this step already."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=-30, days__lte=120), name="ladder_days_sensible",
                violation_error_message=_("Between 30 working days before the date and 120 after it."),
            ),
            # Whoever is urged is late: before the date there is nothing but a reminder.
            models.CheckConstraint(
                condition=Q(rung=Rung.REMIND) | Q(days__gte=1), name="urged_after_the_date_only",
                violation_error_message=_("Before the date is over, people are reminded and nothing else."),
            ),
        ]  # fmt: skip

    @property
    def source(self) -> str:
        return self._local("source")


class Alert(Named):
    """One date that stands on the ladder. A date that moves is another alert. Writer: ``actions.alerts``.

    ``label`` tells dates of one kind apart (code of the item or group, number, key of the row); ``case`` is None for what
    belongs to no case; ``people`` have to do it, as they were at the last look.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="alerts")
    what = models.CharField(_("what is watched"), max_length=20, choices=Watch.choices)
    label = models.CharField(max_length=60, blank=True)
    due = models.DateField(_("due"))
    people = models.ManyToManyField(User, blank=True, related_name="alerts", verbose_name=_("who has to do it"))
    rung = models.CharField(_("step of the ladder"), max_length=12, choices=Rung.choices)
    since = models.DateField(_("on this step since"))
    acknowledged = models.CharField(max_length=12, choices=Rung.choices, blank=True)
    put_off_until = models.DateField(_("put off until"), null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(_("over since"), null=True, blank=True)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("early warning")
        verbose_name_plural = _("early warnings")
        indexes = [
            models.Index(fields=("ended_on", "due"), name="alert_open"),
            models.Index(fields=("what", "label"), name="alert_thing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("case", "what", "label", "due"), condition=Q(case__isnull=False), name="one_alert_per_date"
            ),
            models.UniqueConstraint(
                fields=("what", "label", "due"), condition=Q(case__isnull=True), name="one_alert_per_date_outside_cases"
            ),
        ]

    @property
    def quiet(self) -> bool:
        """Acknowledged on the step where it stands: whoever has to do it has heard it."""
        return bool(self.acknowledged) and self.acknowledged == self.rung

    @property
    def rests_until(self) -> date | None:
        """Until when it is put off; None when that day is over, or the thing itself is."""
        until = self.put_off_until
        return until if until and self.ended_on is None and until >= timezone.localdate() else None


class AlertStep(models.Model):
    """One line of the log of an alert. Append-only (triggers in the database). ``by=None`` is the ladder.

    ``rule_zh``, ``rule_en`` and ``rule_version`` are the rule as it stood; ``skipped`` the lower steps never taken.
    ``until`` is the day until which this step put it off; steps older than the column have none.
    """

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=12, choices=AlertAct.choices)
    on = models.DateField(_("date"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(_("put off until"), null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    rule_zh = models.CharField(max_length=200, blank=True)
    rule_en = models.CharField(max_length=200, blank=True)
    rule_version = models.PositiveIntegerField(null=True, blank=True)
    skipped = models.JSONField(default=list)
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("alert", "pk")
        verbose_name = _("step of an early warning")
        verbose_name_plural = _("steps of early warnings")

    def __str__(self) -> str:
        return f"{self.alert} {self.act} {self.on}"
