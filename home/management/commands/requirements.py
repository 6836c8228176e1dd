"""Print which demands of the two documents are proven by a test, which not yet, and which lie outside the software."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home import requirements


class Command(BaseCommand):
    """Three groups, one line per requirement number with its tests; the sum at the end."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--open", action="store_true", help="only the numbers that are not proven yet")

    def handle(self, *args: Any, **options: Any) -> None:
        groups = requirements.standing()
        if not options["open"]:
            self._group("Proven:", groups.proven)
        self._group("Not yet proven:", groups.open)
        if not options["open"]:
            self._group("Outside the software, a duty of people and offices:", groups.outside)
        known, in_part = requirements.numbers(), set(groups.open) & set(requirements.proofs())
        self.stdout.write(
            f"Of {len(known)} requirements {len(groups.proven)} are proven, {len(groups.open)} not yet "
            f"({len(in_part)} of them in part), {len(groups.outside)} lie outside the software."
        )

    def _group(self, heading: str, group: list[str]) -> None:
        titles, proofs, missing = requirements.numbers(), requirements.proofs(), requirements.missing()
        self.stdout.write(heading)
        for number in group:
            self.stdout.write(f"{number}  {titles[number]}")
            if number in missing:
                self.stdout.write(f"         missing: {missing[number]}")
            for place in proofs.get(number, []):
                self.stdout.write(f"         {place}")
        self.stdout.write("")
