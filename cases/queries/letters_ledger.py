"""The words of messages about papers of the ledger."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_papers import Payer
from cases.queries import sentences_ledger


def say(data: dict[str, Any]) -> None:
    """Names of papers in the reader's language."""
    if data.get("payer") in Payer.values:
        data["payer"] = Payer(data["payer"]).label
    if "materials" in data:
        data["materials"] = sentences_ledger.papers(data["materials"])
    if "checklist_zh" in data:
        data["checklist"] = sentences_ledger.checklist(data)


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "material_to_confirm": (_("Please confirm: %(materials)s"), _("%(author)s of the agency has filled in or brought “%(materials)s” for you (version %(version)s). Look at it on the page of the project and confirm it, or say what is wrong. Nothing is filed with it before you have.")),
        "material_to_confirm_again": (_("Changed, please confirm again: %(materials)s"), _("%(author)s of the agency has changed “%(materials)s”, which you had handed in or confirmed: version %(version)s takes its place, the one before it stays readable. Confirm it, or say what is wrong. Nothing is filed with it before you have.")),
        "material_added": (_("New paper: %(materials)s"), _("%(author)s of the enterprise has handed in “%(materials)s”, version %(version)s.")),
        "material_confirmed": (_("Confirmed by the enterprise: %(project)s"), _("%(author)s has confirmed: %(materials)s.")),
        "material_objected": (_("The enterprise objects: %(materials)s"), _("%(author)s does not confirm version %(version)s of “%(materials)s”: %(reason)s")),
        "checklist_shared": (_("Checklist shared: %(project)s"), _("%(author)s of the enterprise shows you “%(checklist)s”: by its own account %(have)s of %(all)s papers are there. It stands with the materials of the case.")),
        "originals_taken": (_("Receipt of originals: %(project)s"), _("The agency has taken over originals: %(materials)s. The receipt %(document)s is on the page of the project; please sign it there.")),
        "originals_stay": (_("Originals that stay: %(project)s"), _("The case is filed. With the unit that they were lodged with stay: %(materials)s. Reason: %(reason)s")),
        "originals_returned": (_("Originals returned: %(project)s"), _("You have got originals back: %(materials)s. The receipt %(document)s is on the page of the project; please sign it there.")),
        "originals_signed": (_("Receipt of originals signed: %(project)s"), _("%(author)s has signed %(document)s.")),
        "fee_due": (_("To be paid by %(due)s: %(fee)s"), _("For “%(item)s” the law demands: %(fee)s, %(amount)s yuan, due %(due)s. Ground: %(basis)s. Pay it to the authority that charges it and add the proof on the page of the project. The service of the agency itself costs nothing.")),
        "fee_recorded": (_("Charge recorded: %(fee)s"), _("For “%(item)s” the law knows: %(fee)s, %(amount)s yuan. Ground: %(basis)s. Who pays: %(payer)s. The service of the agency itself costs nothing.")),
        "fee_void": (_("Not charged: %(fee)s"), _("“%(fee)s” for “%(item)s” is not charged. Reason: %(reason)s")),
        "fee_paid": (_("Paid: %(fee)s"), _("%(author)s has recorded the payment of %(fee)s, %(amount)s yuan, for “%(item)s” on %(on)s, with its proof.")),
    }  # fmt: skip
