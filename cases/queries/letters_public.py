"""The words of messages about letters of the public. They name number, kind and day, never the writer."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums_letters import LetterKind


def say(data: dict[str, Any]) -> None:
    """The kind of the letter in the reader's language."""
    if data.get("about") in LetterKind.values:
        data["about"] = LetterKind(data["about"]).label


def texts() -> dict[str, tuple[str, str]]:
    """kind: (subject, body), as ``letters`` has them."""
    return {
        "letter_received": (_("%(about)s of the public: %(letter)s"), _("%(about)s %(letter)s has come in. Answer it by %(due)s, under “Letters of the public”.")),
        "letter_moved": (_("New day to answer: %(letter)s"), _("The working calendar has changed (%(source)s). %(about)s %(letter)s is to be answered by %(due)s; before it was %(before)s.")),
        "letter_late": (_("Not answered in time: %(letter)s"), _("%(about)s %(letter)s was to be answered by %(due)s. Please answer it today, under “Letters of the public”.")),
        "pages_due": (_("Pages to be checked: %(count)s"), _("These pages have to be checked again, or will have to soon:\n%(points)s\nOpen them on the publishing side, put right what has changed, and set the next date.")),
        "withdrawal_asked": (_("To be withdrawn? %(title)s"), _("%(author)s proposes to withdraw the page “%(title)s”. Reason: %(text)s\nDecide on it on the publishing side, in the dashboard.")),
        "withdrawal_agreed": (_("Withdrawn: %(title)s"), _("%(author)s has agreed: the page “%(title)s” was taken down and its address leads on. %(text)s")),
        "withdrawal_refused": (_("Not withdrawn: %(title)s"), _("%(author)s has not agreed: the page “%(title)s” stays. Reason: %(text)s")),
        "letter_answered": (_("Your letter %(letter)s was answered"), "%(text)s"),
    }  # fmt: skip
