"""Measure the figures that the project promises, on 10,000 invented cases in a database made for it and removed again."""

import io
import os
import platform
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from cases.models import Case
from home.benchmark import (
    boards,
    copies,
    data,
    figures,
    foresight,
    inside,
    ledgers,
    measure,
    oversight,
    people,
    recompute,
    server,
    years,
)

BUSY = 1.0  # load average above which other work takes its share of two cores


class Command(BaseCommand):
    """Starts itself again with settings, a folder and a database of their own; fails when a target is missed."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep", action="store_true", help="keep the data in var/ (or the database) for the next run"
        )
        parser.add_argument(
            "--only",
            default="",
            metavar="WORDS",
            help="measure only what has these words in its name; several with | between them",
        )
        parser.add_argument("--items", type=int, default=data.ITEMS, help="items of each case")
        parser.add_argument("--times", type=int, default=1, help="so many times the cases (PostgreSQL only)")
        parser.add_argument("--fill-only", action="store_true", help="make the data (with --keep) and measure nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if getattr(settings, "BENCHMARK", False):
            self._inside(options)
            return
        flags = ["--only", options["only"], "--items", str(options["items"]), "--times", str(options["times"])]
        flags += ["--fill-only"] if options["fill_only"] else []
        with server.own_place(options["keep"]) as environment:
            again = [sys.executable, "manage.py", "benchmark", *flags]
            done = subprocess.run(again, env=environment, cwd=settings.BASE_DIR, check=False)  # noqa: S603  ourselves
        if done.returncode:
            sys.exit(done.returncode)

    def _inside(self, options: dict[str, Any]) -> None:
        only, times = options["only"], options["times"]
        self._step("texts, tables, pages", lambda: call_command("setup", no_demo=True, stdout=io.StringIO()))
        readers = people.build()
        self._step(f"{data.CASES} cases", lambda: data.fill(readers, options["items"]))
        self._step("warnings, findings, …", lambda: oversight.fill(readers))
        self._step(f"{times} times as many", lambda: copies.multiply(times, readers))
        if options["fill_only"]:
            return
        self.stdout.write(self._where())
        found = [] if only else [*inside.roadmaps(), *foresight.everything(), *inside.printing(self._usual())]
        found += boards.figures(readers.manager, only)
        found += years.figures(readers.manager, only)
        if not any(figures.alone(name, only) for name in (recompute.NAME, ledgers.NAME)):
            found += self._pages(readers, only)
        found += ledgers.figures(readers.manager, only)
        # Last, because it changes what was measured before.
        found += recompute.figures(only)
        self.stdout.write("\n" + figures.table(found) + "\n")
        if missed := figures.missed(found):
            raise CommandError("Missed: " + "; ".join(figure.name for figure in missed))
        self.stdout.write("Every target is met.")

    def _pages(self, readers: people.Readers, only: str) -> list[figures.Figure]:
        connection.close()
        found = []
        with server.running() as running:
            for figure in measure.Pages(running, readers).figures(only):
                found.append(figure)
                self.stdout.write(f"  {figure.name}: {figure.measured()}, {figure.verdict() or 'told'}")
                self.stdout.flush()
        return found

    def _usual(self) -> Case:
        return Case.objects.filter(status="underway", scheme__agreement_kind="agreement").order_by("pk")[1]

    def _where(self) -> str:
        """The line under which the figures are kept: day, machine, database."""
        info = Path("/proc/cpuinfo")
        lines = info.read_text().splitlines() if info.exists() else []
        chip = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
        database = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
        cache = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
        load = os.getloadavg()[0]
        busy = [f"BUSY, load {load:.1f}: pages come out too slow"] if load > BUSY else []
        machine = [f"{os.cpu_count()} cores, {chip}", f"Python {platform.python_version()}", database, cache, *busy]
        return "\n" + " · ".join([str(timezone.localdate()), *machine]) + "\n"

    def _step(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        self.stdout.write(f"  {name:<24}", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - began:6.1f} s")
