"""The count of an appraisal: at once in a small place, otherwise in the background, batch by batch, with progress (P-092).

The facts of each batch stand in a row of their own; the last step drafts the appraisal of all of them. What then stands against
it (meanwhile another one was drafted, nothing was counted) is told to whoever asked, and is no failure of the job.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.actions import appraisals, jobs
from cases.actions.summaries import AT_ONCE
from cases.counting import Period
from cases.enums import JobKind
from cases.exceptions import CaseError
from cases.models import Appraisal, AppraisalPart, Job, Region, User
from cases.queries import appraisal_facts, statistics, summaries
from cases.queries.appraisal_facts import Found, Party


def ask(region: Region, period: str, *, by: User) -> Appraisal | Job:
    """The draft, or the job that counts it; who asks again while it is counted gets that job."""
    since, until, rules = appraisals.asked(region, period, by=by)
    if not summaries.many(region, since, AT_ONCE):
        return appraisals.draft(region, period, by=by)
    today = timezone.localdate()
    data = {"region": region.code, "period": period}
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)
        running = next((job for job in open_for(by) if data.items() <= job.data.items()), None)
        days = {"since": since.isoformat(), "until": until.isoformat(), "today": today.isoformat()}
        return running or jobs.start(JobKind.APPRAISAL, data | days | {"rules": rules}, by=by)


def open_for(user: User) -> list[Job]:
    """Counts that the person asked for and that are not over."""
    return list(Job.objects.filter(kind=JobKind.APPRAISAL, state__in=jobs.OPEN, made_by=user).order_by("pk"))


class CountAppraisal:
    """The work of a job of this kind."""

    def total(self, job: Job) -> int:
        return summaries.counted(self._region(job), self._day(job, "since")).count()

    def batch(self, job: Job, size: int) -> jobs.Batch:
        """What the next cases give; after the last of them the appraisal is drafted."""
        if "appraisal" in job.data or "refused" in job.data:
            return jobs.Batch(job.last_key, 0)
        region, since, today = self._region(job), self._day(job, "since"), self._day(job, "today")
        keys = summaries.after(region, since, job.last_key, size)
        if not keys:
            self._draft(job, region, today)
            return jobs.Batch(job.last_key, 0)
        everybody = appraisal_facts.parties(region, today)
        lines = statistics.part(keys, since, today)
        found = appraisal_facts.of_part(lines, everybody, Period(since, self._day(job, "until")), today)
        AppraisalPart.objects.create(job=job, last_key=keys[-1], found=appraisal_facts.packed(found))
        return jobs.Batch(keys[-1], len(keys), {"counted": len(keys)})

    def _draft(self, job: Job, region: Region, today: date) -> None:
        found: dict[Party, Found] = {}
        for part in AppraisalPart.objects.filter(job=job).iterator(20):
            appraisal_facts.add(found, appraisal_facts.unpacked(part.found))
        everybody = appraisal_facts.parties(region, today)
        rows = appraisal_facts.of_rows(region, everybody, self._day(job, "since"), self._day(job, "until"))
        appraisal_facts.add(found, rows)
        by = job.made_by
        assert by is not None, "only a person asks for an appraisal"
        try:
            made = appraisals.write(region, job.data["period"], found, job.data["rules"], today, by=by)
        except CaseError as refusal:
            job.data = job.data | {"refused": str(refusal)}
        else:
            job.data = job.data | {"appraisal": made.pk}
        AppraisalPart.objects.filter(job=job).delete()

    def _region(self, job: Job) -> Region:
        return Region.objects.get(code=job.data["region"])

    def _day(self, job: Job, name: str) -> date:
        return date.fromisoformat(job.data[name])


jobs.WORKS[JobKind.APPRAISAL] = CountAppraisal()
