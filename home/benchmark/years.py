"""How long the report of a year of a whole city is counted in the background, and what memory; its page is measured with the others."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cases import reports
from cases.actions import jobs, summaries
from cases.models import Region, User
from home.benchmark import apart, people
from home.benchmark.figures import Figure, Target, asked

NAME = "Report of a year of the whole city"
CODE = "yearly"
OPENED = Target(ms=3_000)
MEMORY = 300  # MB at most, of the whole process


def path() -> str:
    """The address at which the manager of the city reads it."""
    return f"{reverse('office:summary', args=[CODE])}?region={people.CITY}&time={timezone.localdate().year}"


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The count as the task worker makes it; it reads every case, so it grows with them and has no target but its memory."""
    if not asked(NAME, only):
        return
    done, cost = apart.run(count, manager.pk)
    note = (
        f"{done} cases in {cost.took:.1f} s, {cost.busy * 1000 / max(done, 1):.2f} ms of processor time a case, "
        f"at most {cost.peak:.0f} MB of memory ({cost.before:.0f} MB before)"
    )
    yield Figure(f"{NAME}: counted", cost.took * 1000, note=note, wrong="" if cost.peak < MEMORY else "too much memory")


def count(manager: int) -> int:
    """The report as the task worker counts it; returns of how many cases."""
    asked_for = summaries.scope(Region.objects.get(code=people.CITY), str(timezone.localdate().year))
    # Where tasks run at once the work is done when it is asked for.
    job = summaries.ask(reports.REPORTS[CODE], asked_for, by=User.objects.get(pk=manager))
    jobs.run(job.pk)
    job.refresh_from_db()
    return job.done
