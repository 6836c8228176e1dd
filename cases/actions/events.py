"""The log of a case: append-only, one hash chained to the one before it."""

import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from cases import chain
from cases.models import Case, CaseEvent, User


def digest(event: CaseEvent) -> str:
    """SHA-256 over what the event says, at which moment (as the database gives it back: UTC), and the hash before it."""
    at = event.at.astimezone(UTC).isoformat()
    return chain.digest({part: getattr(event, part) for part in chain.PARTS} | {"at": at})


def record(
    case: Case,
    action: str,
    *,
    by: User | None,
    old: str = "",
    new: str = "",
    data: dict[str, Any] | None = None,
    public: bool = True,
) -> CaseEvent:
    """Write one event inside the caller's transaction. ``by=None`` means the clock."""
    last = CaseEvent.objects.filter(case=case).order_by("-seq").first()
    event = CaseEvent(
        case=case,
        seq=last.seq + 1 if last else 1,
        at=timezone.now(),
        actor=by,
        action=action,
        old_status=old,
        new_status=new,
        # JSON as it will come back from the database, so that the hash can be recomputed.
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder, ensure_ascii=False)),
        public=public,
        previous_hash=last.hash if last else "",
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def record_all(rows: list[tuple[Case, dict[str, Any]]], action: str, *, by: User | None) -> list[CaseEvent]:
    """One event for each of many cases whose rows the caller has locked; their status stays."""
    last: dict[int, tuple[int, str]] = {}
    known = CaseEvent.objects.filter(case__in=[case.pk for case, _data in rows]).order_by("seq")
    for case_id, seq, digested in known.values_list("case_id", "seq", "hash"):
        last[case_id] = (seq, digested)
    made = []
    for case, data in rows:
        seq, previous = last.get(case.pk, (0, ""))
        event = CaseEvent(
            case=case, seq=seq + 1, at=timezone.now(), actor=by, action=action, old_status=case.status,
            new_status=case.status, data=data, previous_hash=previous,
        )  # fmt: skip
        event.hash = digest(event)
        made.append(event)
    return CaseEvent.objects.bulk_create(made)


def broken_link(case: Case) -> int | None:
    """The number of the first event that does not fit its chain; None when all is well."""
    previous = ""
    for expected, event in enumerate(case.events.order_by("seq"), start=1):
        if event.seq != expected or event.previous_hash != previous or event.hash != digest(event):
            return expected
        previous = event.hash
    return None
