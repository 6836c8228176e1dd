"""Words of summary reports and of the phases in which the service is rolled out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    """How long the time of a report is, and how often it comes."""

    WEEK = "week", _("Weekly")
    MONTH = "month", _("Monthly")
    YEAR = "year", _("Yearly")


class Phase(models.TextChoices):
    """The phases of the rollout in the order in which they follow (W-080 to W-083)."""

    PREPARATION = "preparation", pgettext_lazy("phase", "Preparation")
    PILOT = "pilot", pgettext_lazy("phase", "Trial")
    FULL = "full", pgettext_lazy("phase", "Full operation")
    NORMAL = "normal", pgettext_lazy("phase", "Normal operation")
