"""The ledger of projects (台账, W-072, C.11): chosen columns of any selection on screen, as a spreadsheet and on paper."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backoffice import exports
from backoffice.access import OFFICER
from backoffice.filters import CaseFilter
from backoffice.ledger import TITLE, paper, table_class
from backoffice.operations import JOB_TONES
from backoffice.paging import Rows
from backoffice.views.generic import ListView, OfficeMixin
from cases.actions import ledger_files
from cases.enums import CaseStatus, JobKind, JobState
from cases.exceptions import CaseError
from cases.models import Case, Job, LedgerFile, User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from cases.queries.project_ledger import Line
from home.files.pdf import pdf_response

AT_ONCE = 500  # projects in a file that is made while one waits; more are written in the background


class Ledger(ListView):
    """The ledger on screen; as a file at once where it is short."""

    permission = OFFICER
    place = "ledger"
    title = TITLE
    intro = gettext_lazy(
        "Every project that applied, one line each. Choose columns, narrow the selection, take it away."
    )
    template_name = "office/ledger.html"
    filterset_class = CaseFilter
    saved_as = "ledger"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.columns = ledger.chosen(request.GET.getlist("c"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx", "pdf")
        if not kind:
            return super().get(request, *args, **kwargs)
        keys = self.selected()[: AT_ONCE + 1]
        if kind == "pdf" and len(keys) > AT_ONCE:
            said = _("On paper there is room for %(rows)s projects: choose fewer.")
        elif len(keys) > AT_ONCE:
            said = _("More than %(rows)s projects are written in the background: press “Make the file”.")
        else:
            return self.file(kind, keys)
        messages.warning(request, said % {"rows": AT_ONCE})
        return HttpResponseRedirect(f"{request.path}?{self.kept_query()}")

    def file(self, kind: str, keys: list[int]) -> HttpResponse:
        if kind == "pdf":
            body = paper(keys, [column.code for column in self.columns], self.request.user)
            return pdf_response(body, f"ledger-{timezone.localdate()}.pdf")
        rows = [ledger.head(self.columns), *ledger.table(project_ledger.lines(keys), self.columns)]
        leading = ledger.leading(self.columns)
        return exports.response(rows, kind=kind, name="ledger", title=str(self.title), leading=leading)

    def get_queryset(self) -> QuerySet[Case]:
        return project_ledger.found(self.request.user)

    def selected(self) -> list[int]:
        """The cases that the filter leaves, in their order; of a filter with faults none."""
        filterset = self.get_filterset(self.get_filterset_class())
        return list(filterset.qs.values_list("pk", flat=True)[: ledger_files.MOST + 1]) if filterset.is_valid() else []

    def get_table_class(self) -> type:
        return table_class(self.columns)

    def in_full(self, keys: list[int]) -> list[Line]:  # type: ignore[override]
        """The lines of a page; their numbers go on from the page before it, whatever page the address asked for."""
        return project_ledger.lines(keys, self.rows.first + 1)

    def get_table_data(self) -> Rows:
        self.rows = super().get_table_data()
        return self.rows

    def chip_queries(self) -> list[tuple[Any, str]]:
        columns = "&".join(f"c={code}" for code in self.request.GET.getlist("c"))
        return [
            (label, "&".join(filter(None, (query, columns))))
            for label, query in (
                (_("All"), ""),
                (_("Open"), "status=open"),
                (_("Finished"), f"status={CaseStatus.CLOSED}"),
                (_("Overdue"), "due=late"),
                (_("My team"), "mine=true"),
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = {column.code for column in self.columns}
        long = context["table"].paginator.count > AT_ONCE
        made = files(self.request.user)
        return context | {
            "chapters": [
                (chapter.title, [(column, column.code in chosen) for column in chapter.columns])
                for chapter in ledger.chapters()
            ],
            "chosen": len(self.columns),
            "long": long,
            "exports": [(kind.upper(), self.with_query(export=kind)) for kind in ("csv", "xlsx", "pdf") if not long],
            "files": made,
            "waiting": any(job.is_open for job, _file, _tone in made),
        }


def files(user: User) -> list[tuple[Job, LedgerFile | None, str]]:
    """The files that the person asked for in the last days, with how far they are."""
    since = timezone.now() - ledger_files.KEPT
    rows = Job.objects.filter(kind=JobKind.LEDGER, made_by=user, made_at__gte=since).select_related("ledger")
    return [
        (job, getattr(job, "ledger", None), JOB_TONES[JobState(job.state)])
        for job in rows.defer("data", "ledger__content")[:10]
    ]


class MakeLedger(Ledger):
    """Have the whole selection of the address written into a file in the background."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            ledger_files.ask(
                self.selected(), form=request.POST.get("form", ""), columns=[column.code for column in self.columns],
                by=request.user,
            )  # fmt: skip
        except CaseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The file is being made. It stands under the list when it is ready."))
        return HttpResponseRedirect(f"{reverse('office:ledger')}?{self.kept_query()}")


class LedgerDownload(OfficeMixin, View):
    """A file for whoever asked for it, and for nobody else."""

    permission = OFFICER
    title = gettext_lazy("File of the ledger")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        made = get_object_or_404(LedgerFile.objects.filter(job__made_by=request.user), pk=pk)
        return exports.download(bytes(made.content), made.content_type, made.name)
