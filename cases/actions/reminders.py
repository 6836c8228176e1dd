"""Reminders that belong to no case."""

from collections.abc import Sequence
from datetime import date

from cases.actions import moves, notices
from cases.models import User


def pages_due(user: User, pages: Sequence[tuple[str, date]]) -> None:
    """Pages that the person keeps and that are to be checked again: (title, review date), the most urgent first."""
    lines = [f"{title} · {day.isoformat()}" for title, day in pages]
    notices.owe([user], "pages_due", None, {"count": len(lines), "points": lines})
    moves.wake()
