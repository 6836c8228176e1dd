"""Make a file for another system (simulated): the same as the page “Exchange of data” does, kept in the same history."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions import exchange_exports
from cases.enums_exchange import EXPORTS
from cases.exceptions import CaseError
from cases.models import User


class Command(BaseCommand):
    """``--as`` names whose cases they are: the command opens nothing that this person may not see."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in EXPORTS])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the head of the agency")
        parser.add_argument("--case", action="append", default=[], help="number of a case; may be given again")
        parser.add_argument("--form", default="json", choices=["json", "csv"])

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if not options["folder"].is_dir():
            raise CommandError(f"{options['folder']} is no folder.")
        try:
            made = exchange_exports.export(options["kind"], numbers=options["case"], form=options["form"], by=user)
        except CaseError as refusal:
            raise CommandError(str(refusal))
        target = options["folder"] / made.name
        target.write_bytes(bytes(made.content))
        self.stdout.write(f"{target}\nsha256 {made.sha256}\n{made.counts}")
