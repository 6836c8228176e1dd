"""Appraisal of units and persons (考评, P-092): the sheets of criteria, one appraisal, its results, figures and objections."""

from decimal import Decimal
from functools import cached_property

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Certainty
from cases.enums_appraisal import AppraisalAct, AppraisalStatus, Measure, ObjectionStatus, PointsWay, Subject
from cases.models.organisation import Named, Region, Unit
from cases.models.people import User
from cases.models.steps import RowStep

S, O = AppraisalStatus, ObjectionStatus  # noqa: E741  read beside the columns that keep them


class AppraisalSheet(Named):
    """The criteria for one kind of unit, or for persons. Reference data."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    subject = models.CharField(_("for whom"), max_length=10, choices=Subject.choices)
    least = models.PositiveSmallIntegerField(
        _("fewest facts for a place"),
        default=5,
        help_text=_("Whoever has fewer counted facts gets points, and no place among the others."),
    )
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("appraisal sheet")
        verbose_name_plural = _("appraisal sheets")
        constraints = [
            models.UniqueConstraint(
                fields=("subject",),
                condition=Q(active=True),
                name="one_appraisal_sheet_in_use",
                violation_error_message=_("One sheet for these is in use already."),
            )
        ]


class AppraisalCriterion(Named):
    """One line of a sheet: what it reads, its weight, how a value becomes points. Reference data."""

    sheet = models.ForeignKey(
        AppraisalSheet, models.PROTECT, related_name="criteria", verbose_name=_("appraisal sheet")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    measure = models.CharField(_("what it reads"), max_length=20, choices=Measure.choices)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("The weights of a sheet add up to 100; an appraisal is not drafted while they do not."),
    )
    way = models.CharField(_("how a value becomes points"), max_length=10, choices=PointsWay.choices)
    zero_at = models.DecimalField(_("no points at"), max_digits=7, decimal_places=2, default=Decimal(0))
    full_at = models.DecimalField(_("full points at"), max_digits=7, decimal_places=2, default=Decimal(100))
    off = models.DecimalField(_("points off for each"), max_digits=7, decimal_places=2, default=Decimal(0))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("sheet__code", "order")
        verbose_name = _("criterion of an appraisal sheet")
        verbose_name_plural = _("criteria of appraisal sheets")
        constraints = [
            models.UniqueConstraint(fields=("sheet", "order"), name="criterion_has_its_place"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="criterion_has_its_weight",
                violation_error_message=_("A weight is between 1 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(way=PointsWay.LINEAR) & ~Q(zero_at=F("full_at")) | Q(way=PointsWay.DEDUCTION, off__gt=0),
                name="criterion_makes_points",
                violation_error_message=_("Give two different values, or the points off for each."),
            ),
        ]


class Appraisal(models.Model):
    """One place in one period, counted on one day. ``status`` is written by ``actions.appraisals`` alone.

    ``rules`` are the sheets as they stood on that day, each criterion with the version of its row. It gets its number when it
    is made final.
    """

    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="appraisals", verbose_name=_("place"))
    period = models.CharField(_("period"), max_length=7)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    counted_on = models.DateField(_("counted on"))
    rules = models.JSONField(_("criteria"))
    status = models.CharField(_("status"), max_length=10, choices=S.choices, default=S.DRAFTED)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now)
    objections_due = models.DateField(_("may be contested until"), null=True, blank=True)
    objection_days = models.PositiveSmallIntegerField(_("working days for objections"), null=True, blank=True)
    final_at = models.DateTimeField(_("final since"), null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    class Meta:
        ordering = ("-until", "-pk")
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")
        constraints = [
            models.UniqueConstraint(
                fields=("region", "period"),
                condition=~Q(status=S.CANCELLED),
                name="appraised_once",
                violation_error_message=_("This place has its appraisal of the period already."),
            ),
            models.CheckConstraint(
                condition=Q(since__lte=F("until"), until__lt=F("counted_on")), name="appraisal_of_days_that_are_over"
            ),
            models.CheckConstraint(
                condition=Q(status__in=(S.TOLD, S.FINAL), objections_due__isnull=False) | Q(status__in=(S.DRAFTED, S.CANCELLED)),
                name="told_appraisal_may_be_contested",
                violation_error_message=_("What was told may be contested until a day."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.FINAL, number__isnull=False, final_at__isnull=False) | ~Q(status=S.FINAL) & Q(final_at__isnull=True),
                name="final_appraisal_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(status=S.CANCELLED) & ~Q(cancelled_why="") | ~Q(status=S.CANCELLED) & Q(cancelled_why=""),
                name="cancelled_appraisal_says_why",
                violation_error_message=_("An appraisal is cancelled with a reason."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.region} {self.period}"

    @cached_property
    def unit_ids(self) -> set[int]:
        """Units that are appraised, or whose people are."""
        return set(self.results.values_list("unit", flat=True))


class AppraisalResult(models.Model):
    """What a unit, or a person of it, got. ``points``, ``weight``, ``facts`` and ``place`` follow from the newest figures.

    Writer: ``actions.appraisals``.
    """

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="results", verbose_name=_("appraisal"))
    subject = models.CharField(_("for whom"), max_length=10, choices=Subject.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appraised", verbose_name=_("unit"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="appraised", verbose_name=_("person")
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    weight = models.PositiveSmallIntegerField(_("weights counted"))
    facts = models.PositiveIntegerField(_("facts counted"))
    place = models.PositiveIntegerField(_("rank"), null=True, blank=True)

    class Meta:
        ordering = ("appraisal", "subject", "unit__code", "pk")
        verbose_name = _("result of an appraisal")
        verbose_name_plural = _("results of appraisals")
        constraints = [
            models.UniqueConstraint(
                fields=("appraisal", "unit"), condition=Q(person__isnull=True), name="unit_appraised_once"
            ),
            models.UniqueConstraint(fields=("appraisal", "person"), name="person_appraised_once"),
            models.CheckConstraint(
                condition=Q(subject=Subject.PERSON, person__isnull=False) | ~Q(subject=Subject.PERSON) & Q(person__isnull=True),
                name="result_of_unit_or_person",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=100), name="result_within_100"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person or self.unit)


class AppraisalObjection(models.Model):
    """A criterion of a result contested, with the reason; decided by another person than drafted the appraisal.

    ``named`` are the keys of the facts that are contested; ``excluded`` those that the decision takes out. ``before`` and
    ``after`` are the points of the whole result. Writer: ``actions.appraisals``.
    """

    result = models.ForeignKey(AppraisalResult, models.PROTECT, related_name="objections")
    code = models.CharField(_("criterion"), max_length=40)
    text = models.TextField(_("reason"))
    named = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(_("status"), max_length=10, choices=O.choices, default=O.OPEN)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)
    excluded = models.JSONField(default=list)
    before = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    after = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("result", "pk")
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=("result", "code"),
                name="criterion_contested_once",
                violation_error_message=_("This criterion was contested already."),
            ),
            models.CheckConstraint(
                condition=Q(status=O.OPEN, decided_by__isnull=True) | ~Q(status=O.OPEN) & Q(decided_by__isnull=False) & ~Q(decision=""),
                name="decided_objection_has_its_reason",
                violation_error_message=_("An objection is decided by a person, with the reason."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="nobody_decides_the_own_objection"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.result_id} {self.code}"


class AppraisalFigure(models.Model):
    """One criterion of a result with every fact it rests on: {key: [how many, out of how many]}.

    Append-only: the database refuses to change or delete it. An objection that is upheld adds the next ``round``; the newest
    counts. Writer: ``actions.appraisals``.
    """

    result = models.ForeignKey(AppraisalResult, models.PROTECT, related_name="figures")
    code = models.CharField(_("criterion"), max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4, null=True, blank=True)
    count = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    facts = models.JSONField(default=dict)
    objection = models.OneToOneField(AppraisalObjection, models.PROTECT, null=True, blank=True, related_name="figure")

    class Meta:
        ordering = ("result", "code", "round")
        verbose_name = _("figure of an appraisal")
        verbose_name_plural = _("figures of appraisals")
        constraints = [models.UniqueConstraint(fields=("result", "code", "round"), name="figure_of_a_round")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.code} {self.round}"


class AppraisalStep(RowStep):
    """What happened to an appraisal; ``by=None`` is the calendar. Writer: ``actions.appraisals``, ``recompute_appraisals``."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=10, choices=AppraisalAct.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("appraisal", "pk")
        verbose_name = _("step of an appraisal")
        verbose_name_plural = _("steps of appraisals")

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.act}"


class AppraisalPart(models.Model):
    """What one batch of a count in the background gave, until the appraisal is drafted of all of them.

    Kept apart from the job, which is written with every batch. Writer: ``actions.appraisal_counts``.
    """

    job = models.ForeignKey("cases.Job", models.CASCADE, related_name="appraisal_parts")
    last_key = models.PositiveBigIntegerField()
    found = models.JSONField()

    class Meta:
        ordering = ("job", "last_key")
        verbose_name = _("part of the count of an appraisal")
        verbose_name_plural = _("parts of the counts of appraisals")
        constraints = [models.UniqueConstraint(fields=("job", "last_key"), name="appraisal_part_once")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.last_key}"
