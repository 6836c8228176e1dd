"""The material ledger as a page: what is owed, what is due next, one pile at a time, stage by stage and item by item."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from cases.enums_papers import Pile
from cases.models import CaseItem, Stage
from cases.queries.ledger import Line, wanted

NEXT_DATES = 4
LAST = (1, 0, "", 0)  # papers that no item asks for


@dataclass(frozen=True)
class ItemGroup:
    """Papers listed under one item; under none: those that nobody asked for."""

    case_item: CaseItem | None
    lines: list[Line]

    @property
    def todo(self) -> list[Line]:
        return wanted(self.lines)

    @property
    def next_day(self) -> date | None:
        return next((line.needed_by for line in self.todo), None)


@dataclass(frozen=True)
class StageGroup:
    """The items of one stage with their papers."""

    stage: Stage | None
    items: list[ItemGroup]

    @property
    def code(self) -> str:
        return self.stage.code if self.stage else "none"

    @property
    def name(self) -> str:
        return self.stage.name if self.stage else _("Asked for by no item")

    @property
    def todo(self) -> int:
        return sum(len(group.todo) for group in self.items)


@dataclass(frozen=True)
class NextDate:
    """A day on which papers are needed, and the items under which they are listed."""

    day: date
    papers: int
    items: list[CaseItem]


@dataclass(frozen=True)
class Sorted:
    """The ledger as both fronts draw it; ``stages`` show the chosen pile only, everything else all papers."""

    total: int
    todo: int
    pile: Pile | None
    chips: list[dict[str, Any]]
    dates: list[NextDate]
    stages: list[StageGroup]


def home(line: Line) -> CaseItem | None:
    """The item under which a paper is listed, once: the one that needs it first, else the first that asked."""
    soonest = sorted(line.open_needs, key=lambda need: need.by or date.max)
    return next((need.case_item for need in (*soonest, *line.needs)), None)


def arrange(lines: Sequence[Line], chosen: str = "") -> Sorted:
    """``chosen``: the pile that the address asks for; what is no pile asks for everything."""
    pile = Pile(chosen) if chosen in Pile.values else None
    return Sorted(
        total=len(lines),
        todo=len(wanted(lines)),
        pile=pile,
        chips=_chips(lines, pile),
        dates=next_dates(lines),
        stages=by_stage(line for line in lines if pile in (None, line.pile)),
    )


def by_stage(lines: Iterable[Line]) -> list[StageGroup]:
    """Every paper in one group; what is to be done comes first in it, the soonest on top."""
    groups = [ItemGroup(item, wanted(own) + [line for line in own if not line.wanted]) for item, own in _by_home(lines)]
    return [
        StageGroup(stage, list(items))
        for stage, items in groupby(groups, lambda group: group.case_item and group.case_item.item.stage)
    ]


def next_dates(lines: Iterable[Line]) -> list[NextDate]:
    """The next days on which something owed is needed; days gone by are among them until it is there."""
    days = groupby((line for line in wanted(lines) if line.needed_by), lambda line: line.needed_by)
    found = [(day, list(own)) for day, own in days if day is not None]
    return [
        NextDate(day, len(own), [item for item, _own in _by_home(own) if item is not None])
        for day, own in found[:NEXT_DATES]
    ]


def _by_home(lines: Iterable[Line]) -> list[tuple[CaseItem | None, list[Line]]]:
    """In the order of stages and items."""
    ordered = sorted(lines, key=lambda line: _place(home(line)))
    return [(item, list(own)) for item, own in groupby(ordered, home)]


def _place(row: CaseItem | None) -> tuple[int, int, str, int]:
    return LAST if row is None else (0, row.item.stage.order, row.item.code, row.pk)


def _chips(lines: Sequence[Line], chosen: Pile | None) -> list[dict[str, Any]]:
    """Filters with their numbers; a pile that is empty is not offered."""
    counts = Counter(line.pile for line in lines)
    found = [{"url": "?", "label": _("All papers"), "active": chosen is None, "count": len(lines)}]
    return found + [
        {"url": f"?state={pile}", "label": pile.label, "active": pile == chosen, "count": counts[pile]}
        for pile in Pile
        if counts[pile] or pile == chosen
    ]
