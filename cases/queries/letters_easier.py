"""The words of messages about the easier ways: pre-approvals, late papers, commitments, parallel groups, labels."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_easier import LabelKind
from cases.listwords import listed


def say(data: dict[str, Any]) -> None:
    """Codes of these messages turned into words."""
    if data.get("policy") in LabelKind.values:
        data["policy"] = LabelKind(data["policy"]).label
    if isinstance(data.get("papers"), list):
        data["papers"] = listed(data["papers"])


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "preapproval_applied": (_("Pre-approval applied for: %(item)s"), _("A pre-approval of %(item)s was applied for. The deciding department checks it and issues it.")),
        "preapproval_issued": (_("Pre-approved: %(item)s"), _("%(item)s is pre-approved (%(document)s), until %(until)s. It serves for the next pre-approval only; nothing may be built on it.")),
        "preapproval_ready": (_("Every condition met: %(item)s"), _("Every missing condition of the pre-approval of %(item)s is met: have it exchanged for the formal document.")),
        "preapproval_converted": (_("Formal document: %(item)s"), _("On %(on)s the formal document of %(item)s took the place of its pre-approval.")),
        "preapproval_ended": (_("Pre-approval ended: %(item)s"), _("The pre-approval of %(item)s ended on %(on)s. %(reason)s")),
        "chain_broken": (_("Chain of pre-approvals broken: %(item)s"), _("The pre-approval of %(item)s ended on %(on)s. %(reason)s\nThese stand on it and carry nothing any more: %(items)s")),
        "condition_due": (_("Missing condition due on %(due)s: %(item)s"), _("Of the pre-approval of %(item)s this is still missing: %(text)s. It is due on %(due)s; after that the pre-approval carries nothing any more.")),
        "gap_offered": (_("Please sign the promise: %(item)s"), _("%(item)s can be accepted now if you promise to bring %(papers)s by %(due)s. Read and sign %(document)s.")),
        "promise_signed": (_("Promise signed: %(item)s"), _("The enterprise has signed %(document)s for %(item)s; the late papers are promised for %(due)s.")),
        "gap_due": (_("Late paper due on %(due)s: %(item)s"), _("%(papers)s of %(item)s is promised for %(due)s. If it does not come, the handling ends and the result falls.")),
        "gap_handed_in": (_("Late paper to compare: %(item)s"), _("%(author)s has handed in %(papers)s of %(item)s. Compare it and record it, or send it back.")),
        "gap_sent_back": (_("Late paper sent back: %(item)s"), _("What you handed in for %(papers)s of %(item)s does not do: %(reason)s\nThe promise stands: please bring it by %(due)s.")),
        "gap_kept": (_("Late paper received: %(item)s"), _("%(papers)s of %(item)s arrived on %(on)s. The promise is kept.")),
        "gap_complete": (_("Late papers complete: %(item)s"), _("The late papers of %(item)s are all there: the decision may be recorded.")),
        "gap_withdrawn": (_("Promise taken back: %(item)s"), _("The promise about %(papers)s of %(item)s was taken back; nothing follows from it. Reason: %(reason)s")),
        "gap_broken": (_("Promise not kept: %(item)s"), _("%(papers)s of %(item)s was promised for %(due)s and did not come. By the promise the handling has ended. Until the record is clear again, nothing more is done on trust; a new application with all papers is possible at any time.")),
        "commitment_offered": (_("Please sign the commitment: %(item)s"), _("%(item)s can be granted at once if you commit yourself to its conditions. Read and sign %(document)s.")),
        "commitment_signed": (_("Commitment signed: %(item)s"), _("The enterprise has signed %(document)s: %(item)s can be granted at once.")),
        "commitment_granted": (_("Granted on your commitment: %(item)s"), _("%(item)s was granted on your commitment. It is inspected by %(due)s at the latest.")),
        "commitment_withdrawn": (_("Commitment taken back: %(item)s"), _("The commitment for %(item)s was taken back. Reason: %(reason)s")),
        "commitment_kept": (_("Inspected and in order: %(item)s"), _("On %(on)s the commitment for %(item)s was inspected and found kept. %(reason)s")),
        "commitment_broken": (_("Commitment not kept, result revoked: %(item)s"), _("On %(on)s the commitment for %(item)s was inspected and found not kept: %(reason)s\nThe result is revoked. Until the record is clear again, nothing more is done on trust.")),
        "inspection_due": (_("Inspection due on %(due)s: %(item)s"), _("%(item)s was granted on commitment and has to be inspected by %(due)s.")),
        "parallel_formed": (_("Handled in parallel: %(project)s"), _("%(items)s are filed with one form (%(document)s) and one set of papers.")),
        "parallel_started": (_("Common start on %(on)s: %(project)s"), _("%(items)s were filed and accepted together on %(on)s.")),
        "label_given": (_("%(policy)s: %(project)s"), _("Your project is now handled as “%(policy)s”. %(reason)s")),
        "label_taken": (_("No longer “%(policy)s”: %(project)s"), _("The label “%(policy)s” was taken off your project. Reason: %(reason)s")),
        "label_yours": (_("You are the named handler: %(project)s"), _("You handle “%(policy)s” for this project: your name and telephone stand on the enterprise's page.")),
        "label_complete": (_("Checklist complete: %(policy)s"), _("Every point of “%(policy)s” is ticked.")),
    }  # fmt: skip
