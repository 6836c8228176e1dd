"""The only writer of ``ReferenceVersion``: what a reference row said, who changed it and why. Rows are only ever added."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from cases.models import ReferenceVersion, User
from cases.queries import reference

SHIPPED = gettext_noop("Shipped with the system")
EDITION = gettext_noop("New edition of the shipped data")
BEFORE = gettext_noop("As it stood before the first change")


@dataclass(frozen=True)
class Said:
    """A row before it is changed."""

    key: str
    data: dict[str, Any]


def said(obj: models.Model) -> Said:
    """Remember a row before it is changed."""
    return Said(reference.identity(obj), reference.snapshot(obj))


def write(model: type[models.Model], key: str, data: dict[str, Any], reason: str, by: User | None) -> ReferenceVersion:
    """The next version under a key. A second writer of the same number fails on the constraint."""
    last = reference.versions(model, key).values_list("number", flat=True).first() or 0
    return ReferenceVersion.objects.create(
        model=reference.model_name(model), key=key, number=last + 1, data=data, reason=reason, changed_by=by
    )


def keep_before(model: type[models.Model], before: Said) -> None:
    """A row without any version first gets one with what it said until now, so that the history is whole."""
    if not reference.versions(model, before.key).exists():
        write(model, before.key, before.data, BEFORE, None)


def added(obj: models.Model, reason: str, by: User | None) -> ReferenceVersion:
    """A row is new."""
    return write(type(obj), reference.identity(obj), reference.snapshot(obj), reason, by)


def changed(obj: models.Model, before: Said, reason: str, by: User | None) -> ReferenceVersion:
    """A row says something new; when what it is known by changed too, both keys tell of it."""
    model, now = type(obj), said(obj)
    keep_before(model, before)
    if now.key == before.key:
        return write(model, now.key, now.data, reason, by)
    write(model, before.key, before.data | {"_moved_to": now.key}, reason, by)
    return write(model, now.key, now.data | {"_moved_from": before.key}, reason, by)


def gone(model: type[models.Model], before: Said, reason: str, by: User | None) -> None:
    """A row was deleted."""
    keep_before(model, before)
    write(model, before.key, before.data | {"_gone": True}, reason, by)
