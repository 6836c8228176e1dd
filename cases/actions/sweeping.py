"""Bytes that nobody can reach any more: written before a crash kept their row away, or of papers taken out of a draft.

The row of a removed file stays; only what was never handed in can be removed (``files.remove``), so no record loses its bytes.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.exceptions import CaseError
from cases.models import StoredFile

log = logging.getLogger(__name__)
LEAST = timedelta(days=1)
PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
BATCH = 500


@dataclass(frozen=True)
class Swept:
    """How many files went, and their bytes; ``dry`` runs only count."""

    orphans: int = 0
    removed: int = 0
    size: int = 0


def sweep(older_than: timedelta = LEAST, *, dry: bool = False) -> Swept:
    """Delete bytes without a row, and bytes of files removed, both at least ``older_than`` ago and never younger than a day.

    Refuses when the database knows no file while the store holds some: that is the wrong database, not a store full of orphans.
    """
    before = timezone.now() - max(older_than, LEAST)
    orphans = removed = size = 0
    for paths in _batches(before):
        rows = dict(StoredFile.objects.filter(path__in=paths).values_list("path", "removed_at"))
        if not rows and not StoredFile.objects.exists():
            raise CaseError(_("The store holds files but the database knows none: is it the right database?"))
        for path, held in paths.items():
            gone = path not in rows
            if not gone and ((rows[path] or before) >= before):
                continue
            if not dry:
                (Path(settings.PRIVATE_ROOT) / path).unlink(missing_ok=True)
            orphans, removed, size = orphans + gone, removed + (not gone), size + held
    if orphans or removed:
        log.info("swept%s: %s without a row, %s removed, %s bytes", " (dry)" if dry else "", orphans, removed, size)
    return Swept(orphans, removed, size)


def _batches(before: datetime) -> Iterator[dict[str, int]]:
    """{path: bytes} of old files of the store, some hundreds at a time."""
    found: dict[str, int] = {}
    for path, size in _old(before):
        found[path] = size
        if len(found) == BATCH:
            yield found
            found = {}
    if found:
        yield found


def _old(before: datetime) -> Iterator[tuple[str, int]]:
    """Files that ``files.keep`` named, last written or put here (a restored backup keeps its old time of writing) before then."""
    root = Path(settings.PRIVATE_ROOT)
    for file in sorted(root.glob("[0-9a-f][0-9a-f]/*")):
        path = file.relative_to(root).as_posix()
        if not PATH.fullmatch(path) or file.is_symlink() or not file.is_file():
            continue
        told = file.stat()
        if max(told.st_mtime, told.st_ctime) < before.timestamp():
            yield path, told.st_size
