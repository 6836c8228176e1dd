"""How long the ledger of ten thousand projects takes with every column, and what memory, as the task worker makes it."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import django
from django.utils import translation

from cases.actions import jobs, ledger_files
from cases.models import User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from home import memory
from home.benchmark import server
from home.benchmark.figures import KB, Figure, Target

NAME = "Ledger of 10,000 projects with all columns as XLSX"
CASES = 10_000
TARGET = Target(ms=20_000)
MEMORY = 300  # MB at most, of the whole process


class Made(NamedTuple):
    """What making the file took: seconds in all and of the processor, rows, bytes, greatest memory before and until then in MB."""

    took: float
    busy: float
    rows: int
    size: int
    before: float
    peak: float


def alone(only: str) -> bool:
    """Whether somebody asks for this figure and for no page."""
    return bool(only) and only in NAME


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The time by the rate of all that the manager of the city sees, in a process that did nothing before, like the worker's."""
    if only not in NAME:
        return
    keys = list(project_ledger.found(manager).values_list("pk", flat=True)[:CASES])
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh, initializer=django.setup) as worker:
        made = worker.submit(make, keys, manager.pk).result()
    took = made.took * CASES / len(keys)
    note = (
        f"{took:.1f} s: {made.rows} rows of {len(ledger.chosen(['all']))} columns in {made.took:.1f} s (processor "
        f"{made.busy:.1f} s), {made.size / KB / KB:.1f} MB, at most {made.peak:.0f} MB of memory ({made.before:.0f} MB before)"
    )
    yield Figure(NAME, took * 1000, target=TARGET, note=note, wrong="" if made.peak < MEMORY else "too much memory")


def make(keys: list[int], manager: int) -> Made:
    """The file of these cases, as the task worker makes it."""
    memory.settle()
    before, since, busy = _peak(), time.perf_counter(), time.process_time()
    # Where tasks run at once the work is done when it is asked for.
    with translation.override("zh-hans"):
        job = ledger_files.ask(keys, form="xlsx", columns=["all"], by=User.objects.get(pk=manager))
    jobs.run(job.pk)
    took, busy = time.perf_counter() - since, time.process_time() - busy
    job.refresh_from_db()
    return Made(took, busy, job.ledger.rows, len(job.ledger.content), before, _peak())


def _peak() -> float:
    """Not what ``getrusage`` says: that starts with the greatest size of the parent."""
    return server.peak() / KB / KB
