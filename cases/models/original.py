"""Originals that change hands: what, when, between whom, against which receipt."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import Side
from cases.enums_papers import BETWEEN_UNITS, Handover
from cases.models.case import Case
from cases.models.material import ProjectMaterial
from cases.models.organisation import Unit
from cases.models.paper import IssuedDocument
from cases.models.people import User


class OriginalHandover(models.Model):
    """One hand-over of originals (材料交接单 between enterprise and agency). Append-only. Writer: ``actions.originals``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    kind = models.CharField(_("what happened"), max_length=10, choices=Handover.choices)
    on = models.DateField(_("date"))
    giver = models.CharField(_("handed over by"), max_length=60)
    taker = models.CharField(_("received by"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="handover")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_id", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(BETWEEN_UNITS), unit__isnull=False, document__isnull=True)
                | (~Q(kind__in=sorted(BETWEEN_UNITS)) & Q(unit__isnull=True, document__isnull=False)),
                name="handover_has_unit_or_receipt",
                violation_error_message=_("With the enterprise there is a receipt, with a unit its name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def signed(self) -> bool:
        """Whether the enterprise has signed the receipt, online or on a paper that is filed."""
        rows = self.document.signatures.all() if self.document else []
        return any(row.side == Side.ENTERPRISE and row.rejected_at is None for row in rows)


class OriginalLine(models.Model):
    """So many copies of one paper. Append-only."""

    handover = models.ForeignKey(OriginalHandover, models.PROTECT, related_name="lines")
    paper = models.ForeignKey(ProjectMaterial, models.PROTECT, related_name="original_lines")
    copies = models.PositiveSmallIntegerField(_("copies"))

    class Meta:
        ordering = ("handover_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=("handover", "paper"), name="original_once_per_handover"),
            models.CheckConstraint(
                condition=Q(copies__gte=1),
                name="original_has_copies",
                violation_error_message=_("At least one copy changes hands."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} × {self.copies}"
