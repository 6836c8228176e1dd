"""The one door to cases: what you may not see does not exist."""

from typing import Any

from django.db.models import F, Q, QuerySet

from cases.enums import CaseStatus, PostRole
from cases.enums_work import ORDER_OPEN
from cases.models import Case, CaseItem, FlowTable, Meeting, Region, SupervisionOrder, TeamMember, Transfer, User
from cases.permissions import HANDLER_ROLES, NO_VOICE, REGION_WIDE, works_by_items
from cases.queries import held, tree
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


def mine(user: User, case: str = "") -> Q:
    """Cases that this person answers for: of the team, or of the own agency while there is no team.

    All of them may be seen: who works in the agency that has a case sees it, as colleague, as head of its region, or because
    the case was lent to the agency (``seen``).
    """
    return of_own_team(user, case) | without_team(user, case)


def of_own_team(user: User, case: str = "") -> Q:
    """Cases of the person's own."""
    places = TeamMember.objects.filter(user=user.pk, until__isnull=True)
    return Q(**{f"{case}pk__in": places.values("case")}) if _in_service(user) else Q(pk__in=[])


def without_team(user: User, case: str = "") -> Q:
    """Cases of the own agency that are nobody's, without those that were never submitted."""
    units = [post.unit_id for post in user.active_posts if post.role in HANDLER_ROLES]
    return Q(**{f"{case}handling_unit__in": units, f"{case}has_team": False, f"{case}number__isnull": False})


def _in_service(user: User) -> bool:
    return any(post.role != PostRole.ADMINISTRATOR for post in user.active_posts)


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


def reach(user: User, case: str = "") -> Q:
    """The same as ``seen``, for pages that ask it of one table after the other.

    What single cases open to an agent of an agency is a handful, and so may be all that the agent of a unit or a group sees:
    looked up once for a page, and asked by its keys from then on. Of subqueries with an "or" between them the database makes a
    look at every case there is, which is right for those who see thousands: the first of a list are found soon.
    """
    if sees_places(user):
        return seen(user, case)
    keys = _handful(user) if not works_by_items(user) else _few(user)
    if keys is None:
        return seen(user, case)
    near = Q(**{f"{case}handling_unit__in": own_agencies(user)}) | Q(**{f"{case}pk__in": keys})
    return near & Q(**{f"{case}number__isnull": False})


def elsewhere(user: User) -> Q:
    """What one sees besides the cases of the agencies one works in."""
    if not _of_agencies_alone(user):
        return seen(user) & ~Q(handling_unit__in=own_agencies(user))
    return Q(pk__in=_handful(user), number__isnull=False)


def _of_agencies_alone(user: User) -> bool:
    """Whether no post opens a whole place or the thousands of items of a unit: then the agency's cases and a handful are all."""
    return not sees_places(user) and not works_by_items(user)


FEW = 300  # so many cases are asked for by their keys


def _handful(user: User) -> list[int]:
    """Keys of what is open to an agent besides the own agency's."""
    return held.once(f"handful.{user.pk}", lambda: list(_looked_up(user)))


def _few(user: User) -> list[int] | None:
    """The same of somebody who works by items; None where these are many."""
    keys = held.once(f"few.{user.pk}", lambda: list(_looked_up(user)[: FEW + 1]))
    return keys if len(keys) <= FEW else None


def _looked_up(user: User) -> QuerySet[Case, int]:
    own = own_agencies(user)
    mine = Case.objects.filter(enterprise__in=list(user.member_of)).exclude(handling_unit__in=own)
    handed_on = Case.objects.filter(first_unit__in=own).exclude(handling_unit=F("first_unit"))
    away = handed_on.exclude(handling_unit__in=own).order_by().values_list("pk", flat=True)
    opened = (rows.exclude(case__handling_unit__in=own) for rows in _opened(user))
    keys = [rows.order_by().values_list("case", flat=True) for rows in opened]
    return mine.order_by().values_list("pk", flat=True).union(away, *keys)


def sees_places(user: User) -> bool:
    """Whether a post opens everything of a place."""
    return any(post.role in REGION_WIDE for post in user.active_posts)


def own_agencies(user: User) -> list[int]:
    """Where the person works: every case of these units is open to their people."""
    return [post.unit_id for post in user.active_posts if post.role in _OWN_UNIT | HANDLER_ROLES]


def _by_posts(user: User, case: str) -> Q:
    """What the posts open. Rows below a case are asked in subqueries: a join would give the case once for each of them."""
    officer = Q(pk__in=[])
    for rows in _opened(user):
        officer |= Q(**{f"{case}pk__in": rows.values("case")})
    for post in user.active_posts:
        if post.role in REGION_WIDE:
            inside = Region.objects.filter(tree.inside(post.unit.region, "path"))
            officer |= Q(**{f"{case}region__in": inside.values("pk")})
        elif post.role in _OWN_UNIT:
            officer |= Q(**{f"{case}handling_unit": post.unit_id}) | Q(**{f"{case}first_unit": post.unit_id})
    return officer


def _opened(user: User) -> list[QuerySet[Any]]:
    """Rows that open their cases. One question each: an "or" inside would read every item there is instead of an index."""
    found: list[QuerySet[Any]] = []
    if _in_service(user):
        found += [TeamMember.objects.filter(user=user.pk, until__isnull=True), _lent(to_user=user.pk)]
    for post in user.active_posts:
        if post.role in REGION_WIDE | _OWN_UNIT:
            found.append(_lent(to_unit=post.unit_id))
        if post.role not in NO_VOICE:
            found.append(SupervisionOrder.objects.filter(unit=post.unit_id, status__in=ORDER_OPEN))
        if post.role == PostRole.GROUP_AGENT and post.group_id:
            found += [
                FlowTable.objects.filter(group=post.group_id), CaseItem.objects.filter(group=post.group_id),
                CaseItem.objects.filter(agent=user.pk),
            ]  # fmt: skip
        elif post.role == PostRole.UNIT_AGENT:
            found += [
                CaseItem.objects.filter(unit=post.unit_id), CaseItem.objects.filter(agent=user.pk),
                Meeting.objects.filter(units=post.unit_id),
            ]  # fmt: skip
    return found


def _lent(**wanted: int) -> QuerySet[Transfer]:
    """What was offered or handed over to somebody: the offer is for reading, the acceptance for acting (W-035 to W-039)."""
    return Transfer.objects.filter(status__in=OPEN, **wanted)
