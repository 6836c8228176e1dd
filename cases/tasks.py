"""Background work: three lines each, ids only. What is owed stands in rows; these only pay it."""

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cases.actions import (
    jobs,
    mailing,
    moves,
    recompute,  # noqa: F401  whoever runs jobs must know every kind of work
    sweeping,
    transfer_chase,
    urging,
)


@db_task()
def pay_notices() -> None:
    """Send the mails that are owed."""
    mailing.drain(settings.WAGTAILADMIN_BASE_URL)


@db_periodic_task(crontab(minute="*"))
def sweep_notices() -> None:
    """Every minute: whatever a killed worker left."""
    mailing.drain(settings.WAGTAILADMIN_BASE_URL)


@db_task()
def run_job(pk: int) -> None:
    """Do a job that was asked for."""
    jobs.run(pk)


@db_periodic_task(crontab(minute="*"))
def sweep_jobs() -> None:
    """Every minute: go on with whatever a killed worker left."""
    jobs.sweep()


@db_periodic_task(crontab(hour="3", minute="20"))
def sweep_files() -> None:
    """Every night: bytes that belong to no row, or to a file that was taken out."""
    sweeping.sweep()


@db_periodic_task(crontab(minute="*/20"))
def chase_transfers() -> None:
    """In office hours: offers between agencies that nobody answered."""
    transfer_chase.chase()


@db_periodic_task(crontab(minute="20"))
def urge_what_is_late() -> None:
    """Every hour, in working hours: what is past its date, once a day."""
    urging.run()


moves.poke_after_commit(lambda: pay_notices())
jobs.poke_after_commit(lambda pk: run_job(pk))
