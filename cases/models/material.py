"""The material ledger of a project: each paper once, its versions, what the enterprise says to those the agency made."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.enums_papers import Origin
from cases.models.case import Case
from cases.models.item import CaseItem
from cases.models.people import User


class ProjectMaterial(models.Model):
    """A paper of the project, handed in once for every item that asks for a paper of this name. Writer: ``actions.materials``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ledger")
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)

    class Meta:
        ordering = ("case_id", "pk")
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [models.UniqueConstraint(fields=("case", "name_zh"), name="paper_once_per_project")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class MaterialVersion(models.Model):
    """A version of a paper: its files, or what was filled in. Never changed: a change is the next version. Append-only."""

    paper = models.ForeignKey(ProjectMaterial, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    origin = models.CharField(_("source"), max_length=10, choices=Origin.choices)
    result_of = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="+")
    filled = models.TextField(_("what was filled in"), blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("paper_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=("paper", "number"), name="material_version_once"),
            models.CheckConstraint(
                condition=Q(origin=Origin.RESULT, result_of__isnull=False)
                | (~Q(origin=Origin.RESULT) & Q(result_of__isnull=True)),
                name="result_names_its_item",
                violation_error_message=_("A result names the item it comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} v{self.number}"

    @property
    def agreed(self) -> bool | None:
        """Whether the enterprise stands by it: its own papers and results need no word, the agency's need one."""
        if self.origin != Origin.AGENCY:
            return True
        return self.answer.agreed if hasattr(self, "answer") else None


class MaterialAnswer(models.Model):
    """The enterprise confirms, or objects to, what the agency filled in or brought for it. Given once. Append-only."""

    version = models.OneToOneField(MaterialVersion, models.PROTECT, related_name="answer")
    agreed = models.BooleanField(_("confirmed"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(reason=""),
                name="objection_has_its_reason",
                violation_error_message=_("Say what is wrong."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.agreed}"
