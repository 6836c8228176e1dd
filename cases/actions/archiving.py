"""Copies on the shelf (P-079), and the package of an archived case: made in the background, checked by anybody (domain F.3)."""

import io
import json
import os
import re
import uuid as uuid_module
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import package
from cases.actions import dates, events, jobs, moves, paper_data
from cases.documents import archive as form
from cases.enums import Action, FileKind, JobKind
from cases.exceptions import BadInput, CaseError
from cases.models import ArchivePackage, Case, CaseItem, Job, ResultCopy, StoredFile, User
from cases.queries import archiving as readers
from cases.queries import results

RETENTION, SECURITY = "30年", "内部"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def keep_copies(
    case: Case, items: Sequence[CaseItem], *, shelf: str, on: date, by: User, version: int | None = None
) -> list[ResultCopy]:
    """The copies of these results lie on this shelf; a copy that is there already moves to it."""
    if not items:
        raise BadInput(_("Choose the results that were copied."), field="items")
    if not shelf.strip():
        raise BadInput(_("Name the shelf where the copies of the results are kept."), field="shelf")
    dates.refuse_far(on, "on")
    if on > timezone.localdate():
        raise BadInput(_("Something that has happened cannot lie in the future."), field="on")
    with moves.turn(case, Action.KEEP_COPIES, by=by, version=version) as turn:
        made = []
        for item in items:
            row = turn.case.items.filter(pk=item.pk, status__in=results.PASSED).select_related("item").first()
            if row is None:
                raise BadInput(_("Only a result that exists can be copied."), field="items")
            if row.done_on and on < row.done_on:
                raise BadInput(
                    _("The copy cannot be older than the result of “%(item)s”.") % {"item": row.item.name}, field="on"
                )
            copy, _new = ResultCopy.objects.update_or_create(
                case_item=row, defaults={"shelf": shelf.strip()[:40], "on": on, "by": by, "at": timezone.now()}
            )
            made.append(copy)
        turn.public = False
        turn.note(shelf=shelf.strip()[:40], on=on, items=[copy.case_item.item.code for copy in made])
    return made


def make(case: Case, *, by: User | None = None) -> ArchivePackage:
    """Write the package of an archived case as it stands now; a damaged file is named and nothing is kept."""
    if not case.archive_number:
        raise CaseError(_("Only an archived case has a package."))
    version = 1 + (case.packages.aggregate(last=Max("version"))["last"] or 0)
    broken = events.broken_link(case)
    if broken is not None:
        raise CaseError(_("The log of the case is broken at entry %(n)s.") % {"n": broken})
    now = timezone.localtime()
    key = uuid_module.uuid4()
    target = Path(settings.PRIVATE_ROOT) / key.hex[:2] / key.hex
    target.parent.mkdir(parents=True, exist_ok=True)
    root = f"{case.region.code}-{case.number}-{now:%Y%m%d}"
    with _Whole(target), translation.override("zh-hans"):
        packer = _Packer(target, root, now)
        log = packer.fill(case, version)
    stored = _keep(case, target, key, f"{root}-v{version}.zip", by)
    return ArchivePackage.objects.create(
        case=case, version=version, file=stored, files=len(packer.rows), events=len(log), last_hash=log[-1]["hash"],
        made_at=now,
    )  # fmt: skip


def _keep(case: Case, target: Path, key: uuid_module.UUID, name: str, by: User | None) -> StoredFile:
    with target.open("rb") as stream:
        digest = package.sha256_of(stream)
    return StoredFile.objects.create(
        uuid=key, case=case, kind=FileKind.ARCHIVE, name=name, content_type="application/zip", size=target.stat().st_size,
        sha256=digest, path=f"{key.hex[:2]}/{key.hex}", uploaded_by=by,
    )  # fmt: skip


@dataclass(frozen=True)
class _Whole:
    """A package that was not finished leaves nothing behind; what went wrong goes on its way up."""

    target: Path

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None:
            self.target.unlink(missing_ok=True)


