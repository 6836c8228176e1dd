"""Who may do what. Default deny: ``may`` answers yes only when the table has the step, the scheme knows it, and a predicate agrees.

Works on duck types (users with ``active_posts`` and ``member_of``, cases with ``handling_unit_id`` …) so that it stays below the models.
"""

from collections.abc import Callable
from typing import Any

from cases import transitions
from cases.enums import MemberRole, PostRole, Who

HANDLER_ROLES = frozenset(
    {
        PostRole.OVERALL_MANAGER,
        PostRole.PROCESS_GUIDE,
        PostRole.SERVICE_AGENT,
        PostRole.CHIEF_LIAISON,
        PostRole.CHIEF_AGENT,
    }
)
CHIEF_ROLES = frozenset({PostRole.OVERALL_MANAGER, PostRole.CHIEF_LIAISON, PostRole.CHIEF_AGENT})
# A supervisor looks on, an administrator looks away: neither has a voice in a case.
NO_VOICE = frozenset({PostRole.WORK_SUPERVISOR, PostRole.ADMINISTRATOR})
Predicate = Callable[[Any, Any, Any], bool]


def is_applicant(user: Any, case: Any, item: Any = None) -> bool:
    """Belongs to the enterprise of the case."""
    return case.enterprise_id in user.member_of


def is_signatory(user: Any, case: Any, item: Any = None) -> bool:
    """May sign for the enterprise of the case."""
    return bool(user.member_of.get(case.enterprise_id) == MemberRole.OWNER)


def is_handler(user: Any, case: Any, item: Any = None) -> bool:
    """Works in the handling agency, or was named to the team of the case; never for an enterprise of one's own."""
    if is_applicant(user, case):
        return False
    in_unit = any(p.unit_id == case.handling_unit_id and p.role in HANDLER_ROLES for p in user.active_posts)
    on_team = user.pk in case.team_user_ids and any(p.role in HANDLER_ROLES for p in user.active_posts)
    return in_unit or on_team


def is_chief(user: Any, case: Any, item: Any = None) -> bool:
    """Signs for the handling agency; never for an enterprise of one's own."""
    return not is_applicant(user, case) and any(
        p.unit_id == case.handling_unit_id and p.role in CHIEF_ROLES for p in user.active_posts
    )


def gives_opinion(user: Any, case: Any, item: Any = None) -> bool:
    """Holds a post in a unit that was asked; the agency may record an opinion given on paper."""
    units = opinion_units(user)
    return is_handler(user, case) or (bool(units) and bool(units & case.asked_unit_ids))


def opinion_units(user: Any) -> set[int]:
    """Units for which the person may speak in a meeting."""
    return {p.unit_id for p in user.active_posts if p.role not in NO_VOICE}


def is_group_agent(user: Any, case: Any, item: Any = None) -> bool:
    """Group agent of a group of this region (P-051); the chief agent may file for a group."""
    return is_chief(user, case) or any(
        p.role == PostRole.GROUP_AGENT and p.group_id is not None and p.group_id in case.group_ids
        for p in user.active_posts
    )


def is_keeper(user: Any, case: Any, item: Any = None) -> bool:
    """The handling agency, and the first-contact agency, which stays responsible for the record (W-034)."""
    in_first = any(p.unit_id == case.first_unit_id and p.role in HANDLER_ROLES for p in user.active_posts)
    return is_handler(user, case) or (in_first and not is_applicant(user, case))


def has_voice(user: Any) -> bool:
    """Holds a post that may act in a case."""
    return any(p.role not in NO_VOICE for p in user.active_posts)


def is_receiver(user: Any, case: Any, item: Any = None) -> bool:
    """The person to whom a transfer was offered by name, or a head of the agency it was offered to. ``item``: the transfer."""
    if is_applicant(user, case):
        return False
    offers = [row for row in case.open_transfers if row.status == "offered" and item in (None, row)]
    heads = {p.unit_id for p in user.active_posts if p.role in CHIEF_ROLES}
    return any((row.to_user_id == user.pk and has_voice(user)) or row.to_unit_id in heads for row in offers)


