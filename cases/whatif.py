"""Two schedules beside each other (P-065): what moves, which promises break, which chain is now the critical one.

Pure. Moves are counted in signed working days: positive is later. A date that only one of the two schedules knows is a
move without a number: something waits now, or waits no longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.scheduling import Schedule
from cases.worktime import WorkCalendar


@dataclass(frozen=True)
class Move:
    """One item whose dates differ. `days` is by how many working days its end moves; None if one end is not known."""

    code: str
    old_start: date | None
    old_end: date | None
    new_start: date | None
    new_end: date | None
    days: int | None


@dataclass(frozen=True)
class Broken:
    """A promised date (of an item, or of a milestone by its name) that the new schedule does not keep.

    `new_end` None: it has no date any more. `newly`: the old schedule did keep it. `late_by` is in working days.
    """

    code: str
    promised: date
    old_end: date | None
    new_end: date | None
    late_by: int | None
    newly: bool


@dataclass(frozen=True)
class Change:
    """The difference. `mended` are promises that the old schedule broke and the new one keeps."""

    moved: tuple[Move, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    broken: tuple[Broken, ...]
    mended: tuple[str, ...]
    old_path: tuple[str, ...]
    new_path: tuple[str, ...]
    old_finish: date | None
    new_finish: date | None
    finish_days: int | None

    @property
    def nothing(self) -> bool:
        """Whether both schedules say the same."""
        return not (self.moved or self.entered or self.left) and self.old_path == self.new_path

    @property
    def newly_broken(self) -> tuple[Broken, ...]:
        """The promises that this change breaks."""
        return tuple(one for one in self.broken if one.newly)


def compare(
    before: Schedule,
    after: Schedule,
    cal: WorkCalendar,
    promises: Mapping[str, date] | None = None,
    milestones: Mapping[str, tuple[str, ...]] | None = None,
) -> Change:
    """What becomes of `before` if `after` is saved. Promises are ends by item code, or by the name of a milestone, whose
    date is the last end of its items; a promise about what is in neither schedule is not looked at."""
    groups = milestones or {}
    broken: list[Broken] = []
    mended: list[str] = []
    for code, promised in (promises or {}).items():
        codes = groups.get(code, (code,))
        if not any(one in before.slots or one in after.slots for one in codes):
            continue
        old, new = _end(before, codes), _end(after, codes)
        kept_before, kept = _kept(before, codes, old, promised), _kept(after, codes, new, promised)
        if not kept:
            late = signed(promised, new, cal) if new else None
            broken.append(Broken(code, promised, old, new, late, newly=kept_before))
        elif not kept_before:
            mended.append(code)
    return Change(
        moved=_moved(before, after, cal),
        entered=tuple(code for code in after.slots if code not in before.slots),
        left=tuple(code for code in before.slots if code not in after.slots),
        broken=tuple(broken),
        mended=tuple(mended),
        old_path=before.critical_path,
        new_path=after.critical_path,
        old_finish=before.end,
        new_finish=after.end,
        finish_days=signed(before.end, after.end, cal) if before.end and after.end else None,
    )


def signed(old: date, new: date, cal: WorkCalendar) -> int:
    """Working days from one date to another, negative when the other is earlier."""
    return cal.table.count(old.toordinal(), new.toordinal())


def _moved(before: Schedule, after: Schedule, cal: WorkCalendar) -> tuple[Move, ...]:
    found = []
    for code, new in after.slots.items():
        old = before.slots.get(code)
        if old is not None and (old.start, old.end) != (new.start, new.end):
            days = signed(old.end, new.end, cal) if old.end and new.end else None
            found.append(Move(code, old.start, old.end, new.start, new.end, days))
    return tuple(found)


def _end(schedule: Schedule, codes: tuple[str, ...]) -> date | None:
    """The last end of these items; None if one of them has no date, or none is there."""
    ends = [schedule.slots[code].end for code in codes if code in schedule.slots]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _kept(schedule: Schedule, codes: tuple[str, ...], end: date | None, promised: date) -> bool:
    """What has left the schedule breaks no promise; what has lost its date does."""
    return end <= promised if end else not any(code in schedule.slots for code in codes)
