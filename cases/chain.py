"""The hash chain of a log: pure, so that a package taken out of the system can be checked without it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

# What one link is made of, in this order; ``previous_hash`` ties it to the one before.
PARTS = ("case_id", "seq", "at", "actor_id", "action", "old_status", "new_status", "data", "public", "previous_hash")


def digest(event: Mapping[str, Any]) -> str:
    """SHA-256 over what an event says and the hash of the event before it; ``at`` is written in ISO 8601."""
    body = [event[part] for part in PARTS]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken(events: Iterable[Mapping[str, Any]]) -> int | None:
    """The number of the first event that does not fit its chain; None when all is well."""
    previous = ""
    for expected, event in enumerate(events, start=1):
        if event.get("seq") != expected or event.get("previous_hash") != previous:
            return expected
        if any(part not in event for part in PARTS) or event.get("hash") != digest(event):
            return expected
        previous = event["hash"]
    return None
