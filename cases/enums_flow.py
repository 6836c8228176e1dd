"""The types of approval flow of the national standard (SPLCLX, domain C.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlowType(models.IntegerChoices):
    """On which flow a project runs. The system itself tells 1, 2, 3, 6 and 10 (``queries.flows``)."""

    GOVERNMENT_BUILDING = 1, _("Government investment (buildings)")
    GOVERNMENT_LINE = 2, _("Government investment (lines)")
    PRIVATE = 3, _("Private investment")
    PRIVATE_SMALL = 4, _("Small private investment")
    PRIVATE_WITH_DESIGN = 5, _("Private investment on land granted with its design")
    INDUSTRY = 6, _("Industrial investment")
    TRAFFIC = 7, _("Traffic")
    WATER = 8, _("Water works")
    ENERGY = 9, _("Energy")
    OTHER = 10, _("Other investment")
