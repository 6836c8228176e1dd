"""People of the service: who had which training, who is absent, who sits where, whom one may look after."""

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from cases.enums_staff import SeatRole
from cases.models import Absence, Attendance, Post, Region, TaskForceSeat, TrainingPlan, Unit, User
from cases.permissions import CHIEF_ROLES, may_administer
from cases.queries import tree


def regions_of(user: User, heads_only: bool = False) -> list[Region]:
    """Places whose people somebody looks after: a head of an agency, or an administrator unless ``heads_only`` (no cases)."""
    places = {
        post.unit.region_id: post.unit.region
        for post in user.active_posts
        if post.role in CHIEF_ROLES or (may_administer(user) and not heads_only)
    }
    return sorted(places.values(), key=lambda place: place.code)


def in_reach(user: User, region: Region) -> bool:
    """Whether the place is one of those, or lies in one."""
    own = {place.code for place in regions_of(user)}
    return bool(own & set(region.path.split("/")))


def colleagues(user: User, heads_only: bool = False) -> QuerySet[User]:
    """People with a post in the places that somebody looks after, and in what lies inside."""
    wanted = tree.within((place.path for place in regions_of(user, heads_only)), "unit__region__path")
    posts = Post.objects.active().filter(wanted)
    return User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("name", "pk")


def required(region: Region, role: str) -> list[TrainingPlan]:
    """Plans of the place, or of one above it, that must be attended before the first assignment in this role (P-091)."""
    rows = TrainingPlan.objects.filter(before_post=True, region__code__in=region.path.split("/")).order_by(
        "title", "year"
    )
    return [plan for plan in rows if role in plan.roles]


def lacking(user: User, role: str, region: Region) -> list[TrainingPlan]:
    """What somebody would have to attend first: one session of each required title, of any year. Nothing after the first assignment."""
    plans = required(region, role)
    if not plans or user.team_places.exists():
        return []
    attended = set(
        Attendance.objects.filter(user=user, session__on__lte=timezone.localdate()).values_list(
            "session__plan__title", flat=True
        )
    )
    missing = {plan.title: plan for plan in plans if plan.title not in attended}
    return list(missing.values())


def plans(user: User) -> QuerySet[TrainingPlan]:
    """Training plans of the places somebody looks after, and of what they lie in, with sessions and who attended."""
    codes = {code for place in regions_of(user) for code in place.path.split("/")}
    people = Prefetch("sessions__attendances", Attendance.objects.select_related("user"))
    return (
        TrainingPlan.objects.filter(region__code__in=codes)
        .select_related("region")
        .prefetch_related("sessions", people)
    )


def absences(since: date, until: date | None = None) -> QuerySet[Absence]:
    """Absences that touch these days; ``until=None``: from the first day on."""
    rows = Absence.objects.filter(Q(until__isnull=True) | Q(until__gte=since))
    rows = rows.filter(Q(back_on__isnull=True) | Q(back_on__gt=since) & Q(back_on__gt=F("since")))
    return rows if until is None else rows.filter(since__lte=until)


def absent(on: date | None = None) -> set[int]:
    """People who are away on a day."""
    day = on or timezone.localdate()
    return set(absences(day, day).values_list("user_id", flat=True))


def seats(region: Region) -> list[TaskForceSeat]:
    """Who sits in the task force today: leaders first, then the office, the members, the contacts of the units."""
    order = list(SeatRole.values)
    rows = TaskForceSeat.objects.filter(region=region, until__isnull=True).select_related("unit")
    return sorted(rows, key=lambda row: (order.index(row.role), row.unit.code if row.unit else "", row.pk))


def without_contact(region: Region) -> list[Unit]:
    """Member units of the groups that have named no contact of deputy rank (P-011)."""
    members = Unit.objects.filter(groups__region=region).distinct()
    named = TaskForceSeat.objects.filter(role=SeatRole.CONTACT, until__isnull=True).values("unit")
    return list(members.exclude(pk__in=named).order_by("code"))
