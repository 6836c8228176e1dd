"""Working-day arithmetic. Pure: the calendar is handed in, no clock is read, nothing is stored.

Law: 行政许可法 §82 (limits are working days), 民法典 §201 (the day of the event is not counted) and §203 (a limit that
ends on a rest day ends on the next working day; the last day runs until midnight).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from cases.daytable import DayTable, OffTheCalendar

WORKING = "wd"
CALENDAR = "cal"
MAX_DAYS = 36_500
ONE_DAY = timedelta(days=1)

# Only the fixed-date holidays of the State Council's rule; the lunar ones cannot be known without the yearly notice.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

State = Literal["running", "paused", "stopped"]
Colour = Literal["green", "yellow", "red", "grey", "blue"]


class WorktimeError(ValueError):
    """A count that has no meaning: a negative number of days, an end before its start, a date off the calendar."""


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `days` is the published calendar; any other date falls back to weekday + fixed holidays.

    A date is provisional when its year is in `provisional_years` or when it is not in `days` at all: its holiday
    arrangement (调休) is not yet published, so every date that was counted over it has to be shown as “暂按”.
    """

    days: Mapping[date, bool]
    provisional_years: frozenset[int] = frozenset()

    @cached_property
    def first_year(self) -> int | None:
        """The first year with any known day, None for an empty calendar."""
        return min((day.year for day in self.days), default=None)

    @cached_property
    def last_year(self) -> int | None:
        """The last year with any known day, None for an empty calendar."""
        return max((day.year for day in self.days), default=None)

    @cached_property
    def table(self) -> DayTable:
        """The same days as numbers, for whoever counts very often."""
        return DayTable(self.is_workday, self.is_provisional)

    @cached_property
    def _worked(self) -> list[date]:
        return [day for day in sorted(self.days) if self.days[day]]

    def worked_between(self, start: date, end: date) -> int:
        """Working days in (start, end]; 0 when `end` is not after `start`."""
        # Long spans are the cost of a roadmap, so the known days are looked up and only the others are walked.
        count = bisect_right(self._worked, end) - bisect_right(self._worked, start) if start < end else 0
        for offset in range(1, (end - start).days + 1) if not self._covers(start, end) else ():
            day = start + timedelta(days=offset)
            count += day not in self.days and self.is_workday(day)
        return count

    def _covers(self, start: date, end: date) -> bool:
        return self._gapless is not None and self._gapless[0] <= start and end <= self._gapless[1]

    @cached_property
    def _gapless(self) -> tuple[date, date] | None:
        """The first and the last known day if every day between them is known."""
        if not self.days:
            return None
        first, last = min(self.days), max(self.days)
        return (first, last) if (last - first).days + 1 == len(self.days) else None

    def is_workday(self, day: date) -> bool:
        """Whether authorities work on `day` (make-up weekend days included)."""
        known = self.days.get(day)
        if known is None:
            return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS
        return known

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for `day` may still change when the yearly notice comes out."""
        return day.year in self.provisional_years or day not in self.days

    def next_workday(self, day: date) -> date:
        """The first working day after `day` (never `day` itself)."""
        return self._walk(day, ONE_DAY)

    def previous_workday(self, day: date) -> date:
        """The last working day before `day` (never `day` itself)."""
        return self._walk(day, -ONE_DAY)

    def add(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`; `day` itself when n is 0."""
        return due(day, n, WORKING, self).date

    def _walk(self, day: date, step: timedelta) -> date:
        day = _shift(day, step)
        while not self.is_workday(day):
            day = _shift(day, step)
        return day


@dataclass(frozen=True)
class Due:
    """A deadline, and whether it was counted over days whose holiday arrangement is not yet published."""

    date: date
    provisional: bool


@dataclass(frozen=True)
class Pause:
    """A stretch in which the clock stands: it stops on `start` and runs again on the day after `end` (None: open)."""

    start: date
    end: date | None
    kind: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise WorktimeError(f"a pause cannot end on {self.end}, before it starts on {self.start}")


