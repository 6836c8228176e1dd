"""What reports of a year of a whole city cost: how long each is counted in the background, and its page and its files."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from cases import reports
from cases.actions import jobs, summaries
from cases.enums_reports import Rhythm
from cases.models import Region, User
from home.benchmark import apart, people
from home.benchmark.figures import Figure, Target, asked

NAME = "Report of a year of the whole city"
YEARLY = tuple(report for report in reports.REPORTS.values() if Rhythm.YEAR in report.rhythms)
OPENED = Target(ms=3_000)
FILES = ("csv", "xlsx", "pdf")
MEMORY = 300  # MB at most, of the whole process


def name(code: str) -> str:
    return f"{NAME}, {code}"


def path(code: str) -> str:
    """The address at which the manager of the city reads it."""
    return f"{reverse('office:summary', args=[code])}?region={people.CITY}&time={timezone.localdate().year}"


def addresses() -> Iterator[tuple[str, str]]:
    """Name and address of each report's page and of its files."""
    for report in YEARLY:
        yield f"{name(report.code)}: opened", path(report.code)
        for kind in FILES:
            yield f"{name(report.code)}: as {kind.upper()}", f"{path(report.code)}&export={kind}"


def figures(manager: User, only: str = "") -> Iterator[Figure]:
    """The counts as the task worker makes them; they read every case, so they grow with them and have no target but their memory."""
    for report in YEARLY:
        wanted = f"{name(report.code)}: counted"
        if not report.counted or not asked(wanted, only):
            continue
        done, cost = apart.run(count, report.code, manager.pk)
        note = (
            f"{done} cases in {cost.took:.1f} s, {cost.busy * 1000 / max(done, 1):.2f} ms of processor time a case, "
            f"at most {cost.peak:.0f} MB of memory ({cost.before:.0f} MB before)"
        )
        yield Figure(wanted, cost.took * 1000, note=note, wrong="" if cost.peak < MEMORY else "too much memory")


def count(code: str, manager: int) -> int:
    """The report as the task worker counts it; returns of how many cases."""
    asked_for = summaries.scope(Region.objects.get(code=people.CITY), str(timezone.localdate().year))
    # Where tasks run at once the work is done when it is asked for.
    job = summaries.ask(reports.REPORTS[code], asked_for, by=User.objects.get(pk=manager))
    jobs.run(job.pk)
    job.refresh_from_db()
    return job.done
