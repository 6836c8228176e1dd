"""Name the first administrator of a new installation; later ones are appointed in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from cases.actions import people
from cases.exceptions import CaseError
from cases.models import Unit


class Command(BaseCommand):
    """The account has no password: the first sign-in is by a code sent to the address."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("unit", help="code of the unit, e.g. 370700-agency")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Load the reference data first: manage.py setup")
        try:
            validate_email(options["email"])
            user = people.first_administrator(email=options["email"], name=options["name"], unit=unit)
        except ValidationError:
            raise CommandError(f"{options['email']} is not an e-mail address.")
        except CaseError as error:
            raise CommandError(str(error))
        self.stdout.write(
            f"{user.email} is administrator of {unit.name_en}. Sign in with a code at /accounts/login/code/."
        )