@dataclass(frozen=True)
class Clock:
    """One limit read on one day. `limit` is in `unit`; used, remaining and paused_days are working days.

    `remaining` is 0 on the last day and negative if and only if the limit is overdue; on the rest days right after the
    due date it is already -1. While a pause is open, `due` is the earliest possible date: as if the pause ended on the
    day of reading.
    """

    due: date
    used: int
    remaining: int
    paused_days: int
    state: State
    provisional: bool
    limit: int
    unit: str

    @property
    def overdue(self) -> bool:
        """Whether the day of reading (or of finishing) lies after the due date."""
        return self.remaining < 0


@dataclass(frozen=True)
class Lamp:
    """A warning colour and the facts that explain it. Never show the colour alone."""

    colour: Colour
    used: int
    limit: int
    remaining: int


def due(start: date, n: int, unit: str, cal: WorkCalendar) -> Due:
    """The last day of a limit of `n` days ("wd" or "cal") after `start`, which is not counted (民法典 §201, §203).

    n = 0 is the same day (即办) whatever the day. A calendar-day limit that would end on a rest day ends on the first
    working day after it.
    """
    return _walked(start, n, unit, cal, _never)


def recounted(start: date, n: int, stands: date, before: WorkCalendar, after: WorkCalendar) -> date | None:
    """Where a limit of `n` working days ends by the calendar `after` a change; None where it stays.

    It stays, too, where it does not stand on the day that the calendar `before` gives it: it was moved already, counted by the
    new calendar from the first, or a person chose the day.
    """
    was, now = (due(start, n, WORKING, cal).date for cal in (before, after))
    return now if stands == was != now else None


def latest_start(end: date, n: int, unit: str, cal: WorkCalendar) -> date:
    """The last day on which a limit of `n` days may begin and still end by `end`: the inverse of `due`."""
    _check(n, unit)
    if n == 0:
        return end
    day = _shift(end, ONE_DAY)
    if unit == CALENDAR:
        return _shift(cal.previous_workday(day), timedelta(days=-n))
    for _ in range(n):
        day = cal.previous_workday(day)
    return _shift(day, -ONE_DAY)


