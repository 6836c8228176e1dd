"""Delete bytes that belong to no case any more; the nightly task does the same."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions import sweeping
from cases.exceptions import CaseError


class Command(BaseCommand):
    """``sweep_files`` deletes; ``--dry-run`` only counts; ``--days`` says how old they must be (never less than one)."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=1, help="at least so many days old (1 or more)")
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, only count")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= 3650:
            raise CommandError("Days lie between 1 and 3650: nothing younger than a day is ever touched.")
        try:
            found = sweeping.sweep(timedelta(days=options["days"]), dry=options["dry_run"])
        except CaseError as refusal:
            raise CommandError(str(refusal))
        verb = "would go" if options["dry_run"] else "deleted"
        self.stdout.write(f"{verb}: {found.orphans} without a row, {found.removed} removed, {found.size} bytes")
