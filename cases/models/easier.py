"""The easier ways as they were really made: pre-approvals, papers that come later, commitments, parallel groups, policy labels."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums_easier import CommitmentStatus, GapStatus, LabelKind, PreApprovalStatus
from cases.models.case import Case
from cases.models.item import CaseItem, CaseMaterial, ItemFact, StoredFile
from cases.models.paper import IssuedDocument
from cases.models.people import User

OPEN_PREAPPROVAL = [PreApprovalStatus.APPLIED, PreApprovalStatus.ISSUED]
OPEN_GAP = [GapStatus.OFFERED, GapStatus.PROMISED]
OPEN_COMMITMENT = [CommitmentStatus.OFFERED, CommitmentStatus.SIGNED, CommitmentStatus.GRANTED]


class PreApproval(models.Model):
    """预审批 of one item (W-053 to W-056): its ground, how the missing part is controlled, what it stands on.

    Writer: ``actions.preapprovals``; ``fact`` is the formal approval it was exchanged for.
    """

    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="preapprovals")
    status = models.CharField(max_length=10, choices=PreApprovalStatus.choices, default=PreApprovalStatus.APPLIED)
    applied_on = models.DateField(_("applied for on"))
    necessary = models.TextField(_("which necessary conditions are met"), blank=True)
    key_points = models.TextField(_("which key technical points have passed review"), blank=True)
    control = models.TextField(_("how the missing part is controlled afterwards"))
    stands_on = models.ManyToManyField("self", symmetrical=False, related_name="carries")
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reference = models.CharField(_("number of the department's own paper"), max_length=100, blank=True)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    fact = models.ForeignKey(ItemFact, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=500, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case_item",), condition=Q(status__in=OPEN_PREAPPROVAL), name="one_open_preapproval"
            ),
            models.CheckConstraint(
                condition=(~Q(necessary="") | ~Q(key_points="")) & ~Q(control=""),
                name="preapproval_has_ground_and_control",
                violation_error_message=_("A pre-approval needs a ground, and how the missing part is controlled."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["issued", "converted"]) | Q(issued_on__isnull=False, document__isnull=False),
                name="issued_preapproval_has_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_item} {self.get_status_display()}"


class MissingCondition(models.Model):
    """What a pre-approval still lacks, by when, and how it was met; ``requires``: the formal result of that item (W-055)."""

    preapproval = models.ForeignKey(PreApproval, models.PROTECT, related_name="conditions")
    text = models.CharField(_("missing condition"), max_length=300)
    due = models.DateField(_("due"))
    requires = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="+")
    met_on = models.DateField(_("met on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    met_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("preapproval_id", "due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, evidence="") | Q(met_on__isnull=False) & ~Q(evidence=""),
                name="met_condition_has_evidence",
                violation_error_message=_("A condition is met with its evidence."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class DeferredMaterial(models.Model):
    """容缺: one paper that comes later, on the enterprise's signed promise (C.8). Writer: ``actions.gaps``.

    ``fact`` is what followed when the promise was broken; ``handed_on``: the enterprise uploaded it then, nobody has compared it yet.
    """

    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="gaps")
    material = models.ForeignKey(CaseMaterial, models.PROTECT, related_name="gaps")
    status = models.CharField(max_length=10, choices=GapStatus.choices, default=GapStatus.OFFERED)
    reason = models.CharField(_("why the paper is missing"), max_length=500)
    due = models.DateField(_("promised for"))
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="gaps")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    handed_on = models.DateField(_("handed in on"), null=True, blank=True)
    kept_on = models.DateField(_("brought on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=500, blank=True)
    fact = models.ForeignKey(ItemFact, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item_id", "due", "pk")
        indexes = [models.Index(fields=("status", "due"), name="gap_status_due")]
        constraints = [
            models.UniqueConstraint(fields=("material",), condition=Q(status__in=OPEN_GAP), name="one_open_gap"),
            models.CheckConstraint(
                condition=~Q(status=GapStatus.KEPT) | Q(kept_on__isnull=False) & ~Q(evidence=""),
                name="kept_gap_has_evidence",
                violation_error_message=_("A late paper is taken in with its evidence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.due}"


class CommitmentStatement(models.Model):
    """告知承诺: what was told, the signed commitment, the result at once, the inspection after it. Writer: ``actions.commitments``.

    ``fact`` is the grant, ``consequence`` what followed when it was not kept.
    """

    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="commitments")
    status = models.CharField(max_length=10, choices=CommitmentStatus.choices, default=CommitmentStatus.OFFERED)
    conditions = models.TextField(_("conditions told"))
    inspect_by = models.DateField(_("inspection at the latest on"))
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="commitments")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    fact = models.ForeignKey(ItemFact, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    inspected_on = models.DateField(_("inspected on"), null=True, blank=True)
    inspectors = models.CharField(_("who inspected"), max_length=200, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    consequence = models.ForeignKey(ItemFact, models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(_("why it ended"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case_item",), condition=Q(status__in=OPEN_COMMITMENT), name="one_open_commitment"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["kept", "broken"]) | Q(inspected_on__isnull=False) & ~Q(findings=""),
                name="inspection_has_findings",
                violation_error_message=_("An inspection has its day and its findings."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_item} {self.get_status_display()}"


class ParallelGroup(models.Model):
    """并联: items of one stage with one form, one set of materials and a common start (W-075, P-018). Writer: ``actions.together``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parallel_groups")
    items = models.ManyToManyField(
        CaseItem, related_name="parallel_groups", verbose_name=pgettext_lazy("approval", "items")
    )
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="+")
    started_on = models.DateField(_("common start"), null=True, blank=True)
    file_number = models.CharField(_("file number"), max_length=100, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    dissolved_why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(dissolved_on__isnull=True), name="started_group_stays"
            )
        ]

    def __str__(self) -> str:
        return self.document.number


class PolicyLabel(models.Model):
    """绿色通道 and the four policies on a case (W-076, W-077), with who decided it and who handles it. Writer: ``actions.labels``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="labels")
    kind = models.CharField(_("label"), max_length=20, choices=LabelKind.choices)
    why = models.CharField(_("why it applies"), max_length=500)
    handler = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("named handler")
    )
    set_on = models.DateField(_("since"), default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "kind"), condition=Q(ended_on__isnull=True), name="label_once_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(kind=LabelKind.GREEN_CHANNEL) | Q(handler__isnull=False),
                name="green_channel_has_handler",
                violation_error_message=_("The green channel has a named handler."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LabelPoint(models.Model):
    """A point of a label's checklist, copied from the shipped list, so that a later change moves no running case.

    ``needed``: without it the label is only a hope. Writer: ``actions.labels``.
    """

    label = models.ForeignKey(PolicyLabel, models.PROTECT, related_name="points")
    key = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400)
    needed = models.BooleanField(default=False)
    ticked_on = models.DateField(_("ticked on"), null=True, blank=True)
    ticked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("evidence"), max_length=300, blank=True)

    class Meta:
        ordering = ("label_id", "order")
        constraints = [
            models.UniqueConstraint(fields=("label", "key"), name="label_point_once"),
            models.CheckConstraint(
                condition=Q(ticked_on__isnull=True, ticked_by__isnull=True)
                | Q(ticked_on__isnull=False, ticked_by__isnull=False),
                name="point_ticked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text_en if (get_language() or "").startswith("en") else self.text_zh
