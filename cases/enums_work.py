"""Closed lists of the daily work: ways of contact, reports, problems. Values are stored; labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class OrderGround(models.TextChoices):
    """What a supervision order rests on (W-095, P-092). The first seven are facts that the record shows by itself."""

    ITEM_LATE = "item_late", _("An item is past its date")
    SPECIAL_LATE = "special_late", _("A special procedure is past its own limit")
    FLOW_TABLE_LATE = "flow_table_late", _("A flow table was not filed in time")
    ENQUIRY_LATE = "enquiry_late", _("An enquiry of the enterprise was not answered in time")
    DELIVERY_LATE = "delivery_late", _("Results were not handed over in time")
    URGING_IGNORED = "urging_ignored", _("An urging was not acknowledged")
    PROBLEM_WAITS = "problem_waits", _("A problem was not taken up")
    INSPECTION = "inspection", _("Found at an inspection")
    COMPLAINT = "complaint", _("Complaint")
    FINDING = "finding", _("A confirmed finding")


class OrderStatus(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("order", "To be answered")
    ANSWERED = "answered", pgettext_lazy("order", "Answer to be checked")
    CLOSED = "closed", pgettext_lazy("order", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "Withdrawn")


ORDER_OPEN = (OrderStatus.ISSUED, OrderStatus.ANSWERED)


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


class WorksEvent(models.TextChoices):
    """The days of the works that people count from (W-005)."""

    STARTED = "started", _("Works started")
    COMPLETED = "completed", _("Works completed")
    PRODUCING = "producing", _("Put into use or production")


class SpecialKind(models.TextChoices):
    """Procedures whose time is not counted in the limit (行政许可法 §45; domain C.1). Each has its own limit, start and end."""

    HEARING = "hearing", _("Hearing")
    SURVEY = "survey", _("Site survey")
    EXPERTS = "experts", _("Expert review")
    ASSESSMENT = "assessment", _("Technical assessment")
    TEST = "test", _("Inspection or test")
    QUARANTINE = "quarantine", _("Quarantine inspection")
    APPRAISAL = "appraisal", _("Expert appraisal")
    TENDER = "tender", _("Tender")
    AUCTION = "auction", _("Auction")
    PUBLICITY = "publicity", _("Public notice")
    OTHER = "other", _("Another procedure")
