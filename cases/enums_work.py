"""Closed lists of the daily work: ways of contact, reports, problems. Values are stored; labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactWay(models.TextChoices):
    """The three ways of service (W-004), and the one to be avoided (W-001)."""

    AGENT_VISIT = "agent_visit", _("An agent came and ran the errand")
    OFFICER_VISIT = "officer_visit", _("An approving officer came to the enterprise")
    ONLINE = "online", _("Wholly online")
    ENTERPRISE_CAME = "enterprise_came", _("The enterprise came")


class FilingPlace(models.TextChoices):
    """Where an application was filed (P-066)."""

    WINDOW = "window", _("At the window")
    PLATFORM = "platform", _("On the national investment project platform")


VISITS = frozenset({ContactWay.AGENT_VISIT, ContactWay.OFFICER_VISIT})
