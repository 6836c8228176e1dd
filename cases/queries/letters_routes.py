"""The words of messages between agencies and between colleagues."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.queries import sentences
from cases.routes import Channel, TransferScope


def say(data: dict[str, Any], names: Mapping[str, str] | None) -> None:
    """Turn codes into words: the agency and what it was offered."""
    if "unit_zh" in data:
        data["unit"] = data["unit_en" if (get_language() or "").startswith("en") else "unit_zh"]
    if "channel" in data:
        data["channel"] = Channel(data["channel"]).label
    if "scope" in data:
        data["what"] = data.get("item") or TransferScope(data["scope"]).label
    if isinstance(data.get("items"), list):
        data["items"] = " · ".join(sentences.item_name(code, names) for code in data["items"])


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body)."""
    return {
        "line_asked": (_("Please coordinate with the department above: %(project)s"), _("Decided by the department above yours: %(items)s. Please coordinate with it by business line. Reason: %(reason)s")),
        "transfer_offered": (_("Offered to you: %(project)s"), _("%(what)s is offered to %(unit)s (%(document)s, %(channel)s). Please accept it or return it with a reason by %(due)s. Reason of the offer: %(reason)s")),
        "transfer_accepted": (_("Accepted: %(project)s"), _("%(name)s has accepted for %(unit)s: %(what)s (%(document)s).")),
        "transfer_returned": (_("Returned: %(project)s"), _("%(name)s has returned for %(unit)s: %(what)s. Reason: %(reason)s")),
        "transfer_withdrawn": (_("Offer withdrawn: %(project)s"), _("%(what)s need not be answered any more. Reason: %(reason)s")),
        "transfer_ended": (_("Transfer ended: %(project)s"), _("%(name)s has ended the transfer to %(unit)s: %(what)s. Reason: %(reason)s")),
        "transfer_urged": (_("Please answer: %(project)s"), _("%(what)s was offered to %(unit)s; the answer was due on %(due)s.")),
        "transfer_escalated": (_("No answer yet: %(project)s"), _("%(what)s was offered to %(unit)s; the answer was due on %(due)s and has been urged. Please see to it.")),
        "handed_over": (_("Your contact: %(project)s"), _("%(unit)s looks after your project from now on. Your first contact is %(lead)s, phone %(phone)s. You need not do anything.")),
        "given_back": (_("Your contact: %(project)s"), _("%(unit)s looks after your project again. Your contact is %(lead)s, phone %(phone)s. You need not do anything.")),
        "item_lent": (_("%(item)s: %(project)s"), _("%(name)s of %(unit)s, phone %(phone)s, carries out %(item)s. Your first contact stays the same.")),
        "duty_yours": (_("Chief contact: %(what)s"), _("You are the chief contact for “%(what)s” from now on. Reason: %(reason)s")),
        "work_yours": (_("Yours now: %(project)s"), _("You take over the work of %(name)s on this project. Reason: %(reason)s")),
        "work_moved": (_("Your contact: %(project)s"), _("%(lead)s, phone %(phone)s, takes over from %(name)s. You need not do anything.")),
    }  # fmt: skip
