"""Reference rows: what each is known by, what it says, and how it came to say so.

A row's key is made of codes, not of numbers of the database, so that it means the same on every installation and the
history of a row that was removed can still be found.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.daywords import with_days
from cases.enums import LinkKind
from cases.listwords import listed
from cases.models import (
    AppraisalCriterion,
    AppraisalSheet,
    ApprovalItem,
    CalendarDay,
    CategoryRule,
    Checklist,
    ChecklistQuestion,
    Department,
    FindingRule,
    InspectionRhythm,
    ItemDependency,
    LadderRule,
    MajorProjectListEntry,
    MaterialRequirement,
    ProjectCategory,
    ProjectFact,
    ReferenceVersion,
    Region,
    ServiceScheme,
    Stage,
    Unit,
    WarningRule,
    WorkGroup,
)

KEYS: dict[type[models.Model], tuple[str, ...]] = {
    ProjectCategory: ("code",),
    ProjectFact: ("code",),
    ApprovalItem: ("code",),
    MaterialRequirement: ("item.code", "order"),
    ItemDependency: ("item.code", "kind", "requires.code", "milestone"),
    CategoryRule: ("category.code", "item.code"),
    Stage: ("code",),
    Department: ("code",),
    Unit: ("code",),
    Region: ("code",),
    WorkGroup: ("code",),
    ServiceScheme: ("code",),
    CalendarDay: ("date",),
    WarningRule: ("code",),
    LadderRule: ("code",),
    FindingRule: ("code",),
    Checklist: ("code",),
    ChecklistQuestion: ("checklist.code", "order"),
    InspectionRhythm: ("region.code", "checklist.code"),
    AppraisalSheet: ("code",),
    AppraisalCriterion: ("sheet.code", "order"),
    MajorProjectListEntry: ("year", "level", "region.code", "name"),
}
# For addresses and forms: {"approvalitem": ApprovalItem, …}
MODELS: dict[str, type[models.Model]] = {str(model._meta.model_name): model for model in KEYS}
HARD = (LinkKind.ALL, LinkKind.ANY, LinkKind.IF_PRESENT)
KEY_LENGTH = 60


def _reach(obj: Any, path: str) -> Any:
    for name in path.split("."):
        obj = None if obj is None else getattr(obj, name)
    return obj


def identity(obj: models.Model) -> str:
    """What the row is known by in its history, at most 60 characters: ``G04``, ``G04/all/G03``, ``IND/L01``, ``2027-01-01``."""
    parts = [_reach(obj, path) for path in KEYS[type(obj)]]
    text = "/".join(str(part) for part in parts if part not in (None, ""))
    if len(text) <= KEY_LENGTH:
        return text
    return f"{text[: KEY_LENGTH - 17]}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def model_name(row: models.Model | type[models.Model]) -> str:
    """The name under which versions of such rows are kept."""
    return str(row._meta.model_name)


def snapshot(obj: models.Model) -> dict[str, Any]:
    """Everything the row says, as JSON: related rows by their keys, amounts and dates as text."""
    said = {f.name: _plain(f, getattr(obj, f.name)) for f in obj._meta.concrete_fields if not f.primary_key}
    for field in obj._meta.many_to_many:
        said[field.name] = sorted(identity(row) for row in getattr(obj, field.name).all()) if obj.pk else []
    return said


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, models.Model):
        return identity(value)
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return f"{value:.{field.decimal_places}f}"
    return value.isoformat() if isinstance(value, date) else value


def year_snapshot(year: int) -> dict[str, Any]:
    """A year of the calendar as its notice told it: rest days and make-up days; all other days follow their weekday."""
    days = CalendarDay.objects.filter(date__year=year)
    return {
        "rest": [f"{day.date} {day.name}" for day in days.filter(kind="holiday")],
        "work": [f"{day.date} {day.name}" for day in days.filter(kind="makeup")],
        "source": days.values_list("source", flat=True).first() or "",
        "provisional": days.filter(provisional=True).exists(),
    }


def versions(model: type[models.Model], key: str) -> models.QuerySet[ReferenceVersion]:
    """All versions kept under a key, newest first; also of a row that is gone."""
    return (
        ReferenceVersion.objects.filter(model=model_name(model), key=key)
        .select_related("changed_by")
        .order_by("-number")
    )


def history(obj: models.Model) -> list[ReferenceVersion]:
    """How the row came to say what it says, newest first; for a day also the notices of its year."""
    if isinstance(obj, CalendarDay):
        both = Q(key=identity(obj)) | Q(key=str(obj.date.year))
        found = ReferenceVersion.objects.filter(both, model=model_name(obj)).select_related("changed_by")
        return list(found.order_by("-pk"))
    chain, seen, key = [], set[str](), identity(obj)
    while key and key not in seen:
        seen.add(key)
        rows = list(versions(type(obj), key))
        chain += [row for row in rows if "_moved_to" not in row.data]
        key = next((row.data["_moved_from"] for row in rows if "_moved_from" in row.data), "")
    return chain


def number(obj: models.Model) -> int:
    """Of the row's newest version; 0 when nobody has changed it. Forms hand it back to ``change`` as ``version``."""
    return versions(type(obj), identity(obj)).values_list("number", flat=True).first() or 0


def out_of_use_since(row: models.Model) -> date | None:
    """The day from which on the row has been out of use; None where no version tells."""
    since = None
    for version in versions(type(row), identity(row)):
        if version.data.get("active", True):
            break
        since = timezone.localdate(version.changed_at)
    return since


def reason(version: ReferenceVersion) -> str:
    """Why the version was made; the system's own reasons in the reader's language."""
    return version.reason if version.changed_by_id else _(version.reason)


@dataclass(frozen=True)
class Difference:
    """One field that two versions say differently, ready to be shown."""

    field: str
    label: str
    before: str
    after: str


def differences(older: ReferenceVersion | None, newer: ReferenceVersion) -> list[Difference]:
    """What ``newer`` says that ``older`` did not; against nothing everything that is filled in."""
    model = MODELS[newer.model]
    before: Mapping[str, Any] = older.data if older else {}
    names = [name for name in dict.fromkeys([*before, *newer.data]) if not name.startswith("_")]
    return [
        Difference(
            name, _label(model, name), _shown(model, name, before.get(name)), _shown(model, name, newer.data.get(name))
        )
        for name in names
        if before.get(name) != newer.data.get(name) and not (older is None and newer.data.get(name) in (None, "", []))
    ]


def _label(model: type[models.Model], name: str) -> str:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:  # the notice of a year has parts that are no columns
        return {"rest": _("rest days"), "work": _("make-up working days")}.get(name, name)
    return str(getattr(field, "verbose_name", name))


def _shown(model: type[models.Model], name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed(value) or "—"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    column = next((f for f in model._meta.concrete_fields if f.name == name), None)
    labels = dict(column.flatchoices) if column is not None else {}
    return with_days(str(labels.get(value, value)))


def hard_links(leave_out: int | None = None) -> dict[str, set[str]]:
    """{item code: codes it must wait for} over all dependencies but the one with primary key ``leave_out``."""
    rows = ItemDependency.objects.filter(kind__in=HARD)
    if leave_out is not None:
        rows = rows.exclude(pk=leave_out)
    graph: dict[str, set[str]] = {}
    for waits, needs in rows.values_list("item__code", "requires__code"):
        graph.setdefault(waits, set()).add(str(needs))
    return graph


def circle(links: Mapping[str, Iterable[str]]) -> list[str]:
    """The codes of a circle, the first one again at its end; empty when there is none."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
