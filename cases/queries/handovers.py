"""When something of a case was handed over: papers with a window, the project between groups, work between people (C.10)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate

from cases.enums import Action
from cases.models import CaseEvent, GroupHandover, WindowHandover


def days(keys: Any) -> Mapping[int, list[date]]:
    """By case, one day for each; asked once for all kinds."""
    windows, groups = (
        kind.objects.filter(case__in=keys).order_by().values_list("case", "on")
        for kind in (WindowHandover, GroupHandover)
    )
    moved = CaseEvent.objects.filter(case__in=keys, action=Action.HAND_OVER).order_by().annotate(on=TruncDate(F("at")))
    found: dict[int, list[date]] = defaultdict(list)
    for case, day in windows.union(groups, moved.values_list("case", "on"), all=True):
        found[case].append(day)
    return found
