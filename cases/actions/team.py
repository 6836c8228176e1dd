"""Who works on a case: one person, or a team with one first contact (W-074)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import listwords
from cases.actions import moves
from cases.enums import Action
from cases.exceptions import BadInput
from cases.models import Case, TeamMember, User
from cases.permissions import NO_VOICE
from cases.queries import staffing


@dataclass(frozen=True)
class Member:
    """A place on the team."""

    user: User
    role: str
    is_lead: bool = False
    why: str = ""


def set_team(case: Case, members: list[Member], *, by: User, version: int | None = None) -> Case:
    """Name the team. Those who leave keep their place on record; those who come and the enterprise are told."""
    if not members:
        raise BadInput(_("Name at least one person."), field="members")
    if sum(member.is_lead for member in members) != 1:
        raise BadInput(_("Name exactly one person as the first contact of the enterprise."), field="members")
    if len({member.user.pk for member in members}) != len(members):
        raise BadInput(_("Each person can be on the team once."), field="members")
    for member in members:
        if member.role in NO_VOICE or not any(post.role == member.role for post in member.user.active_posts):
            raise BadInput(_("%(name)s does not hold this post today.") % {"name": member.user.name}, field="members")
    _refuse_untrained(case, members)
    with moves.turn(case, Action.SET_TEAM, by=by, version=version) as turn:
        places = TeamMember.objects.filter(case=turn.case, until__isnull=True)
        before = set(places.values_list("user_id", flat=True))
        places.update(until=timezone.now())
        TeamMember.objects.bulk_create(
            TeamMember(case=turn.case, user=m.user, role=m.role, is_lead=m.is_lead, why=m.why[:200]) for m in members
        )
        turn.set(has_team=True)
        lead = next(member.user for member in members if member.is_lead)
        turn.note(team=[m.user.name for m in members], lead=lead.name)
        turn.tell([m.user for m in members if m.user.pk not in before], "on_team")
        turn.tell_enterprise("team_named", lead=lead.name, phone=lead.phone)
    return case


def _refuse_untrained(case: Case, members: list[Member]) -> None:
    """Nobody is assigned for the first time without the training that the place requires (P-091)."""
    for member in members:
        missing = staffing.lacking(member.user, member.role, case.region)
        if missing:
            names = {"name": member.user.name, "plans": listwords.listed(plan.title for plan in missing)}
            raise BadInput(
                _("%(name)s has not had the training before the first assignment: %(plans)s.") % names, field="members"
            )
