"""Closed lists of supervision findings, referrals and notices of praise and criticism (W-095, P-092)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FindingKind(models.TextChoices):
    """The four kinds of bad conduct that both policies name (不作为、慢作为、乱作为、假作为)."""

    INACTION = "inaction", _("Inaction")
    SLOWNESS = "slowness", _("Slowness")
    ARBITRARY = "arbitrary", _("Arbitrary action")
    SHAM = "sham", _("Sham action")


class Sought(models.TextChoices):
    """Facts of the record that a rule may look for. What the threshold counts stands in ``COUNTED``."""

    ITEM_LATE = "item_late", _("An item is past its date")
    SPECIAL_LATE = "special_late", _("A special procedure is past its own limit")
    ITEM_UNTOUCHED = "item_untouched", _("An item was received and nothing was done until its date")
    FLOW_TABLE_LATE = "flow_table_late", _("A flow table was not filed in time")
    DELIVERY_LATE = "delivery_late", _("Results were not handed over in time")
    ENQUIRY_LATE = "enquiry_late", _("An enquiry of the enterprise was not answered in time")
    OFFER_UNANSWERED = "offer_unanswered", _("A transfer offered was not answered although the heads were told")
    URGINGS_IGNORED = "urgings_ignored", _("Urged again and again without acknowledgement")
    ASKED_AGAIN = "asked_again", _("The same paper or fact was asked for again after the one-time correction")
    ITEM_CORRECTED_AGAIN = "item_again", _("A correction of one filing was asked for more than once")
    PROOF_MISSING = "proof_missing", _("An item is recorded as passed and its proof is missing or was withdrawn")
    VISIT_VOID = "visit_void", _("A visit on record did not take place")
    REPORT_MISSING = "report_missing", _("Weekly reports were not handed in")
    CONTRADICTED = "contradicted", _("The enterprise says that what was reported as put right is not")


DAYS, TIMES = "days", "times"
COUNTED: dict[Sought, str] = {
    Sought.ITEM_LATE: DAYS,
    Sought.SPECIAL_LATE: DAYS,
    Sought.ITEM_UNTOUCHED: DAYS,
    Sought.FLOW_TABLE_LATE: DAYS,
    Sought.DELIVERY_LATE: DAYS,
    Sought.ENQUIRY_LATE: DAYS,
    Sought.OFFER_UNANSWERED: DAYS,
    Sought.URGINGS_IGNORED: TIMES,
    Sought.ASKED_AGAIN: TIMES,
    Sought.ITEM_CORRECTED_AGAIN: TIMES,
    Sought.PROOF_MISSING: DAYS,
    Sought.VISIT_VOID: TIMES,
    Sought.REPORT_MISSING: TIMES,
    Sought.CONTRADICTED: TIMES,
}


class FindingStatus(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("finding", "Proposed")
    HEARING = "hearing", pgettext_lazy("finding", "Unit is heard")
    STATED = "stated", pgettext_lazy("finding", "Statement to be weighed")
    DISMISSED = "dismissed", pgettext_lazy("finding", "Dismissed")
    CONFIRMED = "confirmed", pgettext_lazy("finding", "Confirmed")
    ORDERED = "ordered", pgettext_lazy("finding", "To be put right")
    CLOSED = "closed", pgettext_lazy("finding", "Closed")


class FindingAct(models.TextChoices):
    """The steps of a finding; what may follow what stands in ``cases.findings.TABLE``. ``MOVE`` is the calendar's, nobody's."""

    PROPOSE = "propose", pgettext_lazy("finding", "Propose")
    DISMISS = "dismiss", pgettext_lazy("finding", "Dismiss")
    HEAR = "hear", pgettext_lazy("finding", "Hear the unit")
    STATE = "state", pgettext_lazy("finding", "Give the statement")
    CONFIRM = "confirm", pgettext_lazy("finding", "Confirm")
    ORDER = "order", pgettext_lazy("finding", "Order that it be put right")
    REFER = "refer", pgettext_lazy("finding", "Refer to the discipline authority")
    TRACK = "track", pgettext_lazy("finding", "Record the state of the referral")
    CLOSE = "close", pgettext_lazy("finding", "Close")
    MOVE = "move", pgettext_lazy("finding", "Day for the statement moved with the calendar")


class ReferralState(models.TextChoices):
    """How far the discipline authority (区纪委监委) is."""

    SENT = "sent", pgettext_lazy("referral", "Sent")
    TAKEN = "taken", pgettext_lazy("referral", "Taken up")
    DECIDED = "decided", pgettext_lazy("referral", "Decided")
    RETURNED = "returned", pgettext_lazy("referral", "Not taken up")


REFERRAL_OVER = (ReferralState.DECIDED, ReferralState.RETURNED)


class CircularKind(models.TextChoices):
    PRAISE = "praise", _("Notice of praise")
    CRITICISM = "criticism", _("Notice of criticism")


class Audience(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    PUBLIC = "public", pgettext_lazy("everybody", "Public")


class CircularStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("circular", "Draft")
    RETURNED = "returned", pgettext_lazy("circular", "Returned to the writer")
    ISSUED = "issued", pgettext_lazy("circular", "Issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("circular", "Withdrawn")


class CircularAct(models.TextChoices):
    WRITE = "write", pgettext_lazy("circular", "Write")
    CHANGE = "change", pgettext_lazy("circular", "Change")
    APPROVE = "approve", pgettext_lazy("circular", "Approve and issue")
    SEND_BACK = "send_back", pgettext_lazy("circular", "Return to the writer")
    WITHDRAW = "withdraw", pgettext_lazy("circular", "Withdraw")