def is_holder(user: Any, case: Any, item: Any = None) -> bool:
    """Who holds an accepted transfer, or lent it: either may end it. ``item``: the transfer."""
    if is_applicant(user, case):
        return False
    held = [row for row in case.open_transfers if row.status == "accepted" and item in (None, row)]
    return bool(held) and (is_keeper(user, case) or any(row.to_user_id == user.pk and has_voice(user) for row in held))


def _borrowed(user: Any, case: Any) -> set[int]:
    """Items whose chief contact the person became by an accepted transfer (W-038)."""
    if not has_voice(user) or is_applicant(user, case):
        return set()
    rows = (row for row in case.open_transfers if row.status == "accepted" and row.to_user_id == user.pk)
    return {row.case_item_id for row in rows if row.case_item_id}


def works_on_item(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, the item's own agent or chief contact, or the unit agent of the deciding unit (P-052, W-038)."""
    if is_handler(user, case):
        return True
    borrowed = _borrowed(user, case)
    if borrowed and (item is None or item.pk in borrowed):
        return True
    units = {p.unit_id for p in user.active_posts if p.role in {PostRole.UNIT_AGENT, PostRole.GROUP_AGENT}}
    if item is None:
        return bool(units) and bool(units & case.item_unit_ids)
    return bool(item.agent_id == user.pk and units) or item.unit_id in units


def coordinates(user: Any, case: Any, item: Any = None) -> bool:
    """Urges others on: the agency, or a group agent for the members of the group (P-050, P-051)."""
    return is_handler(user, case) or is_group_agent(user, case)


def was_urged(user: Any, case: Any, item: Any = None) -> bool:
    """Has an urging on this case that was not acknowledged."""
    return bool(user.active_posts) and user.pk in case.urged_user_ids


def works_on_case(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, agents of its items, agents of its groups."""
    return works_on_item(user, case) or is_group_agent(user, case)


def speaks_for_lead(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, or somebody with a voice in the lead unit of an open problem."""
    units = opinion_units(user)
    return is_handler(user, case) or (bool(units) and bool(units & case.problem_lead_ids))


PREDICATES: dict[Who, Predicate] = {
    Who.APPLICANT: is_applicant,
    Who.SIGNATORY: is_signatory,
    Who.HANDLER: is_handler,
    Who.CHIEF: is_chief,
    Who.OPINION_GIVER: gives_opinion,
    Who.GROUP: is_group_agent,
    Who.ITEM_WORKER: works_on_item,
    Who.KEEPER: is_keeper,
    Who.RECEIVER: is_receiver,
    Who.HOLDER: is_holder,
    Who.COORDINATOR: coordinates,
    Who.URGED: was_urged,
    Who.WORKER: works_on_case,
    Who.LEAD: speaks_for_lead,
}


def in_scheme(step: transitions.Step, case: Any) -> bool:
    """Whether the scheme of the case knows the step."""
    if not step.scheme:
        return True
    wanted = not step.scheme.startswith("!")
    return bool(getattr(case.scheme, step.scheme.lstrip("!"))) is wanted


def may(user: Any, action: str, case: Any, item: Any = None) -> bool:
    """True when ``user`` may do ``action`` on ``case`` now. A message may come from either side."""
    step = transitions.step(case.status, action)
    if step is None or not in_scheme(step, case) or not user.is_active:
        return False
    if step.who == Who.APPLICANT and action == "message":
        return is_applicant(user, case) or is_handler(user, case)
    return PREDICATES[step.who](user, case, item)


def may_administer(user: Any) -> bool:
    """Changes reference data and people; sees no case by that."""
    return any(p.role == PostRole.ADMINISTRATOR for p in user.active_posts)
