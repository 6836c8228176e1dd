"""Items of a case with their dated facts; the materials and files behind them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import BLZT, AssistMode, DayUnit, FileKind, ItemStatus, MaterialForm, MaterialSource
from cases.enums_work import ContactWay, FilingPlace, SpecialKind
from cases.models.case import Case
from cases.models.catalogue import ApprovalItem, MaterialRequirement
from cases.models.organisation import Unit, WorkGroup
from cases.models.people import User


class CaseItem(models.Model):
    """One approval within a case. Limits are copied when confirmed, so a later change of the catalogue breaks no promise.

    ``status`` is written by ``actions.items`` alone, from the table.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    item = models.ForeignKey(
        ApprovalItem, models.PROTECT, related_name="case_items", verbose_name=pgettext_lazy("approval", "item")
    )
    status = models.CharField(_("status"), max_length=12, choices=ItemStatus.choices, default=ItemStatus.PROPOSED)
    assist_mode = models.CharField(
        _("way of service"), max_length=6, choices=AssistMode.choices, default=AssistMode.ACT
    )
    why = models.CharField(_("why it is here"), max_length=400, blank=True)
    added_on = models.DateField(_("added after signing on"), null=True, blank=True)
    dropped_on = models.DateField(_("taken out on"), null=True, blank=True)
    # The paper under which the enterprise signs that this item came in or went out after signing (P-004).
    supplement = models.ForeignKey(
        "cases.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="changed_items", editable=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="case_items", verbose_name=_("deciding unit")
    )
    group = models.ForeignKey(
        WorkGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_items",
        verbose_name=pgettext_lazy("work group", "group"),
    )
    agent = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="case_items", verbose_name=_("agent")
    )
    statutory_days = models.PositiveSmallIntegerField(_("legal limit"), null=True, blank=True)
    statutory_unit = models.CharField(max_length=3, choices=DayUnit.choices, blank=True)
    promised_days = models.PositiveSmallIntegerField(_("promised limit (working days)"), null=True, blank=True)
    fee_note = models.CharField(_("fees"), max_length=300, blank=True)
    # A copy from the roadmap in force: long lists are sorted by it. Writer: actions.planning, with the roadmap itself.
    planned_end = models.DateField(_("planned end"), null=True, blank=True, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_reference = models.CharField(_("file number of the result"), max_length=100, blank=True)
    file_number = models.CharField(_("file number"), max_length=100, blank=True)

    class Meta:
        ordering = ("item__stage__order", "item__code")
        verbose_name = _("item of a case")
        verbose_name_plural = _("items of cases")
        indexes = [
            models.Index(fields=("unit", "status"), name="item_unit_status"),
            models.Index(fields=("agent", "status"), name="item_agent_status"),
            # Which cases somebody may see is read from these alone, without the rows.
            models.Index(fields=("unit", "case"), name="item_unit_case"),
            models.Index(fields=("group", "case"), name="item_group_case"),
            models.Index(fields=("planned_end",), name="item_planned_end"),
        ]
        constraints = [models.UniqueConstraint(fields=("case", "item"), name="item_once_per_case")]

    def __str__(self) -> str:
        return self.item.name


class ItemFact(models.Model):
    """A dated fact with its national code. Immutable; a wrong one is corrected by a later one that ``corrects`` it."""

    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="facts")
    code = models.PositiveSmallIntegerField(_("what happened"), choices=BLZT.choices)
    on = models.DateField(_("date"))
    file_number = models.CharField(_("file number"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    limit_days = models.PositiveSmallIntegerField(
        _("limit of the special procedure (working days)"), null=True, blank=True
    )
    special = models.CharField(_("special procedure"), max_length=10, choices=SpecialKind.choices, blank=True)
    document = models.ForeignKey("cases.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(_("way of the step"), max_length=16, choices=ContactWay.choices, blank=True)
    filed = models.CharField(_("filed"), max_length=10, choices=FilingPlace.choices, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item_id", "pk")

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.on}"


class CaseMaterial(models.Model):
    """One paper that a case has to bring, copied from the catalogue. Papers of one name serve every item that asks for them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    case_item = models.ForeignKey(CaseItem, models.CASCADE, related_name="materials")
    requirement = models.ForeignKey(MaterialRequirement, models.PROTECT, null=True, related_name="+")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300)
    form = models.CharField(max_length=12, choices=MaterialForm.choices)
    copies = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=12, choices=MaterialSource.choices)
    may_be_late = models.BooleanField(default=False)

    class Meta:
        ordering = ("case_item_id", "pk")
        constraints = [models.UniqueConstraint(fields=("case_item", "requirement"), name="material_once_per_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class StoredFile(models.Model):
    """Bytes kept once, outside the web root, known by their SHA-256. Writer: ``actions.files.store``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    material = models.ForeignKey(CaseMaterial, models.SET_NULL, null=True, blank=True, related_name="files")
    case_item = models.ForeignKey(CaseItem, models.SET_NULL, null=True, blank=True, related_name="files")
    version = models.ForeignKey(
        "cases.MaterialVersion", models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("version")
    )
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120, unique=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("uploaded_at", "pk")
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """A request to correct an application: told once and complete (行政许可法 §32). Writer: ``actions.intake``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    due = models.DateField(_("due"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-requested_at",)
        constraints = [
            models.UniqueConstraint(fields=("case",), condition=Q(answered_at__isnull=True), name="one_open_correction")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due}"


class CorrectionPoint(models.Model):
    """One thing to correct: a field of the project, or a material. Only what is named here may be changed."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="points")
    field = models.CharField(max_length=40, blank=True)
    material = models.ForeignKey(CaseMaterial, models.PROTECT, null=True, blank=True)
    what = models.CharField(_("what"), max_length=200)
    why = models.CharField(_("why"), max_length=500)
    because = models.CharField(_("why it is named only now"), max_length=500, blank=True)
    # The value of the field when it was asked for; None for requests older than this column.
    held = models.TextField(null=True, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(field="") | Q(material__isnull=False), name="point_names_field_or_material"
            )
        ]

    def __str__(self) -> str:
        return self.what