class _Packer:
    """Writes one package; ``rows`` is the list of files that the manifest tells."""

    def __init__(self, target: Path, root: str, now: datetime) -> None:
        self.target, self.root, self.now = target, root, now
        self.rows: list[dict[str, Any]] = []
        self.packed: zipfile.ZipFile

    def fill(self, case: Case, version: int) -> list[dict[str, Any]]:
        """Everything of the case, then the readable list, then the manifest; returns the log."""
        log = readers.log(case)
        with self.target.open("xb") as out:
            with zipfile.ZipFile(out, "w") as self.packed:
                for place, one in enumerate(readers.entries(case), start=1):
                    self.stored(one, place)
                for path, data in readers.records(case).items():
                    self.data(path, data)
                self.data(package.LOG, log)
                last = log[-1]["hash"] if log else ""
                told = {
                    "format": package.FORMAT, "version": version, "made_at": self.now.isoformat(), "retention": RETENTION,
                    "security": SECURITY, **readers.about(case), "log": {"events": len(log), "last_hash": last},
                }  # fmt: skip
                self.file("目录.pdf", self.listing(case, told), "卷内目录")
                self.write("manifest.json", _json(told | {"files": self.rows}), zipfile.ZIP_DEFLATED)
            out.flush()
            os.fsync(out.fileno())
        return log

    def stored(self, one: readers.Entry, place: int) -> None:
        """The very bytes, if they are still those on record."""
        held = Path(settings.PRIVATE_ROOT) / one.stored.path
        try:
            data = held.read_bytes()
        except OSError:
            data = b""
        path = f"{one.folder}/{place:03d}_{UNSAFE.sub('_', one.stored.name)[:120]}"
        self.file(path, data, one.title, one.number, one.kind, expected=one.stored.sha256)

    def data(self, path: str, data: Any) -> None:
        """Rows as JSON."""
        self.file(path, _json(data), path.rpartition("/")[2], kind="data")

    def file(self, path: str, data: bytes, title: str, number: str = "", kind: str = "", expected: str = "") -> None:
        """Write one file and its line of the manifest."""
        digest = package.sha256_of(io.BytesIO(data))
        if expected and digest != expected:
            raise CaseError(_("“%(name)s” is damaged or missing in the store: no package was made.") % {"name": title})
        self.write(path, data, zipfile.ZIP_STORED if kind and kind != "data" else zipfile.ZIP_DEFLATED)
        row = {"path": path, "title": title, "number": number, "kind": kind, "size": len(data), "sha256": digest}
        self.rows.append(row | {"pdfa": _pdfa(data)})

    def write(self, path: str, data: bytes, how: int) -> None:
        info = zipfile.ZipInfo(f"{self.root}/{path}", self.now.timetuple()[:6])
        info.compress_type, info.external_attr = how, 0o644 << 16
        self.packed.writestr(info, data)

    def listing(self, case: Case, told: dict[str, Any]) -> bytes:
        """The readable list as PDF/A."""
        folders = tuple(
            form.ArchiveFolder(
                code=code, name=name,
                files=tuple(
                    form.ArchivedFile(
                        path=row["path"], title=row["title"], number=row["number"], sha256=row["sha256"],
                        size=paper_data.size_words(row["size"]),
                    )
                    for row in self.rows
                    if row["path"].startswith(f"{code}/")
                ),
            )
            for code, name in package.FOLDERS.items()
        )  # fmt: skip
        data = form.ArchiveList(
            number=case.archive_number, case_number=case.number or "", version=told["version"],
            project=paper_data.facts(case), uscc=case.enterprise.uscc, unit=case.handling_unit.name_zh,
            shelves=tuple(told["case"]["shelves"]), retention=RETENTION, folders=folders, events=told["log"]["events"],
            last_hash=told["log"]["last_hash"], made_at=self.now, issued_at=self.now.date(),
        )  # fmt: skip
        return form.archive_list(data).pdf


def _json(data: Any) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _pdfa(data: bytes) -> str:
    """Which PDF/A a file says it is; empty for any other."""
    if not data.startswith(b"%PDF"):
        return ""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as told:
            return str(told.pdfa_status)
    except pikepdf.PdfError:
        return ""


class MakePackage:
    """The work of a job of this kind: one case."""

    def total(self, job: Job) -> int:
        return 1

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """The package under the lock of its case: nobody writes into the record meanwhile."""
        pk = int(job.data["case"])
        if job.last_key >= pk:
            return jobs.Batch(job.last_key, 0)
        Case.objects.select_for_update(of=("self",)).get(pk=pk)
        case = Case.objects.select_related(
            "project__category", "project__region", "enterprise", "scheme", "region", "handling_unit", "first_unit"
        ).get(pk=pk)
        made = make(case, by=job.made_by)
        return jobs.Batch(pk, 1, {"packages": 1, "files": made.files})


jobs.WORKS[JobKind.ARCHIVE_PACKAGE] = MakePackage()
