"""Who may do what. Default deny: ``may`` answers yes only when the table has the step, the scheme knows it, and a predicate agrees.

Works on duck types (users with ``active_posts`` and ``member_of``, cases with ``handling_unit_id`` …) so that it stays below the models.
"""

from collections.abc import Callable
from typing import Any

from cases import appraisal, findings, inspections, transitions
from cases.enums import MemberRole, PostRole, UnitKind, Who
from cases.enums_appraisal import AppraisalAct
from cases.enums_findings import CircularAct, FindingAct
from cases.enums_inspections import InspectionAct

HANDLER_ROLES = frozenset(
    {
        PostRole.OVERALL_MANAGER,
        PostRole.PROCESS_GUIDE,
        PostRole.SERVICE_AGENT,
        PostRole.CHIEF_LIAISON,
        PostRole.CHIEF_AGENT,
    }
)
# Who comes to a case through its items.
BY_ITEMS = frozenset({PostRole.UNIT_AGENT, PostRole.GROUP_AGENT})
CHIEF_ROLES = frozenset({PostRole.OVERALL_MANAGER, PostRole.CHIEF_LIAISON, PostRole.CHIEF_AGENT})
# Who sees every case of the own region and of what lies in it (``queries.cases``).
REGION_WIDE = frozenset({PostRole.OVERALL_MANAGER, PostRole.WORK_SUPERVISOR, PostRole.CHIEF_AGENT})
# Who is told how the service of the own region goes (reports are sums): whoever sees all of it, and the liaison who heads its
# agency (W-031). The agents of the group that dispatches are told too (P-032, P-067): ``is_reported``.
REPORTED = REGION_WIDE | {PostRole.CHIEF_LIAISON}
# A supervisor looks on, an administrator looks away: neither has a voice in a case.
NO_VOICE = frozenset({PostRole.WORK_SUPERVISOR, PostRole.ADMINISTRATOR})
# Whoever looks on from above may order that something be put right, and check what was: a supervisor does nothing else.
SUPERVISING = frozenset({PostRole.WORK_SUPERVISOR, PostRole.OVERALL_MANAGER})
# Who looks over a place: findings, notices of praise and criticism.
LOOKING_OVER = SUPERVISING | CHIEF_ROLES
# The acts on a finding that are never those of whoever filed it.
WEIGHING = frozenset({FindingAct.HEAR, FindingAct.CONFIRM, FindingAct.DISMISS})
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


def headed_units(user: Any) -> set[int]:
    """Units that the person leads."""
    return {p.unit_id for p in user.active_posts if p.role in CHIEF_ROLES}


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
    units = {p.unit_id for p in user.active_posts if p.role in BY_ITEMS}
    if item is None:
        return bool(units) and bool(units & case.item_unit_ids)
    return bool(item.agent_id == user.pk and units) or item.unit_id in units


def works_by_items(user: Any) -> bool:
    """Whether a post of the person is one that comes to cases through their items."""
    return any(p.role in BY_ITEMS for p in user.active_posts)


def coordinates(user: Any, case: Any, item: Any = None) -> bool:
    """Urges others on: the agency, or a group agent for the members of the group (P-050, P-051)."""
    return is_handler(user, case) or is_group_agent(user, case)


def was_urged(user: Any, case: Any, item: Any = None) -> bool:
    """Has an urging on this case that was not acknowledged."""
    return bool(user.active_posts) and user.pk in case.urged_user_ids


