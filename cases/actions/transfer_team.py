"""What a transfer moves besides itself: the team of a case that goes to another agency and comes back, and its end with the case."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.exceptions import BadInput
from cases.models import Case, TeamMember, Transfer, User
from cases.permissions import HANDLER_ROLES
from cases.routes import TransferScope, TransferStatus


def take_over(row: Transfer, lead: User, now: datetime) -> None:
    """The places of the sender end; ``lead``, of the receiving agency, is the enterprise's first contact from now on."""
    post = next((one for one in lead.active_posts if one.unit_id == row.to_unit_id and one.role in HANDLER_ROLES), None)
    if post is None:
        raise BadInput(
            _("%(name)s does not work in the agency that takes the case.") % {"name": lead.name}, field="lead"
        )
    TeamMember.objects.filter(case=row.case, until__isnull=True).update(until=now)
    why = _("The case was handed over to %(unit)s.") % {"unit": row.to_unit.name}
    TeamMember.objects.create(case=row.case, user=lead, role=post.role, is_lead=True, why=why[:200])


def give_back(row: Transfer, now: datetime) -> list[TeamMember]:
    """The places of the receiver end; who was on the team before, and still holds the post, is on it again: those places."""
    TeamMember.objects.filter(case=row.case, until__isnull=True).update(until=now)
    before = TeamMember.objects.filter(case=row.case, until=row.answered_at).select_related("user")
    back = [
        place for place in before if place.user.is_active and any(p.role == place.role for p in place.user.active_posts)
    ]
    return TeamMember.objects.bulk_create(
        TeamMember(case=row.case, user=one.user, role=one.role, is_lead=one.is_lead, why=one.why) for one in back
    )


def close_with(case: Case) -> None:
    """The case has come to its end: what was offered or lent for single items ends too. Called by ``moves`` under its lock.

    A whole case that was handed over stays with the agency that finished it.
    """
    rows, now = Transfer.objects.filter(case=case), timezone.now()
    rows.filter(status=TransferStatus.OFFERED).update(status=TransferStatus.WITHDRAWN, ended_at=now)
    rows.filter(status=TransferStatus.ACCEPTED, scope=TransferScope.ITEM).update(
        status=TransferStatus.ENDED, ended_at=now
    )