def in_working_days(days: int, unit: str) -> int:
    """About how many working days a limit is: of seven calendar days five are worked, and a begun day counts."""
    return -(-days * 5 // 7) if unit == CALENDAR else days


def used(start: date, end: date, cal: WorkCalendar) -> int:
    """Working days in (start, end]: the day of the event is not counted, the last day is."""
    if end < start:
        raise WorktimeError(f"cannot count working days from {start} back to {end}")
    return cal.worked_between(start, end)


def paused_days(pauses: Iterable[Pause], start: date, end: date, cal: WorkCalendar, kind: str | None = None) -> int:
    """Working days of (start, end] that lie in a pause (of one kind, or of any); overlapping pauses count once."""
    chosen = [pause for pause in pauses if kind is None or pause.kind == kind]
    if not chosen:
        return 0
    standing = _standing(chosen, end)
    return _count(start, end, cal, lambda day: not standing(day))


def clock(
    start: date,
    limit: int,
    unit: str,
    pauses: Iterable[Pause],
    cal: WorkCalendar,
    *,
    stopped: date | None,
    today: date,
) -> Clock:
    """Read a limit from its facts: accepted on `start`, stood still in `pauses`, finished on `stopped` (None: not yet).

    An extension (行政许可法 §42) is a longer `limit`. Pauses before `start` do not matter: the clock had not begun.
    """
    if stopped is not None and stopped < start:
        raise WorktimeError(f"a clock cannot stop on {stopped}, before it starts on {start}")
    pauses = tuple(pauses)
    now = stopped or max(start, today)
    standing = _standing(pauses, now)
    # In the evening of a pause's last day the clock runs again, though the day itself is not counted.
    stands = any(pause.start <= now and (pause.end is None or now < pause.end) for pause in pauses)
    end = last_day(start, limit, unit, pauses, cal, now=now)
    left = _count(now, end.date, cal, standing)
    remaining = left if now <= end.date else -max(1, _count(end.date, now, cal, standing))
    state: State = "stopped" if stopped else "paused" if stands else "running"
    return Clock(
        due=end.date,
        used=_count(start, now, cal, standing),
        remaining=remaining,
        paused_days=paused_days(pauses, start, now, cal),
        state=state,
        provisional=end.provisional,
        limit=limit,
        unit=unit,
    )


def last_day(start: date, limit: int, unit: str, pauses: Iterable[Pause], cal: WorkCalendar, *, now: date) -> Due:
    """The last day of a limit that stands still in `pauses`; an open pause lasts until `now`."""
    standing = _standing(pauses, now)
    begin = start
    # A pause that covers the first day delays the beginning; so even an immediate item (0 days) waits for its end.
    while standing(begin) and standing(begin + ONE_DAY):
        begin += ONE_DAY
    return _due(begin, limit, unit, cal, standing)


def lamp(reading: Clock | None, yellow_share: float = 0.2, yellow_days: int = 2) -> Lamp:
    """The warning lamp of a clock (None: not started).

    Red is overdue, and stays red when finished late or paused after the due date; blue is finished in time; grey is
    paused or not started; yellow is running with at most `yellow_share` of the time or `yellow_days` working days left.
    """
    if reading is None:
        return Lamp("grey", used=0, limit=0, remaining=0)
    return Lamp(_colour(reading, yellow_share, yellow_days), reading.used, reading.limit, reading.remaining)


def _colour(reading: Clock, yellow_share: float, yellow_days: int) -> Colour:
    if reading.overdue:
        return "red"
    if reading.state == "stopped":
        return "blue"
    if reading.state == "paused":
        return "grey"
    whole = reading.used + reading.remaining
    return "yellow" if reading.remaining <= max(yellow_days, yellow_share * whole) else "green"


def _due(start: date, n: int, unit: str, cal: WorkCalendar, skipped: Callable[[date], bool]) -> Due:
    """Where no day is skipped the table knows the same day: most clocks never stand, and lists read thousands of them."""
    if skipped is _never:
        _check(n, unit)
        day, calendar = start.toordinal(), unit == CALENDAR
        try:
            end = cal.table.add(day, n, calendar)
            return Due(date.fromordinal(end), cal.table.provisional(day, end, n, calendar))
        except OffTheCalendar:
            pass  # centuries between the days of one table: each by itself may be fine
    return _walked(start, n, unit, cal, skipped)


def _walked(start: date, n: int, unit: str, cal: WorkCalendar, skipped: Callable[[date], bool]) -> Due:
    _check(n, unit)
    day, left, provisional = start, n, False
    while left:
        day = _shift(day, ONE_DAY)
        if unit == WORKING:
            provisional = provisional or cal.is_provisional(day)
            counted = cal.is_workday(day)
        else:
            counted = True
        if counted and not skipped(day):
            left -= 1
    if n and unit == CALENDAR:
        provisional = cal.is_provisional(day)
        while not cal.is_workday(day) or skipped(day):
            day = _shift(day, ONE_DAY)
            provisional = provisional or cal.is_provisional(day)
    return Due(day, provisional)


def _count(start: date, end: date, cal: WorkCalendar, skipped: Callable[[date], bool]) -> int:
    if skipped is _never:
        return cal.worked_between(start, end)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if cal.is_workday(day) and not skipped(day))


def _standing(pauses: Iterable[Pause], now: date) -> Callable[[date], bool]:
    """Whether the clock stands on a day. An open pause lasts until `now`; one that opens later has not happened."""
    spans = [(pause.start, pause.end or now) for pause in pauses]
    return (lambda day: any(first <= day <= last for first, last in spans)) if spans else _never


def _never(_day: date) -> bool:
    return False


def _check(n: int, unit: str) -> None:
    if not 0 <= n <= MAX_DAYS:
        raise WorktimeError(f"a limit must be between 0 and {MAX_DAYS} days, not {n}")
    if unit not in (WORKING, CALENDAR):
        raise WorktimeError(f"a limit is counted in {WORKING!r} or {CALENDAR!r}, not {unit!r}")


def _shift(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError as error:
        raise WorktimeError(f"the count leaves the calendar at {day}") from error
