"""Make this installation ready: texts, tables, reference data, pages and, on a demo machine, demo data. Safe to repeat."""

import io
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from cases.management.demo_accounts import ACCOUNTS
from home import translations


def _load_demo() -> None:
    """All of the demo data or none: an interrupted first start must not leave half a demo."""
    with transaction.atomic():
        call_command("load_demo", verbosity=0, stdout=io.StringIO())
        call_command("appoint_keepers", verbosity=0)
        for user in get_user_model().objects.filter(email__in=[email for _role, email, _password in ACCOUNTS]):
            # Nobody reads mail at these addresses: they count as confirmed.
            EmailAddress.objects.get_or_create(
                user=user, email=user.email, defaults={"verified": True, "primary": True}
            )


class Command(BaseCommand):
    """Every step is idempotent and says one line. Demo data only with DEBUG and only while nobody has an account."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="no demo data, even on an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        if not connection.introspection.table_names():
            self.stdout.write("A new database: its tables take about a minute, this once.")
        self._step("texts", translations.refresh)
        self._step("database", lambda: self._call("migrate", interactive=False))
        self._step("reference data", lambda: self._call("load_reference"))
        self._step("pages", lambda: self._call("load_pages"))
        if settings.DEBUG and not options["no_demo"] and not get_user_model().objects.exists():
            self._step("demo data", _load_demo)

    def _call(self, name: str, **options: Any) -> None:
        call_command(name, verbosity=0, stdout=io.StringIO(), **options)

    def _step(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        self.stdout.write(f"  {name:<16}", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - began:6.1f} s")
