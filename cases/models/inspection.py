"""Special inspections with checklists (定期专项督促指导, W-095): the checklists, the rhythm, the inspection and its answers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.enums import Certainty, UnitKind
from cases.enums_findings import FindingKind
from cases.enums_inspections import Checked, InspectionAct, InspectionStatus
from cases.models.case import Case
from cases.models.organisation import Named, Region, Unit
from cases.models.people import User
from cases.models.steps import RowStep

S = InspectionStatus


class Checklist(Named):
    """What inspectors ask of a kind of unit. Reference data."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    unit_kind = models.CharField(
        _("for units of the kind"),
        max_length=12,
        choices=UnitKind.choices,
        blank=True,
        help_text=_("Empty: every unit."),
    )
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("inspection checklist")
        verbose_name_plural = _("inspection checklists")


class ChecklistQuestion(Named):
    """One question: ``name`` asks it, ``kind`` is what a “no” points at, ``evidence`` where to look. Reference data."""

    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="questions", verbose_name=_("inspection checklist")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(
        _("a “no” points at"),
        max_length=10,
        choices=FindingKind.choices,
        blank=True,
        help_text=_("Empty: at none of the four."),
    )
    evidence_zh = models.CharField(_("evidence (Chinese)"), max_length=300)
    evidence_en = models.CharField(_("evidence (English)"), max_length=400)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("checklist__code", "order")
        verbose_name = _("question of a checklist")
        verbose_name_plural = _("questions of checklists")
        constraints = [models.UniqueConstraint(fields=("checklist", "order"), name="question_has_its_place")]

    @property
    def evidence(self) -> str:
        return self._local("evidence")


class InspectionRhythm(models.Model):
    """How often the units of a place are inspected with a checklist; a place inside may have its own. Reference data."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="rhythms", verbose_name=_("region"))
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="rhythms", verbose_name=_("inspection checklist")
    )
    months = models.PositiveSmallIntegerField(
        _("every so many months"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    first_due = models.DateField(_("first due on"), help_text=_("For units that were never inspected."))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("region__code", "checklist__code")
        verbose_name = _("rhythm of inspections")
        verbose_name_plural = _("rhythms of inspections")
        constraints = [
            models.UniqueConstraint(fields=("region", "checklist"), name="rhythm_of_place_once"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=60),
                name="rhythm_of_months",
                violation_error_message=_("Between 1 and 60 months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.checklist}"


class Inspection(models.Model):
    """One unit looked at by people who look over its place. ``status`` is written by ``actions.inspections`` alone.

    It gets its number with the report. ``seed`` and ``proposed`` (case numbers) are what the system drew; ``sample`` is what
    people chose to look at.
    """

    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="inspections", verbose_name=_("place"))
    title = models.CharField(_("title"), max_length=120)
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="inspections", verbose_name=_("inspection checklist")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name=_("unit inspected"))
    inspectors = models.ManyToManyField(User, related_name="inspections", verbose_name=_("inspectors"))
    planned_on = models.DateField(_("planned day"))
    since = models.DateField(_("looks at the time from"))
    until = models.DateField(_("looks at the time until"))
    seed = models.PositiveIntegerField(_("seed of the lot"))
    proposed = models.JSONField(_("cases proposed"), default=list)
    sample = models.ManyToManyField(Case, blank=True, related_name="inspections", verbose_name=_("cases looked at"))
    status = models.CharField(_("status"), max_length=10, choices=S.choices, default=S.PLANNED)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    planned_at = models.DateTimeField(_("planned at"), default=timezone.now)
    conclusion = models.TextField(_("conclusion"), blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("working days for the answer"), null=True, blank=True)
    first_answer_due = models.DateField(
        null=True, blank=True
    )  # what the report prints, also after an answer was sent back
    answer = models.TextField(_("answer of the unit"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    result = models.TextField(_("what the check showed"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    class Meta:
        ordering = ("-planned_on", "-pk")
        verbose_name = _("special inspection")
        verbose_name_plural = _("special inspections")
        indexes = [models.Index(fields=("unit", "checklist", "status"), name="inspection_unit_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")),
                name="inspection_period_runs_forward",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=(S.REPORTED, S.CLOSED), number__isnull=False, reported_at__isnull=False, answer_due__isnull=False)
                & ~Q(conclusion="")
                | ~Q(status__in=(S.REPORTED, S.CLOSED)) & Q(number__isnull=True, reported_at__isnull=True),
                name="reported_inspection_is_numbered",
                violation_error_message=_("A report has its number, its conclusion and a day for the answer."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.CLOSED, closed_at__isnull=False) & ~Q(result="") | ~Q(status=S.CLOSED) & Q(closed_at__isnull=True),
                name="closed_inspection_was_checked",
                violation_error_message=_("An inspection is closed with what the check showed."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.CANCELLED) & ~Q(cancelled_why="") | ~Q(status=S.CANCELLED) & Q(cancelled_why=""),
                name="cancelled_inspection_says_why",
                violation_error_message=_("An inspection is cancelled with a reason."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def inspector_ids(self) -> set[int]:
        return {user.pk for user in self.inspectors.all()}


class InspectionAnswer(models.Model):
    """The answer to one question, with the question as it read that day. Writer: ``actions.inspections``."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")
    question = models.ForeignKey(ChecklistQuestion, models.PROTECT, related_name="+")
    asked_zh = models.CharField(max_length=200)
    asked_en = models.CharField(max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices, blank=True)
    answer = models.CharField(_("answer"), max_length=4, choices=Checked.choices)
    note = models.TextField(_("note"), blank=True)
    cases = models.ManyToManyField(Case, blank=True, related_name="+", verbose_name=_("cases"))

    class Meta:
        ordering = ("inspection", "question__order")
        verbose_name = _("answer to a checklist")
        verbose_name_plural = _("answers to checklists")
        constraints = [
            models.UniqueConstraint(fields=("inspection", "question"), name="question_answered_once"),
            models.CheckConstraint(
                condition=~Q(answer=Checked.NO) | ~Q(note=""),
                name="no_has_its_note",
                violation_error_message=_("A “no” says what was seen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_zh} {self.answer}"

    @property
    def asked(self) -> str:
        return self.asked_en if (get_language() or "").startswith("en") else self.asked_zh


class InspectionStep(RowStep):
    """What happened to an inspection. Writer: ``actions.inspections``."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=10, choices=InspectionAct.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: the calendar

    class Meta:
        ordering = ("inspection", "pk")
        verbose_name = _("step of an inspection")
        verbose_name_plural = _("steps of inspections")

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.act}"


class InspectionReminder(models.Model):
    """That those who look over the place were told that a unit is due: once for each due day. Writer: ``actions.inspections``."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    due = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("reminder of an inspection")
        verbose_name_plural = _("reminders of inspections")
        constraints = [models.UniqueConstraint(fields=("unit", "checklist", "due"), name="inspection_reminded_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.due}"
