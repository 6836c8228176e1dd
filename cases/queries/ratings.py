"""How enterprises rated the service, by channel and by what they were asked (domain C.5, GB/T 39735—2020). Never by whom."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.counting import Period
from cases.enums import CaseStatus
from cases.enums_finish import DIMENSIONS, EVERY_DIMENSION, RectificationStatus
from cases.enums_work import EvaluationLevel
from cases.models import Case, CaseEvent, Evaluation, Rectification, Region
from cases.queries import tree

LEVELS = tuple(sorted(EvaluationLevel.values, reverse=True))
Counted = dict[int, int]


def given(region: Region, period: Period) -> QuerySet[Evaluation]:
    """Evaluations of cases of the place that were given in the period; silence is none."""
    within = Q(at__date__range=(period.start, period.end))
    return Evaluation.objects.filter(tree.inside(region, "case__region__path"), within).order_by()


def ended(region: Region, period: Period) -> int:
    """Cases whose service ended in the period, finished or terminated: from then on it can be evaluated."""
    days = (period.start, period.end)
    gone = CaseEvent.objects.filter(new_status=CaseStatus.TERMINATED, at__date__range=days)
    gone = gone.exclude(old_status=CaseStatus.TERMINATED)
    over = Q(closed_at__date__range=days) | Q(pk__in=gone.values("case"))
    return Case.objects.filter(tree.inside(region), over).count()


def by_level(region: Region, period: Period) -> Counted:
    """How many gave each level to the whole; levels that nobody gave are not in it."""
    return dict(given(region, period).values_list("level").annotate(Count("pk")))


def by_channel(region: Region, period: Period) -> dict[str, dict[str, Counted]]:
    """{channel: {what was asked: {level: how many}}}, in one question; ``level`` is what the whole was given."""
    asked = ("level", *EVERY_DIMENSION)
    counts = {f"{name}_{level}": Count("pk", filter=Q(**{name: level})) for name in asked for level in LEVELS}
    rows = given(region, period).values("channel").annotate(**counts)
    return {row["channel"]: {name: _levels(row, name) for name in _asked(row["channel"])} for row in rows}


def _asked(channel: str) -> tuple[str, ...]:
    return ("level", *DIMENSIONS[channel])


def _levels(row: Mapping[str, Any], name: str) -> Counted:
    return {level: int(row[f"{name}_{level}"]) for level in LEVELS}


def causes(region: Region, period: Period) -> dict[str, tuple[int, int]]:
    """What bad evaluations of the period were about: {cause, empty before it is named: (how many, of these put right)}."""
    rows = Rectification.objects.filter(evaluation__in=given(region, period).values("pk")).order_by()
    done = Count("pk", filter=Q(status=RectificationStatus.CLOSED))
    counted = rows.values_list("cause").annotate(number=Count("pk"), done=done)
    return {cause: (number, right) for cause, number, right in counted}
