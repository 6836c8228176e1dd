"""Who there is: regions, departments (lines of business), units, and the task force of 1+3+N."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import Level, RegionKind, StageCode, UnitKind


class Named(models.Model):
    """A reference row with a name in both languages; ``name`` is the one of the reader."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    def _local(self, stem: str) -> str:
        """The text of ``{stem}_zh`` or ``{stem}_en`` for the reader."""
        lang = "en" if (get_language() or "").startswith("en") else "zh"
        return str(getattr(self, f"{stem}_{lang}"))


class Region(Named):
    """A place with its level; ``path`` is the codes from the top, so a region's whole inside is one prefix. Source: GB/T 2260."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=RegionKind.choices, default=RegionKind.REGION)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=80, editable=False, db_index=True)
    scheme = models.ForeignKey(
        "cases.ServiceScheme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="regions",
        verbose_name=_("service scheme"),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def holds(self, place: "Region") -> bool:
        """Whether ``place`` is this region or lies in it."""
        return f"{place.path}/".startswith(f"{self.path}/")


class Department(Named):
    """A line of business (自然资源和规划, 住房城乡建设 …): who decides an item, whatever the unit is called locally."""

    code = models.SlugField(_("code"), max_length=30, unique=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Unit(Named):
    """A concrete office in a region. An agency unit assists enterprises; the others decide or supply."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name=_("region"))
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    short_zh = models.CharField(_("short name"), max_length=60, blank=True)
    departments = models.ManyToManyField(
        Department, blank=True, related_name="units", verbose_name=_("lines of business")
    )
    phone = models.CharField(_("office phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    hours_zh = models.CharField(_("opening hours (Chinese)"), max_length=150, blank=True)
    hours_en = models.CharField(_("opening hours (English)"), max_length=200, blank=True)
    # What agreements print of the side that serves (W-050).
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    head = models.CharField(_("person in charge"), max_length=60, blank=True)

    class Meta:
        ordering = ("region__code", "code")
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    @property
    def hours(self) -> str:
        return self._local("hours")


# The group that dispatches (P-017): it files a flow table and has no items of its own.
DISPATCHING = Q(files_flow_table=True, is_generation=False, items__isnull=True)


class WorkGroup(Named):
    """A group of the task force (P-012 to P-017): its lead, its members and the stages it answers for."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="groups", verbose_name=_("region"))
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="leads", verbose_name=_("lead unit"))
    members = models.ManyToManyField(Unit, related_name="groups", verbose_name=_("member units"))
    items = models.ManyToManyField(
        "cases.ApprovalItem", blank=True, related_name="groups", verbose_name=pgettext_lazy("approval", "items")
    )
    is_generation = models.BooleanField(_("project generation group"), default=False)
    with_town = models.BooleanField(_("the street, town or park of the project takes part"), default=True)
    files_flow_table = models.BooleanField(_("files a flow table"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("region__code", "order")
        verbose_name = _("work group")
        verbose_name_plural = _("work groups")


class Stage(Named):
    """One of the four national stages or a side track (W-025)."""

    code = models.CharField(_("code"), max_length=2, unique=True, choices=StageCode.choices)
    order = models.PositiveSmallIntegerField(_("order"))
    is_main = models.BooleanField(_("one of the four main stages"), default=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name=_("lead department"))

    class Meta:
        ordering = ("order",)
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class CalendarDay(models.Model):
    """Whether a date is worked. Source: the State Council's yearly notice; provisional until it is out (domain D)."""

    date = models.DateField(_("date"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    name = models.CharField(_("holiday"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)

    class Meta:
        ordering = ("date",)
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    def __str__(self) -> str:
        return str(self.date)


class ServiceScheme(Named):
    """One way of giving the service: 0+N, 1+3+N, or a third one that is only data. Every number of the two policies lives here."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    document_title = models.CharField(_("policy document"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    document_date = models.DateField(_("date of the document"))
    grounds = models.JSONField(_("grounds of eligibility"), default=list)
    min_investment = models.DecimalField(
        _("least investment in yuan"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    list_levels = models.JSONField(_("levels of the project lists"), default=list)
    generation_review = models.BooleanField(_("project generation review"), default=False)
    generation_meetings = models.PositiveSmallIntegerField(_("generation meetings"), default=2)
    meeting_interval_wd = models.PositiveSmallIntegerField(
        _("longest interval of the meetings (working days)"), default=15
    )
    joint_review = models.BooleanField(_("joint review meeting"), default=True)
    flow_tables = models.BooleanField(_("flow tables by group"), default=False)
    flow_table_wd = models.PositiveSmallIntegerField(_("flow table due (working days after signing)"), default=15)
    report_rhythm = models.CharField(_("report rhythm"), max_length=20, default="weekly")
    report_weekday = models.PositiveSmallIntegerField(
        _("day of the weekly report (1 = Monday)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
    )
    roles = models.JSONField(_("roles"), default=list)
    routing = models.CharField(_("routing"), max_length=30)
    agreement_kind = models.CharField(_("form of the agreement"), max_length=20)
    correction_days = models.PositiveSmallIntegerField(_("days to correct (working days)"), default=5)
    answer_wd = models.PositiveSmallIntegerField(_("enquiries answered within (working days)"), default=1)
    complaint_wd = models.PositiveSmallIntegerField(_("complaints answered within (working days)"), default=5)
    suggestion_wd = models.PositiveSmallIntegerField(_("suggestions answered within (working days)"), default=10)
    feedback_wd = models.PositiveSmallIntegerField(_("progress told every (working days)"), default=5)
    delivery_wd = models.PositiveSmallIntegerField(_("results delivered within (working days)"), default=10)
    rectification_wd = models.PositiveSmallIntegerField(_("bad ratings rectified within (working days)"), default=15)
    follow_up_wd = models.PositiveSmallIntegerField(
        _("follow-up visit within (working days after the end)"), default=10
    )
    liaisons_min = models.PositiveSmallIntegerField(_("fewest chief liaisons per county"), default=3)
    liaisons_max = models.PositiveSmallIntegerField(_("most chief liaisons per county"), default=5)

    transfer_wd = models.PositiveSmallIntegerField(
        _("offers between agencies answered within (working days)"), default=2
    )
    notice_months = models.PositiveSmallIntegerField(
        _("public notices of praise and criticism every (months)"),
        default=0,
        validators=[MaxValueValidator(60)],
        help_text=_("0: nobody is reminded."),
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("service scheme")
        verbose_name_plural = _("service schemes")
        constraints = [
            models.CheckConstraint(
                condition=Q(liaisons_min__lte=models.F("liaisons_max")),
                name="scheme_liaisons_order",
                violation_error_message=_("The fewest liaisons cannot be more than the most."),
            )
        ]

    @property
    def three_level(self) -> bool:
        """Whether cases go from agency to agency (W-033); elsewhere the upper departments are asked (domain A.3-9)."""
        return self.routing == "three_level"
