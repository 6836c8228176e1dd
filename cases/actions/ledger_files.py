"""Large selections of the ledger of projects as files, made in the background (W-072, C.11). The only writer of their rows.

Each batch of rows and its progress stand in one transaction, so whoever was killed goes on after the last one.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import spreadsheets
from cases.actions import jobs
from cases.enums import JobKind
from cases.exceptions import BadInput, NotAllowed
from cases.models import Job, LedgerFile, LedgerPart, User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from cases.queries.project_ledger_columns import Column, Kind, Value

MOST = 20_000
KEPT = timedelta(days=7)
FORMS = {"xlsx": spreadsheets.XLSX_TYPE, "csv": spreadsheets.CSV_TYPE}


def ask(keys: Sequence[int], *, form: str, columns: Sequence[str], by: User) -> Job:
    """Have a file made of these cases, in their order. Who asks twice for the same while it is being made gets the first."""
    if not by.is_officer:
        raise NotAllowed(_("The ledger is for officers."))
    if form not in FORMS:
        raise BadInput(_("Choose XLSX or CSV."), field="form")
    if not keys:
        raise BadInput(_("The selection is empty: there is nothing to write."))
    if len(keys) > MOST:
        raise BadInput(_("At most %(most)s projects in one file: narrow the selection.") % {"most": MOST})
    data = {"keys": list(keys), "form": form, "columns": list(columns), "lang": translation.get_language()}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # of two presses at once the second finds the first
        for job in Job.objects.filter(kind=JobKind.LEDGER, made_by=by, state__in=jobs.OPEN):
            if job.data == data:
                return job
        return jobs.start(JobKind.LEDGER, data, by=by)


def sweep(older_than: timedelta = KEPT) -> int:
    """Forget files that are older, and what a job left that failed then; returns how many files went."""
    before = timezone.now() - older_than
    LedgerPart.objects.filter(job__made_at__lt=before, job__finished_at__isnull=False).delete()
    return LedgerFile.objects.filter(made_at__lt=before).delete()[0]


class MakeLedger:
    """The work of a job of this kind: rows batch by batch, then the file."""

    def total(self, job: Job) -> int:
        return len(job.data["keys"])

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """The next rows that the person may still see; with the last of them the file."""
        start, keys = job.last_key, job.data["keys"]
        part = keys[start : start + size]
        if not part or job.made_by is None:
            return jobs.Batch(start, 0)
        with translation.override(job.data["lang"]):
            columns = ledger.chosen(job.data["columns"])
            rows = self._read(job.made_by, part, columns, start)
            LedgerPart.objects.create(job=job, position=start, rows=rows)
            end = start + len(part)
            if end < len(keys):
                return jobs.Batch(end, len(part), {"rows": len(rows)})
            self._make(job, columns, job.counts.get("rows", 0) + len(rows))
        return jobs.Batch(end, len(part), {"rows": len(rows), "files": 1})

    def _read(self, user: User, part: Sequence[int], columns: Sequence[Column], start: int) -> list[list[Any]]:
        seen = set(project_ledger.found(user).order_by().filter(pk__in=part).values_list("pk", flat=True))
        lines = project_ledger.lines([key for key in part if key in seen], start + 1)
        return [[_kept(value) for value in row] for row in ledger.table(lines, columns)]

    def _make(self, job: Job, columns: Sequence[Column], rows: int) -> None:
        form = job.data["form"]
        with tempfile.TemporaryFile() as out:
            if form == "xlsx":
                spreadsheets.write_xlsx(out, self._all(job, columns), _("Ledger"), ledger.leading(columns))
            else:
                out.write(spreadsheets.as_csv(self._all(job, columns)))
            out.seek(0)
            LedgerFile.objects.create(
                job=job, name=f"ledger-{timezone.localdate()}-{job.pk}.{form}", content_type=FORMS[form],
                content=out.read(), rows=rows,
            )  # fmt: skip
        job.parts.all().delete()

    def _all(self, job: Job, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
        yield ledger.head(columns)
        kinds = [Kind.NUMBER, *(column.kind for column in columns)]
        for part in job.parts.order_by("position").iterator(chunk_size=1):
            for row in part.rows:
                yield [_again(value, kind) for value, kind in zip(row, kinds, strict=True)]


def _kept(value: Value) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value


def _again(value: Any, kind: Kind) -> Value:
    """A value as it was before it was kept as JSON."""
    if value is None or not isinstance(value, str):
        return value
    if kind == Kind.DAY:
        return date.fromisoformat(value)
    return Decimal(value) if kind == Kind.NUMBER else value


jobs.WORKS[JobKind.LEDGER] = MakeLedger()
