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


def withdrawal_asked(user: User, *, title: str, author: str, reason: str) -> None:
    """Somebody proposes to take a published page down; another person decides."""
    notices.owe([user], "withdrawal_asked", None, {"title": title, "author": author, "text": reason})
    moves.wake()


def withdrawal_decided(user: User, *, title: str, author: str, answer: str, agreed: bool) -> None:
    """What became of one's own proposal."""
    if agreed:
        notices.owe([user], "withdrawal_agreed", None, {"title": title, "author": author, "text": answer})
    else:
        notices.owe([user], "withdrawal_refused", None, {"title": title, "author": author, "text": answer})
    moves.wake()
