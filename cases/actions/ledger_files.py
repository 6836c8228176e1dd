"""Large selections of the ledger of projects as files, made in the background (W-072, C.11). The only writer of their rows.

Each batch of rows and its progress stand in one transaction, so whoever was killed goes on after the last one.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
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
from cases.spreadsheets_beside import Beside

Rows = list[list[Value]]
MOST = 20_000
LONG = 1_000  # projects from which a file is written by a process of its own
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
    """The work of a job of this kind: rows batch by batch, then the file. A long XLSX is written beside the reading.

    Its rows stand in the database all the same: whoever goes on after a killed worker hands them over again.
    """

    def __init__(self) -> None:
        self._beside: dict[int, Beside] = {}

    def total(self, job: Job) -> int:
        return len(job.data["keys"])

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """The next rows that the person may still see; with the last of them the file."""
        part = job.data["keys"][job.last_key : job.last_key + size]
        if not part or job.made_by is None:
            return jobs.Batch(job.last_key, 0)
        with translation.override(job.data["lang"]), ExitStack() as failed:
            failed.callback(self._let_go, job)  # the next attempt begins with a process of its own
            done = self._batch(job, job.made_by, part)
            failed.pop_all()
        return done

    def _batch(self, job: Job, user: User, part: Sequence[int]) -> jobs.Batch:
        start, whole, before = job.last_key, len(job.data["keys"]), job.counts.get("rows", 0)
        columns = ledger.chosen(job.data["columns"])
        rows, end = self._read(user, part, columns, start), start + len(part)
        if job.data["form"] == "xlsx" and whole >= LONG:
            self._hand(job, columns, rows, before)
        LedgerPart.objects.create(job=job, position=start, rows=[[_kept(value) for value in row] for row in rows])
        if end < whole:
            return jobs.Batch(end, len(part), {"rows": len(rows)})
        self._make(job, columns, before + len(rows))
        return jobs.Batch(end, len(part), {"rows": len(rows), "files": 1})

    def _hand(self, job: Job, columns: Sequence[Column], rows: Rows, before: int) -> None:
        """Give the rows to the process that writes; one that does not stand where the job stands begins again."""
        beside = self._beside.get(job.pk)
        if beside is None or beside.rows != before:
            self._let_go(job)
            beside = Beside(ledger.head(columns), _("Ledger"), ledger.leading(columns))
            self._beside[job.pk] = beside
            for part in self._parts(job, columns):
                beside.hand(part)
        beside.hand(rows)

    def _let_go(self, job: Job) -> None:
        beside = self._beside.pop(job.pk, None)
        if beside is not None:
            beside.close()

    def _read(self, user: User, part: Sequence[int], columns: Sequence[Column], start: int) -> Rows:
        seen = set(project_ledger.found(user).order_by().filter(pk__in=part).values_list("pk", flat=True))
        lines = project_ledger.lines([key for key in part if key in seen], start + 1)
        return ledger.table(lines, columns)

    def _make(self, job: Job, columns: Sequence[Column], rows: int) -> None:
        form = job.data["form"]
        LedgerFile.objects.create(
            job=job, name=f"ledger-{timezone.localdate()}-{job.pk}.{form}", content_type=FORMS[form],
            content=self._content(job, columns), rows=rows,
        )  # fmt: skip
        job.parts.all().delete()

    def _content(self, job: Job, columns: Sequence[Column]) -> bytes:
        if job.pk in self._beside:
            book = self._beside[job.pk].book()
            self._let_go(job)
            return book
        if job.data["form"] == "csv":
            return spreadsheets.as_csv(self._all(job, columns))
        return spreadsheets.as_xlsx(self._all(job, columns), _("Ledger"), ledger.leading(columns))

    def _all(self, job: Job, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
        yield ledger.head(columns)
        for part in self._parts(job, columns):
            yield from part

    def _parts(self, job: Job, columns: Sequence[Column]) -> Iterator[Rows]:
        """The rows that were read, batch by batch, as they were before they were kept."""
        kinds = [Kind.NUMBER, *(column.kind for column in columns)]
        for part in job.parts.order_by("position").iterator(chunk_size=1):
            yield [[_again(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in part.rows]


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
