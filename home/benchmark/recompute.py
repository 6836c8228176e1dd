"""How long a change of the working calendar takes: every open date of every running case, as the task worker does it."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from cases.actions import jobs
from cases.enums import JobKind
from cases.models import CalendarDay, DateMove, Job
from cases.queries import calendars
from home.benchmark.figures import Figure, Target, asked

NAME = "Open dates after a change of the calendar, 10,000 running cases"
CASES = 10_000
TARGET = Target(ms=60_000)
CROOKED = 1.5  # the second half may take this many times the first before it counts as not linear


def figures(only: str = "") -> Iterator[Figure]:
    """The time by the rate of all running cases, and whether the second half was as quick as the first."""
    if not asked(NAME, only):
        return
    job = change_calendar()
    busy = time.process_time()
    took, slower = run(job)
    busy = time.process_time() - busy
    job.refresh_from_db()
    note = (
        f"{took * CASES / job.done:.1f} s: {job.done} in {took:.1f} s (processor {busy:.1f} s), {DateMove.objects.count()} dates moved, "
        f"{job.counts['told']} told, second half {slower:.2f} ×"
    )
    wrong = "" if slower < CROOKED else "not linear in the number of cases"
    yield Figure(NAME, took * 1000 * CASES / job.done, target=TARGET, note=note, wrong=wrong)


def change_calendar() -> Job:
    """A day of rest among the next working days, so that nearly every clock that runs has to be counted anew."""
    today = timezone.localdate()
    before, day = calendars.stored(), calendars.current().next_workday(today)
    CalendarDay.objects.filter(date__gt=today, date__lte=day).update(is_workday=False)
    # Dates of the invented roadmaps lie around today: the last month changes with it.
    CalendarDay.objects.filter(date__gt=today - timedelta(days=25), date__lte=today - timedelta(days=24)).update(
        is_workday=False
    )
    after = calendars.stored()
    changed = {day.isoformat(): [before[day], after[day]] for day in sorted(after) if before[day] != after[day]}
    calendars.forget()
    return Job.objects.create(kind=JobKind.RECOMPUTE_DATES, data={"days": changed, "version": None})


class Watched:
    """The work with a look at the watch before every batch."""

    def __init__(self, kind: str) -> None:
        self.work = jobs.WORKS[kind]
        self.looks: list[tuple[int, float]] = []

    def total(self, job: Job) -> int:
        return self.work.total(job)

    def batch(self, job: Job, size: int) -> jobs.Batch:
        self.looks.append((job.done, time.perf_counter()))
        return self.work.batch(job, size)


def run(job: Job) -> tuple[float, float]:
    """Seconds, and how many times as long a case of the second half took as one of the first."""
    watched = Watched(job.kind)
    jobs.WORKS[job.kind] = watched
    try:
        jobs.run(job.pk)
    finally:
        jobs.WORKS[job.kind] = watched.work
    first, last = watched.looks[0], watched.looks[-1]
    middle = next(look for look in watched.looks if look[0] * 2 >= last[0])
    halves = [(to[1] - since[1]) / (to[0] - since[0]) for since, to in ((first, middle), (middle, last))]
    return last[1] - first[1], halves[1] / halves[0]
