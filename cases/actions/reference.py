"""Administrators change reference rows here; every change leaves a version in the same transaction.

A running case is never touched: what it was promised was copied into it (``CaseItem``, ``CaseMaterial``, ``PlanRow``).
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import recompute, reference_checks, reference_log
from cases.enums import Need
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.listwords import listed
from cases.models import (
    ApprovalItem,
    CalendarDay,
    CategoryRule,
    LadderRule,
    ProjectCategory,
    Region,
    User,
    WarningRule,
)
from cases.queries import catalogue, ladder, reference, warnings

Row = TypeVar("Row", bound=models.Model)


def allowed(model: type[models.Model], reason: str, by: User) -> str:
    """Refuse strangers and empty reasons; the reason without blanks around it."""
    if not permissions.may_administer(by):
        raise NotAllowed(_("Only an administrator can change reference data."))
    if model not in reference.KEYS:
        raise CaseError(_("These rows are not reference data."))
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Say why: the reason is kept with the change."), field="reason")
    if len(reason) > 200:
        raise BadInput(_("Shorten the reason to 200 characters."), field="reason")
    return reason


def _fill(obj: models.Model, data: Mapping[str, Any]) -> dict[str, list[models.Model]]:
    """Set the columns; returns the lists of related rows, which can only be stored after the row."""
    columns = {f.name: f for f in obj._meta.concrete_fields if f.editable and not f.primary_key}
    many = {f.name: f for f in obj._meta.many_to_many}
    unknown = set(data) - set(columns) - set(many)
    if unknown:
        raise BadInput(_("These facts cannot be changed: %(names)s") % {"names": listed(sorted(unknown))})
    for name in set(data) & set(columns):
        related = columns[name].is_relation and not isinstance(data[name], models.Model)
        setattr(obj, columns[name].attname if related else name, data[name])
    lists = {name: _related(many[name], data[name]) for name in set(data) & set(many)}
    for name, field in many.items():
        if not field.blank and (not lists[name] if name in lists else not obj.pk):
            raise BadInput(_("Choose at least one."), field=name)
    return lists


def _related(field: Any, values: Any) -> list[models.Model]:
    wanted = {value.pk if isinstance(value, models.Model) else value for value in values}
    found = list(field.related_model._default_manager.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise BadInput(_("One of the rows chosen does not exist any more."), field=field.name)
    return found


def _store(obj: models.Model, lists: Mapping[str, list[models.Model]]) -> None:
    if isinstance(obj, Region):
        obj.path = f"{obj.parent.path}/{obj.code}" if obj.parent else obj.code
    obj.save()
    for name, rows in lists.items():
        getattr(obj, name).set(rows)
    if isinstance(obj, Region):
        _paths_below(obj)
    if isinstance(obj, WarningRule):
        transaction.on_commit(warnings.forget)
    if isinstance(obj, LadderRule):
        transaction.on_commit(ladder.forget)
    _forget_catalogue(obj)


def _forget_catalogue(obj: models.Model) -> None:
    if isinstance(obj, catalogue.MODELS):
        transaction.on_commit(catalogue.forget)


def _around(model: type[models.Model], by: User) -> AbstractContextManager[recompute.Change]:
    """What else follows from a change of such rows: open dates follow the calendar."""
    return recompute.after_change(by) if model is CalendarDay else nullcontext(recompute.Change())


def _paths_below(region: Region) -> None:
    for child in region.children.all():
        child.path = f"{region.path}/{child.code}"
        child.save(update_fields=["path"])
        _paths_below(child)


def change(obj: Row, data: Mapping[str, Any], *, reason: str, by: User, version: int | None = None) -> Row:
    """Change fields of a row (field name → value; a foreign key as row or primary key, many-to-many as list of either).

    Returns the row as stored; without a difference nothing is written. ``version`` is ``queries.reference.number`` as the
    form saw it: ``Stale`` when somebody changed the row meanwhile. A code never changes: other rows know it.
    """
    model = type(obj)
    reason = allowed(model, reason, by)
    with transaction.atomic(), _around(model, by) as following:
        row = model._default_manager.select_for_update().get(pk=obj.pk)
        if version is not None and version != reference.number(row):
            raise Stale(_("Somebody else changed this meanwhile. Look at the new values and try again."))
        before = reference_log.said(row)
        code = getattr(row, "code", None)
        lists = _fill(row, data)
        if getattr(row, "code", None) != code:
            raise BadInput(_("A code cannot be changed. Add a new row and take the old one out of use."), field="code")
        reference_checks.check(row)
        _store(row, lists)
        if reference.snapshot(row) != before.data:
            following.version = reference_log.changed(row, before, reason, by)
    return row


def add(model: type[Row], data: Mapping[str, Any], *, reason: str, by: User) -> Row:
    """A new row. A new item or category gets its cells of the matrix, all “not needed” until somebody decides."""
    reason = allowed(model, reason, by)
    with transaction.atomic(), _around(model, by) as following:
        row = model()
        lists = _fill(row, data)
        reference_checks.check(row)
        _store(row, lists)
        following.version = reference_log.added(row, reason, by)
        _add_cells(row)
    return row


def _add_cells(row: models.Model) -> None:
    none = Need.NOT_NEEDED
    if isinstance(row, ApprovalItem):
        cells = [CategoryRule(category=category, item=row, need=none) for category in ProjectCategory.objects.all()]
    elif isinstance(row, ProjectCategory):
        cells = [CategoryRule(category=row, item=item, need=none) for item in ApprovalItem.objects.all()]
    else:
        return
    CategoryRule.objects.bulk_create(cells)


def retire(obj: Row, *, reason: str, by: User) -> Row:
    """Take a row out of use: switched off where rows can be (``active``), else deleted, unless something uses it."""
    model = type(obj)
    reason = allowed(model, reason, by)
    if isinstance(obj, CategoryRule):
        raise CaseError(_("The matrix has no holes: set the cell to “Not needed” instead."))
    if isinstance(obj, CalendarDay):
        raise CaseError(_("The calendar has no holes: change the day instead."))
    if "active" in {field.name for field in model._meta.concrete_fields}:
        return change(obj, {"active": False}, reason=reason, by=by)
    with transaction.atomic():
        row = model._default_manager.select_for_update().get(pk=obj.pk)
        _refuse_used(row)
        before = reference_log.said(row)
        row.delete()
        _forget_catalogue(row)
        reference_log.gone(model, before, reason, by)
    return obj


def _refuse_used(row: models.Model) -> None:
    """Whatever points at the row keeps it, except its own parts, which go with it (the cells of a category)."""
    for link in row._meta.get_fields(include_hidden=True):
        if not isinstance(link, models.ManyToOneRel):
            continue
        user: Any = link.related_model
        # The hidden table of the row's own list is not a user; a cascade deletes parts.
        own_list = user._meta.auto_created is type(row)
        part = user in reference.KEYS and link.on_delete is models.CASCADE
        count = 0 if own_list or part else user._default_manager.filter(**{link.field.name: row}).count()
        if count:
            who = user._meta.auto_created._meta if user._meta.auto_created else user._meta
            raise CaseError(
                _("“%(name)s” is still used (%(who)s: %(count)s) and cannot be removed.")
                % {"name": row, "who": who.verbose_name, "count": count}
            )
