"""Closed lists of special inspections with checklists (W-095)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class InspectionStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("inspection", "Planned")
    UNDERWAY = "underway", pgettext_lazy("inspection", "Under way")
    REPORTED = "reported", pgettext_lazy("inspection", "Reported")
    CLOSED = "closed", pgettext_lazy("inspection", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("inspection", "Cancelled")


class InspectionAct(models.TextChoices):
    """The steps of an inspection; what may follow what stands in ``cases.inspections.TABLE``. ``MOVE`` is the calendar's, nobody's."""

    PLAN = "plan", pgettext_lazy("inspection", "Plan")
    CHANGE = "change", pgettext_lazy("inspection", "Change plan and sample")
    START = "start", pgettext_lazy("inspection", "Begin")
    CHECK = "check", pgettext_lazy("inspection", "Answer the checklist")
    FILE = "file", pgettext_lazy("inspection", "File a finding")
    REPORT = "report", pgettext_lazy("inspection", "Report")
    REPLY = "reply", pgettext_lazy("inspection", "Answer the report")
    SEND_BACK = "send_back", pgettext_lazy("inspection", "Send the answer back")
    CLOSE = "close", pgettext_lazy("inspection", "Close")
    CANCEL = "cancel", pgettext_lazy("inspection", "Cancel the inspection")
    MOVE = "move", pgettext_lazy("inspection", "Day for the answer moved with the calendar")


class Checked(models.TextChoices):
    """The answer to a question of a checklist."""

    YES = "yes", pgettext_lazy("checklist", "Yes")
    NO = "no", pgettext_lazy("checklist", "No")
    NONE = "none", pgettext_lazy("checklist", "Does not apply")
