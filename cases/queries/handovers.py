"""Days of a case that several tables know: of its hand-overs (C.10), and the one on which it ended without being finished."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import TruncDate

from cases.enums import Action
from cases.models import CaseEvent, GroupHandover, WindowHandover

HANDED, GONE = "handed", "gone"


def days(keys: Any, over: Collection[str]) -> tuple[Mapping[int, list[date]], dict[int, date]]:
    """By case, one day for each hand-over: of papers with a window, of the project between groups, of work between people.
    And the last day on which a case came to a status of ``over``. One question for all of it."""
    windows, groups = (
        kind.objects.filter(case__in=keys).order_by().values_list("case", "on", _what(HANDED))
        for kind in (WindowHandover, GroupHandover)
    )
    events = CaseEvent.objects.filter(case__in=keys).order_by().annotate(on=TruncDate(F("at")))
    moved = events.filter(action=Action.HAND_OVER).values_list("case", "on", _what(HANDED))
    left = events.filter(new_status__in=over).values_list("case", "on", _what(GONE))
    handed: dict[int, list[date]] = defaultdict(list)
    gone: dict[int, date] = {}
    for case, day, what in windows.union(groups, moved, left, all=True):
        if what == HANDED:
            handed[case].append(day)
        else:
            gone[case] = max(day, gone.get(case, day))
    return handed, gone


def _what(word: str) -> Value:
    return Value(word, output_field=CharField())
