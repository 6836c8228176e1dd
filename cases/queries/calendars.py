"""The working-day calendar as a value, read once and kept until it changes."""

import threading
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.core.signals import request_finished, request_started

from cases.models import CalendarDay
from cases.worktime import WorkCalendar

_KEY = "cases.calendar.version"
# One value, replaced as a whole: threads never see half of it.
_held: tuple[str, WorkCalendar] | None = None
# While a request is answered its thread asks for the version once: a page reads the calendar some hundred times.
_request = threading.local()


def _begin(**_signal: Any) -> None:
    _request.running, _request.calendar = True, None


def _end(**_signal: Any) -> None:
    _request.running, _request.calendar = False, None


request_started.connect(_begin, dispatch_uid="calendar")
request_finished.connect(_end, dispatch_uid="calendar")


def version() -> str:
    """Another one whenever a day changes (``forget``), shared by all processes through the cache.

    Random, not counted: after the cache was emptied a count would begin again and meet what a process still holds.
    """
    return str(cache.get_or_set(_KEY, lambda: uuid4().hex, None))


def forget() -> None:
    """Called by the writer of calendar days once the change is committed."""
    cache.set(_KEY, uuid4().hex, None)
    _request.calendar = None


def current() -> WorkCalendar:
    """The calendar in force; within one request always the same one."""
    if not getattr(_request, "running", False):
        return _read()
    if _request.calendar is None:
        _request.calendar = _read()
    found: WorkCalendar = _request.calendar
    return found


def _read() -> WorkCalendar:
    global _held
    now, held = version(), _held
    if held is None or held[0] != now:
        held = _held = (now, build(stored()))
    return held[1]


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


def last_certain_day() -> date | None:
    """The last day that is not provisional; the desk warns when it is near (domain D.2)."""
    found = CalendarDay.objects.filter(provisional=False).order_by("-date").values_list("date", flat=True).first()
    return found
