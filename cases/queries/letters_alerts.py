"""The words of early warnings: what comes near or is late, and what each step of the ladder asks for (C.7, P-070)."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Alert


def say(data: dict[str, Any]) -> None:
    """The thing in the reader's language, and with the project where there is one."""
    if "alert" in data:
        found = Alert.objects.filter(pk=data["alert"]).select_related("case__project").first()
        data["thing"] = found.name if found else ""
        data["matter"] = _("“%(thing)s”") % data
        if found and found.case:
            named = {"thing": found.name, "project": found.case.project.name}
            data["matter"] = _("“%(thing)s” of %(project)s") % named


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "alert_remind": (_("Due %(due)s: %(thing)s"), _("%(matter)s is due on %(due)s. You are the one who has to do it.")),
        "alert_urge": (_("Overdue since %(due)s: %(thing)s"), _("%(matter)s was due on %(due)s. Do it now, or open “Early warnings” and say what you will do and by when.")),
        "alert_coordinate": (_("To be coordinated, due %(due)s: %(thing)s"), _("%(matter)s is still not done (due %(due)s). Open “Early warnings” and call a coordination meeting with the departments that are needed.")),
        "alert_supervise": (_("To be supervised, due %(due)s: %(thing)s"), _("%(matter)s is still not done (due %(due)s). Open “Early warnings”: there you see what was tried, and whether an order is called for.")),
        "alert_confer": (_("For the joint conference, due %(due)s: %(thing)s"), _("%(matter)s is still not done (due %(due)s). Reminder, urging and supervision did not help: bring it before the joint conference.")),
        "alert_page": (_("To be reviewed since %(due)s: %(thing)s"), _("The page “%(thing)s” was to be reviewed by %(due)s, and readers are told that it was not. Review it here: %(link)s")),
        "alert_put_off": (_("Put off until %(until)s: %(thing)s"), _("%(author)s has put off the early warning of “%(thing)s” until %(until)s. Reason: %(reason)s")),
    }  # fmt: skip
