"""The words of messages about finishing: hand-overs with windows and between groups."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_finish import WindowWay
from cases.queries import sentences_finish


def say(data: dict[str, Any]) -> None:
    """Codes turned into words."""
    for key in ("giver", "taker"):
        if key in data:
            data[key] = sentences_finish.group(data[key])
    if "policy" in data:
        data["money"] = _("Amount: %(amount)s yuan.") % {"amount": data["amount"]} if data.get("amount") else ""
    if data.get("way") in WindowWay.values:
        data["way"] = WindowWay(data["way"]).label


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "window_handed": (_("Hand-over with a window: %(project)s"), _("%(way)s, %(window)s, %(on)s. Number of papers: %(count)s. The list and the slip are on the page of the case.")),
        "group_handed": (_("Handed over to your group: %(project)s"), _("%(giver)s has finished its items and hands the project over to %(taker)s. %(text)s\nPlease acknowledge it on the page of the case.")),
        "group_taken": (_("Hand-over acknowledged: %(project)s"), _("%(taker)s has taken the project over from %(giver)s. %(text)s")),
        "follow_up_left": (_("Follow-up visit: something is left to do: %(project)s"), _("%(author)s: %(text)s\nThe record %(document)s is on the page of the case.")),
        "rectification_opened": (_("Bad evaluation to be put right: %(project)s"), _("The enterprise is not satisfied. By %(due)s: the measure, the reply to the enterprise, the call-back. Who evaluated is not told, and nobody may look for it.")),
        "rectification_yours": (_("Yours to put right: %(project)s"), _("You were named to put a bad evaluation right by %(due)s.")),
        "rectification_replied": (_("What was done about your evaluation: %(project)s"), "%(text)s"),
        "rectification_answered": (_("Bad evaluation answered: %(project)s"), _("%(author)s: %(text)s\nCall the enterprise back next.")),
        "rectification_called": (_("To be checked: %(project)s"), _("%(author)s called the enterprise back after the bad evaluation (%(document)s). Check what was done and close the rectification.")),
        "rectification_closed": (_("Rectification closed: %(project)s"), _("%(author)s: %(text)s")),
        "benefit_asked": (_("The enterprise wants to claim: %(policy)s"), _("%(author)s wants to claim “%(policy)s”. Answer by %(due)s and follow the claim up on the page of the case.")),
        "benefit_applied": (_("Policy benefit applied for: %(policy)s"), _("On %(on)s the agency helped to apply for “%(policy)s”. %(money)s")),
        "benefit_granted": (_("Policy benefit granted: %(policy)s"), _("“%(policy)s” was granted on %(on)s. %(money)s %(reason)s")),
        "benefit_refused": (_("Policy benefit refused: %(policy)s"), _("“%(policy)s” was refused on %(on)s. Reason: %(reason)s")),
    }  # fmt: skip
