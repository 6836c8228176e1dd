"""How long the ledger of ten thousand projects takes with every column, and what memory, as the task worker makes it."""

from collections.abc import Iterator

from django.utils import translation

from cases.actions import jobs, ledger_files
from cases.models import User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from home.benchmark import apart
from home.benchmark.figures import KB, Figure, Target, asked

NAME = "Ledger of 10,000 projects with all columns as XLSX"
CASES = 10_000
TARGET = Target(ms=20_000)
MEMORY = 300  # MB at most, of the whole process


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The time by the rate of all that the manager of the city sees, and the greatest memory."""
    if not asked(NAME, only):
        return
    keys = list(project_ledger.found(manager).values_list("pk", flat=True)[:CASES])
    (rows, size), cost = apart.run(make, keys, manager.pk)
    took = cost.took * CASES / len(keys)
    note = (
        f"{took:.1f} s: {rows} rows of {len(ledger.chosen(['all']))} columns in {cost.took:.1f} s (processor "
        f"{cost.busy:.1f} s), {size / KB / KB:.1f} MB, at most {cost.peak:.0f} MB of memory ({cost.before:.0f} MB before)"
    )
    yield Figure(NAME, took * 1000, target=TARGET, note=note, wrong="" if cost.peak < MEMORY else "too much memory")


def make(keys: list[int], manager: int) -> tuple[int, int]:
    """The file of these cases, as the task worker makes it: its rows and bytes."""
    # Where tasks run at once the work is done when it is asked for.
    with translation.override("zh-hans"):
        job = ledger_files.ask(keys, form="xlsx", columns=["all"], by=User.objects.get(pk=manager))
    jobs.run(job.pk)
    job.refresh_from_db()
    return job.ledger.rows, len(job.ledger.content)
