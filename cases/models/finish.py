"""Pauses and the end: suspension, delivery of results, evaluation."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import DeliveryMethod, SuspensionGround
from cases.enums_finish import DIMENSIONS, EvaluationChannel
from cases.enums_work import EvaluationLevel
from cases.models.case import Case
from cases.models.item import CaseItem, StoredFile
from cases.models.paper import IssuedDocument
from cases.models.people import User


class Suspension(models.Model):
    """A pause of the agency's service (P-073, P-074): the approvals already filed go on. Writer: ``actions.pausing``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="suspensions")
    ground = models.CharField(_("ground"), max_length=10, choices=SuspensionGround.choices)
    explanation = models.CharField(_("explanation"), max_length=500)
    tried = models.CharField(_("what was tried before"), max_length=500, blank=True)
    start = models.DateField(_("suspended on"))
    expected_end = models.DateField(_("expected to end"), null=True, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    end = models.DateField(_("resumed on"), null=True, blank=True)
    resumption = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    resumed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("case_id", "start")
        constraints = [
            models.UniqueConstraint(fields=("case",), condition=Q(end__isnull=True), name="one_open_suspension"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")), name="suspension_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.start}"


class Delivery(models.Model):
    """Results handed over, in person or by mail with the signed receipt (P-075 to P-077). Writer: ``actions.finishing``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deliveries")
    method = models.CharField(_("method"), max_length=10, choices=DeliveryMethod.choices)
    on = models.DateField(_("date"))
    receiver = models.CharField(_("received by"), max_length=60)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    receipt_on = models.DateField(_("receipt signed on"), null=True, blank=True)
    items = models.ManyToManyField(CaseItem, related_name="deliveries", verbose_name=_("results"))
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("case_id", "on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(method=DeliveryMethod.MAIL) | ~Q(tracking=""),
                name="mail_has_tracking",
                violation_error_message=_("A delivery by mail needs its tracking number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.on}"


def _dimension(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, choices=EvaluationLevel.choices, null=True, blank=True)


class Evaluation(models.Model):
    """The enterprise's rating: voluntary, once per case (GB/T 39735—2020). Nothing is filled in for silence.

    ``channel``: which service it rates, by its own choice; empty in rows from before channels were told apart.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="evaluation")
    channel = models.CharField(
        pgettext_lazy("evaluation", "channel"), max_length=10, choices=EvaluationChannel.choices, blank=True
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=EvaluationLevel.choices)
    efficiency = _dimension(_("efficiency"))
    guide = _dimension(_("accuracy of the guides"))
    convenience = _dimension(_("convenience"))
    platform = _dimension(_("ease of using the platform"))
    competence = _dimension(_("competence"))
    attitude = _dimension(_("attitude"))
    comment = models.TextField(pgettext_lazy("evaluation", "comment"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="evaluation_has_five_levels"),
            models.CheckConstraint(
                condition=Q(channel=EvaluationChannel.ONLINE, competence__isnull=True, attitude__isnull=True)
                | Q(channel__in=("", EvaluationChannel.ON_SITE), guide__isnull=True, convenience__isnull=True, platform__isnull=True),
                name="evaluation_keeps_to_its_channel",
                violation_error_message=_("Each channel has its own dimensions."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_level_display())

    @property
    def dimensions(self) -> list[tuple[str, str]]:
        """What its channel asks, each with the level that was given, or nothing: all of it is voluntary."""
        words = dict(EvaluationLevel.choices)
        rated = {name: getattr(self, name) for name in DIMENSIONS[self.channel]}
        return [(str(DIMENSIONS[self.channel][name]), str(words.get(level, ""))) for name, level in rated.items()]
