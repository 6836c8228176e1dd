"""The phases of the rollout (W-080 to W-083), and whether the regions have as many pilot projects as the policy wants (W-081)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.enums import Action, CaseStatus
from cases.enums_reports import Phase
from cases.models import Case, CaseEvent, Problem, Region, RolloutPhase, User
from cases.permissions import CHIEF_ROLES
from cases.queries import tree
from cases.queries.pilots import Place


def visible_to(user: User) -> QuerySet[RolloutPhase]:
    """The phases of the places of one's posts, of what lies in them and of what they lie in. Officers only."""
    wanted = Q(pk__in=[])
    for path in {post.unit.region.path for post in user.active_posts}:
        wanted |= Q(region__path__startswith=f"{path}/") | Q(region__code__in=path.split("/"))
    return (
        RolloutPhase.objects.filter(wanted)
        .prefetch_related("changes")
        .select_related("region")
        .order_by("region__path", "begins", "pk")
    )


def of_region(region: Region) -> QuerySet[RolloutPhase]:
    """The phases of the place and of everything in it."""
    found = RolloutPhase.objects.filter(tree.inside(region)).prefetch_related("changes")
    return found.select_related("region").order_by("region__path", "begins", "pk")


def settable(user: User) -> QuerySet[Region]:
    """Places whose phases the person may set: those of which he is a head, and the counties in them."""
    return tree.down_to_counties(post.unit.region.path for post in user.active_posts if post.role in CHIEF_ROLES)


@dataclass(frozen=True)
class Pilot:
    """A pilot project as it was on a day: since when it was one, and its status."""

    case: Case
    since: date
    status: CaseStatus

    @property
    def region(self) -> Region:
        return self.case.region


def running(phases: Iterable[RolloutPhase], phase: Phase, day: date) -> list[RolloutPhase]:
    """Those that had begun by the day and not ended before it."""
    return [row for row in phases if row.phase == phase and row.begins <= day and not ended(row, day)]


def ended(row: RolloutPhase, day: date) -> bool:
    """Whether the phase was over on the day."""
    return row.ended_on is not None and row.ended_on <= day


def places(phases: Iterable[RolloutPhase], pilots: Iterable[Case | Pilot], day: date) -> list[Place]:
    """Regions in trial or after it, and all others that have pilot projects, each with their number: none is a number too."""
    trials = [row for row in phases if row.phase == Phase.PILOT and row.begins <= day]
    over = {row.region for row in trials if ended(row, day)}
    counted = Counter(one.region for one in pilots)
    regions = {row.region for row in trials} | set(counted)
    return [Place(region, counted[region], region in over) for region in sorted(regions, key=lambda one: one.path)]


def faults(places_: Iterable[Place]) -> list[Place]:
    """Those with fewer or more pilot projects than the policy wants."""
    return [place for place in places_ if not place.within]


def pilots(region: Region, day: date) -> list[Pilot]:
    """The pilot projects of the place as they were on the day, whatever became of them since."""
    chosen = _chosen(region, day)
    rows = Case.objects.filter(pk__in=chosen).select_related("project", "region").order_by("region__path", "number")
    moved = CaseEvent.objects.filter(case__in=chosen, at__date__lte=day).exclude(new_status="")
    was = dict(moved.order_by("seq").values_list("case", "new_status"))
    return [Pilot(row, chosen[row.pk], CaseStatus(was.get(row.pk, row.status))) for row in rows]


def _chosen(region: Region, day: date) -> dict[int, date]:
    """By case: since when it was a pilot project on the day. Who left the trial later was in it still."""
    inside = Case.objects.filter(tree.inside(region), number__isnull=False)
    found: dict[int, date] = {}
    told = CaseEvent.objects.filter(case__in=inside, action=Action.SET_PILOT, at__date__lte=day).order_by("seq")
    for case, at, data in told.values_list("case", "at", "data"):
        if data.get("pilot"):
            found[case] = timezone.localdate(at)
        else:
            found.pop(case, None)
    now = inside.filter(pilot_since__lte=day).values_list("pk", "pilot_since")
    return found | {case: since for case, since in now if since}


def planned_end(row: RolloutPhase, day: date) -> date | None:
    """The planned end as it stood on the day: later changes of the plan are undone."""
    found = row.planned_end
    for one in sorted(row.changes.all(), key=lambda change: -change.pk):
        if one.old and "planned_end" in one.old and timezone.localdate(one.at) > day:
            found = date.fromisoformat(one.old["planned_end"]) if one.old["planned_end"] else None
    return found


def issues(cases: Iterable[Pilot], since: date, until: date) -> QuerySet[Problem]:
    """Problems of these projects that were open in the time; the oldest first. What solved them later is not known yet."""
    found = Problem.objects.filter(case__in=[one.case.pk for one in cases], raised_at__date__lte=until)
    still = found.filter(Q(solved_at=None) | Q(solved_at__date__gte=since))
    return still.select_related("case__region", "case__project", "lead").order_by("raised_at", "pk")


def raised(cases: Iterable[Pilot], day: date) -> dict[int, tuple[int, int]]:
    """By region: problems of these projects raised by the day, and how many of them were solved by it."""
    rows = Problem.objects.filter(case__in=[one.case.pk for one in cases], raised_at__date__lte=day)
    counted = (
        rows.order_by()
        .values_list("case__region")
        .annotate(new=Count("pk"), done=Count("pk", filter=Q(solved_at__date__lte=day)))
    )
    return {key: (all_, solved) for key, all_, solved in counted}
