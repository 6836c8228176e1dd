"""Places a project may stand in: counties and zones under a service scheme, and the towns inside them."""

from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.enums import Level
from cases.models import Region

Choices = list[tuple[str, Any]]


def counties() -> QuerySet[Region]:
    """Counties, districts and zones in which a scheme is in force (their own, or of a region above)."""
    served = Q(pk__in=[])
    for path in Region.objects.filter(scheme__isnull=False).values_list("path", flat=True):
        served |= Q(path__startswith=path)
    return Region.objects.filter(served, level=Level.COUNTY).select_related("parent").order_by("parent__code", "code")


def towns() -> QuerySet[Region]:
    """Towns, streets and parks of those counties."""
    return (
        Region.objects.filter(level=Level.TOWN, parent__in=counties().values("pk"))
        .select_related("parent")
        .order_by("code")
    )


def _grouped(rows: QuerySet[Region], key: str = "pk") -> Choices:
    by_parent = groupby(rows, key=lambda row: row.parent.name if row.parent else "")
    return [(name, [(getattr(row, key), row.name) for row in inside]) for name, inside in by_parent]


def county_choices(key: str = "pk") -> Choices:
    """For a select: counties under their city, by the column ``key``."""
    return [("", _("Choose a place")), *_grouped(counties(), key)]


def town_choices() -> Choices:
    """For a select: towns under their county."""
    return [("", _("None of these")), *_grouped(towns())]
