"""The words of messages about findings, notices of praise and criticism, and special inspections (W-095, P-092)."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_findings import CircularKind, FindingKind
from cases.models import Unit


def say(data: dict[str, Any]) -> None:
    """Kind and unit in the reader's language."""
    for kind in (FindingKind, CircularKind):
        if data.get("kind") in kind.values and ("finding" in data or "circular" in data):
            data["kind"] = kind(data["kind"]).label
    if {"finding", "circular", "inspection"} & data.keys():
        unit = Unit.objects.filter(code=data.get("unit", "")).first()
        data["unit"] = unit.name if unit else data.get("unit", "")


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "findings_proposed": (_("Findings proposed: %(count)s"), _("The rules propose %(count)s new findings. Open “Supervision findings”, hear the unit or dismiss them with the reason.")),
        "finding_filed": (_("Finding filed: %(project)s"), _("%(author)s has filed finding %(finding)s (%(kind)s) against %(unit)s. Hear the unit or dismiss it with the reason.")),
        "finding_heard": (_("Statement asked for by %(due)s: %(project)s"), _("Finding %(finding)s (%(kind)s) concerns %(unit)s. Open “Supervision findings” and give your statement by %(due)s; it is decided after that.")),
        "finding_moved": (_("Statement now due by %(due)s: %(project)s"), _("The working calendar was changed (%(source)s). The statement on finding %(finding)s (%(kind)s), which concerns %(unit)s, is due by %(due)s, no longer by %(before)s.")),
        "finding_stated": (_("Statement received: %(project)s"), _("%(author)s has given the statement of %(unit)s on finding %(finding)s (%(kind)s). Weigh it and decide.")),
        "finding_confirmed": (_("Finding confirmed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is confirmed. Reason: %(reason)s")),
        "finding_dismissed": (_("Finding dismissed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is dismissed. Reason: %(reason)s")),
        "finding_closed": (_("Finding closed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is closed. %(reason)s")),
        "circular_to_approve": (_("To be approved: %(title)s"), _("A %(kind)s about %(unit)s waits for another person's approval: “%(title)s”. Open “Praise and criticism”.")),
        "circular_issued": (_("%(kind)s %(circular)s: %(title)s"), _("The notice about %(unit)s is issued: “%(title)s”. Read it under “Praise and criticism”.")),
        "circular_returned": (_("Returned: %(title)s"), _("Your notice about %(unit)s came back. What has to be changed: %(reason)s")),
        "circular_withdrawn": (_("Withdrawn: %(title)s"), _("The notice %(circular)s about %(unit)s no longer stands. Reason: %(reason)s")),
        "inspection_named": (_("You inspect: %(title)s"), _("%(author)s has planned the inspection “%(title)s” of %(unit)s for %(on)s. You are one of its inspectors. Open “Special inspections”.")),
        "inspection_reported": (_("Inspection %(inspection)s: please answer by %(due)s"), _("%(unit)s was inspected (“%(title)s”). Read the report %(inspection)s under “Special inspections” and answer by %(due)s what you do about it.")),
        "inspection_moved": (_("Inspection %(inspection)s: answer now due by %(due)s"), _("The working calendar was changed (%(source)s). The answer of %(unit)s to the report %(inspection)s (“%(title)s”) is due by %(due)s, no longer by %(before)s.")),
        "inspection_answered": (_("Answer to inspection %(inspection)s"), _("%(author)s has answered the report %(inspection)s for %(unit)s. Check the answer, then close the inspection or send the answer back.")),
        "inspection_returned": (_("Answer sent back: inspection %(inspection)s"), _("Your answer to the report %(inspection)s is not enough: %(reason)s\nAnswer again by %(due)s.")),
        "inspection_closed": (_("Inspection %(inspection)s is closed"), _("The inspection “%(title)s” of %(unit)s is closed. What the check showed: %(reason)s")),
        "inspection_cancelled": (_("Inspection cancelled: %(title)s"), _("The inspection of %(unit)s does not take place. Reason: %(reason)s")),
        "inspections_due": (_("Inspections due: %(count)s"), _("%(count)s units of your place are due for a special inspection. Open “Special inspections” and plan them.")),
    }  # fmt: skip
