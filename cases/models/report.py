"""Work logs of agents, and the weekly reports up to the government."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import checkcodes
from cases.enums_work import ReportLevel, ReportStatus
from cases.models.organisation import Region, Unit, WorkGroup
from cases.models.people import User


class WorkLog(models.Model):
    """An agent's own words on a day (P-071). What happened is read from the cases, never copied. Writer: ``actions.worklogs``."""

    agent = models.ForeignKey(User, models.PROTECT, related_name="work_logs")
    day = models.DateField(_("day"))
    text = models.TextField(_("own words"), blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        ordering = ("-day",)
        verbose_name = _("work log")
        verbose_name_plural = _("work logs")
        constraints = [models.UniqueConstraint(fields=("agent", "day"), name="one_log_per_agent_and_day")]

    def __str__(self) -> str:
        return f"{self.agent} {self.day}"


class WeeklyReport(models.Model):
    """What one agent reports of the time from ``since`` to ``until`` (P-067), or what the government gets (P-068).

    Three fixed parts: progress, problems, suggestions. Once approved its words stay. Writer: ``actions.weekly``.
    """

    level = models.CharField(_("level"), max_length=12, choices=ReportLevel.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="weekly_reports", verbose_name=_("region"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="weekly_reports", verbose_name=_("unit"))
    group = models.ForeignKey(
        WorkGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="weekly_reports",
        verbose_name=pgettext_lazy("work group", "group"),
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="weekly_reports", verbose_name=_("author"))
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    due = models.DateField(_("due"))
    weeks = models.PositiveSmallIntegerField(_("weeks covered"), default=1)
    progress = models.TextField(_("progress of the projects"))
    problems = models.TextField(_("problems"))
    suggestions = models.TextField(_("suggestions"))
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus.choices, default=ReportStatus.DRAFT)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    returned_why = models.CharField(_("why it was returned"), max_length=500, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    check_code = models.CharField(_("check code"), max_length=12, default=checkcodes.make, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sources = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="joined_in")

    class Meta:
        ordering = ("-until", "-pk")
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        indexes = [models.Index(fields=("region", "level", "status"), name="report_region")]
        constraints = [
            models.UniqueConstraint(fields=("author", "unit", "level", "until"), name="one_report_per_author_and_week"),
            models.UniqueConstraint(
                fields=("region", "until"), condition=Q(level=ReportLevel.GOVERNMENT), name="one_joint_report_per_week"
            ),
            models.CheckConstraint(
                condition=Q(since__lte=models.F("until")),
                name="report_ends_after_start",
                violation_error_message=_("A report cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReportStatus.APPROVED, ReportStatus.SENT])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="approved_report_names_who",
                violation_error_message=_("An approved report names who approved it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.until}"


class ReportFile(models.Model):
    """The very bytes of a report that was sent, with their hash. Small and written once: kept beside the row itself."""

    report = models.ForeignKey(WeeklyReport, models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("report", "content_type"), name="report_file_once")]

    def __str__(self) -> str:
        return self.name
