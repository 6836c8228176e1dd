"""Background work and mails as an administrator sees them: how far, what was done, what went wrong. No case is named here."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice import operations
from backoffice.access import ADMINISTRATOR
from backoffice.operations import JOB_TONES
from backoffice.views.generic import ListView, OfficeMixin
from cases.actions import jobs
from cases.enums import JobKind, JobState, MailState
from cases.exceptions import CaseError
from cases.models import Job, Notice
from cases.queries import mails


def found() -> QuerySet[Job]:
    return Job.objects.select_related("made_by").order_by("-pk")


def counts(job: Job) -> list[tuple[str, int]]:
    """What the job did, in words."""
    words = {
        "cases": _("Cases with a date that moved"),
        "dates": _("Dates moved"),
        "told": _("Messages sent out"),
        "letters": _("Letters of the public whose day moved"),
        "appraisals": _("Appraisals whose day for objections moved"),
        "findings": _("Findings whose day for the statement moved"),
        "inspections": _("Inspections whose day for the answer moved"),
        "packages": _("Archive packages"),
        "files": _("Files"),
        "rows": _("Lines of the ledger"),
        "counted": _("Cases counted"),
        "pages": _("Pages looked at"),
        "broken": _("Broken links"),
    }
    return [(words.get(name, name), number) for name, number in job.counts.items()]


class JobList(ListView):
    """Background work, the last first."""

    permission = ADMINISTRATOR
    place = "jobs"
    title = gettext_lazy("Background work")
    intro = gettext_lazy(
        "Work that takes longer than a page: it goes on when a machine was switched off in the middle."
    )
    table_class = operations.JobTable
    filterset_class = operations.JobFilter

    def get_queryset(self) -> QuerySet[Job]:
        return found()

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Open"), "state=open"), (JobState.FAILED.label, f"state={JobState.FAILED.value}")]


class MailList(ListView):
    """Mails that are owed, that were sent, that failed; without their words."""

    permission = ADMINISTRATOR
    place = "mails"
    title = gettext_lazy("Mails")
    intro = gettext_lazy(
        "Every mail is a row until it has left; a failed one is tried again, each time later, and given up after eight tries."
    )
    table_class = operations.MailTable
    filterset_class = operations.MailFilter

    def get_queryset(self) -> QuerySet[Notice]:
        return mails.all_mails()

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), *((state.label, f"state={state.value}") for state in MailState)]


class JobPage(OfficeMixin, TemplateView):
    """One job; while it is open the page asks again by itself."""

    permission = ADMINISTRATOR
    place = "jobs"
    template_name = "office/job.html"

    def job(self) -> Job:
        return get_object_or_404(found(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job()
        context = {
            "job": job,
            "looked": _("Pages looked at") if job.kind == JobKind.CHECK_LINKS else _("Cases looked at"),
            "title": job.get_kind_display(),
            "tone": JOB_TONES[JobState(job.state)],
            "counts": counts(job),
            "failed": job.state == JobState.FAILED,
            "breadcrumbs": [(_("Background work"), reverse("office:jobs")), (str(job), "")],
        }
        return super().get_context_data(**(context | kwargs))


class RetryJob(JobPage):
    """A press of the button lets a failed job go on after its last batch."""

    permission = ADMINISTRATOR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            jobs.retry(self.job(), by=request.user)
        except CaseError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("It goes on after its last batch."))
        return HttpResponseRedirect(reverse("office:job", args=[self.kwargs["pk"]]))
