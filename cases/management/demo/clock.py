"""Act on a day of the past: demo cases need a history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from unittest.mock import patch

from django.db.models import Field
from django.utils import timezone

NOW = timezone.now  # what columns have as their default, whatever stands in its place meanwhile
DEFAULT = Field.get_default


@contextmanager
def acting_on(day: date, hour: int = 10) -> Iterator[date]:
    """Everything inside happens on ``day`` (China time), but never later than now. For demo data only."""
    moment = min(timezone.make_aware(datetime.combine(day, time(hour))), NOW())

    def default(field: Field[Any, Any]) -> Any:
        return moment if field.default is NOW else DEFAULT(field)

    with patch.object(timezone, "now", lambda: moment), patch.object(Field, "get_default", default):
        yield day
