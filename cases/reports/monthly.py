"""The monthly summary."""

from django.utils.translation import gettext_lazy as _

from cases.enums_reports import Rhythm
from cases.reports.summary import Summary


class Monthly(Summary):
    """How the service went in a month."""

    code = "monthly"
    title = _("Monthly summary")
    question = _("How did the service go this month, compared with the month before and with its targets?")
    rhythms = (Rhythm.MONTH,)
