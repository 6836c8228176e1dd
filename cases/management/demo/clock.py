"""Act on a day of the past: demo cases need a history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def acting_on(day: date, hour: int = 10) -> Iterator[date]:
    """Everything inside happens on ``day`` (China time). For demo data only."""
    moment = timezone.make_aware(datetime.combine(day, time(hour)))
    with patch.object(timezone, "now", lambda: moment):
        yield day
