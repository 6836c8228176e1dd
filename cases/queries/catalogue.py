"""The catalogue as roadmaps are read from it, read once by each process and kept until an administrator changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import get_language

from cases.models import ApprovalItem, Case, CaseItem, Department, ItemDependency, MaterialRequirement, Stage
from cases.queries import measures, roadmap
from cases.queries.held import Held
from cases.strategies import Measure

# Whose change makes what is held out of date.
MODELS: tuple[type[models.Model], ...] = (ApprovalItem, ItemDependency, MaterialRequirement, Stage, Department)
SETS = 64  # sets of items whose measures are kept: whoever opens a case opens several of its pages


@dataclass(frozen=True)
class Catalogue:
    """Every item by its key in the order of the catalogue. Shared by all requests of a process: nobody writes to its rows."""

    rows: dict[int, ApprovalItem]
    offered: dict[tuple[str, tuple[int, ...]], tuple[Measure, ...]] = field(default_factory=dict)


def loaded(keys: Iterable[int] | None = None) -> list[ApprovalItem]:
    """Items with everything that a task or a measure is read from, as the rows say it now; None: all of them."""
    found = ApprovalItem.objects.all() if keys is None else ApprovalItem.objects.filter(pk__in=list(keys))
    papers = MaterialRequirement.objects.prefetch_related("result_of")
    return list(found.select_related("stage").prefetch_related("links__requires", Prefetch("materials", papers)))


def _read() -> Catalogue:
    rows = loaded()
    for row in rows:
        setattr(row, roadmap.AS_TASK, roadmap.task_of(row, 0))
    return Catalogue({row.pk: row for row in rows})


_HELD = Held("cases.catalogue.version", _read)


def forget() -> None:
    """Called by the writer of such rows once the change is committed."""
    _HELD.forget()


def of(keys: Iterable[int]) -> dict[int, ApprovalItem]:
    """The same items by key, from what is held; one that came in since this request began is read."""
    wanted, known = set(keys), _HELD.current().rows
    found = {key: row for key, row in known.items() if key in wanted}
    if len(found) < len(wanted):
        found |= {row.pk: row for row in loaded(wanted - found.keys())}
    return found


def offered(items: Iterable[ApprovalItem]) -> tuple[Measure, ...]:
    """The measures for these items in the language of the reader; kept for sets that consist of what is held."""
    rows, known = tuple(items), _HELD.current()
    if any(known.rows.get(row.pk) is not row for row in rows):
        return measures.offered(rows)
    place = (get_language() or "", tuple(row.pk for row in rows))
    found = known.offered.get(place)
    if found is None:
        if len(known.offered) >= SETS:
            known.offered.clear()
        found = known.offered[place] = measures.offered(rows)
    return found


def items_of(case: Case, *parts: str) -> list[CaseItem]:
    """Every item of a case with its facts and what the catalogue says of it, for pages that show them in several ways.

    ``parts``: what else of an item is read with it (``unit``, ``agent``).
    """
    found = case.items.select_related(*parts) if parts else case.items.all()
    return tied(found.prefetch_related("facts"))


def tied(rows: Iterable[CaseItem]) -> list[CaseItem]:
    """Items of cases with what the catalogue says of each."""
    every = list(rows)
    known = of(row.item_id for row in every)
    for row in every:
        row.item = known[row.item_id]
    return every
