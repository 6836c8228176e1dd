"""Summary reports: which places somebody may read of, whose cases are counted, what was counted and kept, who gets what."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from cases.counting import Period
from cases.enums import ItemStatus, JobKind, Level
from cases.enums_work import ProblemStatus, ReportLevel, ReportStatus
from cases.models import (
    Case,
    CaseItem,
    Job,
    PolicyBenefit,
    Problem,
    Region,
    ReportEdition,
    ReportSubscription,
    Suspension,
    User,
    WeeklyReport,
    WorkGroup,
)
from cases.models.organisation import DISPATCHING
from cases.permissions import is_reported
from cases.queries import statistics, tree, worklists

OPEN = ("waiting", "running")
MOVED = 50  # projects that a report names


def regions(user: User) -> QuerySet[Region]:
    """Places of which the person reads reports: those of the posts that are told of them, and the counties in them."""
    return tree.down_to_counties(post.unit.region.path for post in user.active_posts if is_reported(post))


def own_region(user: User) -> Region | None:
    """The place of the first such post: what a report shows when nothing is chosen."""
    held = [post.unit.region for post in user.active_posts if is_reported(post)]
    return min(held, key=lambda region: region.path) if held else None


def counted(region: Region, since: date) -> QuerySet[Case]:
    """Every case of the place that was handed in and was not over before ``since``."""
    return statistics.open_since(Case.objects.filter(tree.inside(region), number__isnull=False), since)


def many(region: Region, since: date, most: int) -> bool:
    """Whether there are more cases than ``most``."""
    return counted(region, since).order_by().values("pk")[: most + 1].count() > most


def after(region: Region, since: date, key: int, size: int) -> list[int]:
    """The next cases in the order of their key."""
    found = counted(region, since).filter(pk__gt=key).order_by("pk")
    return list(found.values_list("pk", flat=True)[:size])


def edition(report: str, region: Region, period: Period) -> ReportEdition | None:
    """What was counted and kept."""
    found = ReportEdition.objects.filter(report=report, region=region, since=period.start, until=period.end)
    return found.select_related("region").first()


def unfinished(today: date) -> QuerySet[ReportEdition]:
    """What was counted on an earlier day and before its time was over."""
    rows = ReportEdition.objects.filter(counted_on__lte=F("until"), counted_on__lt=today)
    return rows.select_related("region").order_by("pk")


def job(data: dict[str, object]) -> Job | None:
    """The count that is being made of the same, if there is one. There are few open ones at a time."""
    rows = Job.objects.filter(kind=JobKind.REPORT, state__in=OPEN).order_by("-pk")
    return next((row for row in rows if all(row.data.get(name) == value for name, value in data.items())), None)


def last_job(data: dict[str, object]) -> Job | None:
    """The last of the last counts that was made of the same, whatever became of it."""
    rows = Job.objects.filter(kind=JobKind.REPORT).order_by("-pk")[:20]
    return next((row for row in rows if all(row.data.get(name) == value for name, value in data.items())), None)


def subscriptions(user: User) -> QuerySet[ReportSubscription]:
    """What the person gets by mail."""
    return ReportSubscription.objects.filter(user=user, ended_at=None).select_related("region")


def sent_weekly(region: Region, period: Period) -> QuerySet[WeeklyReport]:
    """Weekly reports to the government of the place (P-068) that were sent and whose time ends in the period."""
    found = WeeklyReport.objects.filter(
        tree.inside(region),
        level=ReportLevel.GOVERNMENT,
        status=ReportStatus.SENT,
        until__range=(period.start, period.end),
    )
    return found.select_related("unit", "region", "approved_by", "group", "author").order_by("until", "region__code")


def reports_weekly(region: Region) -> bool:
    """Whether the place, or one in it, has a group that reports to the government every week."""
    return WorkGroup.objects.filter(tree.inside(region, "region__path"), DISPATCHING).exists()


def moved(region: Region, period: Period) -> list[Any]:
    """Cases in which items were decided in the period: how many (``decided``), how many of all are done; the most first."""
    items = CaseItem.objects.filter(
        tree.inside(region, "case__region__path"), done_on__range=(period.start, period.end), case__number__isnull=False
    ).exclude(status__in=[ItemStatus.DROPPED, ItemStatus.DONE_BEFORE])
    found = dict(items.order_by().values_list("case").annotate(n=Count("pk")).order_by("-n", "case")[:MOVED])
    counted_ = worklists.counted(Case.objects.filter(pk__in=found)).select_related("project", "region", "scheme")
    rows: list[Any] = list(counted_)
    for row in rows:
        row.decided, row.done, row.total = found[row.pk], row.items_done, row.items_total
    return sorted(rows, key=lambda row: (-row.decided, row.number))


def counties(region: Region) -> dict[str, Region]:
    """Every place inside by its key as text, with the place under which it is told: a town under its county."""
    rows = list(Region.objects.filter(tree.inside(region, "path")).order_by("path"))
    told = {row.code: row for row in rows if row.level != Level.TOWN}
    return {
        str(row.pk): next((told[code] for code in reversed(row.path.split("/")) if code in told), row) for row in rows
    }


def suspended(region: Region, period: Period) -> dict[str, tuple[int, int]]:
    """Suspensions that began in the period, by ground: how many, and how many of them still stand."""
    rows = Suspension.objects.filter(
        tree.inside(region, "case__region__path"), start__range=(period.start, period.end)
    ).order_by()
    counted_ = rows.values_list("ground").annotate(number=Count("pk"), standing=Count("pk", filter=Q(end=None)))
    return {ground: (number, standing) for ground, number, standing in counted_}


def problems(region: Region, period: Period) -> dict[str, tuple[int, int, int]]:
    """By kind: problems raised in the period, those of them that are solved, and those still open of any time."""
    raised = Q(raised_at__date__range=(period.start, period.end))
    rows = Problem.objects.filter(tree.inside(region, "case__region__path")).order_by().values_list("kind")
    counted_ = rows.annotate(
        new=Count("pk", filter=raised), done=Count("pk", filter=raised & Q(status=ProblemStatus.SOLVED)),
        still=Count("pk", filter=~Q(status=ProblemStatus.SOLVED)),
    )  # fmt: skip
    return {kind: (new, solved, still) for kind, new, solved, still in counted_}


def benefits(region: Region, period: Period) -> dict[str, tuple[int, Decimal]]:
    """Benefits of policies that were decided in the period: how many, and the money granted."""
    rows = PolicyBenefit.objects.filter(
        tree.inside(region, "case__region__path"), decided_on__range=(period.start, period.end)
    )
    counted_ = rows.order_by().values_list("status").annotate(number=Count("pk"), money=Sum("granted"))
    return {status: (number, money or Decimal()) for status, number, money in counted_}


def items(keys: Iterable[int]) -> dict[int, CaseItem]:
    """Items that a report names."""
    rows = CaseItem.objects.filter(pk__in=list(keys)).select_related("case__project", "item", "unit")
    return {row.pk: row for row in rows}
