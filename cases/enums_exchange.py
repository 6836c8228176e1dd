"""Closed lists of the exchange with other systems (W-061). Every exchange is simulated: files, no connection."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Partner(models.TextChoices):
    """The systems that the service was built on, and the office that sends the yearly list."""

    APPROVAL = "approval", _("Approval management system for construction projects")
    PLATFORM = "platform", _("Enterprise platform Weiqitong")
    HOTLINE = "hotline", _("12345 hotline")
    LISTS = "lists", _("Lists of major projects")


class ExchangeKind(models.TextChoices):
    """What is exchanged, and in which direction."""

    NATIONAL_EXPORT = "national_export", _("Export in the tables of the national data standard")
    STATUS_IMPORT = "status_import", _("Import of the status log of items")
    ENTERPRISE_IMPORT = "enterprise_import", _("Import of basic data of enterprises")
    PROGRESS_EXPORT = "progress_export", _("Export of the progress of cases")
    ENQUIRY_IMPORT = "enquiry_import", _("Import of enquiries")
    ANSWER_EXPORT = "answer_export", _("Export of the answers")
    LIST_IMPORT = "list_import", _("Import of the yearly list of major projects")


K = ExchangeKind
PARTNER_OF: dict[ExchangeKind, Partner] = {
    K.NATIONAL_EXPORT: Partner.APPROVAL,
    K.STATUS_IMPORT: Partner.APPROVAL,
    K.ENTERPRISE_IMPORT: Partner.PLATFORM,
    K.PROGRESS_EXPORT: Partner.PLATFORM,
    K.ENQUIRY_IMPORT: Partner.HOTLINE,
    K.ANSWER_EXPORT: Partner.HOTLINE,
    K.LIST_IMPORT: Partner.LISTS,
}
IMPORTS = (K.STATUS_IMPORT, K.ENTERPRISE_IMPORT, K.ENQUIRY_IMPORT, K.LIST_IMPORT)
EXPORTS = (K.NATIONAL_EXPORT, K.PROGRESS_EXPORT, K.ANSWER_EXPORT)
# An administrator sees no case: what is about cases belongs to the heads of agencies.
ABOUT_CASES = frozenset({K.NATIONAL_EXPORT, K.STATUS_IMPORT, K.PROGRESS_EXPORT, K.ENQUIRY_IMPORT, K.ANSWER_EXPORT})


class LineState(models.TextChoices):
    """What became of a line of an imported file."""

    NEW = "new", _("Taken in")
    CHANGED = "changed", _("Changed by it")
    KNOWN = "known", _("Known already")
    REFUSED = "refused", _("Refused")
