"""The catalogue that roadmaps are read from is read once, and a change of it is seen at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import reference, reference_load
from cases.enums import CaseStatus, Flag
from cases.models import ApprovalItem, Case, ItemDependency, MaterialRequirement
from cases.queries import catalogue
from cases.queries.trials import Bench
from tests.cast import Cast, case_in

Capture = Callable[..., Any]
WHY = "示例：规则变了"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case under way whose roadmap was read before."""
    found = case_in(cast, CaseStatus.UNDERWAY, keep=None)
    told(found)
    return found


def told(case: Case) -> tuple[Any, ...]:
    """What a roadmap takes from the catalogue: names, tasks and measures."""
    bench = Bench(case)
    names = {item.code: (item.name_zh, item.stage.name_zh) for item in bench.basis.items}
    return names, bench.basis.tasks, tuple(bench.offered.values())


def link() -> ItemDependency:
    return ItemDependency.objects.filter(item__code="L09", requires__code="L08")[0]


def rename(cast: Cast) -> None:
    reference.change(ApprovalItem.objects.get(code="L09"), {"name_zh": "改了名"}, reason=WHY, by=cast.jin)


def refuse_gaps(cast: Cast) -> None:
    item = ApprovalItem.objects.exclude(commitment=Flag.NO).filter(code__in=CODES).first()
    assert item is not None
    reference.change(item, {"commitment": Flag.NO}, reason=WHY, by=cast.jin)


def loosen(cast: Cast) -> None:
    reference.retire(link(), reason=WHY, by=cast.jin)


def rename_stage(cast: Cast) -> None:
    reference.change(link().item.stage, {"name_zh": "改了名"}, reason=WHY, by=cast.jin)


CODES = ["L08", "L09", "G01", "G02", "G04", "C01", "C02", "C05"]


@pytest.mark.parametrize("act", [rename, refuse_gaps, loosen, rename_stage])
def test_a_change_of_the_catalogue_is_seen_by_the_next_reader(
    act: Callable[[Cast], None], case: Case, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    before = told(case)
    assert told(case) == before
    with django_capture_on_commit_callbacks(execute=True):
        act(cast)
    assert told(case) != before


def test_control_without_a_word_from_the_writer_nothing_would_be_seen(case: Case) -> None:
    """What ``test_a_change_…`` sees comes from ``forget`` and from nothing else."""
    before = told(case)
    ApprovalItem.objects.filter(code="L09").update(name_zh="改了名")
    assert told(case) == before
    catalogue.forget()
    assert told(case) != before


def test_a_new_edition_of_the_shipped_files_is_seen(case: Case, django_capture_on_commit_callbacks: Capture) -> None:
    before = told(case)
    ApprovalItem.objects.filter(code="L09").update(name_zh="改了名")
    catalogue.forget()
    assert told(case) != before
    with django_capture_on_commit_callbacks(execute=True):
        reference_load.load()
    assert told(case) == before


def test_an_item_that_is_newer_than_what_is_held_is_read(case: Case) -> None:
    known = ApprovalItem.objects.get(code="L09")
    new = ApprovalItem.objects.create(
        code="Z99", stage=known.stage, department=known.department, promised_days=3, name_zh="新", name_en="New"
    )
    found = catalogue.of([new.pk, known.pk])
    assert {row.code for row in found.values()} == {"L09", "Z99"}


def test_a_second_reader_asks_the_catalogue_nothing(case: Case) -> None:
    with CaptureQueriesContext(connection) as seen:
        told(case)
    asked = [row["sql"] for row in seen.captured_queries]
    tables = [model._meta.db_table for model in (ItemDependency, MaterialRequirement)]
    assert not [sql for sql in asked if any(f'FROM "{table}"' in sql for table in tables)]
    assert not [sql for sql in asked if f'FROM "{ApprovalItem._meta.db_table}"' in sql]
