"""Weekly reports: owed, drafted, corrected, handed in, approved, sent."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backoffice import exports, filters, tables
from backoffice.access import OFFICER
from backoffice.forms import reports as forms
from backoffice.forms.base import PlainForm
from backoffice.views.generic import ListView, OfficeMixin
from backoffice.views.rows import PlainFormView, RowMixin
from cases.actions import weekly
from cases.enums_work import ReportLevel, ReportStatus
from cases.models import ReportFile, WeeklyReport
from cases.queries import weekly as readers
from cases.reports import files
from cases.reports.written import Written
from cases.spreadsheets import CSV_TYPE, XLSX_TYPE
from home.templatetags import look


class ReportList(ListView):
    """One's own reports, and those of the region for who coordinates it."""

    permission = OFFICER
    place = "reports"
    title = gettext_lazy("Weekly reports")
    table_class = tables.ReportTable
    filterset_class = filters.ReportFilter
    export_name = "weekly-reports"
    saved_as = "reports"

    def get_queryset(self) -> QuerySet[WeeklyReport]:
        return readers.visible_to(self.request.user).order_by("-until", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owed = [(label(one), draft_url(one)) for one in readers.owed_by(self.request.user)]
        return super().get_context_data(actions=owed, **kwargs)


def label(owed: readers.Owed) -> str:
    """The button that drafts it."""
    return _("Draft: %(level)s") % {"level": owed.level.label}


def draft_url(owed: readers.Owed) -> str:
    name = "draft_joint" if owed.level == ReportLevel.GOVERNMENT else "draft_report"
    return reverse(f"office:{name}", args=[owed.post.pk])


class ReportMixin(RowMixin[WeeklyReport]):
    """A page about one report."""

    permission = OFFICER
    place = "reports"
    row_name = "report"
    list_title = gettext_lazy("Weekly reports")

    def rows(self) -> QuerySet[WeeklyReport]:
        return readers.visible_to(self.request.user)


class ReportPage(ReportMixin, TemplateView):
    """One report with its three parts, what it was joined from, its files, and what may be done."""

    permission = OFFICER
    template_name = "office/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx")
        if not kind:
            return super().get(request, *args, **kwargs)
        told = Written(self.row)
        made, content_type = (files.as_xlsx, XLSX_TYPE) if kind == "xlsx" else (files.as_csv, CSV_TYPE)
        return exports.download(made(told), content_type, f"{told.name}.{kind}")

    def get_title(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.row, self.request.user
        writes = report.author_id == user.pk and report.status == ReportStatus.DRAFT
        approves = readers.may_approve(user, report)
        acts = [("edit_report", _("Correct and hand in"), writes), ("approve_report", _("Approve"), approves)]
        acts.append(("return_report", _("Return"), approves))
        context = {
            "actions": [
                (text, f"{reverse(f'office:{name}', args=[report.pk])}?read={report.version}")
                for name, text, may in acts
                if may
            ],
            "facts": [
                (_("Author"), f"{report.author.name} · {(report.group or report.unit).name}"),
                (
                    _("Time"),
                    format_html("{} – {}", look.cdate(report.since, short=True), look.cdate(report.until, short=True)),
                ),
                (_("Weeks covered"), report.weeks),
                (_("Approved by"), report.approved_by.name if report.approved_by else ""),
                (_("Number"), report.number),
            ],
            "exports": [(kind.upper(), f"?export={kind}") for kind in ("csv", "xlsx")],
            "sources": report.sources.select_related("author", "unit", "group"),
            "files": report.files.only("name", "report"),
        }
        return super().get_context_data(**(context | kwargs))


class Draft(PlainFormView):
    """Draft what is owed for one of my posts."""

    permission = OFFICER
    place = "reports"
    title = gettext_lazy("Draft the weekly report")
    intro = gettext_lazy(
        "It is drafted from what was recorded since the last report; a missed week is made up for. Then you correct it."
    )
    form_class = PlainForm
    level = ReportLevel.AGENT
    made: WeeklyReport

    def perform(self, form: PlainForm) -> str:
        self.made = weekly.draft(self.kwargs["pk"], self.level, by=self.request.user)
        return _("Drafted. Correct it and hand it in.")

    def get_success_url(self) -> str:
        return reverse("office:edit_report", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"submit_label": _("Draft"), "cancel_url": reverse("office:reports")}
        return super().get_context_data(**(extra | kwargs))


class DraftJoint(Draft):
    """Join the approved reports into the one to the government."""

    title = gettext_lazy("Draft the report to the government")
    intro = gettext_lazy("The approved reports of the agents are joined in the three fixed parts. Then you correct it.")
    level = ReportLevel.GOVERNMENT


class ReportAct(ReportMixin, PlainFormView):
    """An act on one report that one may see."""

    permission = OFFICER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"submit_label": self.get_title()} | kwargs))


class EditReport(ReportAct):
    """The author corrects the draft and hands it in."""

    title = gettext_lazy("Correct and hand in")
    form_class = forms.ReportForm

    def get_initial(self) -> dict[str, Any]:
        names = ("version", *weekly.PARTS)
        return super().get_initial() | {name: getattr(self.row, name) for name in names}

    def perform(self, form: forms.ReportForm) -> str:
        typed = {name: form.cleaned_data[name] for name in ("version", *weekly.PARTS)}
        row = weekly.correct(self.row, **typed, by=self.request.user)
        if not form.cleaned_data["hand_in"]:
            return _("Kept as a draft.")
        weekly.submit(row, by=self.request.user, version=row.version)
        return _("Handed in. Whoever approves it has been told.")


class ApproverAct(ReportAct):
    """An act of whoever approves, on the report as it was read; nobody else finds a button."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": self.request.GET.get("read", self.row.version)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = not readers.may_approve(self.request.user, self.row)
        if closed:
            messages.warning(self.request, readers.why_not(self.row))
        return super().get_context_data(**({"closed": closed} | kwargs))


class Approve(ApproverAct):
    """It goes to the dispatch group, or to the government."""

    title = gettext_lazy("Approve")
    intro = gettext_lazy(
        "Its words stay from now on. It goes to the dispatch group, the joint one to the government and its office."
    )
    form_class = forms.ApproveForm

    def perform(self, form: forms.ApproveForm) -> str:
        weekly.approve(self.row, by=self.request.user, version=form.cleaned_data["version"])
        return _("Approved and sent.")


class SendBack(ApproverAct):
    """Back to its author."""

    title = gettext_lazy("Return")
    form_class = forms.SendBackForm

    def perform(self, form: forms.SendBackForm) -> str:
        weekly.send_back(self.row, **form.cleaned_data, by=self.request.user)
        return _("Returned. The author has been told.")

    def get_success_url(self) -> str:
        return reverse("office:reports")


class Download(OfficeMixin, View):
    """The bytes that were sent."""

    permission = OFFICER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = ReportFile.objects.filter(report__in=readers.visible_to(request.user).order_by().values("pk"))
        stored = get_object_or_404(found, pk=pk)
        answer = HttpResponse(bytes(stored.content), content_type=stored.content_type)
        answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
        answer.headers["Content-Disposition"] = content_disposition_header(True, stored.name)
        return answer
