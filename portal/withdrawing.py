"""Taking a published page down: proposed by one person with the reason and what replaces it, decided by another.

The page stays in the tree, its address leads on, and the row says who wanted it, who agreed, when and why. The only writer of
``WithdrawalProposal``.
"""

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cases.actions import reminders
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.models import User
from home.models import HomePage, PublicPage
from portal import archive, editorial
from portal.models import ProposalState, WithdrawalProposal
from portal.models.base import ListPage


def may_propose(user: User, page: Page) -> bool:
    """Whoever may change the page."""
    return bool(page.live and page.permissions_for_user(user).can_edit())


def may_decide(user: User, proposal: WithdrawalProposal) -> bool:
    """A reviewer or administrator who did not propose it."""
    return user.pk != proposal.asked_by_id and editorial.may_approve(user)


def refusal(page: Page) -> str:
    """Why this page cannot be withdrawn; empty when it can."""
    if not page.live:
        return _("This page is not published.")
    if isinstance(page, HomePage | ListPage):
        return _("The home page and the lists belong to the site and are not withdrawn.")
    return "" if isinstance(page, PublicPage) else _("This page does not belong to the portal.")


def waiting() -> QuerySet[WithdrawalProposal]:
    """Proposals that nobody has decided on, the oldest first."""
    found = WithdrawalProposal.objects.filter(state=ProposalState.OPEN)
    return found.select_related("page", "successor", "asked_by").order_by("asked_at", "pk")


def propose(page: Page, *, reason: str, successor: Page | None, by: User) -> WithdrawalProposal:
    """Ask that the page be taken down, with all below it; reviewers are told."""
    page = page.specific
    if not may_propose(by, page):
        raise NotAllowed(_("Only somebody who may change the page can propose to withdraw it."))
    if why := refusal(page):
        raise CaseError(why)
    if not reason.strip():
        raise BadInput(_("Say why the page is to be withdrawn."), field="reason")
    if successor is not None and (not successor.live or successor.path.startswith(page.path)):
        raise BadInput(_("Choose a published page that stays."), field="successor")
    try:
        with transaction.atomic():
            made = WithdrawalProposal.objects.create(
                page_id=page.pk,
                successor_id=successor.pk if successor else None,
                reason=reason.strip()[:300],
                asked_by=by,
            )
    except IntegrityError:
        raise CaseError(_("A withdrawal of this page waits already."))
    for user in _reviewers(by):
        reminders.withdrawal_asked(user, title=page.title, author=by.name, reason=made.reason)
    return made


def _reviewers(by: User) -> QuerySet[User]:
    groups = Group.objects.filter(name=editorial.REVIEWERS)
    return User.objects.filter(groups__in=groups, is_active=True).exclude(pk=by.pk).distinct()


def agree(proposal: WithdrawalProposal, *, answer: str = "", by: User) -> WithdrawalProposal:
    """Take the page down; its address leads to the page that replaces it, else to the one above."""
    with transaction.atomic():
        row = _turn(proposal, by)
        page, successor = row.page.specific, row.successor.specific if row.successor else None
        if why := refusal(page):
            raise CaseError(why)
        if successor is not None and not successor.live:
            raise CaseError(_("The page that was to replace it is no longer published."))
        for one in [page, *page.get_descendants().live().specific()]:
            # The decision of another person is the right to take it down: reviewers have no other.
            UnpublishPageAction(one, user=by).execute(skip_permission_checks=True)
            if successor is not None:
                archive.lead_to(one, successor)
        return _decided(row, ProposalState.AGREED, answer, by)


def refuse(proposal: WithdrawalProposal, *, answer: str, by: User) -> WithdrawalProposal:
    """The page stays; whoever proposed it reads why."""
    if not answer.strip():
        raise BadInput(_("Say why the page stays."), field="answer")
    with transaction.atomic():
        return _decided(_turn(proposal, by), ProposalState.REFUSED, answer, by)


def take_back(proposal: WithdrawalProposal, *, by: User) -> WithdrawalProposal:
    """Whoever proposed it no longer wants it."""
    with transaction.atomic():
        row = _open(proposal)
        if row.asked_by_id != by.pk:
            raise NotAllowed(_("Only who proposed it can take it back."))
        return _decided(row, ProposalState.TAKEN_BACK, "", by)


def _open(proposal: WithdrawalProposal) -> WithdrawalProposal:
    row = WithdrawalProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise CaseError(_("This proposal was decided already."))
    return row


def _turn(proposal: WithdrawalProposal, by: User) -> WithdrawalProposal:
    row = _open(proposal)
    if not may_decide(by, row):
        raise NotAllowed(_("Somebody else has to decide on what you proposed."))
    return row


def _decided(row: WithdrawalProposal, state: ProposalState, answer: str, by: User) -> WithdrawalProposal:
    row.state, row.answer, row.decided_by, row.decided_at = state, answer.strip()[:300], by, timezone.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if by.pk != row.asked_by_id:
        agreed = state == ProposalState.AGREED
        reminders.withdrawal_decided(
            row.asked_by, title=row.page.title, author=by.name, answer=row.answer, agreed=agreed
        )
    return row
