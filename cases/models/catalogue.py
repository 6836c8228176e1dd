"""The approval catalogue: categories, items, materials, dependencies, the matrix. Rows that officials change, with versions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import (
    AssistMode,
    Certainty,
    DayUnit,
    FeeKind,
    Flag,
    ItemType,
    Level,
    LinkKind,
    MaterialForm,
    MaterialSource,
    Need,
)
from cases.models.organisation import Department, Named, Stage


class ProjectCategory(Named):
    """One of the nine categories of W-024."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    intro_zh = models.TextField(_("introduction (Chinese)"), blank=True)
    intro_en = models.TextField(_("introduction (English)"), blank=True)
    examples_zh = models.CharField(_("examples (Chinese)"), max_length=300, blank=True)
    examples_en = models.CharField(_("examples (English)"), max_length=300, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("project category")
        verbose_name_plural = _("project categories")

    @property
    def intro(self) -> str:
        return self._local("intro")

    @property
    def examples(self) -> str:
        return self._local("examples")


class ApprovalItem(Named):
    """An approval, filing or service with its limits, results and the easier ways it allows (domain B)."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="items", verbose_name=_("stage"))
    kind = models.CharField(_("type"), max_length=20, choices=ItemType.choices)
    department = models.ForeignKey(Department, models.PROTECT, related_name="items", verbose_name=_("department"))
    department_text_zh = models.CharField(_("department as published (Chinese)"), max_length=200)
    department_text_en = models.CharField(_("department as published (English)"), max_length=300)
    level = models.CharField(_("level of authority"), max_length=10, choices=Level.choices)
    statutory_days = models.PositiveSmallIntegerField(_("legal limit"), null=True, blank=True)
    statutory_unit = models.CharField(_("unit of the legal limit"), max_length=3, choices=DayUnit.choices, blank=True)
    statutory_note_zh = models.CharField(_("note on the limit (Chinese)"), max_length=300, blank=True)
    statutory_note_en = models.CharField(_("note on the limit (English)"), max_length=300, blank=True)
    # None: by 行政许可法 §42, ten working days for a licence and none for anything else.
    extension_days = models.PositiveSmallIntegerField(
        _("longest extension of the legal limit (days in its unit; empty: by the general rule)"), null=True, blank=True
    )
    promised_days = models.PositiveSmallIntegerField(_("promised limit (working days)"))
    legal_basis_zh = models.CharField(_("legal basis (Chinese)"), max_length=300)
    legal_basis_en = models.CharField(_("legal basis (English)"), max_length=500)
    fee_kind = models.CharField(_("kind of fee"), max_length=15, choices=FeeKind.choices)
    fee_zh = models.CharField(_("fee (Chinese)"), max_length=200)
    fee_en = models.CharField(_("fee (English)"), max_length=300)
    gap = models.CharField(_("acceptance with gaps"), max_length=1, choices=Flag.choices)
    commitment = models.CharField(_("notification and commitment"), max_length=1, choices=Flag.choices)
    preapproval = models.CharField(_("pre-approval"), max_length=1, choices=Flag.choices)
    result_zh = models.CharField(_("result (Chinese)"), max_length=200)
    result_en = models.CharField(_("result (English)"), max_length=300)
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    note_zh = models.CharField(_("note (Chinese)"), max_length=400, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=400, blank=True)
    question_zh = models.CharField(_("deciding question (Chinese)"), max_length=300, blank=True)
    question_en = models.CharField(_("deciding question (English)"), max_length=400, blank=True)
    reason_zh = models.CharField(_("why it is needed (Chinese)"), max_length=400, blank=True)
    reason_en = models.CharField(_("why it is needed (English)"), max_length=400, blank=True)
    rule = models.JSONField(_("rule over project facts"), null=True, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("stage__order", "code")
        verbose_name = _("approval item")
        verbose_name_plural = _("approval items")
        constraints = [
            models.CheckConstraint(
                condition=Q(statutory_days__isnull=True) | ~Q(statutory_unit=""),
                name="statutory_limit_has_unit",
                violation_error_message=_("A legal limit needs its unit: working days or calendar days."),
            )
        ]

    @property
    def modes(self) -> list[AssistMode]:
        """In which ways it may be entrusted, the usual one first; for the province and above only assistance (W-012)."""
        if self.level in {Level.PROVINCE, Level.STATE}:
            return [AssistMode.ASSIST]
        return [AssistMode.ACT, AssistMode.ASSIST]

    @property
    def department_text(self) -> str:
        return self._local("department_text")

    @property
    def legal_basis(self) -> str:
        return self._local("legal_basis")

    @property
    def fee(self) -> str:
        return self._local("fee")

    @property
    def result(self) -> str:
        return self._local("result")

    @property
    def note(self) -> str:
        return self._local("note")

    @property
    def question(self) -> str:
        return self._local("question")

    @property
    def reason(self) -> str:
        return self._local("reason")

    @property
    def statutory_note(self) -> str:
        return self._local("statutory_note")


class MaterialRequirement(Named):
    """One paper that an item asks for. Core papers may never be late (B.0)."""

    item = models.ForeignKey(
        ApprovalItem, models.CASCADE, related_name="materials", verbose_name=pgettext_lazy("approval", "item")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    form = models.CharField(_("form"), max_length=12, choices=MaterialForm.choices)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    source = models.CharField(_("source"), max_length=12, choices=MaterialSource.choices)
    may_be_late = models.BooleanField(_("may be handed in late"), default=False)
    core = models.BooleanField(_("core paper"), default=False)
    result_of = models.ManyToManyField(ApprovalItem, blank=True, related_name="feeds", verbose_name=_("result of"))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("item", "order")
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.UniqueConstraint(fields=("item", "order"), name="material_order_once"),
            models.CheckConstraint(
                condition=~Q(core=True, may_be_late=True),
                name="core_paper_never_late",
                violation_error_message=_("A core paper can never be handed in late."),
            ),
        ]


class ItemDependency(models.Model):
    """``item`` waits for ``requires`` (or for a milestone). Rows of kind ANY with one group number are alternatives."""

    item = models.ForeignKey(
        ApprovalItem, models.CASCADE, related_name="links", verbose_name=pgettext_lazy("approval", "item")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices)
    requires = models.ForeignKey(
        ApprovalItem, models.PROTECT, null=True, blank=True, related_name="dependants", verbose_name=_("requires")
    )
    milestone = models.CharField(_("milestone"), max_length=30, blank=True)
    group = models.PositiveSmallIntegerField(_("group of alternatives"), default=0)

    class Meta:
        ordering = ("item", "kind", "pk")
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(fields=("item", "kind", "requires", "milestone"), name="dependency_once"),
            models.CheckConstraint(
                condition=Q(kind=LinkKind.MILESTONE, requires__isnull=True) & ~Q(milestone="")
                | ~Q(kind=LinkKind.MILESTONE) & Q(requires__isnull=False, milestone=""),
                name="dependency_names_item_or_milestone",
                violation_error_message=_("A dependency names another item, or a milestone."),
            ),
            models.CheckConstraint(
                condition=Q(requires__isnull=True) | ~Q(requires=F("item")),
                name="dependency_not_on_itself",
                violation_error_message=_("An item cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.requires_id or self.milestone}"


class CategoryRule(models.Model):
    """A cell of the matrix: how a category needs an item (domain B.2)."""

    category = models.ForeignKey(ProjectCategory, models.CASCADE, related_name="rules", verbose_name=_("category"))
    item = models.ForeignKey(
        ApprovalItem, models.CASCADE, related_name="rules", verbose_name=pgettext_lazy("approval", "item")
    )
    need = models.CharField(_("need"), max_length=1, choices=Need.choices)

    class Meta:
        ordering = ("category", "item")
        verbose_name = _("matrix cell")
        verbose_name_plural = _("matrix cells")
        constraints = [models.UniqueConstraint(fields=("category", "item"), name="matrix_cell_once")]

    def __str__(self) -> str:
        return f"{self.category_id}/{self.item_id}: {self.need}"


class ReferenceVersion(models.Model):
    """What a reference row said, who changed it and why. Append-only. Writer: ``actions.reference.change``."""

    model = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    data = models.JSONField()
    reason = models.CharField(max_length=200)
    changed_by = models.ForeignKey("cases.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("model", "key", "-number")
        constraints = [models.UniqueConstraint(fields=("model", "key", "number"), name="reference_version_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key} v{self.number}"
