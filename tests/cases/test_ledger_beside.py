"""A long ledger is written by a process of its own: the same file, also when one of the two processes is killed on the way."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cases import spreadsheets
from cases.actions import jobs, ledger_files
from cases.enums import CaseStatus, JobKind, JobState
from cases.models import Job, LedgerFile, LedgerPart
from cases.queries import project_ledger
from cases.spreadsheets_beside import Beside, WritingFailed
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
Cells = list[tuple[object, ...]]


def cells(content: bytes) -> Cells:
    return list(load_workbook(BytesIO(bytes(content))).active.iter_rows(values_only=True))  # type: ignore[union-attr]


@pytest.fixture
def job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Three cases with every column, long enough to be written beside."""
    monkeypatch.setattr(ledger_files, "LONG", 2)
    for place in (CaseStatus.SUBMITTED, CaseStatus.UNDERWAY, CaseStatus.CLOSED):
        case_in(cast, place, name=f"=示例{place}")  # a name that a spreadsheet could take for a formula
    keys = list(project_ledger.found(cast.chen).values_list("pk", flat=True))
    made = ledger_files.ask(keys, form="xlsx", columns=["all"], by=cast.chen)
    assert (made.state, len(keys)) == (JobState.WAITING, 3)
    return made


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> ledger_files.MakeLedger:
    """A worker that has begun nothing yet."""
    made = ledger_files.MakeLedger()
    monkeypatch.setitem(jobs.WORKS, JobKind.LEDGER, made)
    return made


def inline(job: Job, monkeypatch: pytest.MonkeyPatch) -> Cells:
    """What the same process writes of the same cases."""
    with monkeypatch.context() as changed:
        changed.setattr(ledger_files, "LONG", 100)
        assert job.made_by is not None
        twin = ledger_files.ask(job.data["keys"], form="xlsx", columns=["all", "case"], by=job.made_by)
        assert jobs.run(twin.pk, size=2)
    return cells(LedgerFile.objects.get(job=twin).content)


def before_batch(number: int, what: Callable[[ledger_files.MakeLedger], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something happen once, before the rows of a batch are read."""
    real, turns = ledger_files.MakeLedger._read, iter(range(10))

    def read(self: ledger_files.MakeLedger, *given: Any) -> ledger_files.Rows:
        if next(turns) == number:
            what(self)
        return real(self, *given)

    monkeypatch.setattr(ledger_files.MakeLedger, "_read", read)


def interrupt(_work: ledger_files.MakeLedger) -> None:
    raise KeyboardInterrupt


def test_the_file_is_the_same_cell_by_cell(
    job: Job, work: ledger_files.MakeLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Beside] = []
    hand = Beside.hand
    monkeypatch.setattr(Beside, "hand", lambda self, rows: (begun.append(self), hand(self, rows))[1])
    assert jobs.run(job.pk, size=1)
    assert len(set(begun)) == 1, "one process for the whole file"
    assert len(begun) == 3, "every batch is handed over as it is read"
    made = LedgerFile.objects.get(job=job)
    found = cells(made.content)
    assert found == inline(job, monkeypatch)
    assert (len(found), made.rows) == (4, 3)
    assert any(str(value).startswith("=示例") for line in found for value in line)
    assert not work._beside
    assert not LedgerPart.objects.exists()


def test_a_killed_worker_loses_nothing(
    job: Job, work: ledger_files.MakeLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_batch(2, interrupt, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk, size=1)
    assert not work._beside, "the process that wrote is let go"
    assert LedgerPart.objects.filter(job=job).count() == 2
    Job.objects.filter(pk=job.pk).update(leased_until=None)
    monkeypatch.setitem(jobs.WORKS, JobKind.LEDGER, ledger_files.MakeLedger())
    assert jobs.run(job.pk, size=1)
    made = LedgerFile.objects.get(job=job)
    assert made.rows == 3
    assert cells(made.content) == inline(job, monkeypatch)


def test_a_killed_writer_fails_the_work_aloud_and_the_next_attempt_makes_the_file(
    job: Job, work: ledger_files.MakeLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(at_work: ledger_files.MakeLedger) -> None:
        at_work._beside[job.pk]._writer.kill()
        at_work._beside[job.pk]._writer.join()

    before_batch(1, kill, monkeypatch)
    with pytest.raises(WritingFailed, match="ended with -9"):
        jobs.run(job.pk, size=1)
    job.refresh_from_db()
    assert "WritingFailed" in job.error
    Job.objects.filter(pk=job.pk).update(leased_until=None)
    assert jobs.run(job.pk, size=1)
    assert cells(LedgerFile.objects.get(job=job).content) == inline(job, monkeypatch)


def test_a_writer_that_cannot_write_says_so(tmp_path: object) -> None:
    with Beside(["A"], "x", 1) as beside:
        beside.hand([[object]])  # can be sent and is no value of a cell, so it is written as text
        assert cells(beside.book())[1] == (str(object),)
    with Beside(["A"], "x", 1) as beside:
        beside.hand([None])  # type: ignore[list-item]  # no row at all
        with pytest.raises(WritingFailed):
            beside.book()


def test_a_long_table_arrives_whole(cast: Cast) -> None:
    rows = [[number, f"第{number}行", PULANDIAN] for number in range(3_000)]
    with Beside(["No.", "Text", "Place"], "示例", 2) as beside:
        for first in range(0, 3_000, 500):
            beside.hand(rows[first : first + 500])
        assert beside.rows == 3_000
        found = cells(beside.book())
    assert found == cells(spreadsheets.as_xlsx([["No.", "Text", "Place"], *rows], "示例", 2))
    assert len(found) == 3_001
