"""Supervision findings of the four kinds: the rules that propose them, what was found, its steps, the referral."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Certainty
from cases.enums_findings import REFERRAL_OVER, FindingAct, FindingKind, FindingStatus, ReferralState, Sought
from cases.models.case import Case
from cases.models.inspection import Inspection
from cases.models.item import CaseItem
from cases.models.organisation import Named, Unit
from cases.models.people import User
from cases.models.steps import RowStep
from cases.models.supervision import SupervisionOrder

DECIDED = (FindingStatus.DISMISSED, FindingStatus.CONFIRMED, FindingStatus.ORDERED, FindingStatus.CLOSED)


class FindingRule(Named):
    """When a fact of the record is proposed as a finding, and of which kind (W-095, P-092). Reference data."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices)
    sought = models.CharField(_("fact looked for"), max_length=20, choices=Sought.choices)
    threshold = models.PositiveSmallIntegerField(
        _("from so many working days or times"), default=1, help_text=_("Working days late, or how often it happened.")
    )
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("kind", "code")
        verbose_name = _("rule for findings")
        verbose_name_plural = _("rules for findings")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=1),
                name="finding_rule_from_one",
                violation_error_message=_("A rule asks for one day or one time at least."),
            )
        ]

    @property
    def source(self) -> str:
        return self._local("source")


class Finding(models.Model):
    """What was found against a unit in a case (W-095, P-092). ``status`` is written by ``actions.findings`` alone.

    ``rule``, ``rule_version`` and ``facts`` are what proposed it, as they were that day; a finding filed by hand has none of
    them and says in ``text`` what was seen.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="findings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name=_("unit concerned"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("person concerned")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices)
    rule = models.ForeignKey(FindingRule, models.PROTECT, null=True, blank=True, related_name="findings")
    rule_version = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    text = models.TextField(_("what was seen"), blank=True)
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("special inspection")
    )
    status = models.CharField(_("status"), max_length=10, choices=FindingStatus.choices, default=FindingStatus.PROPOSED)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    filed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    hearing_due = models.DateField(_("statement due"), null=True, blank=True)
    hearing_days = models.PositiveSmallIntegerField(_("working days for the statement"), null=True, blank=True)
    statement = models.TextField(_("statement of the unit"), blank=True)
    stated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    stated_at = models.DateTimeField(_("statement given"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    order = models.OneToOneField(SupervisionOrder, models.PROTECT, null=True, blank=True, related_name="finding")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        verbose_name = _("supervision finding")
        verbose_name_plural = _("supervision findings")
        indexes = [
            models.Index(fields=("unit", "status"), name="finding_unit_status"),
            models.Index(fields=("status", "found_at"), name="finding_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("case", "key"), condition=~Q(key=""), name="fact_is_found_once",
                violation_error_message=_("This fact has been proposed already."),
            ),
            models.CheckConstraint(
                condition=Q(rule__isnull=False, rule_version__isnull=False) & ~Q(key="")
                | Q(rule__isnull=True, rule_version__isnull=True, filed_by__isnull=False) & ~Q(text=""),
                name="finding_rests_on_something",
                violation_error_message=_("A finding rests on a rule, or on the words of whoever files it."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")
                | ~Q(status__in=DECIDED) & Q(decided_at__isnull=True),
                name="decided_finding_has_its_reason",
                violation_error_message=_("A finding is confirmed or dismissed by a person, with the reason."),
            ),
            # Nobody is found guilty unheard.
            models.CheckConstraint(
                condition=~Q(status__in=[s for s in DECIDED if s != FindingStatus.DISMISSED]) | Q(hearing_due__isnull=False),
                name="confirmed_finding_was_heard",
                violation_error_message=_("Nothing is confirmed before the unit could be heard."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class FindingStep(RowStep):
    """What happened to a finding. Writer: ``actions.findings``."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=10, choices=FindingAct.choices)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: a rule, or the calendar

    class Meta:
        ordering = ("finding", "pk")
        verbose_name = _("step of a finding")
        verbose_name_plural = _("steps of findings")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.act}"


class Referral(models.Model):
    """A confirmed finding before the discipline authority (区纪委监委, P-092). Writer: ``actions.referrals``."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="referral")
    body = models.CharField(_("authority"), max_length=100)
    on = models.DateField(_("referred on"))
    reference = models.CharField(_("reference number"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    outcome = models.TextField(_("outcome"), blank=True)
    outcome_on = models.DateField(_("date of the outcome"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(reference=""),
                name="referral_has_its_reference",
                violation_error_message=_("A referral names the authority and its reference number."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=REFERRAL_OVER, outcome_on__isnull=False) & ~Q(outcome="")
                | ~Q(state__in=REFERRAL_OVER) & Q(outcome_on__isnull=True, outcome=""),
                name="referral_over_has_outcome",
                violation_error_message=_("Once the authority has decided, its outcome is recorded with the day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.reference}"
