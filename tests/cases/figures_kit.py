"""Invented lines to count, and a published count of them: no case has to walk for it."""

from datetime import date
from itertools import count as counter

from cases import public_numbers
from cases.counting import CaseLine, GroupKey, ItemLine, Lines
from cases.models import ProjectCategory, PublicFigures, Region
from cases.queries import public_figures

TODAY = date(2026, 11, 26)
MONDAY = date(2026, 11, 23)
SPAN = public_numbers.span(MONDAY)


def lines(*groups: tuple[int, int, int, date]) -> Lines:
    """So many cases, of which so many are finished, in this place, accepted on that day; each with an item decided in time."""
    cases, items, key = list[CaseLine](), list[ItemLine](), counter(1)
    for many, finished, place, on in groups:
        own = frozenset[GroupKey]({("region", place), ("category", 1 + place % 2)})
        for number in range(many):
            closed = SPAN.year.end if number < finished else None
            case = CaseLine(next(key), on, accepted=on, signed=on, closed=closed, left=closed, groups=own)
            item = ItemLine(case.key, case.key, filed=on, accepted=on, decided=on, due=on, promised=5, statutory=20, approval=2,
                            elapsed=3, groups=own)  # fmt: skip
            cases.append(case)
            items.append(item)
    return Lines(cases, items, TODAY)


def publish(counted: Lines, week: date = MONDAY) -> PublicFigures:
    """The count of a week, of these lines whose places are the first counties and categories of the reference data."""
    names: dict[GroupKey, dict[str, str]] = {}
    for by, rows in (("region", Region.objects.filter(level="county")), ("category", ProjectCategory.objects.all())):
        for number, row in enumerate(rows[:9], 1):
            names[by, number] = {"key": row.code, "zh": row.name_zh, "en": row.name_en}
    span = public_numbers.span(week)
    data = public_figures.tables(counted, span, names)
    return PublicFigures.objects.create(
        week=week, method=public_numbers.METHOD, since=span.year.start, until=span.year.end, data=data
    )
