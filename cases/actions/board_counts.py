"""The counts of the boards, kept for some minutes. Many cases are counted by the worker, so that nobody waits for a page."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from cases.counting import Figure, Period
from cases.models import User
from cases.queries import boards, statistics
from cases.queries.boards import Ask, Counted, Told

AT_ONCE = 300  # cases that are counted while one waits
FRESH, KEPT, ASKED = timedelta(minutes=10), 24 * 3600, 300
SHARE = 10  # a count that takes long is not made again before so many times its length: the worker has other work
# Of what is kept: after an upgrade that changes it everything is counted anew.
SHAPE = tuple(field.name for kind in (Counted, Told, Figure) for field in fields(kind))
_later: list[Callable[[int, dict[str, Any]], None]] = []


def count_later(poke: Callable[[int, dict[str, Any]], None]) -> None:
    """Register what wakes the worker (``tasks`` does, so that actions need not know huey)."""
    _later.append(poke)


def read(user: User, ask: Ask) -> Counted | None:
    """The count, some minutes old; of many cases the last one while the worker makes the next. None: not yet made."""
    place = place_of(user, ask)
    found: Counted | None = cache.get(place)
    if found is not None and timezone.now() - found.at < max(FRESH, SHARE * timedelta(seconds=found.took)):
        return found
    if statistics.served(user).order_by().values("pk")[: AT_ONCE + 1].count() <= AT_ONCE:
        return count(user, ask)
    if cache.add(f"{place}.asked", 1, ASKED):
        for poke in _later:
            poke(user.pk, packed(ask))
        found = cache.get(place)  # where tasks run at once it is there now
    return found


def count(user: User, ask: Ask) -> Counted:
    """Count now and keep it."""
    found, place = boards.count(user, ask), place_of(user, ask)
    cache.set(place, found, KEPT)
    cache.delete(f"{place}.asked")
    return found


def place_of(user: User, ask: Ask) -> str:
    """Where the count is kept. What the person may see changes with the posts, what is asked with the day."""
    posts = ".".join(str(post.pk) for post in user.active_posts)
    asked = hashlib.sha256(repr((SHAPE, posts, ask)).encode()).hexdigest()
    return f"boards.{user.pk}.{asked}"


def packed(ask: Ask) -> dict[str, Any]:
    """As a task carries it."""
    return asdict(ask) | {"period": [ask.period.start.isoformat(), ask.period.end.isoformat()]}


def unpacked(data: dict[str, Any]) -> Ask:
    start, end = map(date.fromisoformat, data["period"])
    return Ask(Period(start, end), tuple(data["codes"]), tuple((code, by) for code, by in data["splits"]))


def count_packed(pk: int, data: dict[str, Any]) -> None:
    """What the worker does."""
    count(User.objects.get(pk=pk), unpacked(data))
