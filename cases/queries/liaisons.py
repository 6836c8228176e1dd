"""How many chief liaisons a county has, and how many its scheme wants (W-031)."""

from collections import Counter
from dataclasses import dataclass

from cases.enums import Level, PostRole
from cases.models import Post, Region, ServiceScheme


@dataclass(frozen=True)
class Outside:
    """A county whose chief liaisons are fewer or more than its scheme wants."""

    region: Region
    held: int
    fewest: int
    most: int


def outside_numbers() -> list[Outside]:
    """Counties with too few or too many chief liaisons today, in the order of their codes; none where a scheme has no such role."""
    schemes = {row.pk: row for row in ServiceScheme.objects.all() if PostRole.CHIEF_LIAISON in row.roles}
    scheme_of = dict(Region.objects.exclude(scheme=None).values_list("code", "scheme_id"))
    held = Counter(Post.objects.active().filter(role=PostRole.CHIEF_LIAISON).values_list("unit__region_id", flat=True))
    found = []
    for county in Region.objects.filter(level=Level.COUNTY).order_by("code"):
        nearest = next((scheme_of[code] for code in reversed(county.path.split("/")) if code in scheme_of), None)
        scheme = schemes.get(nearest) if nearest else None
        if scheme and not scheme.liaisons_min <= held[county.pk] <= scheme.liaisons_max:
            found.append(Outside(county, held[county.pk], scheme.liaisons_min, scheme.liaisons_max))
    return found
