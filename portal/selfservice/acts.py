"""What a person may do with a case now, as addresses. The table and the permissions decide; here is only where each act lives."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import Action, DocumentKind
from cases.models import Case, IssuedDocument, User
from cases.queries import documents, sentences, story

SIGNED_BY = {
    Action.SIGN_AGREEMENT: (DocumentKind.AGREEMENT, DocumentKind.AUTHORISATION),
    Action.SIGN_SUPPLEMENT: (DocumentKind.SUPPLEMENT,),
    Action.SIGN_SUSPENSION: (DocumentKind.SUSPENSION,),
    Action.SIGN_RESUMPTION: (DocumentKind.RESUMPTION,),
    Action.SIGN_COMPLETION: (DocumentKind.COMPLETION,),
    Action.SIGN_PROMISE: (DocumentKind.GAP_PROMISE, DocumentKind.COMMITMENT),
}
ACTION_OF = {kind: action for action, kinds in SIGNED_BY.items() for kind in kinds}
# In this order: what only this person can do now comes first.
ORDER = (
    Action.SIGN_AGREEMENT, Action.SIGN_COMPLETION, Action.SIGN_SUSPENSION, Action.SIGN_RESUMPTION,
    Action.SIGN_SUPPLEMENT, Action.SIGN_PROMISE, Action.ANSWER_CORRECTION, Action.SUBMIT, Action.EVALUATE, Action.WITHDRAW,
)  # fmt: skip
PAGE_OF = {Action.ANSWER_CORRECTION: "correction", Action.EVALUATE: "evaluate", Action.WITHDRAW: "withdraw"}


@dataclass(frozen=True)
class Act:
    """A button: the act, its words, where it lives."""

    action: Action
    label: str
    url: str

    @property
    def quiet(self) -> bool:
        """Never the main thing on a page."""
        return self.action == Action.WITHDRAW


def acts(case: Case, user: User, *, waiting: Iterable[IssuedDocument] | None = None, go_on: str = "") -> list[Act]:
    """Buttons for this person on this case, the first is the one thing to do now.

    ``waiting``: documents to be signed, when the caller has them; ``go_on``: where a draft continues (default: its page).
    """
    open_now = set(story.possible(case, user))
    unsigned: dict[Action, IssuedDocument] = {}
    if open_now & set(SIGNED_BY):
        rows = documents.awaiting_enterprise(case) if waiting is None else waiting
        unsigned = {ACTION_OF[DocumentKind(row.kind)]: row for row in rows}
    found = []
    for action in ORDER:
        if action not in open_now:
            continue
        if action in SIGNED_BY:
            if action in unsigned:
                found.append(
                    Act(
                        action, sentences.act(case, action), reverse("my:sign", args=[case.uuid, unsigned[action].uuid])
                    )
                )
        elif action == Action.SUBMIT:
            found.append(Act(action, _("Continue the application"), go_on or reverse("my:case", args=[case.uuid])))
        elif not (action == Action.EVALUATE and hasattr(case, "evaluation")):
            found.append(Act(action, sentences.act(case, action), reverse(f"my:{PAGE_OF[action]}", args=[case.uuid])))
    return found
