"""A project as its owner entered it, and the yearly lists of major projects."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Funding, LandAcquisition, Level
from cases.models.catalogue import ProjectCategory
from cases.models.organisation import Region
from cases.models.people import Enterprise, User


class MajorProjectListEntry(models.Model):
    """One line of a year's list of major projects (W-010, W-011, W-083)."""

    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(_("level of the list"), max_length=10, choices=Level.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    name = models.CharField(_("project"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    project_code = models.CharField(_("project code"), max_length=24, blank=True)

    class Meta:
        ordering = ("-year", "level", "name")
        verbose_name = _("entry of the major project list")
        verbose_name_plural = _("major project list")
        constraints = [models.UniqueConstraint(fields=("year", "level", "region", "name"), name="list_entry_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Project(models.Model):
    """What is to be built. Writer: ``actions.projects``; frozen for the enterprise once its case is submitted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="projects")
    name = models.CharField(_("project name"), max_length=200)
    project_code = models.CharField(_("national project code"), max_length=24, blank=True)
    category = models.ForeignKey(ProjectCategory, models.PROTECT, related_name="projects", verbose_name=_("category"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="projects", verbose_name=_("county, district or zone")
    )
    town = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("town, street or park")
    )
    address = models.CharField(_("place of construction"), max_length=200)
    investment = models.DecimalField(_("total investment (yuan)"), max_digits=16, decimal_places=2)
    funding = models.CharField(_("source of funds"), max_length=12, choices=Funding.choices)
    land_acquisition = models.CharField(_("how the land is acquired"), max_length=12, choices=LandAcquisition.choices)
    land_area = models.DecimalField(_("land area (m²)"), max_digits=12, decimal_places=2, null=True, blank=True)
    floor_area = models.DecimalField(_("floor area (m²)"), max_digits=12, decimal_places=2, null=True, blank=True)
    scale = models.TextField(_("scale and content of construction"))
    benefits = models.TextField(_("economic and social benefits"), blank=True)
    need_land = models.TextField(_("land"), blank=True)
    need_planning = models.TextField(_("planning"), blank=True)
    need_energy = models.TextField(_("energy use"), blank=True)
    need_emission = models.TextField(_("discharge of pollutants"), blank=True)
    need_funding = models.TextField(_("funds"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=60)
    contact_phone = models.CharField(_("contact phone"), max_length=30)
    decision_reference = models.CharField(_("decision of the government (reference)"), max_length=100, blank=True)
    answers = models.JSONField(_("answers to the deciding questions"), default=dict, blank=True)
    planned_start = models.DateField(_("planned start of construction"), null=True, blank=True)
    planned_finish = models.DateField(_("planned completion"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(investment__gt=0),
                name="investment_positive",
                violation_error_message=_("The investment must be more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_finish__isnull=True)
                | Q(planned_finish__gte=models.F("planned_start")),
                name="finish_after_start",
                violation_error_message=_("The planned completion is before the planned start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
