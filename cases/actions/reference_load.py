"""Stores the shipped reference files as rows. Quick, repeatable, and never over what an administrator decided.

A row whose newest version was written by a person stays as it is, also when the person removed it; every other row
follows the files, and what it said before stays readable as a version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from cases.actions import recompute, reference_log, reference_rows
from cases.actions.reference_rows import Shipped
from cases.exceptions import CaseError
from cases.models import (
    AppraisalCriterion,
    AppraisalSheet,
    ApprovalItem,
    CalendarDay,
    Checklist,
    FindingRule,
    ItemDependency,
    LadderRule,
    MaterialRequirement,
    ProjectCategory,
    ProjectFact,
    ReferenceVersion,
    ServiceScheme,
    WarningRule,
)
from cases.queries import catalogue, ladder, reference, warnings
from cases.reference import CalendarRow, Reference, calendar_rows, problems, read

# What people look up the history of; other rows get their first version when they are first changed.
VERSIONED = frozenset(
    {
        AppraisalCriterion,
        AppraisalSheet,
        ApprovalItem,
        Checklist,
        FindingRule,
        LadderRule,
        ProjectCategory,
        ProjectFact,
        ServiceScheme,
        WarningRule,
    }
)


@dataclass
class Counts:
    """What a load did, in rows. ``kept``: shipped rows that stay as an administrator left them."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    kept: int = 0
    same: int = 0

    def __str__(self) -> str:
        return (
            f"reference data: {self.created} rows created, {self.updated} updated, {self.removed} removed, "
            f"{self.kept} kept as an administrator left them, {self.same} unchanged"
        )


def load(ref: Reference | None = None, days: list[CalendarRow] | None = None) -> Counts:
    """Store the shipped files, all or nothing. Refuses files with problems and dependencies that would run in a circle."""
    ref = ref or read()
    found = problems(ref)
    if found:
        raise CaseError("\n".join(found))
    with transaction.atomic(), recompute.after_change(None):
        loader = _Loader()
        for model, rows in reference_rows.sheets(ref, calendar_rows() if days is None else days, loader.rows):
            loader.store(model, rows)
        loader.prune(ref)
        circle = reference.circle(reference.hard_links())
        if circle:
            raise CaseError(f"with what administrators added the items would wait in a circle: {' → '.join(circle)}")
        ReferenceVersion.objects.bulk_create(loader.versions)
        transaction.on_commit(warnings.forget)
        transaction.on_commit(ladder.forget)
        transaction.on_commit(catalogue.forget)
    return loader.counts


