"""Places with everything in them, as the database understands it: here, and nowhere else, the tree of regions becomes a condition."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.enums import Level
from cases.models import Region


def within(paths: Iterable[str], column: str = "region__path") -> Q:
    """Rows whose place is one of ``paths`` or lies in one of them (``Region.holds``); of no path none."""
    wanted = Q(pk__in=[])
    for path in sorted(set(paths)):
        wanted |= Q(**{column: path}) | Q(**{f"{column}__startswith": f"{path}/"})
    return wanted


def inside(region: Region, column: str = "region__path") -> Q:
    """Rows of the place and of everything in it."""
    return within([region.path], column)


def down_to_counties(paths: Iterable[str]) -> QuerySet[Region]:
    """The places themselves, and what lies in them without the towns, in the order of the tree."""
    kept = list(paths)
    return Region.objects.filter(within(kept, "path"), Q(path__in=kept) | ~Q(level=Level.TOWN)).order_by("path")
