"""Problems one may see, who takes them up, and which units may be needed."""

from django.db.models import Q, QuerySet

from cases.enums import PostRole
from cases.enums_work import ProblemStatus
from cases.models import Case, CaseItem, Post, Problem, Unit, User, WorkGroup
from cases.permissions import CHIEF_ROLES, NO_VOICE
from cases.queries import cases, people
from cases.transitions import FINAL


def visible_to(user: User) -> QuerySet[Problem]:
    """Problems of the cases one may see."""
    return Problem.objects.filter(cases.seen(user, "case__")).select_related("case__project", "lead", "raised_by")


def lead_for(case: Case, item: CaseItem | None, by: User) -> Unit:
    """Who takes it up: the lead of the item's group, of the raiser's group (P-052), else the handling agency."""
    if item is not None and item.group is not None:
        return item.group.lead
    groups = WorkGroup.objects.filter(pk__in=case.group_ids).select_related("lead").order_by("order")
    own = groups.filter(pk__in=[post.group_id for post in by.active_posts if post.group_id]).first()
    group = own or groups.filter(members__in=[post.unit_id for post in by.active_posts]).first()
    return group.lead if group else case.handling_unit


def units_to_choose(case: Case) -> QuerySet[Unit]:
    """Units of the region and of everything it lies in: what is above has to be talked to as well (P-032)."""
    return Unit.objects.filter(region__code__in=case.region.path.split("/")).order_by("-region__code", "code")


def waiting_for(user: User) -> QuerySet[Problem]:
    """Raised problems for the lead unit, and those this person has taken up."""
    units = [post.unit_id for post in user.active_posts if post.role not in NO_VOICE]
    fresh = Q(status=ProblemStatus.RAISED, lead__in=units)
    taken = Q(status__in=[ProblemStatus.TAKEN_UP, ProblemStatus.ESCALATED], taken_by=user)
    found = Problem.objects.filter(fresh | taken).exclude(case__status__in=FINAL)
    return found.filter(cases.reach(user, "case__"))


def conference_people(case: Case) -> QuerySet[User]:
    """Who calls the joint conference: the heads of the agency and the overall managers above it (W-091)."""
    above = Post.objects.active().filter(
        role=PostRole.OVERALL_MANAGER, unit__region__code__in=case.region.path.split("/")[:-1]
    )
    chiefs = people.in_posts(case.handling_unit, CHIEF_ROLES)
    return User.objects.filter(Q(posts__in=above) | Q(pk__in=chiefs.values("pk")), is_active=True).distinct()
