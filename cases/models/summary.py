"""Summary reports: what was counted and kept, who gets one by mail, and the phases in which the service is rolled out."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_reports import Phase, Rhythm
from cases.models.organisation import Region
from cases.models.people import User


class ReportEdition(models.Model):
    """What a report said of a place and a time on the day it was counted, in every language. Counted anew, it is another text.

    Only of places with so many cases that nobody waits for the count. Writer: ``actions.summaries``.
    """

    report = models.SlugField(_("report"), max_length=30)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    content = models.JSONField()
    cases = models.PositiveIntegerField(_("cases read"), default=0)
    counted_on = models.DateField(_("day of the count"))
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-until", "report", "region__code")
        verbose_name = _("count of a summary report")
        verbose_name_plural = _("counts of summary reports")
        constraints = [
            models.UniqueConstraint(fields=("report", "region", "since", "until"), name="one_edition_per_report_and_time"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="edition_ends_after_start"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report} {self.region} {self.since} – {self.until}"


class ReportSubscription(models.Model):
    """A person who gets a report by mail, as long as he may see it. Writer: ``actions.report_mails``."""

    user = models.ForeignKey(User, models.PROTECT, related_name="report_subscriptions", verbose_name=_("person"))
    report = models.SlugField(_("report"), max_length=30)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices)
    language = models.CharField(_("language"), max_length=10)
    since = models.DateField(_("since"), default=timezone.localdate)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta:
        ordering = ("report", "region__code", "rhythm", "pk")
        verbose_name = _("subscription of a report")
        verbose_name_plural = _("subscriptions of reports")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "report", "region", "rhythm"), condition=Q(ended_at__isnull=True),
                name="one_subscription_per_report",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report} {self.region} {self.rhythm}"


class ReportSending(models.Model):
    """That a subscriber was sent the report of one time: once, whoever is killed in between. Writer: ``actions.report_mails``.

    ``missed``: times before it that nobody sent, because no worker ran; they are not made up for.
    """

    subscription = models.ForeignKey(ReportSubscription, models.PROTECT, related_name="sendings")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    at = models.DateTimeField(default=timezone.now)
    missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("subscription", "-until")
        verbose_name = _("report sent")
        verbose_name_plural = _("reports sent")
        constraints = [models.UniqueConstraint(fields=("subscription", "until"), name="report_sent_once_per_time")]

    def __str__(self) -> str:
        return f"{self.subscription} {self.until}"


class RolloutPhase(models.Model):
    """One phase of the rollout in a region (W-080 to W-083): planned, ended, evaluated. Writer: ``actions.rollout``."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="phases", verbose_name=_("region"))
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices)
    begins = models.DateField(_("begins"))
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    ended_on = models.DateField(_("really ended"), null=True, blank=True)
    evaluation = models.TextField(pgettext_lazy("phase", "evaluation"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("region__code", "begins", "pk")
        verbose_name = _("phase of the rollout")
        verbose_name_plural = _("phases of the rollout")
        constraints = [
            models.UniqueConstraint(
                fields=("region", "phase"), name="one_row_per_phase_and_region",
                violation_error_message=_("This region has this phase already: change it."),
            ),
            models.CheckConstraint(
                condition=Q(planned_end__isnull=True) | Q(planned_end__gte=F("begins")), name="phase_planned_to_end_after_start",
                violation_error_message=_("A phase cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begins")), name="phase_ends_after_start",
                violation_error_message=_("A phase cannot end before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.region} · {self.get_phase_display()}"


class RolloutChange(models.Model):
    """What somebody set of a phase, and why. Append-only (triggers in the database). Writer: ``actions.rollout``."""

    phase = models.ForeignKey(RolloutPhase, models.PROTECT, related_name="changes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=500)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    class Meta:
        ordering = ("phase", "pk")
        verbose_name = _("change of a phase")
        verbose_name_plural = _("changes of phases")

    def __str__(self) -> str:
        return f"{self.phase} {self.at:%Y-%m-%d}"
