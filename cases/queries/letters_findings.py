"""The words of messages about findings and notices of praise and criticism (W-095, P-092)."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_findings import CircularKind, FindingKind
from cases.models import Unit


def say(data: dict[str, Any]) -> None:
    """Kind and unit in the reader's language."""
    for kind in (FindingKind, CircularKind):
        if data.get("kind") in kind.values and ("finding" in data or "circular" in data):
            data["kind"] = kind(data["kind"]).label
    if "finding" in data or "circular" in data:
        unit = Unit.objects.filter(code=data.get("unit", "")).first()
        data["unit"] = unit.name if unit else data.get("unit", "")


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "findings_proposed": (_("Findings proposed: %(count)s"), _("The rules propose %(count)s new findings. Open “Supervision findings”, hear the unit or dismiss them with the reason.")),
        "finding_filed": (_("Finding filed: %(project)s"), _("%(author)s has filed finding %(finding)s (%(kind)s) against %(unit)s. Hear the unit or dismiss it with the reason.")),
        "finding_heard": (_("Statement asked for by %(due)s: %(project)s"), _("Finding %(finding)s (%(kind)s) concerns %(unit)s. Open “Supervision findings” and give your statement by %(due)s; it is decided after that.")),
        "finding_stated": (_("Statement received: %(project)s"), _("%(author)s has given the statement of %(unit)s on finding %(finding)s (%(kind)s). Weigh it and decide.")),
        "finding_confirmed": (_("Finding confirmed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is confirmed. Reason: %(reason)s")),
        "finding_dismissed": (_("Finding dismissed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is dismissed. Reason: %(reason)s")),
        "finding_closed": (_("Finding closed: %(project)s"), _("Finding %(finding)s (%(kind)s) against %(unit)s is closed. %(reason)s")),
        "circular_to_approve": (_("To be approved: %(title)s"), _("A %(kind)s about %(unit)s waits for another person's approval: “%(title)s”. Open “Praise and criticism”.")),
        "circular_issued": (_("%(kind)s %(circular)s: %(title)s"), _("The notice about %(unit)s is issued: “%(title)s”. Read it under “Praise and criticism”.")),
        "circular_returned": (_("Returned: %(title)s"), _("Your notice about %(unit)s came back. What has to be changed: %(reason)s")),
        "circular_withdrawn": (_("Withdrawn: %(title)s"), _("The notice %(circular)s about %(unit)s no longer stands. Reason: %(reason)s")),
    }  # fmt: skip
