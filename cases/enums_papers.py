"""Closed lists of the material ledger and of fees. Values are stored; labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Origin(models.TextChoices):
    """Where a version of a paper comes from."""

    ENTERPRISE = "enterprise", _("From the enterprise")
    AGENCY = "agency", _("Filled in or brought by the agency")
    RESULT = "result", _("Result of another item")


class PaperState(models.TextChoices):
    """How a paper stands today, for the items that need it."""

    MISSING = "missing", pgettext_lazy("paper", "Missing")
    EXPIRED = "expired", pgettext_lazy("paper", "Expired")
    OBJECTED = "objected", pgettext_lazy("paper", "The enterprise objects")
    EXPIRES_EARLY = "expires_early", pgettext_lazy("paper", "Expires before it is needed")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("paper", "To be confirmed by the enterprise")
    MAY_FOLLOW = "may_follow", pgettext_lazy("paper", "Missing, may be handed in late")
    PROMISED = "promised", pgettext_lazy("paper", "Promised for later")
    COMING = "coming", pgettext_lazy("paper", "Comes from another item")
    HERE = "here", pgettext_lazy("paper", "Here")
    NOT_NEEDED = "not_needed", pgettext_lazy("paper", "Not needed any more")


class Pile(models.TextChoices):
    """What has to be done about papers: each state belongs to one pile (``ledger.PILES``)."""

    MISSING = "missing", pgettext_lazy("papers", "Missing")
    AGAIN = "again", pgettext_lazy("papers", "To be put right")
    LATE = "late", pgettext_lazy("papers", "Promised or allowed late")
    CONFIRM = "confirm", pgettext_lazy("papers", "To be confirmed")
    COMING = "coming", pgettext_lazy("papers", "Coming from other items")
    COMPLETE = "complete", pgettext_lazy("papers", "Complete")
    UNNEEDED = "unneeded", pgettext_lazy("papers", "Not needed any more")


class Handover(models.TextChoices):
    """What happens to originals: between the enterprise and the agency against a receipt, or between the agency and a unit."""

    TAKEN = "taken", _("Taken over from the enterprise")
    LODGED = "lodged", _("Lodged with a unit")
    FETCHED = "fetched", _("Fetched from a unit")
    RETURNED = "returned", _("Returned to the enterprise")


class Payer(models.TextChoices):
    """Who pays a charge."""

    ENTERPRISE = "enterprise", _("The enterprise")
    GOVERNMENT = "government", pgettext_lazy("fee", "The government")
    WAIVED = "waived", pgettext_lazy("fee", "Nobody: exempt or waived")


BETWEEN_UNITS = frozenset({Handover.LODGED, Handover.FETCHED})
