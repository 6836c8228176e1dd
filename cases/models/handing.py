"""Hand-overs on the way: with the windows of the government hall, and from one group of the task force to the next."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import MaterialForm
from cases.enums_finish import HandedKind, WindowWay
from cases.models.case import Case
from cases.models.item import CaseItem
from cases.models.organisation import Unit, WorkGroup
from cases.models.paper import IssuedDocument
from cases.models.people import User


class WindowHandover(models.Model):
    """Papers that went between the agency and a window, with the slip that both sides sign (P-078). Writer: ``actions.windows``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="window_handovers")
    way = models.CharField(_("direction"), max_length=12, choices=WindowWay.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of the window"))
    window = models.CharField(_("window"), max_length=60)
    on = models.DateField(_("date"))
    window_person = models.CharField(_("person at the window"), max_length=60)
    agency_person = models.CharField(_("person of the agency"), max_length=60)
    note = models.CharField(_("note"), max_length=300, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("hand-over with a window")
        verbose_name_plural = _("hand-overs with windows")

    def __str__(self) -> str:
        return f"{self.window} {self.on}"


class HandedPaper(models.Model):
    """One line of the list of a hand-over with a window. Writer: ``actions.windows``."""

    handover = models.ForeignKey(WindowHandover, models.PROTECT, related_name="papers")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="handed_papers")
    kind = models.CharField(_("kind"), max_length=10, choices=HandedKind.choices)
    name = models.CharField(_("paper"), max_length=200)
    number = models.CharField(_("number"), max_length=100, blank=True)
    form = models.CharField(_("form"), max_length=12, choices=MaterialForm.choices, default=MaterialForm.ORIGINAL)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)

    class Meta:
        ordering = ("handover", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gte=1) & ~Q(name=""),
                name="handed_paper_is_something",
                violation_error_message=_("A paper that is handed over has a name and one copy at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupHandover(models.Model):
    """A group that has finished its items hands the project over to the next (P-069). Writer: ``actions.groups``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="group_handovers")
    giver = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+", verbose_name=_("from the group"))
    taker = models.ForeignKey(WorkGroup, models.PROTECT, related_name="+", verbose_name=_("to the group"))
    on = models.DateField(_("handed over on"))
    items = models.ManyToManyField(CaseItem, related_name="+", verbose_name=_("items finished"))
    papers = models.TextField(_("papers handed over"), blank=True)
    note = models.CharField(_("what the next group has to know"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("acknowledged by")
    )
    taken_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    remark = models.CharField(_("remark of the next group"), max_length=500, blank=True)

    class Meta:
        ordering = ("case_id", "pk")
        verbose_name = _("hand-over between groups")
        verbose_name_plural = _("hand-overs between groups")
        indexes = [
            models.Index(fields=("taker",), condition=Q(taken_at__isnull=True), name="group_handover_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("case", "giver", "taker"),
                name="group_hands_over_once",
                violation_error_message=_("This group has handed the project over already."),
            ),
            models.CheckConstraint(
                condition=~Q(giver=models.F("taker")),
                name="group_hands_to_another",
                violation_error_message=_("A group hands over to another group."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="group_handover_taken_by_somebody",
                violation_error_message=_("Whoever acknowledges a hand-over is named with the day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
