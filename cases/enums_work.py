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


class ProblemKind(models.TextChoices):
    """A problem (P-032), or a request to departments (W-076)."""

    PROBLEM = "problem", _("Problem")
    PRE_REVIEW = "pre_review", _("Request for a preliminary check")
    GREEN_CHANNEL = "green_channel", _("Request for the green channel")


class ProblemStatus(models.TextChoices):
    RAISED = "raised", _("Raised")
    TAKEN_UP = "taken_up", _("Taken up")
    ESCALATED = "escalated", _("Before the joint conference")
    SOLVED = "solved", _("Solved")


class ReportLevel(models.TextChoices):
    """Who reports: an agent of a unit or a group (P-067), or the dispatch group to the government (P-068)."""

    AGENT = "agent", _("Report of an agent")
    GOVERNMENT = "government", _("Report to the government")


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved and with the dispatch group")
    SENT = "sent", _("Sent to the government")


class EvaluationLevel(models.IntegerChoices):
    """GB/T 39735—2020: five levels; the last two are bad ratings."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    FAIR = 3, _("Fairly satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")
