"""Collect, check and compile the texts of the house; needs no GNU gettext."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home import translations

SHOWN = 40


class Command(BaseCommand):
    """``messages`` updates the .po files, ``--check`` only tells what is wrong, ``--compile`` makes the .mo files."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "areas", nargs="*", metavar="area", help=", ".join(translations.AREAS) + "; all when omitted"
        )
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a text is not in order")
        parser.add_argument("--compile", action="store_true", help="only make the .mo files that are out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        areas = options["areas"] or translations.AREAS
        if unknown := set(areas) - set(translations.AREAS):
            raise CommandError(f"No such area: {', '.join(sorted(unknown))}. Areas: {', '.join(translations.AREAS)}.")
        if options["check"]:
            self._check(areas)
        elif options["compile"]:
            self.stdout.write(f"messages: {len(translations.compile_outdated())} compiled")
        else:
            for area in areas:
                count = translations.update(area)
                open_ones = sum("not translated" in fault for fault in translations.check_area(area))
                self.stdout.write(f"{area}: {count} messages, {open_ones} to translate")
            translations.compile_outdated()

    def _check(self, areas: list[str]) -> None:
        if faults := translations.check(areas):
            shown = faults[:SHOWN] + ([f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else [])
            self.stderr.write("\n".join(shown))
            raise CommandError(f"{len(faults)} texts are not in order. `make messages` collects, then translate.")
        self.stdout.write("messages: every text has its translation")
