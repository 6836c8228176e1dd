"""Summary reports: told at once where that is quick, otherwise counted in the background and kept. The only writer of
``ReportEdition``.

The decision. A year of 100,000 cases takes minutes to read and cannot be held at once, so a page cannot wait for it. Three
ways were weighed: figures kept up to date with every fact (a second truth beside the record, wrong as soon as one of thirty
writers forgets it), months that are kept and added up (medians, cases in hand and what was corrected later do not add up),
and this one: the whole is counted from the record when somebody asks, part by part in a resumable ``Job`` with progress,
and what it said is kept with the day of the count. It is honest because it says when it was counted and can be counted
anew; a finished month changes only when somebody corrects a fact, and a running one is counted anew every night. It
belongs to the place, not to a reader: it is made of sums, for those who lead, supervise or dispatch the service there
(``permissions.reads_reports``), so one count serves all; the cases behind a sum are listed as
far as the reader sees them. Places with few cases are counted at the moment they are opened and nothing is kept, so there it
is always today's.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import permissions, reports, rhythms, tally
from cases.actions import jobs
from cases.counting import Period
from cases.documents.report import report as form
from cases.enums import JobKind
from cases.enums_reports import Rhythm
from cases.exceptions import NotAllowed
from cases.models import Job, Region, ReportEdition, User
from cases.queries import summaries
from cases.reports import base, files
from cases.reports.base import Report, Scope
from cases.reports.files import Paper, Told

AT_ONCE = 200  # cases that are counted while one waits: about two seconds


def scope(region: Region, time: str, today: date | None = None) -> Scope:
    """What is asked for, from words of an address; ``ValueError`` for a time that there is not."""
    rhythm, period = rhythms.parse(time)
    return Scope(region, rhythm, period, today or timezone.localdate())


def at_once(report: Report, asked: Scope) -> bool:
    """Whether it is counted while one waits."""
    return not report.counted or not summaries.many(asked.region, report.since(asked), AT_ONCE)


def tell(report: Report, asked: Scope) -> Told | None:
    """The report in the active language: told now where that is quick, otherwise what was kept. None: not counted yet."""
    if at_once(report, asked):
        found = reports.tallied(report, asked)
        return Told(report, asked, asked.today, found.cases, report.tell(found, asked))
    row = summaries.edition(report.code, asked.region, asked.period)
    return None if row is None else told(report, asked, row)


def told(report: Report, asked: Scope, row: ReportEdition) -> Told:
    """What was kept, in the active language."""
    texts = row.content
    content = texts.get(translation.get_language() or "") or texts[settings.LANGUAGE_CODE]
    return Told(report, asked, row.counted_on, row.cases, base.again(content))


def pdf(what: Paper) -> bytes:
    """A report on paper, in the active language."""
    lang = "zh" if (translation.get_language() or "zh").startswith("zh") else "en"
    return form(files.sheet(what), counted_on=what.counted_on, lang=lang).pdf


def data_of(report: Report, asked: Scope) -> dict[str, Any]:
    """What a count is of, as its job says it."""
    return {"report": report.code, "region": asked.region.code, "time": asked.key}


def ask(report: Report, asked: Scope, *, by: User | None) -> Job:
    """Have it counted (anew) in the background. Who asks while it is being counted gets that count. ``by=None``: the clock."""
    if by is not None and not permissions.reads_reports(by, asked.region):
        raise NotAllowed(_("A report of a place is for those who lead, supervise or dispatch the service there."))
    data = data_of(report, asked)
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=asked.region.pk)  # of two presses at once the second finds the first
        running = summaries.job(data)
        return running or jobs.start(JobKind.REPORT, data | {"today": asked.today.isoformat()}, by=by)


def renew(today: date | None = None) -> int:
    """Have counted anew what was counted before its time was over: every night until then, and once after it. Returns how many."""
    day = today or timezone.localdate()
    rows = [row for row in summaries.unfinished(day) if row.report in reports.REPORTS]
    for row in rows:
        asked = Scope(row.region, Rhythm(row.rhythm), Period(row.since, row.until), day)
        ask(reports.REPORTS[row.report], asked, by=None)
    return len(rows)


class CountReport:
    """The work of a job of this kind: the tally so far stands with the job, in the transaction of each batch."""

    def total(self, job: Job) -> int:
        report, asked = self._asked(job)
        return summaries.counted(asked.region, report.since(asked)).count()

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """The next cases; after the last of them the report is told in every language and kept."""
        report, asked = self._asked(job)
        if job.data.get("kept"):
            return jobs.Batch(job.last_key, 0)
        so_far = tally.unpacked(job.data["tally"]) if "tally" in job.data else reports.nothing(report, asked)
        some, last, rows = reports.part(report, asked, job.last_key, size)
        so_far.add(some)
        if rows:
            job.data["tally"] = tally.packed(so_far)
            return jobs.Batch(last, rows, {"counted": rows})
        keep(report, asked, so_far)
        job.data = {name: value for name, value in job.data.items() if name != "tally"} | {"kept": True}
        return jobs.Batch(job.last_key, 0)

    def _asked(self, job: Job) -> tuple[Report, Scope]:
        region = Region.objects.get(code=job.data["region"])
        asked = scope(region, job.data["time"], date.fromisoformat(job.data["today"]))
        return reports.REPORTS[job.data["report"]], asked


def keep(report: Report, asked: Scope, found: tally.Tally) -> ReportEdition:
    """Tell it in every language and keep it in the place of what was told before."""
    content = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            content[language] = base.kept(report.tell(found, asked))
    row, _new = ReportEdition.objects.update_or_create(
        report=report.code, region=asked.region, since=asked.period.start, until=asked.period.end,
        defaults={
            "rhythm": asked.rhythm, "content": content, "cases": found.cases, "counted_on": asked.today, "made_at": timezone.now(),
        },
    )  # fmt: skip
    return row


jobs.WORKS[JobKind.REPORT] = CountReport()
