"""Add the synonyms of this release that the search of the site does not have yet; what editors wrote stays as it is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from home.models.synonym import add_missing
from home.search.synonyms import GROUPS


class Command(BaseCommand):
    """After an upgrade, once: a group that an editor took out for good is taken out again afterwards."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be added and change nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        added, kept = add_missing(GROUPS)
        for row in added:
            self.stdout.write(f"  {row.words}")
        word = "would be added" if options["dry_run"] else "added"
        self.stdout.write(f"{len(added)} groups {word}; {len(kept)} words have a group already and stay in it.")
        if options["dry_run"]:
            transaction.set_rollback(True)
