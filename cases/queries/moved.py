"""The days that people wait for, before and after: what a message about a changed roadmap tells (P-065)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import whatif
from cases.enums import CaseStatus, OpenDate
from cases.queries import gantt, milestones, strategies
from cases.queries.gantt import GanttRow
from cases.queries.trials import Bench, saved
from cases.scheduling import Schedule

Days = Mapping[str, date | None]
# Before, nothing was promised; afterwards nothing moves any more.
MOVES = frozenset({CaseStatus.UNDERWAY, CaseStatus.SUSPENDED})


def last(schedule: Schedule, codes: Iterable[str]) -> date | None:
    """The last end of these items; None while one of them has no date, or none is there."""
    ends = [schedule.slots[code].end for code in codes if code in schedule.slots]
    known = [end for end in ends if end]
    return max(known) if known and len(known) == len(ends) else None


def days(groups: Mapping[str, tuple[str, ...]], schedule: Schedule) -> dict[str, date | None]:
    """The day of each milestone in a schedule."""
    return {name: last(schedule, codes) for name, codes in groups.items()}


def lines(old: Days, new: Days) -> list[dict[str, Any]]:
    """One line a milestone whose day differs, or is known now; as a message keeps it."""
    return [
        {"what": OpenDate.MILESTONE.value, "name": name, "old": _text(old.get(name)), "new": _text(day)}
        for name, day in new.items()
        if day != old.get(name)
    ]


def waited_for(bench: Bench) -> dict[str, tuple[str, ...]]:
    """The milestones that people wait for: those that stand for items of the case, and its end."""
    groups = strategies.milestones_of(bench.basis)
    return {
        name: codes for name, codes in groups.items() if name == milestones.END or milestones.ENDS.get(name) == codes
    }


def of_version(bench: Bench, after: Schedule) -> list[dict[str, Any]]:
    """What a new version tells: every milestone that is another day than in the version before."""
    groups = strategies.milestones_of(bench.basis)
    before = days(groups, saved(bench.plan, bench.plan_rows)) if bench.plan else {}
    return lines(before, days(groups, after))


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


@dataclass(frozen=True)
class Standing:
    """A milestone that will not come as the roadmap in force says, as things stand today; ``days`` in signed working days."""

    name: str
    promised: date
    now: date | None
    days: int | None


def moves(bench: Bench) -> bool:
    """Whether a day of the roadmap can still move."""
    return bench.case.status in MOVES


def standing(bench: Bench) -> list[Standing]:
    """Every milestone that has moved by itself since the version in force was set; empty without a plan."""
    if bench.plan is None or not moves(bench):
        return []
    groups = waited_for(bench)
    promised, now = days(groups, saved(bench.plan, bench.plan_rows)), days(groups, bench.now)
    return [
        Standing(milestones.word(name), day, now[name], _apart(day, now[name], bench))
        for name, day in promised.items()
        if day and day != now[name]
    ]


def drawn(bench: Bench, rows: list[GanttRow]) -> tuple[list[GanttRow], list[Standing]]:
    """The rows of the chart with the days as things stand, and the milestones that moved; counted only once anything happened."""
    if not moves(bench) or not gantt.stirred(rows):
        return rows, []
    return gantt.as_things_stand(rows, bench.now), standing(bench)


def _apart(promised: date, now: date | None, bench: Bench) -> int | None:
    return whatif.signed(promised, now, bench.cal) if now else None
