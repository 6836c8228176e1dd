"""The words of messages about appraisals (P-092). None of them says what somebody got: that is read on the page, by the few who may."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_appraisal import ObjectionStatus
from cases.models import Unit
from cases.queries.appraisals import period_words, place_name


def say(data: dict[str, Any]) -> None:
    """Place, period, unit and outcome in the reader's language."""
    if "appraisal" not in data:
        return
    data["appraisal"] = place_name(data["appraisal"])
    data["period"] = period_words(data["period"])
    if "unit" in data:
        unit = Unit.objects.filter(code=data["unit"]).first()
        data["unit"] = unit.name if unit else data["unit"]
    if "outcome" in data:
        data["outcome"] = ObjectionStatus(data["outcome"]).label


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "appraisal_told": (_("Appraisal %(appraisal)s, %(period)s: read the result of your unit"), _("The result of %(unit)s in the appraisal of %(appraisal)s, %(period)s, can be read under “Appraisal”, every figure with its facts. It may be contested until %(due)s.")),
        "appraisal_told_person": (_("Appraisal %(appraisal)s, %(period)s: read your own result"), _("Your own result in the appraisal of %(appraisal)s, %(period)s, can be read under “Appraisal”, every figure with its facts. Only you, the head of your unit and those who supervise the place can read it. You may contest it until %(due)s.")),
        "appraisal_contested": (_("Objection to be decided: appraisal %(appraisal)s, %(period)s"), _("%(author)s (%(unit)s) contests a figure of the appraisal of %(appraisal)s, %(period)s. Open “Appraisal” and decide; whoever drafted it does not.")),
        "appraisal_decided": (_("Objection decided: appraisal %(appraisal)s, %(period)s"), _("The objection is decided: %(outcome)s. Points of the whole result before: %(points_before)s, now: %(points_after)s. Reason: %(reason)s")),
        "appraisal_final": (_("Appraisal %(number)s is final: %(appraisal)s, %(period)s"), _("The appraisal of %(appraisal)s, %(period)s, is final as %(number)s. What the units got is read by everybody in post there; a person's result stays with the few who could read it before.")),
        "appraisal_moved": (_("Appraisal %(appraisal)s, %(period)s: it may be contested until %(due)s"), _("The working calendar was changed (%(source)s). The appraisal of %(appraisal)s, %(period)s, may be contested until %(due)s, no longer until %(before)s.")),
        "appraisal_cancelled": (_("Appraisal cancelled: %(appraisal)s, %(period)s"), _("The appraisal of %(appraisal)s, %(period)s, does not stand. Reason: %(reason)s")),
    }  # fmt: skip
