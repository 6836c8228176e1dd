"""Which unit decides what, where."""

from django.db.models import QuerySet

from cases.enums import Level, UnitKind
from cases.models import ApprovalItem, Project, Region, Unit

_RANK = {Level.TOWN: 0, Level.COUNTY: 1, Level.CITY: 2, Level.PROVINCE: 3, Level.STATE: 4}


def deciding_unit(item: ApprovalItem, region: Region) -> Unit | None:
    """The unit of the item's line of business at the item's level in this place; else the nearest above; else the agency.

    A county item is decided in the county, a city item in the city above it. A region without a unit of that line
    leaves the item with its agency, which took the power over (划转, domain B.0).
    """
    found = {row.code: row for row in Region.objects.filter(code__in=region.path.split("/"))}
    upwards = [found[code] for code in reversed(region.path.split("/")) if code in found]
    wanted = _RANK[Level(item.level)]
    fitting = [place for place in upwards if _RANK[Level(place.level)] >= min(wanted, _RANK[Level.COUNTY])]
    at_level = [place for place in fitting if _RANK[Level(place.level)] >= wanted] or fitting
    for place in at_level[:1]:
        unit = (
            Unit.objects.filter(region=place, departments=item.department)
            .exclude(kind=UnitKind.AGENCY)
            .order_by("code")
            .first()
        )
        unit = unit or Unit.objects.filter(region=place, departments=item.department).order_by("code").first()
        if unit:
            return unit
    for place in at_level:
        agency = Unit.objects.filter(region=place, kind=UnitKind.AGENCY).order_by("code").first()
        if agency:
            return agency
    return None


def of_town(project: Project) -> QuerySet[Unit]:
    """The street, town or park where the project lies (P-014 to P-017); none while that is not known."""
    return Unit.objects.filter(region=project.town_id, region__isnull=False, kind=UnitKind.TOWN)
