"""The phases of the rollout (W-080 to W-083), and whether the regions have as many pilot projects as the policy wants (W-081)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from cases.enums_reports import Phase
from cases.models import Case, Problem, Region, RolloutPhase, User
from cases.permissions import CHIEF_ROLES
from cases.queries import tree
from cases.queries.pilots import Place


def visible_to(user: User) -> QuerySet[RolloutPhase]:
    """The phases of the places of one's posts, of what lies in them and of what they lie in. Officers only."""
    wanted = Q(pk__in=[])
    for path in {post.unit.region.path for post in user.active_posts}:
        wanted |= Q(region__path__startswith=f"{path}/") | Q(region__code__in=path.split("/"))
    return RolloutPhase.objects.filter(wanted).select_related("region").order_by("region__path", "begins", "pk")


def of_region(region: Region) -> QuerySet[RolloutPhase]:
    """The phases of the place and of everything in it."""
    found = RolloutPhase.objects.filter(tree.inside(region))
    return found.select_related("region").order_by("region__path", "begins", "pk")


def settable(user: User) -> QuerySet[Region]:
    """Places whose phases the person may set: those of which he is a head, and the counties in them."""
    return tree.down_to_counties(post.unit.region.path for post in user.active_posts if post.role in CHIEF_ROLES)


def running(phases: Iterable[RolloutPhase], phase: Phase, today: date) -> list[RolloutPhase]:
    """Those that have begun and not ended."""
    return [row for row in phases if row.phase == phase and row.begins <= today and row.ended_on is None]


def places(phases: Iterable[RolloutPhase], pilots: Iterable[Case], today: date) -> list[Place]:
    """Regions in trial, and all others that have pilot projects, each with their number: none at all is a number too."""
    counted = Counter(case.region for case in pilots)
    regions = {row.region for row in running(phases, Phase.PILOT, today)} | set(counted)
    return [Place(region, counted[region]) for region in sorted(regions, key=lambda one: one.path)]


def faults(places_: Iterable[Place]) -> list[Place]:
    """Those with fewer or more pilot projects than the policy wants."""
    return [place for place in places_ if not place.within]


def pilots(region: Region, day: date) -> QuerySet[Case]:
    """The pilot projects of the place, chosen by the day."""
    found = Case.objects.filter(tree.inside(region), pilot_since__lte=day, number__isnull=False)
    return found.select_related("project", "region").order_by("region__path", "number")


def issues(region: Region, since: date, until: date) -> QuerySet[Problem]:
    """Problems of pilot projects that were open in the time, with what solved them; the oldest first."""
    found = Problem.objects.filter(
        tree.inside(region, "case__region__path"), case__pilot_since__lte=until, raised_at__date__lte=until
    )
    still = found.filter(Q(solved_at=None) | Q(solved_at__date__gte=since))
    return still.select_related("case__region", "case__project", "lead").order_by("raised_at", "pk")


def raised(region: Region, day: date) -> dict[int, tuple[int, int]]:
    """By region: problems of pilot projects raised by the day, and how many of them were solved by it."""
    rows = Problem.objects.filter(
        tree.inside(region, "case__region__path"), case__pilot_since__lte=day, raised_at__date__lte=day
    )
    counted = (
        rows.order_by()
        .values_list("case__region")
        .annotate(new=Count("pk"), done=Count("pk", filter=Q(solved_at__date__lte=day)))
    )
    return {key: (all_, solved) for key, all_, solved in counted}
