"""The words of messages of the daily work: accounts, works, urging, problems, weekly reports."""

from django.utils.translation import gettext as _


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "officer_named": (_("Liaison officer: %(project)s"), _("Liaison officer of the enterprise: %(officer)s, %(officer_unit)s, phone %(phone)s.")),
        "supplement_offered": (_("Please sign: %(project)s"), _("What you entrust to the agency has changed. Read %(document)s and sign it online, or print, sign, seal and upload it. What was added is filed only after that.")),
        "supplement_signed": (_("Change of the items signed: %(project)s"), _("The enterprise has signed %(document)s. What was added can be filed now; set the roadmap anew.")),
        "progress": (_("Progress: %(project)s"), "%(text)s"),
        "special_procedure": (_("%(special)s: %(item)s"), _("On %(on)s a special procedure of %(item)s began: %(special)s, %(days)s working days at most. The limit stands still until it ends. Ground: %(reason)s")),
        "works": (_("%(works)s: %(project)s"), _("%(works)s: %(on)s %(reason)s")),
        "start_moved": (_("Start of construction: %(project)s"), _("By what has happened so far, the start of construction will be later than you were told:\n%(moved)s\nThe roadmap itself stays as it is. Your contact tells you what can be done.")),
        "urged": (_("Urged: %(urged)s (%(project)s)"), _("%(urged)s. It was due on %(due)s. %(text)s\nPlease acknowledge it on the page of the case and say what you will do.")),
        "urged_now": (_("Urged: %(urged)s (%(project)s)"), _("%(urged)s. %(text)s\nPlease acknowledge it on the page of the case and say what you will do.")),
        "urge_answered": (_("Urging acknowledged: %(project)s"), _("%(author)s: %(text)s")),
        "meeting_task": (_("Task of a meeting: %(project)s"), _("The %(meeting)s gave your unit a task: “%(text)s”. %(by_day)s Report it as done on the page of the meetings.")),
        "meeting_task_done": (_("Task of a meeting done: %(project)s"), _("%(author)s reports as done: “%(text)s”. %(result)s")),
        "problem_raised": (_("%(problem)s: %(project)s"), _("%(author)s: %(text)s\nUnits needed: %(units)s. Take it up on the page of the case.")),
        "problem_taken": (_("Taken up: %(project)s"), _("%(author)s has taken up what you raised. %(text)s")),
        "problem_escalated": (_("For the joint conference: %(project)s"), _("%(author)s: %(text)s\nUnits needed: %(units)s. Please call the joint conference.")),
        "problem_solved": (_("Solved: %(project)s"), _("%(author)s: %(text)s")),
        "order_issued": (_("Supervision order %(document)s: %(project)s"), _("Your unit is ordered to put this right and to answer by %(due)s: %(text)s\nThe order with its facts is on the page of the case.")),
        "order_known": (_("Supervision order %(document)s: %(project)s"), _("An order was addressed to %(units)s. It has to answer by %(due)s: %(text)s")),
        "order_answered": (_("Answer to supervision order %(document)s"), _("%(author)s: %(text)s\nPlease check the answer on the page of the case.")),
        "order_accepted": (_("Supervision order %(document)s is settled"), _("%(author)s has accepted the answer. %(text)s")),
        "order_returned": (_("Answer sent back: supervision order %(document)s"), _("%(author)s: %(text)s\nPlease answer again by %(due)s.")),
        "order_withdrawn": (_("Supervision order %(document)s is withdrawn"), _("%(author)s: %(text)s")),
        "scan_filed": (_("Signed paper filed: %(project)s"), _("The agency has filed the signed paper of %(document)s. If it is not yours, write to the agency.")),
        "report_submitted": (_("Weekly report to approve: %(author)s"), _("%(author)s has handed in the weekly report up to %(until)s. Read it and approve it, or return it.")),
        "report_returned": (_("Weekly report returned"), _("%(author)s: %(text)s")),
        "report_approved": (_("Weekly report: %(author)s"), _("The weekly report up to %(until)s was approved and is with the dispatch group.")),
        "report_sent": (_("Report to the government %(number)s"), _("The weekly report up to %(until)s was approved and sent to the government; the office has its copy.")),
    }  # fmt: skip
