"""路线图挂图: the whole roadmap on one A3 page for the wall, whatever the number of items; a print, not a numbered paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cases.documents.parts import Contact, ProjectFacts
from cases.documents.render import Rendered, produce

MOST_LABELS = 30  # months that find room for their word


@dataclass(frozen=True, slots=True, kw_only=True)
class WallRow:
    """One item: ``start`` and ``end`` as they are (what happened, else as things stand), the days of the plan in force and
    of the first one. Without dates it says what it waits for.
    """

    code: str
    name: str
    stage: str
    authority: str
    start: date | None
    end: date | None
    plan_start: date | None = None
    plan_end: date | None = None
    was_start: date | None = None
    was_end: date | None = None
    done: bool = False
    critical: bool = False
    waits_for: str = ""
    provisional: bool = False

    @property
    def moved(self) -> bool:
        """Whether its end is another than the plan in force says."""
        return self.plan_end is not None and self.plan_end != self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class WallMilestone:
    """A day that people wait for as it is, the same day in the plan in force and in the first one; whether it is behind us."""

    name: str
    day: date | None
    planned: date | None = None
    was: date | None = None
    done: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What hangs on the wall. ``today``: the day of the print; ``made_on``: of the version."""

    project: ProjectFacts
    unit: str
    version: int
    made_on: date
    today: date
    rows: tuple[WallRow, ...]
    milestones: tuple[WallMilestone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    provisional: bool = False


def wall(data: Wall) -> Rendered:
    """Print it: one page A3 landscape; type and rows shrink as the items grow."""
    return produce("wall", {"wall": data, **_picture(data)}, issued_at=data.today)


def _picture(data: Wall) -> dict[str, object]:
    """Everything with a place, in shares of the axis or counted in rows."""
    days = [
        day
        for row in data.rows
        for day in (row.start, row.end, row.plan_start, row.plan_end, row.was_start, row.was_end)
        if day
    ]
    days += [mark.day for mark in data.milestones if mark.day]
    first, last = min(days, default=data.today).replace(day=1), max(days, default=data.today)
    edge = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    whole = (edge - first).days

    def share(day: date) -> float:
        return round((day - first).days / whole, 5)

    def span(start: date | None, end: date | None) -> list[float] | None:
        return [share(start), round(((end - start).days + 1) / whole, 5)] if start and end else None

    stages, at = list[dict[str, object]](), 0
    for name, rows in groupby(data.rows, key=lambda row: row.stage):
        count = len(list(rows))
        stages.append({"name": name, "at": at, "count": count})
        at += count
    return {
        "bars": [span(row.start, row.end) for row in data.rows],
        "plans": [span(row.plan_start, row.plan_end) if row.moved else None for row in data.rows],
        "olds": [span(row.was_start, row.was_end) for row in data.rows],
        "stages": stages,
        "months": _months(first, edge, share),
        "today_at": share(data.today) if first <= data.today < edge else None,
        "marks": [{"name": m.name, "at": share(m.day)} for m in data.milestones if m.day],
    }


def _months(first: date, edge: date, share: Callable[[date], float]) -> list[object]:
    """Every month's line; of very many only each third (or so) has its word."""
    starts = []
    day = first
    while day < edge:
        starts.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    step = -(-len(starts) // MOST_LABELS)
    return [
        {
            "at": share(day),
            "label": f"{day.month}月" if n % step == 0 else "",
            "year": f"{day.year}年" if n == 0 or day.month == 1 else "",
        }
        for n, day in enumerate(starts)
    ]
