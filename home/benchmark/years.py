"""How long the report of a year of a whole city is counted in the background, and what memory; its page is measured with the others."""

import resource
import time
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cases import reports
from cases.actions import jobs, summaries
from cases.models import Region, User
from home.benchmark import people
from home.benchmark.figures import KB, Figure, Target

NAME = "Report of a year of the whole city"
CODE = "yearly"
OPENED = Target(ms=3_000)
MEMORY = 300  # MB at most, of the whole process


def path() -> str:
    """The address at which the manager of the city reads it."""
    return f"{reverse('office:summary', args=[CODE])}?region={people.CITY}&time={timezone.localdate().year}"


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The count as the task worker makes it; it reads every case, so it grows with them and has no target but its memory."""
    if only not in NAME:
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB
    asked = summaries.scope(Region.objects.get(code=people.CITY), str(timezone.localdate().year))
    clock, work = (
        time.perf_counter(),
        time.process_time(),
    )  # where tasks run at once the work is done when it is asked for
    job = summaries.ask(reports.REPORTS[CODE], asked, by=manager)
    jobs.run(job.pk)
    took, worked = time.perf_counter() - clock, time.process_time() - work
    job.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB
    each = worked * 1000 / max(job.done, 1)
    note = (
        f"{job.done} cases in {took:.1f} s, {each:.2f} ms of processor time a case, "
        f"at most {peak:.0f} MB of memory ({before:.0f} MB before)"
    )
    yield Figure(f"{NAME}: counted", took * 1000, note=note, wrong="" if peak < MEMORY else "too much memory")
