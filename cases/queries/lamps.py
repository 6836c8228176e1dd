"""Lamps of plain dates; items have their own from their clocks."""

from datetime import date

from django.utils import timezone

from cases import worktime
from cases.queries import calendars

YELLOW_DAYS = 2


def days_left(due: date, today: date | None = None) -> int:
    """Working days from today to ``due``; negative when it has passed."""
    today = today or timezone.localdate()
    cal = calendars.current()
    return worktime.used(today, due, cal) if due >= today else -max(1, worktime.used(due, today, cal))


def lamp_for(due: date | None, today: date | None = None) -> str:
    """green, yellow (two working days or less), red (past), grey (no date)."""
    if due is None:
        return "grey"
    left = days_left(due, today)
    return "red" if left < 0 else "yellow" if left <= YELLOW_DAYS else "green"
