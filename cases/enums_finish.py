"""Closed lists of finishing: hand-overs with windows and groups. Values are stored; labels are shown."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WindowWay(models.TextChoices):
    """Which way papers went between the agency and a window of the government hall (P-078)."""

    FROM_WINDOW = "from_window", _("From the window to the agency")
    TO_WINDOW = "to_window", _("From the agency to the window")


class HandedKind(models.TextChoices):
    """What was handed over at a window."""

    SLIP = "slip", _("Acceptance slip")
    RESULT = "result", pgettext_lazy("handed over", "Result")
    OTHER = "other", pgettext_lazy("handed over", "Other paper")


# What may be urged, and acknowledged, once a case has ended.
AFTER_THE_END = FOLLOW_UP, RECTIFICATION = "follow_up", "rectification"


class FollowUpKind(models.TextChoices):
    """Why the enterprise is asked again."""

    CLOSING = "closing", _("Follow-up visit after the end")
    CALL_BACK = "call_back", _("Call-back after a bad evaluation")


class FollowUpWay(models.TextChoices):
    """By which way it was asked."""

    PHONE = "phone", pgettext_lazy("follow-up", "By telephone")
    VISIT = "visit", _("At the enterprise")
    ONLINE = "online", pgettext_lazy("follow-up", "Online")


class FollowUpOutcome(models.TextChoices):
    """What the enterprise thinks is left."""

    SETTLED = "settled", _("Settled, nothing is left to do")
    LEFT = "left", _("Something is left to do")


class RectificationStatus(models.TextChoices):
    """How far a bad evaluation is put right."""

    OPEN = "open", pgettext_lazy("rectification", "To be put right")
    REPLIED = "replied", pgettext_lazy("rectification", "Answered, to be called back")
    CALLED = "called", pgettext_lazy("rectification", "Called back, to be checked")
    CLOSED = "closed", pgettext_lazy("rectification", "Closed")


# The head has something to look at: the reply, or what the enterprise said to it.
RECTIFICATION_CHECKED = (RectificationStatus.REPLIED, RectificationStatus.CALLED)


class StepKind(models.TextChoices):
    """A step of a rectification."""

    MEASURE = "measure", _("Measure")
    REPLY = "reply", _("Reply to the enterprise")


class EvaluationChannel(models.TextChoices):
    """Which service the enterprise rates: each channel has its own dimensions (domain C.5)."""

    ONLINE = "online", pgettext_lazy("evaluation", "Service online")
    ON_SITE = "on_site", pgettext_lazy("evaluation", "Service on site")


_ON_SITE = {
    "efficiency": _("Efficiency of the service"),
    "competence": _("Competence"),
    "attitude": _("Attitude"),
}
# What may be rated besides the whole, by channel. Before channels were told apart everybody was asked those on site.
DIMENSIONS: dict[str, dict[str, Any]] = {
    EvaluationChannel.ONLINE: {
        "efficiency": _("Efficiency"),
        "guide": _("Accuracy of the guides"),
        "convenience": _("Convenience"),
        "platform": _("Ease of using the platform"),
    },
    EvaluationChannel.ON_SITE: _ON_SITE,
    "": _ON_SITE,
}
EVERY_DIMENSION = tuple(dict.fromkeys(name for names in DIMENSIONS.values() for name in names))


class BadCause(models.TextChoices):
    """What a bad evaluation was about: the dimensions of both channels (domain C.5)."""

    EFFICIENCY = "efficiency", _("Efficiency")
    GUIDE = "guide", _("Accuracy of the guides")
    CONVENIENCE = "convenience", _("Convenience")
    PLATFORM = "platform", _("Ease of using the platform")
    COMPETENCE = "competence", _("Competence")
    ATTITUDE = "attitude", _("Attitude")
    OTHER = "other", pgettext_lazy("cause", "Other")


class BenefitStatus(models.TextChoices):
    """How far the claim of a policy benefit is (W-070)."""

    ASKED = "asked", pgettext_lazy("benefit", "Asked for by the enterprise")
    APPLIED = "applied", pgettext_lazy("benefit", "Applied for")
    GRANTED = "granted", pgettext_lazy("benefit", "Granted")
    REFUSED = "refused", pgettext_lazy("benefit", "Refused")


BAD_LEVELS = (1, 2)  # of EvaluationLevel: dissatisfied and very dissatisfied
