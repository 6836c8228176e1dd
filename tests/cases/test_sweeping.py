"""The store after a crash and after papers were taken out: what nobody can reach goes, everything else stays."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases import tasks
from cases.actions import files, sweeping
from cases.enums import FileKind
from cases.exceptions import CaseError
from cases.models import Case, StoredFile
from tests.cases.kit import pdf, picture
from tests.cast import Cast, case_in

LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A store of its own, on a real disk."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, "draft")


def keep(case: Case, cast: Cast, upload: Any = None) -> StoredFile:
    return files.store(case, upload or pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.first())


def orphan(store: Path, name: str = "") -> Path:
    key = uuid4().hex
    path = store / (name or f"{key[:2]}/{key}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"nobody's")
    return path


def on_disk(store: Path) -> set[str]:
    return {path.relative_to(store).as_posix() for path in store.rglob("*") if path.is_file()}


def test_bytes_without_a_row_and_bytes_of_removed_files_go_and_nothing_else(
    case: Case, cast: Cast, store: Path
) -> None:
    kept, taken_out = keep(case, cast), keep(case, cast, picture())
    files.remove(taken_out, by=cast.wang)
    lost = orphan(store)
    foreign = [
        orphan(store, name) for name in ("README", "ab/readme.txt", f"ab/{uuid4().hex}.part", f"zz/{uuid4().hex}")
    ]
    pointing = store / "cd" / uuid4().hex
    pointing.parent.mkdir(exist_ok=True)
    pointing.symlink_to(store / kept.path)
    with time_machine.travel(timezone.now() + LATER, tick=False):
        counted = sweeping.sweep(dry=True)
        assert lost.exists()  # a dry run deletes nothing
        assert sweeping.sweep() == counted == sweeping.Swept(1, 1, len(b"nobody's") + taken_out.size)
        assert sweeping.sweep() == sweeping.Swept()  # a second time finds nothing
    left = {kept.path, *(path.relative_to(store).as_posix() for path in [*foreign, pointing])}
    assert on_disk(store) == left
    assert StoredFile.objects.get(pk=taken_out.pk).removed_at is not None  # the record stays
    files.refuse_damaged(kept)  # control: what is kept is whole


@pytest.mark.parametrize("asked", [timedelta(0), timedelta(hours=-1), timedelta(hours=23), timedelta(days=1)])
def test_nothing_younger_than_a_day_is_touched_whatever_is_asked(
    case: Case, cast: Cast, store: Path, asked: timedelta
) -> None:
    keep(case, cast)
    files.remove(keep(case, cast, picture()), by=cast.wang)
    orphan(store)
    before = on_disk(store)
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=50), tick=False):
        assert sweeping.sweep(asked) == sweeping.Swept()
    assert on_disk(store) == before
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=10), tick=False):
        assert sweeping.sweep(asked).orphans == 1  # control: ten minutes past the day


def test_what_was_removed_lately_stays_though_it_was_written_long_ago(case: Case, cast: Cast, store: Path) -> None:
    old = keep(case, cast)
    with time_machine.travel(timezone.now() + LATER, tick=False):
        files.remove(old, by=cast.wang)
        assert sweeping.sweep() == sweeping.Swept()
    with time_machine.travel(timezone.now() + 2 * LATER, tick=False):
        assert sweeping.sweep().removed == 1


def test_a_store_whose_files_the_database_does_not_know_at_all_is_left_alone(store: Path, reference: None) -> None:
    lost = orphan(store)
    with time_machine.travel(timezone.now() + LATER, tick=False), pytest.raises(CaseError, match="连错"):
        sweeping.sweep()
    with (
        time_machine.travel(timezone.now() + LATER, tick=False),
        pytest.raises(CommandError, match="连错"),
    ):
        call_command("sweep_files")
    assert lost.exists()


@pytest.mark.usefixtures("reference")
def test_an_empty_store_is_no_error() -> None:
    assert sweeping.sweep() == sweeping.Swept()


def test_the_command_says_what_it_did_and_the_nightly_task_does_the_same(case: Case, cast: Cast, store: Path) -> None:
    keep(case, cast)
    orphan(store)
    out = StringIO()
    with time_machine.travel(timezone.now() + LATER, tick=False):
        call_command("sweep_files", "--dry-run", stdout=out)
        assert "would go: 1 without a row" in out.getvalue()
        with pytest.raises(CommandError, match="between 1 and 3650"):
            call_command("sweep_files", "--days", "0")
        call_command("sweep_files", "--days", "30", stdout=out)
        assert out.getvalue().endswith("deleted: 0 without a row, 0 removed, 0 bytes\n")  # two days old is not thirty
        tasks.sweep_files.call_local()
        assert sweeping.sweep() == sweeping.Swept()
    assert len(on_disk(store)) == 1


def test_many_files_are_swept_in_batches(case: Case, cast: Cast, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    kept = keep(case, cast)
    for _number in range(5):
        orphan(store)
    with time_machine.travel(timezone.now() + LATER, tick=False):
        assert sweeping.sweep().orphans == 5
    assert on_disk(store) == {kept.path}
