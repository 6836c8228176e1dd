"""Meetings, the opinions given there, and the government's decision under 1+3+N."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import MeetingKind, Verdict
from cases.models.case import Case
from cases.models.item import CaseItem, StoredFile
from cases.models.organisation import Unit
from cases.models.paper import IssuedDocument
from cases.models.people import User


class Meeting(models.Model):
    """A joint review (W-051), a generation meeting (P-021 to P-024) or a coordination meeting (P-032). Writer: ``actions.meetings``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=15, choices=MeetingKind.choices)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    planned_on = models.DateField(_("date"))
    at = models.TimeField(_("time of day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    late_reason = models.CharField(_("reason for the later date"), max_length=300, blank=True)
    called_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(default=timezone.now)
    units = models.ManyToManyField(Unit, related_name="meetings", verbose_name=_("units invited"))
    items = models.ManyToManyField(CaseItem, related_name="meetings", verbose_name=_("items it is about"), blank=True)
    files = models.ManyToManyField(StoredFile, related_name="+", verbose_name=_("materials for it"), blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    attended = models.ManyToManyField(Unit, related_name="+", verbose_name=_("units that came"), blank=True)
    people = models.CharField(_("who came"), max_length=500, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("case_id", "planned_on", "pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            # A cancelled generation meeting leaves its number to the one that takes its place.
            models.UniqueConstraint(
                fields=("case", "kind", "number"),
                condition=Q(cancelled_at__isnull=True),
                name="meeting_number_once",
                violation_error_message=_("A meeting of this kind has this number already."),
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(cancelled_at__isnull=True),
                name="meeting_held_or_cancelled",
                violation_error_message=_("A meeting was held or cancelled, never both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_ahead(self) -> bool:
        """Called, neither held nor cancelled."""
        return self.held_on is None and self.cancelled_at is None


class MeetingTask(models.Model):
    """What a meeting decided; with a unit it is a task that somebody has to do. Writer: ``actions.meeting_tasks``."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks")
    text = models.CharField(_("what was decided"), max_length=500)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible unit")
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("what came of it"), max_length=500, blank=True)

    class Meta:
        ordering = ("meeting", "pk")
        verbose_name = _("task of a meeting")
        verbose_name_plural = _("tasks of meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(due__isnull=True, done_on__isnull=True),
                name="meeting_task_has_unit",
                violation_error_message=_("A task has a responsible unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Somebody has to do it still."""
        return self.unit_id is not None and self.done_on is None


class Opinion(models.Model):
    """A unit's opinion for a meeting: compliance and feasibility (P-023), or on one item (W-052)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="opinions", verbose_name=_("unit"))
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="opinions")
    compliance = models.CharField(_("compliance"), max_length=12, choices=Verdict.choices)
    feasibility = models.CharField(_("feasibility"), max_length=12, choices=Verdict.choices, blank=True)
    text = models.TextField(_("opinion"), blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("meeting", "unit__code", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "unit"), condition=Q(case_item__isnull=True), name="one_opinion_per_unit"
            ),
            models.UniqueConstraint(fields=("meeting", "unit", "case_item"), name="one_opinion_per_unit_and_item"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_compliance_display()}"


class GenerationDecision(models.Model):
    """What the government decided on the report of the generation group (P-023)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="generation_decision")
    passed = models.BooleanField(_("passed"))
    reference = models.CharField(_("reference of the decision"), max_length=100)
    decided_on = models.DateField(_("decided on"))
    summary = models.TextField(_("result of the review"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.reference
