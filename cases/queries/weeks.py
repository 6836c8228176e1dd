"""The rhythm of the weekly reports: on which working day of a week they are due, and what was missed."""

from datetime import date, timedelta

from cases.worktime import WorkCalendar

WEEK = timedelta(days=7)
MAX_WEEKS = 60


def report_day(day: date, weekday: int, cal: WorkCalendar) -> date | None:
    """The day on which the week of ``day`` reports: ``weekday`` (1 = Monday), or the last working day before it.

    None when nothing was worked from Monday to that day.
    """
    monday = day - timedelta(days=day.weekday())
    wanted = monday + timedelta(days=weekday - 1)
    while wanted >= monday:
        if cal.is_workday(wanted):
            return wanted
        wanted -= timedelta(days=1)
    return None


def last_due(today: date, weekday: int, cal: WorkCalendar) -> date | None:
    """The latest report day that is not after ``today``."""
    for back in range(MAX_WEEKS):
        found = report_day(today - back * WEEK, weekday, cal)
        if found is not None and found <= today:
            return found
    return None


def next_due(today: date, weekday: int, cal: WorkCalendar) -> date | None:
    """The first report day that is not before ``today``."""
    for ahead in range(MAX_WEEKS):
        found = report_day(today + ahead * WEEK, weekday, cal)
        if found is not None and found >= today:
            return found
    return None


def days(since: date, until: date, weekday: int, cal: WorkCalendar) -> list[date]:
    """The report days in [since, until], the oldest first."""
    monday, found = since - timedelta(days=since.weekday()), list[date]()
    while monday <= until:
        due = report_day(monday, weekday, cal)
        found += [due] if due and since <= due <= until else []
        monday += WEEK
    return found


def covered(since: date, until: date, weekday: int, cal: WorkCalendar) -> int:
    """How many report days lie in [since, until]: more than one when weeks were missed."""
    day, found = until, 0
    while day >= since and found < MAX_WEEKS:
        due = report_day(day, weekday, cal)
        found += due is not None and since <= due <= until
        day -= WEEK
    return max(1, found)
