"""Summary reports: the list with the question that each answers, one report in all its forms, and what is sent by mail."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from backoffice import exports, summaries
from backoffice.access import REPORTED
from backoffice.forms.summaries import SubscribeForm, SummaryForm, first_time
from backoffice.views.generic import OfficeMixin
from backoffice.views.rows import PlainFormView
from cases.actions import report_mails
from cases.actions import summaries as acts
from cases.enums import JobState
from cases.enums_reports import Rhythm
from cases.exceptions import CaseError
from cases.models import ReportSubscription
from cases.queries import summaries as readers
from cases.reports import REPORTS, files
from cases.reports.base import Report, Scope
from cases.reports.files import Told
from cases.spreadsheets import CSV_TYPE, XLSX_TYPE
from home.files.pdf import pdf_response

TITLE = gettext_lazy("Summary reports")


class Summaries(OfficeMixin, TemplateView):
    """Every report with its question, and what the person gets by mail."""

    permission = REPORTED
    place = "summaries"
    title = TITLE
    intro = gettext_lazy(
        "Every report is counted from the dated facts of all cases of a place. It can be read here, taken away as CSV, XLSX "
        "or PDF, and sent by mail."
    )
    template_name = "office/summaries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = [(row, REPORTS[row.report]) for row in readers.subscriptions(self.request.user) if row.report in REPORTS]
        return super().get_context_data(**({"reports": list(REPORTS.values()), "subscriptions": mine} | kwargs))


class ReportMixin(OfficeMixin):
    """A page of one report, of a place that the person reads of and of one time."""

    permission = REPORTED
    place = "summaries"
    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> Report:
        if self.kwargs["code"] not in REPORTS:
            raise Http404
        return REPORTS[self.kwargs["code"]]

    @cached_property
    def form(self) -> SummaryForm:
        user, today = self.request.user, timezone.localdate()
        first = readers.own_region(user)
        asked = {"region": first.code if first else "", "time": first_time(self.report, today)}
        asked |= {name: self.request.GET[name] for name in asked if self.request.GET.get(name)}
        return SummaryForm(asked, user=user, report=self.report, today=today)

    def scope(self) -> Scope | None:
        """What is asked for; None when the form has faults."""
        if not self.form.is_valid():
            return None
        return acts.scope(self.form.cleaned_data["region"], self.form.cleaned_data["time"])

    def get_title(self) -> Any:
        return self.report.title

    def page(self) -> str:
        """The address of the report with what was asked for."""
        kept = {name: self.form[name].value() for name in ("region", "time")}
        return f"{reverse('office:summary', args=[self.report.code])}?{urlencode(kept)}"

    def crumbs(self, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
        return [(TITLE, reverse("office:summaries")), (self.report.title, self.page() if more else ""), *more]


class SummaryPage(ReportMixin, TemplateView):
    """The report on the page, as CSV, as XLSX, as PDF; or how far its count is."""

    permission = REPORTED
    template_name = "office/summary.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx", "pdf")
        asked = self.scope() if kind else None
        told = acts.tell(self.report, asked) if asked else None
        # What is not counted has no file: the page says so.
        return self.file(kind, told) if told else super().get(request, *args, **kwargs)

    def file(self, kind: str, told: Told) -> HttpResponse:
        if kind == "pdf":
            return pdf_response(acts.pdf(told), f"{told.name}.pdf")
        if kind == "xlsx":
            return exports.download(files.as_xlsx(told), XLSX_TYPE, f"{told.name}.xlsx")
        return exports.download(files.as_csv(told), CSV_TYPE, f"{told.name}.csv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.scope()
        told = acts.tell(self.report, asked) if asked else None
        context: dict[str, Any] = {
            "form": self.form, "report": self.report, "intro": self.report.question, "told": told, "breadcrumbs": self.crumbs(),
        }  # fmt: skip
        if asked is not None:
            context |= self.background(asked)
        if told is not None:
            page = self.page()
            context["exports"] = [(kind.upper(), f"{page}&export={kind}") for kind in ("csv", "xlsx", "pdf")]
            context |= {"about": told.about()[2:], "sections": summaries.sections(told, self.request.user)}
            context["unopened"] = self.report.counted and told.cases > summaries.OPENED
        name = reverse("office:summary_subscribe", args=[self.report.code])
        context["actions"] = [(_("Send it to me by mail"), f"{name}?region={self.form['region'].value()}")]
        return super().get_context_data(**(context | kwargs))

    def background(self, asked: Scope) -> dict[str, Any]:
        """The count of a large place: whether it is being made, how far it is, whether it went wrong."""
        if acts.at_once(self.report, asked):
            return {}
        job = readers.last_job(acts.data_of(self.report, asked))
        query = self.page().partition("?")[2]
        return {
            "many": True,
            "job": job if job and job.is_open else None,
            "failed": bool(job and job.state == JobState.FAILED),
            "count_url": f"{reverse('office:summary_count', args=[self.report.code])}?{query}",
        }


class CountSummary(ReportMixin, View):
    """Have the report counted (anew) in the background."""

    permission = REPORTED
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.scope()
        if asked is None:
            raise Http404
        try:
            acts.ask(self.report, asked, by=request.user)
        except CaseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is being counted. The report appears here when it is ready."))
        return HttpResponseRedirect(self.page())


class Subscribe(ReportMixin, PlainFormView):
    """From now on the report comes by mail whenever its time is over."""

    permission = REPORTED
    form_class = SubscribeForm

    def get_title(self) -> Any:
        return _("By mail: %(report)s") % {"report": self.report.title}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "report": self.report}

    def get_initial(self) -> dict[str, Any]:
        first = readers.own_region(self.request.user)
        region = self.request.GET.get("region") or (first.code if first else "")
        return super().get_initial() | {"region": region, "language": get_language()}

    def perform(self, form: SubscribeForm) -> str:
        typed = form.cleaned_data
        report_mails.subscribe(
            self.report, typed["region"], Rhythm(typed["rhythm"]), language=typed["language"], by=self.request.user
        )
        return _("You get it by mail from the next time that ends.")

    def get_success_url(self) -> str:
        return reverse("office:summaries")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {
            "intro": _(
                "Sent to you alone, for as long as you may see it: the short figures and the address of the report."
            ),
            "submit_label": _("Subscribe"),
            "cancel_url": self.page(),
            "breadcrumbs": self.crumbs((_("By mail"), "")),
        }
        return super().get_context_data(**(extra | kwargs))


class EndSubscription(OfficeMixin, View):
    """No more of them. Whoever loses the post that reads them need not come here: then they end by themselves."""

    permission = REPORTED
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(ReportSubscription.objects.filter(user=request.user), pk=pk)
        report_mails.unsubscribe(row, by=request.user)
        messages.success(request, _("It is not sent to you any more."))
        return HttpResponseRedirect(reverse("office:summaries"))
