"""Closed lists of early warning: what is watched, the steps of the ladder, what happens to an alert (domain C.7, P-070)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Watch(models.TextChoices):
    """A clock or a date that the ladder watches."""

    ITEM = "item", _("Item: promised limit, or the day by the roadmap")
    STATUTORY = "statutory", _("Legal limit")
    SPECIAL = "special", _("Limit of a special procedure")
    CORRECTION = "correction", _("Correction to be sent back")
    MEETING = "meeting", _("Meeting to be held")
    SECOND_MEETING = "second_meeting", _("Second project generation meeting")
    FLOW_TABLE = "flow_table", _("Flow table of a group")
    REPORT = "report", _("Weekly report")
    ANSWER = "answer", _("Enquiry of the enterprise to be answered")
    GAP = "gap", _("Promised late paper")
    CONDITION = "condition", _("Missing condition of a pre-approval")
    INSPECTION = "inspection", _("Inspection after a commitment")
    DELIVERY = "delivery", _("Results to be handed over")
    RESUME = "resume", _("Expected end of the suspension")
    FEE = "fee", _("Charge to be paid")
    ORDER = "order", _("Answer to a supervision order")
    FOLLOW_UP = "follow_up", _("Follow-up visit to be made")
    RECTIFICATION = "rectification", _("Bad evaluation to be put right")
    PAGE = "page", _("Review of a published page")
    PROGRESS = "progress", _("Regular account of the progress to the enterprise")
    TASK = "task", _("Task given by a meeting")
    TRANSFER = "transfer", _("Answer to a transfer")
    LETTER = "letter", _("Letter of the public to be answered")
    STATEMENT = "statement", _("Statement on a finding")
    INSPECTION_REPLY = "inspection_reply", _("Answer to a special inspection")
    CIRCULAR = "circular", _("Public notice of praise or criticism")


class Rung(models.TextChoices):
    """The steps of the ladder, from the bottom to the top; a step once taken is never taken again for the same date."""

    REMIND = "remind", pgettext_lazy("ladder", "Reminder")
    URGE = "urge", pgettext_lazy("ladder", "Urging")
    COORDINATE = "coordinate", pgettext_lazy("ladder", "Coordination meeting")
    SUPERVISE = "supervise", pgettext_lazy("ladder", "Supervision")
    CONFER = "confer", pgettext_lazy("ladder", "Joint conference")


RUNGS = tuple(Rung)


class AlertAct(models.TextChoices):
    """What stands in the log of an alert: the steps, and what people said."""

    REMIND = Rung.REMIND.value, Rung.REMIND.label
    URGE = Rung.URGE.value, Rung.URGE.label
    COORDINATE = Rung.COORDINATE.value, Rung.COORDINATE.label
    SUPERVISE = Rung.SUPERVISE.value, Rung.SUPERVISE.label
    CONFER = Rung.CONFER.value, Rung.CONFER.label
    ACKNOWLEDGE = "acknowledge", pgettext_lazy("ladder", "Acknowledge")
    PUT_OFF = "put_off", pgettext_lazy("ladder", "Put off")
    END = "end", pgettext_lazy("ladder", "Over")
