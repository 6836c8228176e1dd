"""Which unit decides what, where."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.enums import Level, UnitKind
from cases.models import ApprovalItem, Project, Region, Unit
from cases.routes import RANK


def upwards(region: Region) -> list[Region]:
    """The region and everything it lies in, nearest first: one query by the codes of its path."""
    codes = region.path.split("/")
    found = {row.code: row for row in Region.objects.filter(code__in=codes)}
    return [found[code] for code in reversed(codes) if code in found]


def deciding_unit(item: ApprovalItem, region: Region) -> Unit | None:
    """The unit of the item's line of business at the item's level in this place; else the nearest above; else the agency.

    A county item is decided in the county, a city item in the city above it. A region without a unit of that line
    leaves the item with its agency, which took the power over (划转, domain B.0).
    """
    return deciding_units([item], region)[item.pk]


def deciding_units(items: Iterable[ApprovalItem], region: Region) -> dict[int, Unit | None]:
    """{item: its deciding unit} for a whole list, in three queries."""
    places = upwards(region)
    units = list(
        Unit.objects.filter(region__in=places).select_related("region").prefetch_related("departments").order_by("code")
    )
    return {item.pk: _decides(item, places, units) for item in items}


def _decides(item: ApprovalItem, places: list[Region], units: list[Unit]) -> Unit | None:
    wanted = RANK[Level(item.level)]
    fitting = [place for place in places if RANK[Level(place.level)] >= min(wanted, RANK[Level.COUNTY])]
    at_level = [place for place in fitting if RANK[Level(place.level)] >= wanted] or fitting
    for place in at_level[:1]:
        there = [unit for unit in units if unit.region_id == place.pk]
        fit = [unit for unit in there if any(one.pk == item.department_id for one in unit.departments.all())]
        # An agency that holds the power too comes after the department itself.
        fit.sort(key=lambda unit: unit.kind == UnitKind.AGENCY)
        if fit:
            return fit[0]
    agencies = {unit.region_id: unit for unit in reversed(units) if unit.kind == UnitKind.AGENCY}
    return next((agencies[place.pk] for place in at_level if place.pk in agencies), None)


def of_town(project: Project) -> QuerySet[Unit]:
    """The street, town or park where the project lies (P-014 to P-017); none while that is not known."""
    return Unit.objects.filter(region=project.town_id, region__isnull=False, kind=UnitKind.TOWN)
