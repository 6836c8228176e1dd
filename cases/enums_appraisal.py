"""Closed lists of the appraisal of units and persons (考评, P-092)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """Whom a sheet of criteria is for."""

    AGENCY = "agency", _("Assisting agencies")
    DEPARTMENT = "department", _("Deciding departments")
    PERSON = "person", pgettext_lazy("appraisal", "Persons")


class Measure(models.TextChoices):
    """What a criterion reads: an indicator by its code, or how many findings and notices there are.

    Only indicators that add up over the cases: each figure can be taken apart again into what every case gave to it.
    """

    ON_TIME = "on_time", _("Decided in time")
    EARLY = "early", _("Decided early")
    OVERDUE = "overdue", _("Past the promised limit")
    FIRST_TIME = "first_time", _("Accepted at once")
    CORRECTED = "corrected", _("Correction asked for")
    REFUSED = "refused", _("Refused")
    TRIPS = "trips", _("Trips of enterprises")
    ONLINE = "online", _("Wholly online")
    GAPS_KEPT = "gaps_kept", _("Promises kept")
    SATISFIED = "satisfied", _("Satisfied")
    BAD = "bad", _("Bad evaluations")
    PUT_RIGHT = "put_right", _("Put right")
    TABLES_IN_TIME = "tables_in_time", _("Flow tables in time")
    FINDINGS = "findings", _("Confirmed findings")
    PRAISE = "praise", _("Notices of praise issued")
    CRITICISM = "criticism", _("Notices of criticism issued")


ROWS = (
    Measure.FINDINGS,
    Measure.PRAISE,
    Measure.CRITICISM,
)  # counted by rows, not by cases; none of them is a value too


class PointsWay(models.TextChoices):
    """How a value becomes points."""

    LINEAR = "linear", _("In proportion between two values")
    DEDUCTION = "deduction", _("Full points, less so much for each")


class AppraisalStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("appraisal", "Drafted")
    TOLD = "told", pgettext_lazy("appraisal", "Told, may be contested")
    FINAL = "final", pgettext_lazy("appraisal", "Final")
    CANCELLED = "cancelled", pgettext_lazy("appraisal", "Cancelled")


class AppraisalAct(models.TextChoices):
    """The steps of an appraisal; what may follow what stands in ``cases.appraisal.TABLE``."""

    DRAFT = "draft", pgettext_lazy("appraisal", "Draft")
    TELL = "tell", pgettext_lazy("appraisal", "Tell everybody the own result")
    CONTEST = "contest", pgettext_lazy("appraisal", "Contest")
    DECIDE = "decide", pgettext_lazy("appraisal", "Decide the objection")
    FINISH = "finish", pgettext_lazy("appraisal", "Make it final")
    CANCEL = "cancel", pgettext_lazy("appraisal", "Cancel the appraisal")
    MOVE = "move", pgettext_lazy("appraisal", "Day for objections moved with the calendar")


class ObjectionStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("objection", "To be decided")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    REFUSED = "refused", pgettext_lazy("objection", "Refused")
