"""Count what the portal shows of the service in numbers; the worker does the same once a week."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.actions import public_figures


class Command(BaseCommand):
    """Safe to repeat: a week that is counted is left as it is."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        row = public_figures.make()
        self.stdout.write(
            f"{row.since} to {row.until}, counted at {row.made_at:%Y-%m-%d %H:%M} UTC, method {row.method}"
        )
