"""Try a file of another system (simulated), and with --apply take it in; the same as the page “Exchange of data” does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions import exchange
from cases.enums_exchange import IMPORTS, LineState
from cases.exceptions import CaseError
from cases.models import User


class Command(BaseCommand):
    """Without ``--apply`` only what would happen is said, line by line; what is refused stays outside with its reason."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in IMPORTS])
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, help="e-mail of the person who takes it in")
        parser.add_argument("--apply", action="store_true", help="take it in, not only try")

    def handle(self, *args: Any, **options: Any) -> None:
        user, file = User.objects.filter(email=options["email"], is_active=True).first(), options["file"]
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            row = exchange.try_import(options["kind"], name=file.name, content=file.read_bytes(), by=user)
            if options["apply"]:
                row = exchange.do_import(row, by=user)
        except CaseError as refusal:
            raise CommandError(str(refusal))
        for line in row.lines:
            if line["state"] == LineState.REFUSED:
                self.stdout.write(f"line {line['line']} {line['key']}: {line['why']}")
        self.stdout.write(f"{'tried' if row.tried else 'taken in'}: {row.counts}")
