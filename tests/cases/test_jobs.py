"""Work in the background: killed anywhere it goes on where it stopped, and done twice it changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cases.actions import jobs
from cases.enums import JobKind, JobState
from cases.exceptions import CaseError, NotAllowed
from cases.models import Job, NumberSequence
from tests.cast import Cast

KIND = JobKind.RECOMPUTE_DATES


class Counting:
    """Counts the rows of a table; breaks after so many batches when told to."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.breaks_after: int | None = None
        self.batches = 0

    def total(self, job: Job) -> int:
        return NumberSequence.objects.count()

    def batch(self, job: Job, size: int) -> jobs.Batch:
        rows = list(NumberSequence.objects.filter(pk__gt=job.last_key).order_by("pk")[:size])
        for row in rows:
            NumberSequence.objects.filter(pk=row.pk).update(last=row.last + 1)
        if self.breaks_after == self.batches:
            raise OSError("the lamp went out")
        self.batches += 1
        self.seen += [row.scope for row in rows]
        return jobs.Batch(rows[-1].pk, len(rows), {"counted": len(rows)}) if rows else jobs.Batch(job.last_key, 0)


@pytest.fixture
def work(db: None, monkeypatch: pytest.MonkeyPatch) -> Counting:
    made = Counting()
    monkeypatch.setitem(jobs.WORKS, KIND, made)
    NumberSequence.objects.bulk_create(NumberSequence(scope=f"示例{n}") for n in range(7))
    return made


def times() -> set[int]:
    """How often the rows were counted."""
    return set(NumberSequence.objects.values_list("last", flat=True))


def free(job: Job) -> None:
    """The lease of a killed worker has run out."""
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_a_job_treats_every_row_once_in_the_order_of_its_key(work: Counting) -> None:
    job = jobs.start(KIND, {}, by=None)
    assert jobs.run(job.pk, size=3)
    job.refresh_from_db()
    assert work.seen == [f"示例{n}" for n in range(7)]
    assert (job.state, job.total, job.done, job.counts) == (JobState.DONE, 7, 7, {"counted": 7})
    assert job.finished_at is not None
    assert times() == {1}


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_a_job_killed_in_the_middle_goes_on_after_its_last_batch(work: Counting, killed_after: int) -> None:
    """The batch at hand is undone with everything in it; the control is the same job that nobody kills (above)."""
    work.breaks_after = killed_after
    job = jobs.start(KIND, {}, by=None)
    with pytest.raises(OSError, match="the lamp went out"):
        jobs.run(job.pk, size=3)
    job.refresh_from_db()
    assert (job.done, job.state, job.error) == (3 * killed_after, JobState.RUNNING, "OSError: the lamp went out")
    assert NumberSequence.objects.filter(last=1).count() == 3 * killed_after
    work.breaks_after = None
    assert not jobs.run(job.pk), "the lease of the failed try still runs"
    free(job)
    assert jobs.sweep() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.error, job.counts) == (JobState.DONE, 7, "", {"counted": 7})
    assert times() == {1}


def test_a_finished_job_is_not_done_again(work: Counting) -> None:
    job = jobs.start(KIND, {}, by=None)
    jobs.run(job.pk)
    assert not jobs.run(job.pk)
    assert jobs.sweep() == 0
    assert times() == {1}


def test_jobs_of_one_kind_run_one_after_the_other(work: Counting, django_capture_on_commit_callbacks: Any) -> None:
    first, second = jobs.start(KIND, {}, by=None), jobs.start(KIND, {}, by=None)
    assert not jobs.run(second.pk)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(first.pk)
    second.refresh_from_db()
    assert second.state == JobState.DONE
    assert times() == {2}


def test_whoever_lost_the_lease_writes_nothing_more(work: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs.start(KIND, {}, by=None)
    assert jobs._claim(job.pk, "slow")
    assert jobs._step(job.pk, "slow", 3)
    free(job)
    assert jobs._claim(job.pk, "quick")
    assert not jobs._step(job.pk, "slow", 3)
    assert NumberSequence.objects.filter(last=1).count() == 3
    assert jobs._step(job.pk, "quick", 3), "control: the one with the lease goes on"
    assert NumberSequence.objects.filter(last=1).count() == 6


def test_after_five_failures_an_administrator_decides(work: Counting, cast: Cast) -> None:
    work.breaks_after = 0
    job = jobs.start(KIND, {}, by=cast.jin)
    for _try in range(jobs.MAX_ATTEMPTS):
        free(job)
        with pytest.raises(OSError, match="lamp"):
            jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, jobs.sweep()) == (JobState.FAILED, 0)
    with pytest.raises(NotAllowed):
        jobs.retry(job, by=cast.chen)
    work.breaks_after = None
    jobs.retry(job, by=cast.jin)
    assert jobs.sweep() == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE
    with pytest.raises(CaseError):
        jobs.retry(job, by=cast.jin)


def test_work_begins_once_what_asked_for_it_is_committed(
    work: Counting, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        job = jobs.start(KIND, {}, by=None)
        assert times() == {0}
    job.refresh_from_db()
    assert job.state == JobState.DONE
