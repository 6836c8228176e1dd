"""Work in the background that takes longer than a request, and what the recomputing of dates found."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import JobKind, JobState, OpenDate
from cases.models.case import Case
from cases.models.catalogue import ReferenceVersion
from cases.models.item import CaseItem
from cases.models.people import User


class Job(models.Model):
    """Work done batch by batch in the order of a primary key, so that a killed one goes on where it stopped.

    A batch and the progress it makes are written in one transaction. Writer: ``actions.jobs``.
    """

    kind = models.CharField(_("work"), max_length=30, choices=JobKind.choices)
    data = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(_("rows to look at"), default=0)
    done = models.PositiveIntegerField(_("rows looked at"), default=0)
    last_key = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error = models.TextField(_("error"), blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by"))
    made_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = [models.Index(fields=("state", "leased_until"), name="job_owed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(JobState.DONE, JobState.FAILED)) ^ Q(finished_at__isnull=True),
                name="job_ended_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)


class DateMove(models.Model):
    """An open date that a change of the working calendar moved: from when to when, and which version of the calendar did it.

    Append-only (triggers in the database). Writer: ``actions.recompute``.
    """

    job = models.ForeignKey(Job, models.PROTECT, related_name="moves")
    case = models.ForeignKey(Case, models.PROTECT, related_name="date_moves")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, related_name="date_moves")
    what = models.CharField(_("date"), max_length=20, choices=OpenDate.choices)
    ref = models.CharField(max_length=40)
    old = models.DateField(_("before"))
    new = models.DateField(_("after"))
    version = models.ForeignKey(ReferenceVersion, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "pk")
        indexes = [models.Index(fields=("case", "at"), name="date_move_case")]
        constraints = [
            models.UniqueConstraint(fields=("job", "case", "what", "ref"), name="date_moved_once_per_job"),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="date_move_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.old} → {self.new}"


class LedgerPart(models.Model):
    """Rows that a job has read so far, as JSON; gone once the file is made. Writer: ``actions.ledger_files``."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    rows = models.JSONField()

    class Meta:
        ordering = ("job", "position")
        verbose_name = _("part of a ledger")
        verbose_name_plural = _("parts of ledgers")
        constraints = [models.UniqueConstraint(fields=("job", "position"), name="ledger_part_once")]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.position}"


class LedgerFile(models.Model):
    """A ledger made in the background, for whoever asked for it, kept for some days. Writer: ``actions.ledger_files``."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="ledger")
    name = models.CharField(_("file"), max_length=60)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    rows = models.PositiveIntegerField(_("rows"))
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("file of a ledger")
        verbose_name_plural = _("files of ledgers")

    def __str__(self) -> str:
        return self.name