@dataclass
class _Loader:
    """``rows``: what is stored by now, {model: {key: row}}; later rows find those they point at there."""

    rows: dict[type[models.Model], dict[str, Any]] = field(default_factory=dict)
    shipped: dict[type[models.Model], set[str]] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    versions: list[ReferenceVersion] = field(default_factory=list)
    # {(model, key): (number of the newest version, whether a person wrote it)}
    newest: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = ReferenceVersion.objects.order_by("number").values_list("model", "key", "number", "changed_by")
        self.newest = {(model, key): (number, person is not None) for model, key, number, person in known}

    def decided(self, model: type[models.Model], key: str) -> bool:
        """Whether an administrator had the last word on the row (for a day: on it or on its year)."""
        keys = [key, key[:4]] if model is CalendarDay else [key]
        return any(self.newest.get((reference.model_name(model), one), (0, False))[1] for one in keys)

    def store(self, model: type[models.Model], shipped: Iterable[Shipped]) -> None:
        """Create what is missing and bring up to date what differs."""
        columns = [f.name for f in model._meta.concrete_fields if f.is_relation]
        there = {reference.identity(row): row for row in model._default_manager.select_related(*columns)}
        lists = {name: _members(model, name) for name in (f.name for f in model._meta.many_to_many)}
        new: dict[str, tuple[models.Model, Shipped]] = {}
        for row in shipped:
            made = model(**row.fields)
            key = reference.identity(made)
            self.shipped.setdefault(model, set()).add(key)
            if self.decided(model, key):
                self.counts.kept += 1
            elif key not in there:
                new[key] = (made, row)
            elif not self._update(there[key], row, lists):
                self.counts.same += 1
        self._create(model, new)
        self.rows.setdefault(model, {}).update(there | {key: made for key, (made, _row) in new.items()})

    def _create(self, model: type[models.Model], new: dict[str, tuple[models.Model, Shipped]]) -> None:
        model._default_manager.bulk_create([made for made, _row in new.values()])
        for name in (f.name for f in model._meta.many_to_many):
            through, mine, other = _through(model, name)
            links = [(made.pk, one.pk) for made, row in new.values() for one in row.lists.get(name, ())]
            through._default_manager.bulk_create([through(**{mine: left, other: right}) for left, right in links])
        self.counts.created += len(new)
        if model in VERSIONED:
            for key, (made, _row) in new.items():
                self._version(model, key, reference.snapshot(made), reference_log.SHIPPED)

    def _update(self, stored: Any, row: Shipped, lists: dict[str, dict[int, set[int]]]) -> bool:
        """Write what differs, with a version; whether anything did."""
        columns = [name for name, value in row.fields.items() if getattr(stored, name) != value]
        many = [n for n, rows in row.lists.items() if {one.pk for one in rows} != lists[n].get(stored.pk, set())]
        if not columns and not many:
            return False
        before = reference_log.said(stored)
        for name in columns:
            setattr(stored, name, row.fields[name])
        stored.save(update_fields=columns)
        for name in many:
            getattr(stored, name).set(row.lists[name])
        self._follow(type(stored), before, reference.snapshot(stored))
        self.counts.updated += 1
        return True

    def _follow(self, model: type[models.Model], before: reference_log.Said, data: dict[str, Any]) -> None:
        if (reference.model_name(model), before.key) not in self.newest:
            self._version(model, before.key, before.data, reference_log.SHIPPED)
        self._version(model, before.key, data, reference_log.EDITION)

    def _version(self, model: type[models.Model], key: str, data: dict[str, Any], reason: str) -> None:
        name = reference.model_name(model)
        number = self.newest.get((name, key), (0, False))[0] + 1
        self.newest[name, key] = (number, False)
        self.versions.append(ReferenceVersion(model=name, key=key, number=number, data=data, reason=reason))

    def prune(self, ref: Reference) -> None:
        """Dependencies and papers that an edition no longer has: the ones go, the others are taken out of use."""
        items = {row["code"] for row in ref.items}
        for model in (ItemDependency, MaterialRequirement):
            for key, row in self.rows[model].items():
                if row.item.code in items and key not in self.shipped[model] and not self.decided(model, key):
                    self._drop(row)

    def _drop(self, row: ItemDependency | MaterialRequirement) -> None:
        before = reference_log.said(row)
        if isinstance(row, ItemDependency):
            row.delete()
            self._follow(ItemDependency, before, before.data | {"_gone": True})
        elif row.active:
            row.active = False
            row.save(update_fields=["active"])
            self._follow(MaterialRequirement, before, reference.snapshot(row))
        else:
            return
        self.counts.removed += 1


def _through(model: type[models.Model], name: str) -> tuple[Any, str, str]:
    """The table of a list with the names of its two columns."""
    link: Any = model._meta.get_field(name)
    through = link.remote_field.through
    return through, f"{link.m2m_field_name()}_id", f"{link.m2m_reverse_field_name()}_id"


def _members(model: type[models.Model], name: str) -> dict[int, set[int]]:
    """{primary key: primary keys in its list}, in one query."""
    through, mine, other = _through(model, name)
    found: dict[int, set[int]] = {}
    for left, right in through._default_manager.values_list(mine, other):
        found.setdefault(left, set()).add(right)
    return found
