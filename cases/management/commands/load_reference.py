"""Stores the reference data that the system ships with: regions, units, catalogue, schemes, calendar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions import reference_load
from cases.exceptions import CaseError


class Command(BaseCommand):
    """May be run again at any time; what an administrator changed stays."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = reference_load.load()
        except CaseError as refusal:
            raise CommandError(f"Nothing was stored. {refusal}")
        if options["verbosity"]:
            self.stdout.write(str(counts))
