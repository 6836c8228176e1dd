"""How long the ledger of ten thousand projects takes with every column, and what memory, as the task worker makes it."""

import resource
import time
from collections.abc import Iterator

from django.utils import translation

from cases.actions import jobs, ledger_files
from cases.models import User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from home.benchmark.figures import KB, Figure, Target

NAME = "Ledger of 10,000 projects with all columns as XLSX"
CASES = 10_000
TARGET = Target(ms=20_000)
MEMORY = 300  # MB at most, of the whole process


def alone(only: str) -> bool:
    """Whether somebody asks for this figure and for no page."""
    return bool(only) and only in NAME


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The time by the rate of all that the manager of the city sees, and the greatest memory until then."""
    if only not in NAME:
        return
    keys = list(project_ledger.found(manager).values_list("pk", flat=True)[:CASES])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB
    since = time.perf_counter()  # where tasks run at once the work is done when it is asked for
    with translation.override("zh-hans"):
        job = ledger_files.ask(keys, form="xlsx", columns=["all"], by=manager)
    jobs.run(job.pk)
    took = time.perf_counter() - since
    job.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB
    size = len(job.ledger.content) / KB / KB
    columns = len(ledger.chosen(["all"]))
    note = (
        f"{took * CASES / len(keys):.1f} s: {job.ledger.rows} rows of {columns} columns in {took:.1f} s, "
        f"{size:.1f} MB, at most {peak:.0f} MB of memory ({before:.0f} MB before)"
    )
    wrong = "" if peak < MEMORY else "too much memory"
    yield Figure(NAME, took * 1000 * CASES / len(keys), target=TARGET, note=note, wrong=wrong)
