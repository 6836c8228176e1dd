"""How the installation is: what waits for the worker, what lies in the store, how far the calendar reaches. No case is named."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min, Sum
from huey.contrib.djhuey import HUEY

from cases.enums import FileKind, MailState
from cases.models import Notice, StoredFile
from cases.queries import calendars, mails

KEPT = 600  # seconds: the store is large and grows slowly


@dataclass(frozen=True)
class Room:
    """The disk that holds the files, in bytes."""

    free: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.free / self.total) if self.total else 0


def queued() -> int:
    """Tasks that nobody has taken up yet; a number that only grows means that the worker stands still."""
    return int(HUEY.pending_count())


def oldest_mail() -> datetime | None:
    """Since when the oldest mail waits that has not failed."""
    waiting = Notice.objects.filter(mails.STATES[MailState.OWED])
    found: datetime | None = waiting.aggregate(at=Min("created_at"))["at"]
    return found


def stored() -> list[tuple[FileKind, int, int]]:
    """Files of the store by kind: how many, how many bytes; the largest first."""
    return cache.get_or_set("operations.stored", _stored, KEPT) or []


def _stored() -> list[tuple[FileKind, int, int]]:
    rows = StoredFile.objects.filter(removed_at=None).order_by().values_list("kind")
    found = [(FileKind(kind), n, size) for kind, n, size in rows.annotate(n=Count("pk"), bytes=Sum("size"))]
    return sorted(found, key=lambda row: -row[2])


def room() -> Room:
    """The disk under the store; under the folder above it while there is none."""
    place = Path(settings.PRIVATE_ROOT)
    while not place.exists():
        place = place.parent
    found = shutil.disk_usage(place)
    return Room(found.free, found.total)


def calendar_left(today: date) -> tuple[date | None, int | None]:
    """The last certain day of the working calendar, and how many days are left until it."""
    last = calendars.last_certain_day()
    return last, (last - today).days if last else None
