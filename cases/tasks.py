"""Background work: three lines each, ids only. What is owed stands in rows; these only pay it."""

from typing import Any

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cases.actions import (
    alerts,
    appraisal_counts,  # noqa: F401
    archiving,  # noqa: F401  whoever runs jobs must know every kind of work
    board_counts,
    findings,
    inspections,
    jobs,
    ledger_files,
    mailing,
    moves,
    promise_watch,
    public_figures,
    public_letters,
    recompute,  # noqa: F401
    report_mails,
    summaries,
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


@db_task()
def count_for_board(pk: int, ask: dict[str, Any]) -> None:
    """Count what a board shows to a person, where it is too much for a page."""
    board_counts.count_packed(pk, ask)


@db_periodic_task(crontab(minute="*"))
def sweep_jobs() -> None:
    """Every minute: go on with whatever a killed worker left."""
    jobs.sweep()


@db_periodic_task(crontab(hour="3", minute="20"))
def sweep_files() -> None:
    """Every night: bytes that belong to no row, or to a file that was taken out; ledgers made days ago."""
    sweeping.sweep()
    ledger_files.sweep()


@db_periodic_task(crontab(minute="20"))
def urge_what_is_late() -> None:
    """Every hour, in working hours: what comes near or is past its date, each once a day."""
    alerts.run()
    urging.run()
    transfer_chase.run()


@db_periodic_task(crontab(minute="10"))
def send_letters_on() -> None:
    """Every hour, in working hours, before the ladder looks: letters of the public whose desk everybody has left."""
    public_letters.reroute()


@db_periodic_task(crontab(hour="6", minute="10"))
def watch_promises() -> None:
    """Every morning: late papers, pre-approvals and inspections whose day comes near or has passed."""
    promise_watch.run()


@db_periodic_task(crontab(hour="5", minute="30"))
def propose_findings() -> None:
    """Every morning: what the rules find in the record; people decide."""
    findings.run()


@db_periodic_task(crontab(hour="5", minute="50"))
def remind_of_inspections() -> None:
    """Every morning: units that are due for a special inspection, once for each due day."""
    inspections.remind()


@db_periodic_task(crontab(minute="25"))
def count_for_the_public() -> None:
    """Every hour: the numbers of the week for the portal, made once, on Monday after midnight or when a worker is there again."""
    public_figures.make()


@db_periodic_task(crontab(minute="15"))
def mail_reports() -> None:
    """Every hour: reports of weeks, months and years that are over, to those who subscribed, each once."""
    report_mails.run()


@db_periodic_task(crontab(hour="2", minute="10"))
def renew_reports() -> None:
    """Every night: reports of large places whose time is not over, or was not when they were counted."""
    summaries.renew()


moves.poke_after_commit(lambda: pay_notices())
jobs.poke_after_commit(lambda pk: run_job(pk))
board_counts.count_later(lambda pk, ask: count_for_board(pk, ask))
