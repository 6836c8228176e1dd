"""The rule that each view declares. Default deny: a view without one does not start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import permissions
from cases.enums import Action, PostRole
from cases.models import Case, User


@dataclass(frozen=True)
class Permission:
    """Who may open a view: any officer, holders of ``roles``, whoever the domain says when it ``asks``, or whoever may do
    ``action`` on the case at hand."""

    words: str | Promise
    roles: frozenset[PostRole] = frozenset()
    action: Action | None = None
    asks: Callable[[User], bool] | None = None

    def allows(self, user: User) -> bool:
        """Whether the person's posts open the view at all."""
        if self.asks is not None:
            return user.is_officer and self.asks(user)
        return user.is_officer and (not self.roles or user.has_role(*self.roles))

    def allows_on(self, user: User, case: Case, item: object = None) -> bool:
        """Whether the person may do the view's act on this case now."""
        return self.action is None or permissions.may(user, self.action, case, item)


def roles(words: str | Promise, members: Iterable[PostRole]) -> Permission:
    return Permission(words, frozenset(members))


def act(action: Action) -> Permission:
    """Whoever may do ``action`` on the case: asked of the domain, never decided here."""
    return Permission(action.label, action=action)


OFFICER = Permission(_("everybody who holds a post"))
# What an administrator alone has nothing in: the lists of cases, and what hangs on cases.
SERVING = roles(_("holders of a post that sees cases"), frozenset(PostRole) - {PostRole.ADMINISTRATOR})
ADMINISTRATOR = roles(_("administrators"), {PostRole.ADMINISTRATOR})
STAFF = roles(
    _("administrators and heads of agencies"),
    {PostRole.ADMINISTRATOR, PostRole.OVERALL_MANAGER, PostRole.CHIEF_LIAISON, PostRole.CHIEF_AGENT},
)
SUPERVISING = roles(_("supervisors and overall managers"), permissions.SUPERVISING)
LOOKING_OVER = roles(_("those who look over a place"), permissions.LOOKING_OVER)
REPORTED = Permission(
    _("those who lead, supervise or dispatch the service of a place"), asks=permissions.reads_any_report
)
HEADS = roles(_("heads of agencies"), permissions.CHIEF_ROLES)
# An agent's board is My day.
BOARD = roles(
    _("holders of a post with a dashboard"), frozenset(PostRole) - {PostRole.SERVICE_AGENT, PostRole.UNIT_AGENT}
)
