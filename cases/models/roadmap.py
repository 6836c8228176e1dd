"""Flow tables of the groups and the versioned roadmap."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_work import WorksEvent
from cases.models.case import Case
from cases.models.item import CaseItem
from cases.models.organisation import Unit, WorkGroup
from cases.models.paper import IssuedDocument
from cases.models.people import User


class FlowTable(models.Model):
    """A group's 代办服务流程表 (P-062, P-063). Due 15 working days after signing. Writer: ``actions.planning``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="flow_tables")
    group = models.ForeignKey(WorkGroup, models.PROTECT, related_name="flow_tables")
    version = models.PositiveSmallIntegerField(default=0)
    due = models.DateField(_("due"))
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    no_items = models.BooleanField(_("the group has no items in this project"), default=False)
    reason = models.CharField(_("reason for the change"), max_length=300, blank=True)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("case_id", "group__order")
        constraints = [models.UniqueConstraint(fields=("case", "group"), name="one_flow_table_per_group")]

    def __str__(self) -> str:
        return str(self.group)


class FlowRow(models.Model):
    """A row: deciding unit, item, agent, materials, fees, planned working days."""

    table = models.ForeignKey(FlowTable, models.CASCADE, related_name="rows")
    case_item = models.OneToOneField(CaseItem, models.PROTECT, related_name="flow_row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    materials = models.TextField(_("materials"), blank=True)
    fees = models.CharField(_("fees"), max_length=300, blank=True)
    planned_days = models.PositiveSmallIntegerField(_("planned days (working days)"))

    class Meta:
        ordering = ("table_id", "case_item__item__stage__order", "case_item__item__code")

    def __str__(self) -> str:
        return f"{self.case_item}: {self.planned_days}"


class Plan(models.Model):
    """A version of the roadmap. Versions are never changed; the first is the baseline. Writer: ``actions.planning.set_plan``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    start = models.DateField(_("start"))
    finish = models.DateField(_("finish"), null=True, blank=True)
    # The works follow the start permit: their length is what a person says, their days are computed.
    works_days = models.PositiveSmallIntegerField(_("length of the works (calendar days)"), null=True, blank=True)
    works_start = models.DateField(_("works begin"), null=True, blank=True)
    works_completed = models.DateField(_("works completed"), null=True, blank=True)
    works_critical = models.BooleanField(default=False)
    works_bound_by = models.CharField(max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    current = models.BooleanField(default=True)
    provisional = models.BooleanField(default=False)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    # The way that was chosen (a name of ``strategies.Name``), and the keys of the measures that are in force with it.
    strategy = models.CharField(max_length=20, blank=True)
    measures = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("case_id", "-version")
        constraints = [
            models.UniqueConstraint(fields=("case", "version"), name="plan_version_once"),
            models.UniqueConstraint(fields=("case",), condition=Q(current=True), name="one_current_plan"),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class PlanRow(models.Model):
    """An item's planned start and end (dates; working days by the calendar of the day), as promised in this version."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rows")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="plan_rows")
    days = models.PositiveSmallIntegerField(_("planned days (working days)"))
    # Without the measures of the version: what counts again once another way is chosen.
    days_without = models.PositiveSmallIntegerField(_("days without a measure"), null=True, blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    slack = models.PositiveSmallIntegerField(_("slack (working days)"), null=True, blank=True)
    critical = models.BooleanField(_("on the critical path"), default=False)
    bound_by = models.CharField(max_length=30, blank=True)
    waits_for = models.CharField(max_length=30, blank=True)
    provisional = models.BooleanField(default=False)
    not_before = models.DateField(_("not before"), null=True, blank=True)
    agent = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("plan_id", "case_item__item__stage__order", "case_item__item__code")
        constraints = [models.UniqueConstraint(fields=("plan", "case_item"), name="item_once_per_plan")]

    def __str__(self) -> str:
        return f"{self.case_item} {self.start}–{self.end}"

    @property
    def planned(self) -> int:
        """The days that somebody set, before any measure."""
        return self.days if self.days_without is None else self.days_without


class WorksFact(models.Model):
    """A dated fact about the works themselves (W-005). Immutable; of one kind the last entry counts, one without a day
    takes back what was said. Writer: ``actions.works``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="works_facts")
    kind = models.CharField(_("what happened"), max_length=10, choices=WorksEvent.choices)
    on = models.DateField(_("date"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=False) | ~Q(note=""),
                name="works_taken_back_with_reason",
                violation_error_message=_("Say why there is no day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on or '–'}"
