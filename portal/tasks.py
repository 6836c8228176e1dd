"""Background work of the publishing side: three lines each."""

from django.core.management import call_command
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portal import linkcheck, reviewing


@db_periodic_task(crontab(minute="*"))
def publish_scheduled() -> None:
    """Every minute: pages whose hour has come go up, those whose time is over come down."""
    call_command("publish_scheduled", verbosity=0)


@db_periodic_task(crontab(hour="2", minute="50"))
def check_links() -> None:
    """Every night: links inside the site that lead nowhere."""
    linkcheck.run()


@db_periodic_task(crontab(hour="9", minute="5"))
def remind_of_reviews() -> None:
    """On Mondays: pages that are due for review."""
    reviewing.remind()
