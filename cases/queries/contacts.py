"""Contacts that count, and the trips of both sides (W-001)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from cases.enums_work import VISITS, ContactWay
from cases.models import Case, Contact


def counting(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Without those that a later row corrects, and without the rows that only take one back."""
    return found.filter(corrected_by__isnull=True, void=False)


@dataclass(frozen=True)
class Trips:
    """``came``: trips of the enterprise (goal 0); ``ways``: contacts by way, every way named."""

    ways: dict[ContactWay, int]

    @property
    def came(self) -> int:
        return self.ways[ContactWay.ENTERPRISE_CAME]

    @property
    def visits(self) -> int:
        """Visits paid to the enterprise: the N of 0+N."""
        return sum(self.ways[way] for way in VISITS)


@dataclass(frozen=True)
class Days:
    """The days on which the enterprise came, and those of the visits paid to it."""

    came: list[date] = field(default_factory=list)
    visits: list[date] = field(default_factory=list)


def days(keys: Any) -> dict[int, Days]:
    """By case: when which side went to the other, in order; a case without any has none."""
    found: dict[int, Days] = defaultdict(Days)
    rows = counting(Contact.objects.filter(case__in=keys, way__in=[*VISITS, ContactWay.ENTERPRISE_CAME]))
    for case, way, on in rows.order_by("on").values_list("case", "way", "on"):
        side = found[case].came if way == ContactWay.ENTERPRISE_CAME else found[case].visits
        side.append(on)
    return found


def trips(case: Case) -> Trips:
    """How often which side went to the other."""
    rows = dict(counting(case.contacts.all()).order_by().values_list("way").annotate(n=Count("pk")))
    return Trips({way: rows.get(way.value, 0) for way in ContactWay})
