"""Closed lists about the people of the service: where they come from, their place in the task force."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffSource(models.TextChoices):
    """Where somebody of the service comes from (W-021)."""

    OWN = "own", _("Own staff")
    PURCHASED = "purchased", _("Purchased service")
    SECONDED = "seconded", _("Seconded cadre")


class SeatRole(models.TextChoices):
    """Places in the task force that need no account: its leaders, its office, the contacts of its members (P-010 to P-013)."""

    LEADER = "leader", _("Leader of the task force")
    DEPUTY_LEADER = "deputy_leader", _("Deputy leader of the task force")
    OFFICE_DIRECTOR = "office_director", _("Director of the office")
    MEMBER = "member", _("Member of the task force")
    CONTACT = "contact", _("Contact of the member unit")


class Rank(models.TextChoices):
    HEAD = "head", _("Main leader")
    DEPUTY = "deputy", _("Deputy leader")
