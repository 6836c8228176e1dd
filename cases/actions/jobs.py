"""Work in the background: batch by batch in the order of a primary key, each batch in one transaction with its progress.

Whoever is killed loses the batch at hand and nothing else; whoever goes on begins after the last key. The only writer of ``Job``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.enums import JobKind, JobState
from cases.exceptions import CaseError, NotAllowed
from cases.models import Job, User
from cases.queries import held

BATCH = 200
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Batch:
    """What one batch did: the key of its last row, how many rows, and what to add to the job's counts. No rows: all done."""

    last_key: int
    rows: int
    counts: Mapping[str, int] = field(default_factory=dict)


class Work(Protocol):
    """What a kind of job does. Both run inside a transaction that holds the job's row."""

    def total(self, job: Job) -> int:
        """How many rows there are to look at, for the progress bar."""

    def batch(self, job: Job, size: int) -> Batch:
        """Treat up to ``size`` rows with keys above ``job.last_key``, in the order of the key."""


WORKS: dict[str, Work] = {}
_pokes: list[Callable[[int], None]] = []


def poke_after_commit(poke: Callable[[int], None]) -> None:
    """Register what wakes the worker (``tasks`` does, so that actions need not know huey)."""
    _pokes.append(poke)


def _wake(pk: int) -> None:
    for poke in _pokes:
        transaction.on_commit(lambda poke=poke: poke(pk))  # type: ignore[misc]


def start(kind: JobKind, data: dict[str, Any], *, by: User | None) -> Job:
    """Ask for work; it begins once the caller's transaction is committed."""
    job = Job.objects.create(kind=kind, data=data, made_by=by)
    _wake(job.pk)
    return job


def retry(job: Job, *, by: User) -> Job:
    """Let a failed job go on after its last batch."""
    if not permissions.may_administer(by):
        raise NotAllowed(_("Only an administrator can start this work again."))
    again = {"state": JobState.WAITING, "attempts": 0, "leased_until": None, "finished_at": None}
    with transaction.atomic():
        if not Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(**again):
            raise CaseError(_("Only work that failed can be started again."))
        _wake(job.pk)
    job.refresh_from_db()
    return job


def run(pk: int, size: int = BATCH) -> bool:
    """Do what is left of a job; False when somebody else has it, or another of its kind comes first."""
    runner = uuid4().hex
    if not _claim(pk, runner):
        return False
    with _Noted(pk, runner):
        while _step(pk, runner, size):
            pass
    _next(pk)
    return True


@dataclass(frozen=True)
class _Noted:
    """Whatever goes wrong inside is kept with the job on its way up; nothing is swallowed."""

    pk: int
    runner: str

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None:
            _failed(self.pk, self.runner, error)


def sweep() -> int:
    """Go on with what a killed worker left, and with what waits; returns how many jobs were taken up."""
    free = _free(Job.objects.filter(state__in=OPEN)).order_by("pk").values_list("pk", flat=True)
    return sum(run(pk) for pk in list(free))


def _free(jobs: Any) -> Any:
    return jobs.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now()))


def _claim(pk: int, runner: str) -> bool:
    """Lease the job. Jobs of one kind run one after the other: a later one builds on what an earlier one did."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=pk).first()
        if job is None or Job.objects.filter(kind=job.kind, state__in=OPEN, pk__lt=pk).exists():
            return False
        mine = _free(Job.objects.filter(pk=pk, state__in=OPEN))
        changes = {"state": JobState.RUNNING, "runner": runner, "leased_until": now + LEASE}
        if not mine.update(started_at=Coalesce("started_at", now), **changes):
            return False
        if job.started_at is None:
            Job.objects.filter(pk=pk).update(total=WORKS[job.kind].total(job))
    return True


def _step(pk: int, runner: str, size: int) -> bool:
    """One batch and its progress, or nothing at all; False when there is no more to do."""
    with transaction.atomic(), held.together():
        job = Job.objects.select_for_update().get(pk=pk)
        if job.runner != runner or job.state != JobState.RUNNING:
            return False  # the lease ran out and somebody else goes on
        done = WORKS[job.kind].batch(job, size)
        job.attempts, job.error, job.leased_until = 0, "", timezone.now() + LEASE
        if done.rows:
            job.last_key, job.done = done.last_key, job.done + done.rows
            job.total = max(job.total, job.done)
            job.counts = {name: job.counts.get(name, 0) + done.counts.get(name, 0) for name in job.counts | done.counts}
        else:
            job.state, job.finished_at, job.leased_until, job.total = JobState.DONE, timezone.now(), None, job.done
        job.save()
    return bool(done.rows)


def _failed(pk: int, runner: str, error: BaseException) -> None:
    """Keep what went wrong; the next try waits longer each time, and after the last one an administrator decides."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=pk)
        if job.runner != runner:
            return
        job.attempts += 1
        job.error = f"{type(error).__name__}: {error}"
        job.leased_until = timezone.now() + LEASE * 2**job.attempts
        if job.attempts >= MAX_ATTEMPTS:
            job.state, job.finished_at, job.leased_until = JobState.FAILED, timezone.now(), None
        job.save()


def _next(pk: int) -> None:
    """Wake the job of the same kind that waited for this one."""
    done = Job.objects.get(pk=pk)
    after = Job.objects.filter(kind=done.kind, state__in=OPEN, pk__gt=pk).order_by("pk").first()
    if after is not None and not done.is_open:
        _wake(after.pk)
