"""The one door to cases: what you may not see does not exist."""

from typing import Any

from django.db.models import Q, QuerySet

from cases.enums import CaseStatus, PostRole
from cases.enums_work import ORDER_OPEN
from cases.models import Case, CaseItem, FlowTable, Meeting, Region, SupervisionOrder, TeamMember, Transfer, User
from cases.permissions import NO_VOICE, REGION_WIDE
from cases.queries import tree
from cases.routes import OPEN
from cases.transitions import FINAL

_OWN_UNIT = {PostRole.CHIEF_LIAISON, PostRole.SERVICE_AGENT, PostRole.PROCESS_GUIDE, PostRole.POLICY_PRESENTER}


def visible_to(user: User) -> QuerySet[Case]:
    """Cases of the user's enterprises; for officers those of their posts (never what was not submitted). Everybody else: none.

    Overall managers, chief agents and supervisors see their region with everything in it; agents their agency's cases;
    group and unit agents the cases in which they, their group or their unit have an item or a meeting; team members their own.
    An open supervision order opens the case to the unit that it is addressed to.
    A transfer opens a case to the agency and the person it is offered to, from the offer until it is returned or ended.
    """
    return Case.objects.filter(seen(user)) if user.is_authenticated else Case.objects.none()


def seen(user: User, case: str = "") -> Q:
    """The same as a condition on what hangs on a case; ``case`` is the way to it, like "case__". Of a few rows, or of the first
    in their order, it is asked of the case of each, where ``case__in`` would first look for every case that there is to see."""
    wanted = Q(**{f"{case}enterprise__in": list(user.member_of)})
    if user.active_posts:
        # What was never submitted has no number and is nobody's business, also when it was withdrawn.
        wanted |= _by_posts(user, case) & Q(**{f"{case}number__isnull": False})
    return wanted


def still_open(found: QuerySet[Case]) -> QuerySet[Case]:
    """Without drafts and without what is over: what “open” means in every list and on every board."""
    return found.exclude(status__in=[CaseStatus.DRAFT, *FINAL, CaseStatus.CLOSED])


# What the head of every page of a case shows.
PARTS = ("project__category", "enterprise", "scheme", "region", "handling_unit")


def tie(case: Case) -> Case:
    """The case with its project, whose enterprise and region are mostly the case's own and need not be fetched again."""
    project = case.project
    if project.enterprise_id == case.enterprise_id:
        project.enterprise = case.enterprise
    if project.region_id == case.region_id:
        project.region = case.region
    if case.first_unit_id == case.handling_unit_id:
        case.first_unit = case.handling_unit
    return case


def _by_posts(user: User, case: str) -> Q:
    """What the posts open. Rows below a case are asked in subqueries: a join would give the case once for each of them."""

    def among(rows: QuerySet[Any]) -> Q:
        return Q(**{f"{case}pk__in": rows.values("case")})

    officer = Q(pk__in=[])
    if any(post.role != PostRole.ADMINISTRATOR for post in user.active_posts):
        officer = among(TeamMember.objects.filter(user=user.pk, until__isnull=True)) | among(_lent(to_user=user.pk))
    for post in user.active_posts:
        if post.role in REGION_WIDE:
            inside = Region.objects.filter(tree.inside(post.unit.region, "path"))
            officer |= Q(**{f"{case}region__in": inside.values("pk")})
        elif post.role in _OWN_UNIT:
            officer |= Q(**{f"{case}handling_unit": post.unit_id}) | Q(**{f"{case}first_unit": post.unit_id})
        if post.role in REGION_WIDE | _OWN_UNIT:
            officer |= among(_lent(to_unit=post.unit_id))
        if post.role not in NO_VOICE:
            officer |= among(SupervisionOrder.objects.filter(unit=post.unit_id, status__in=ORDER_OPEN))
        # One question each for what items open: an "or" inside would read every item there is instead of an index.
        if post.role == PostRole.GROUP_AGENT and post.group_id:
            officer |= among(FlowTable.objects.filter(group=post.group_id))
            officer |= among(CaseItem.objects.filter(group=post.group_id))
            officer |= among(CaseItem.objects.filter(agent=user.pk))
        elif post.role == PostRole.UNIT_AGENT:
            officer |= among(CaseItem.objects.filter(unit=post.unit_id))
            officer |= among(CaseItem.objects.filter(agent=user.pk))
            officer |= among(Meeting.objects.filter(units=post.unit_id))
    return officer


def _lent(**wanted: int) -> QuerySet[Transfer]:
    """What was offered or handed over to somebody: the offer is for reading, the acceptance for acting (W-035 to W-039)."""
    return Transfer.objects.filter(status__in=OPEN, **wanted)
