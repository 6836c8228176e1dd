"""Check an archive package: every file against its hash, nothing missing or added, the log unbroken, the record agreeing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from cases import package
from cases.actions import events
from cases.models import ArchivePackage, Case

WORDS = {
    "unreadable": "cannot be read as a package: {}",
    "no_manifest": "no manifest of a package of ours",
    "twice": "stands in the package twice: {}",
    "extra": "not on the list of the manifest: {}",
    "missing": "missing: {}",
    "changed": "not the bytes that the manifest tells: {}",
    "log": "the log is broken at entry {}",
    "log_end": "the log does not end where the manifest says ({} entries)",
    "not_recorded": "not a package that this system has made for case {}",
    "record_log": "the log of case {} in the database is broken or differs from the package",
}


class Command(BaseCommand):
    """``verify_archive FILE`` or ``verify_archive CASE`` (number of the case or of the archive); exit code 1 when anything is wrong."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", metavar="FILE_OR_CASE", help="a package, or the number of a case or of its archive")

    def handle(self, *args: Any, **options: Any) -> None:
        path = self.path(options["what"])
        found = package.check(path)
        known = self.against_record(found)
        for fault in found.faults:
            self.stderr.write(f"WRONG  {WORDS[fault.kind].format(fault.name)}")
        if found.faults:
            raise CommandError(f"{path.name}: {len(found.faults)} faults")
        self.stdout.write(f"{path.name}: {found.files} files and {found.events} entries of the log are as they were")
        self.stdout.write(known)

    def path(self, what: str) -> Path:
        """The file, or the newest package of the case."""
        if Path(what).is_file():
            return Path(what)
        case = Case.objects.filter(Q(number=what) | Q(archive_number=what)).exclude(archive_number="").first()
        made = case.packages.select_related("file").first() if case else None
        if made is None:
            raise CommandError(f"{what} is neither a file nor a case with a package")
        return Path(settings.PRIVATE_ROOT) / made.file.path

    def against_record(self, found: package.Checked) -> str:
        """Hold the package against the database, when the case is known here; a forger may have written a new manifest."""
        number = str(found.manifest.get("case", {}).get("number", ""))
        case = Case.objects.filter(number=number).first() if number else None
        if case is None:
            return "The case is not known here: the package was checked by itself alone."
        made = ArchivePackage.objects.filter(case=case, file__sha256=found.sha256).first()
        if made is None:
            found.wrong("not_recorded", number)
            return ""
        at = case.events.filter(seq=made.events).values_list("hash", flat=True).first()
        if events.broken_link(case) is not None or at != made.last_hash:
            found.wrong("record_log", number)
        return f"It is version {made.version} of the package of case {number}, byte for byte."
