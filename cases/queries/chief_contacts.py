"""Who answers for what: chief contacts (W-032) and chief liaisons (W-031)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.enums import PostRole, UnitKind
from cases.models import ChiefContact, Post, Region, Unit, User
from cases.permissions import CHIEF_ROLES


def current() -> QuerySet[ChiefContact]:
    """The contacts of today."""
    found = ChiefContact.objects.filter(until__isnull=True)
    return found.select_related("region", "item", "category", "user", "unit")


def history(region: Region) -> QuerySet[ChiefContact]:
    """Those of a place who no longer are."""
    found = ChiefContact.objects.filter(region=region, until__isnull=False)
    return found.select_related("item", "category", "user", "unit", "named_by").order_by("-until", "-pk")


def for_items(items: Iterable[int], category: int, region: Region) -> dict[int, ChiefContact]:
    """{item: its chief contact} seen from ``region``: of the item or of the category there, else of the nearest place above."""
    codes = list(reversed(region.path.split("/")))
    rows = list(current().filter(region__code__in=codes, user__is_active=True))
    found: dict[int, ChiefContact] = {}
    for item in items:
        for code in codes:
            here = [row for row in rows if row.region.code == code]
            fit = [row for row in here if row.item_id == item] or [row for row in here if row.category_id == category]
            if fit:
                found[item] = fit[0]
                break
    return found


def heads(unit: Unit) -> list[User]:
    """Whom an agency is contacted through: its chief liaisons, the one with fewest open cases first; else its other heads."""
    posts = Post.objects.active().filter(unit=unit, role__in=CHIEF_ROLES, user__is_active=True)
    people = list(User.objects.filter(posts__in=posts).distinct().order_by("pk"))
    liaisons = set(posts.filter(role=PostRole.CHIEF_LIAISON).values_list("user", flat=True))
    load = {person.pk: person.transfers.filter(status__in=("offered", "accepted")).count() for person in people}
    return sorted(people, key=lambda person: (person.pk not in liaisons, load[person.pk], person.pk))


def askable(places: Iterable[Region]) -> dict[int, tuple[Unit, User | None]]:
    """{place: (the agency whose head names its chief contacts, whom to ask there until one is named)}."""
    known = {place.pk for place in places}
    agencies = Unit.objects.filter(kind=UnitKind.AGENCY, region__in=known).order_by("code") if known else []
    return {unit.region_id: (unit, next(iter(heads(unit)), None)) for unit in agencies}
