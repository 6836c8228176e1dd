"""After the end: the follow-up visit, a bad evaluation put right, and policy benefits that were claimed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_finish import (
    BadCause,
    BenefitStatus,
    FollowUpKind,
    FollowUpOutcome,
    FollowUpWay,
    RectificationStatus,
    StepKind,
)
from cases.models.case import Case
from cases.models.finish import Evaluation
from cases.models.paper import IssuedDocument
from cases.models.people import User


class Rectification(models.Model):
    """A bad evaluation (levels 1 and 2) that has to be put right: by whom, until when, how far (domain C.5).

    Its steps are rows of their own; the call-back is a ``FollowUp``. Nothing here names whoever evaluated. ``held_by``:
    everybody who was ever named, so that nobody checks his own work. Writer: ``actions.rectifying``.
    """

    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="rectification")
    case = models.ForeignKey(Case, models.PROTECT, related_name="rectifications")
    cause = models.CharField(_("what it was about"), max_length=12, choices=BadCause.choices, blank=True)
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="rectifications", verbose_name=_("person responsible")
    )
    held_by = models.ManyToManyField(User, related_name="+", verbose_name=_("everybody who was ever responsible"))
    days = models.PositiveSmallIntegerField(_("working days to put it right"))
    due = models.DateField(_("to be put right by"))
    status = models.CharField(
        _("status"), max_length=10, choices=RectificationStatus.choices, default=RectificationStatus.OPEN
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    result = models.TextField(_("result"), blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        indexes = [models.Index(fields=("responsible", "status"), name="rectification_owed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=RectificationStatus.CLOSED, closed_at__isnull=False) & ~Q(result="")
                | ~Q(status=RectificationStatus.CLOSED) & Q(closed_at__isnull=True),
                name="closed_rectification_has_result",
                violation_error_message=_("A rectification is closed with its result."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due}"

    @property
    def is_done(self) -> bool:
        """Put right, and told so."""
        return self.status == RectificationStatus.CLOSED


class RectificationStep(models.Model):
    """What was done about it, or what the enterprise was answered. Written once. Writer: ``actions.rectifying``."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=StepKind.choices)
    text = models.TextField(_("text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("rectification", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="rectification_step_says", violation_error_message=_("Say what was done.")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class FollowUp(models.Model):
    """A follow-up visit (P-070), owed some working days after the end, or the call-back after a bad evaluation (domain C.5).

    ``on`` is empty while it is owed. Writer: ``actions.followups``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    kind = models.CharField(_("kind"), max_length=10, choices=FollowUpKind.choices)
    rectification = models.ForeignKey(
        Rectification, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("rectification")
    )
    owed_at = models.DateTimeField(default=timezone.now)
    days = models.PositiveSmallIntegerField(default=0)
    due = models.DateField(_("due"), null=True, blank=True)
    way = models.CharField(_("way"), max_length=10, choices=FollowUpWay.choices, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    person = models.CharField(_("person of the enterprise"), max_length=60, blank=True)
    said = models.TextField(_("what the enterprise said"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FollowUpOutcome.choices, blank=True)
    left = models.CharField(_("what is left to do"), max_length=500, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who asked"))
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("case_id", "pk")
        verbose_name = _("follow-up visit")
        verbose_name_plural = _("follow-up visits")
        indexes = [models.Index(fields=("due",), condition=Q(on__isnull=True), name="follow_up_owed")]
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=Q(kind=FollowUpKind.CLOSING), name="one_closing_follow_up",
                violation_error_message=_("The follow-up visit of this case is on record already."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True, by__isnull=True, outcome="")
                | Q(on__isnull=False, by__isnull=False) & ~Q(said="") & ~Q(outcome="") & ~Q(person=""),
                name="follow_up_says_who_and_what",
                violation_error_message=_("A follow-up visit says who was asked and what the answer was."),
            ),
            models.CheckConstraint(
                condition=Q(kind=FollowUpKind.CALL_BACK) ^ Q(rectification__isnull=True),
                name="call_back_belongs_to_rectification",
                violation_error_message=_("A call-back belongs to a rectification."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on or self.due}"

    @property
    def is_done(self) -> bool:
        """The enterprise was asked."""
        return self.on is not None


class PolicyBenefit(models.Model):
    """A benefit of a policy: asked for by the enterprise or found by the agency, applied for, decided (W-070). Writer:
    ``actions.benefits``. ``key`` is that of the published benefit, so that it is offered only once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="benefits")
    policy = models.CharField(_("policy claimed"), max_length=200)
    reference = models.CharField(_("number of the policy document"), max_length=100, blank=True)
    amount = models.DecimalField(_("amount claimed (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    key = models.CharField(max_length=40, blank=True)
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    due = models.DateField(_("to be followed up by"), null=True, blank=True)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    agent = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent"))
    status = models.CharField(_("status"), max_length=10, choices=BenefitStatus.choices, default=BenefitStatus.APPLIED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    granted = models.DecimalField(_("amount granted (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "-applied_on", "-pk")
        verbose_name = _("policy benefit")
        verbose_name_plural = _("policy benefits")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "policy"), condition=Q(status__in=(BenefitStatus.ASKED, BenefitStatus.APPLIED)),
                name="one_open_claim_per_policy",
                violation_error_message=_("This benefit was applied for already and is not decided yet."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=(BenefitStatus.ASKED, BenefitStatus.APPLIED), decided_on__isnull=True, granted__isnull=True)
                | Q(status=BenefitStatus.GRANTED, decided_on__isnull=False)
                | Q(status=BenefitStatus.REFUSED, decided_on__isnull=False, granted__isnull=True) & ~Q(reason=""),
                name="benefit_decided_with_day_and_reason",
                violation_error_message=_("A decision has its day, and a refusal its reason."),
            ),
            models.CheckConstraint(
                condition=Q(status=BenefitStatus.ASKED, asked_on__isnull=False, applied_on__isnull=True, agent__isnull=True)
                | Q(status__in=(BenefitStatus.APPLIED, BenefitStatus.GRANTED), applied_on__isnull=False, agent__isnull=False)
                | Q(status=BenefitStatus.REFUSED, agent__isnull=False),
                name="benefit_applied_for_by_somebody_on_a_day",
                violation_error_message=_("A benefit is applied for on a day and by somebody."),
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(applied_on__isnull=True) | Q(decided_on__gte=models.F("applied_on")),
                name="benefit_decided_after_claim",
                violation_error_message=_("A benefit is decided after it was applied for."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.policy
