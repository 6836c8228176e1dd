"""What the paper that both sides sign is called: 协议 under 0+N (W-050), 委托书 under 1+3+N (P-060). Pure functions.

``kind`` is the scheme's ``agreement_kind``. Labels of enums are general; what is said about one case is said here.
"""

from django.utils.translation import gettext as _

from cases.enums import Action, CaseStatus, DocumentKind

# Enums make the list of their values anew each time they are asked, and a page asks for every line of it.
ACTIONS, STATUSES = frozenset(Action.values), frozenset(CaseStatus.values)


def signed_paper(kind: str) -> str:
    """The word inside a sentence: agreement or authorisation."""
    return _("authorisation") if kind == DocumentKind.AUTHORISATION else _("agreement")


def act(action: str, kind: str) -> str:
    """An act as a button or a line of the log says it."""
    if action == Action.OFFER_AGREEMENT:
        return _("Draw up the %(paper)s") % {"paper": signed_paper(kind)}
    if action == Action.SIGN_AGREEMENT:
        return _("Sign the %(paper)s") % {"paper": signed_paper(kind)}
    return str(Action(action).label) if action in ACTIONS else action


def status(value: str, kind: str) -> str:
    """A status of a case as its badge says it."""
    if kind == DocumentKind.AUTHORISATION and value == CaseStatus.AGREEMENT:
        return _("Authorisation to be signed")
    if kind == DocumentKind.AUTHORISATION and value == CaseStatus.SIGNED:
        return _("Authorisation signed")
    return str(CaseStatus(value).label) if value in STATUSES else value
