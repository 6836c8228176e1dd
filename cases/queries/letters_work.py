"""The words of messages of the daily work: accounts, urging, problems, weekly reports."""

from django.utils.translation import gettext as _


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "progress": (_("Progress: %(project)s"), "%(text)s"),
        "urged": (_("Urged: %(project)s"), _("%(urged)s. It was due on %(due)s. %(text)s\nPlease acknowledge it on the page of the case and say what you will do.")),
        "urged_now": (_("Urged: %(project)s"), _("%(urged)s. %(text)s\nPlease acknowledge it on the page of the case and say what you will do.")),
        "urge_answered": (_("Urging acknowledged: %(project)s"), _("%(author)s: %(text)s")),
        "problem_raised": (_("%(problem)s: %(project)s"), _("%(author)s: %(text)s\nUnits needed: %(units)s. Take it up on the page of the case.")),
        "problem_taken": (_("Taken up: %(project)s"), _("%(author)s has taken up what you raised. %(text)s")),
        "problem_escalated": (_("For the joint conference: %(project)s"), _("%(author)s: %(text)s\nUnits needed: %(units)s. Please call the joint conference.")),
        "problem_solved": (_("Solved: %(project)s"), _("%(author)s: %(text)s")),
        "report_submitted": (_("Weekly report to approve: %(author)s"), _("%(author)s has handed in the weekly report up to %(until)s. Read it and approve it, or return it.")),
        "report_returned": (_("Weekly report returned"), _("%(author)s: %(text)s")),
        "report_approved": (_("Weekly report: %(author)s"), _("The weekly report up to %(until)s was approved and is with the dispatch group.")),
        "report_sent": (_("Report to the government %(number)s"), _("The weekly report up to %(until)s was approved and sent to the government; the office has its copy.")),
    }  # fmt: skip