def works_on_case(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, agents of its items, agents of its groups."""
    return works_on_item(user, case) or is_group_agent(user, case)


def has_task(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, or somebody with a voice in a unit that a meeting gave something to do. ``item``: the task."""
    units = opinion_units(user)
    if is_handler(user, case) or not units:
        return is_handler(user, case)
    return bool(units & case.tasked_unit_ids) if item is None else item.unit_id in units


def speaks_for_lead(user: Any, case: Any, item: Any = None) -> bool:
    """The agency, or somebody with a voice in the lead unit of an open problem."""
    units = opinion_units(user)
    return is_handler(user, case) or (bool(units) and bool(units & case.problem_lead_ids))


def supervises(user: Any, case: Any, item: Any = None) -> bool:
    """A head of the agency, or a supervisor or overall manager of the region or of one above it (W-022, P-069, P-092)."""
    if is_applicant(user, case):
        return False
    return is_chief(user, case) or any(
        p.role in SUPERVISING and p.unit.region.holds(case.region) for p in user.active_posts
    )


def calls_back(user: Any, case: Any, item: Any = None) -> bool:
    """Who may ask the enterprise once more after a bad evaluation: the agencies, and whoever supervises them (C.5)."""
    return is_keeper(user, case) or supervises(user, case)


def was_ordered(user: Any, case: Any, item: Any = None) -> bool:
    """Has a voice in a unit whose supervision order on this case waits for its answer."""
    units = opinion_units(user)
    return not is_applicant(user, case) and bool(units) and bool(units & case.ordered_unit_ids)


def either_side(user: Any, case: Any, item: Any = None) -> bool:
    """The enterprise, or the agency that serves it."""
    return is_applicant(user, case) or is_handler(user, case)


def brings_papers(user: Any, case: Any, item: Any = None) -> bool:
    """The enterprise, or whoever works on an item for it."""
    return is_applicant(user, case) or works_on_item(user, case)


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
    Who.TASKED: has_task,
    Who.SUPERVISOR: supervises,
    Who.ORDERED: was_ordered,
    Who.CALLER: calls_back,
    Who.BOTH: brings_papers,
    Who.EITHER: either_side,
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


def is_concerned(user: Any, finding: Any) -> bool:
    """It is about the person, a unit in which he holds any post, or the work of a team of that unit to which he belongs."""
    units = {p.unit_id for p in user.active_posts}
    on_team = finding.unit_id == finding.case.handling_unit_id and user.pk in finding.case.team_user_ids
    return finding.person_id == user.pk or finding.unit_id in units or on_team


def may_on_finding(user: Any, act: FindingAct, finding: Any) -> bool:
    """True when the person may do ``act`` on the finding now (W-095, P-092).

    The one concerned states, and never decides. Whoever filed it neither hears nor decides: those steps are another person's.
    """
    if findings.step(finding.status, act) is None or not user.is_active:
        return False
    if act == FindingAct.STATE:
        return finding.person_id == user.pk or finding.unit_id in opinion_units(user)
    if act in WEIGHING and finding.filed_by_id == user.pk:
        return False
    return supervises(user, finding.case) and not is_concerned(user, finding)


def supervised_paths(user: Any) -> list[str]:
    """Places over which the person looks on, with everything inside them: as supervisor or manager, or as head of an agency."""
    return sorted({p.unit.region.path for p in user.active_posts if p.role in LOOKING_OVER})


def looks_over(user: Any, region: Any) -> bool:
    """Supervises the place or one that it lies in."""
    return any(p.role in LOOKING_OVER and p.unit.region.holds(region) for p in user.active_posts)


def looks_over_any(user: Any) -> bool:
    """Looks over some place, whole or as far as the own agency works in it: who has a wall screen."""
    return bool(supervised_paths(user))


def whole_paths(user: Any) -> list[str]:
    """Places of which the person sees every case, with everything inside them."""
    return sorted({p.unit.region.path for p in user.active_posts if p.role in REGION_WIDE})


def is_reported(post: Any) -> bool:
    """Whether a post leads, supervises or dispatches the service of its place, and so is told how it goes."""
    return post.role in REPORTED or (post.role == PostRole.GROUP_AGENT and bool(post.dispatches))


def reads_reports(user: Any, region: Any) -> bool:
    """Reads the reports of the place. They are sums: which of the cases behind them he sees is asked of ``queries.cases``."""
    return user.is_active and any(is_reported(p) and p.unit.region.holds(region) for p in user.active_posts)


def reads_any_report(user: Any) -> bool:
    """Reads the reports of some place."""
    return user.is_active and any(map(is_reported, user.active_posts))


def sets_phases(user: Any, region: Any) -> bool:
    """Says when the phases of the rollout begin and end: who may choose pilot projects there, a head of the place (W-081)."""
    return user.is_active and any(p.role in CHIEF_ROLES and p.unit.region.holds(region) for p in user.active_posts)


def may_on_circular(user: Any, act: CircularAct, circular: Any) -> bool:
    """Who looks over the place writes and withdraws; another one than the writer, and not the one it is about, approves."""
    if findings.circular_step(circular.status, act) is None or not user.is_active:
        return False
    if not looks_over(user, circular.region):
        return False
    if act == CircularAct.CHANGE:
        return bool(circular.written_by_id == user.pk)
    about = circular.person_id == user.pk or circular.unit_id in {p.unit_id for p in user.active_posts}
    if act in {CircularAct.APPROVE, CircularAct.SEND_BACK}:
        return circular.written_by_id != user.pk and not about
    return circular.status != "issued" or not about


def may_on_inspection(user: Any, act: InspectionAct, inspection: Any) -> bool:
    """Who looks over the place plans and closes, its inspectors check and report, the unit inspected answers and nothing else."""
    if inspections.step(inspection.status, act) is None or not user.is_active:
        return False
    if act == InspectionAct.REPLY:
        return inspection.unit_id in opinion_units(user)
    if not looks_over(user, inspection.region) or inspection.unit_id in {p.unit_id for p in user.active_posts}:
        return False
    if act in {InspectionAct.CHECK, InspectionAct.FILE, InspectionAct.REPORT}:
        return user.pk in inspection.inspector_ids
    return True


def appraises(user: Any, region: Any) -> bool:
    """Supervisor or overall manager of the place or of one that it lies in: who appraises there, and sees every result (P-092)."""
    return any(p.role in SUPERVISING and p.unit.region.holds(region) for p in user.active_posts)


def checks_order(user: Any, order: Any) -> bool:
    """Whoever issued it, or somebody who belongs to another unit than the one it is addressed to: what was ordered to the own
    unit nobody else settles or withdraws (W-095)."""
    return order.issued_by_id == user.pk or order.unit_id not in {p.unit_id for p in user.active_posts}


def may_on_appraisal(user: Any, act: AppraisalAct, row: Any) -> bool:
    """Who supervises the place, as long as no unit of the own is appraised in it. Whose a result is, is asked of the result."""
    if appraisal.step(row.status, act) is None or not user.is_active:
        return False
    if act in {AppraisalAct.CONTEST, AppraisalAct.DECIDE}:
        return True
    return appraises(user, row.region) and not row.unit_ids & {p.unit_id for p in user.active_posts}


def may_contest(user: Any, result: Any) -> bool:
    """The person; for an agency who leads it, for another unit whoever speaks for it."""
    if appraisal.step(result.appraisal.status, AppraisalAct.CONTEST) is None or not user.is_active:
        return False
    if result.person_id is not None:
        return bool(result.person_id == user.pk)
    if result.unit.kind == UnitKind.AGENCY:
        return result.unit_id in headed_units(user)
    return result.unit_id in opinion_units(user)


def may_decide(user: Any, result: Any) -> bool:
    """Who supervises the place, did not draft the appraisal, and is judged neither in person nor with the own unit."""
    row = result.appraisal
    if appraisal.step(row.status, AppraisalAct.DECIDE) is None or not appraises(user, row.region):
        return False
    own = result.person_id == user.pk or result.unit_id in {p.unit_id for p in user.active_posts}
    return user.is_active and not own and row.drafted_by_id != user.pk
