"""A value made from rows that seldom change: read once by each process and kept until its writer says that it changed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.core.signals import request_finished, request_started

T = TypeVar("T")
# While a request is answered its thread asks for a version once: a page reads the calendar some hundred times.
_request = threading.local()


def _begin(**_signal: Any) -> None:
    _request.values = {}


def _end(**_signal: Any) -> None:
    _request.values = None


@contextmanager
def together() -> Iterator[None]:
    """Work on many rows outside of a request asks for a version once as well: of a ledger of 15,000 items half the time went there."""
    if getattr(_request, "values", None) is not None:
        yield
        return
    _begin()
    try:
        yield
    finally:
        _end()


request_started.connect(_begin, dispatch_uid="held")
request_finished.connect(_end, dispatch_uid="held")


def once(key: str, read: Callable[[], T]) -> T:
    """What ``read`` gives, asked once while a request is answered; outside of requests every time."""
    values: dict[str, Any] | None = getattr(_request, "values", None)
    if values is None:
        return read()
    if key not in values:
        values[key] = read()
    found: T = values[key]
    return found


class Held(Generic[T]):
    """``read`` makes the value; ``key`` names its version in the cache that all processes share."""

    def __init__(self, key: str, read: Callable[[], T]) -> None:
        self.key, self.read = key, read
        # One value, replaced as a whole: threads never see half of it.
        self.held: tuple[str, T] | None = None

    def forget(self) -> None:
        """Called by the writer of the rows once the change is committed.

        Random, not counted: after the cache was emptied a count would begin again and meet what a process still holds.
        """
        cache.set(self.key, uuid4().hex, None)
        self._seen().pop(self.key, None)

    def current(self) -> T:
        """The value in force; within one request always the same one."""
        seen = self._seen()
        if self.key not in seen:
            seen[self.key] = self._fresh()
        found: T = seen[self.key]
        return found

    def _seen(self) -> dict[str, Any]:
        """What this request or this piece of work has read; outside of both nothing is remembered."""
        values: dict[str, Any] | None = getattr(_request, "values", None)
        return {} if values is None else values

    def _fresh(self) -> T:
        now, held = str(cache.get_or_set(self.key, lambda: uuid4().hex, None)), self.held
        if held is None or held[0] != now:
            held = self.held = (now, self.read())
        return held[1]
