"""The working-day calendar as a value, read once and kept until it changes."""

from collections.abc import Mapping
from datetime import date

from cases.models import CalendarDay
from cases.queries.held import Held
from cases.worktime import WorkCalendar

# What is known of a day: whether it is worked, and whether its notice is still to come.
Known = tuple[bool, bool]


def stored() -> dict[date, Known]:
    """Every day of the calendar as the rows say it now."""
    rows = CalendarDay.objects.order_by().values_list("date", "is_workday", "provisional")
    return {day: (worked, provisional) for day, worked, provisional in rows}


def build(known: Mapping[date, Known]) -> WorkCalendar:
    """The calendar that these days make."""
    return WorkCalendar(
        days={day: worked for day, (worked, _provisional) in known.items()},
        provisional_years=frozenset(day.year for day, (_worked, provisional) in known.items() if provisional),
    )


_HELD = Held("cases.calendar.version", lambda: build(stored()))


def forget() -> None:
    """Called by the writer of calendar days once the change is committed."""
    _HELD.forget()


def current() -> WorkCalendar:
    """The calendar in force; within one request always the same one."""
    return _HELD.current()


def last_certain_day() -> date | None:
    """The last day that is not provisional; the desk warns when it is near (domain D.2)."""
    found = CalendarDay.objects.filter(provisional=False).order_by("-date").values_list("date", flat=True).first()
    return found
