"""The simulated exchange with the approval system, the enterprise platform and the 12345 hotline: try, do, send, history (W-061)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from backoffice.access import STAFF
from backoffice.forms import exchange as forms
from backoffice.views.generic import OfficeMixin, refused
from backoffice.views.rows import PlainFormView
from cases.actions import exchange, exchange_exports
from cases.enums_exchange import EXPORTS, IMPORTS, PARTNER_OF, ExchangeKind, LineState, Partner
from cases.exceptions import CaseError
from cases.listwords import listed
from cases.models import Exchange
from cases.queries import exchange as readers

SHOWN = 50
TONES = {
    LineState.NEW: "good", LineState.CHANGED: "act", LineState.KNOWN: "halted", LineState.REFUSED: "late",
}  # fmt: skip
MARK = gettext_lazy("Simulated: files are read and made here, no other system is connected.")


class ExchangeMixin(OfficeMixin):
    """A page of the exchange, marked as simulated."""

    permission = STAFF
    place = "exchange"
    intro = MARK

    def crumbs(self, title: Any) -> list[tuple[Any, str]]:
        return [(_("Exchange of data (simulated)"), reverse("office:exchange")), (title, "")]

    def rows(self) -> QuerySet[Exchange]:
        return readers.visible_to(self.request.user)


class ExchangePage(ExchangeMixin, TemplateView):
    """The partners with what one may do, and the history."""

    permission = STAFF
    title = gettext_lazy("Exchange of data (simulated)")
    template_name = "office/exchange/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = readers.kinds_for(self.request.user)
        partners = [
            {
                "partner": partner,
                "kinds": [
                    {
                        "label": kind.label,
                        "url": reverse("office:exchange_new", args=[kind.value]),
                        "sends": kind in EXPORTS,
                    }
                    for kind in mine
                    if PARTNER_OF[kind] == partner
                ],
            }
            for partner in Partner
        ]
        context = {
            "partners": [row for row in partners if row["kinds"]],
            "rows": [{"exchange": row, "counts": counts(row)} for row in self.rows()[:SHOWN]],
        }
        return super().get_context_data(**(context | kwargs))


def counts(row: Exchange) -> str:
    """What was counted, in words."""
    words = {
        "cases": _("cases"), "enquiries": _("enquiries"), "answered": _("answered"),
    } | {state.value: str(state.label) for state in LineState}  # fmt: skip
    return listed(f"{words[name]} {number}" for name, number in row.counts.items() if name in words)


class NewExchange(ExchangeMixin, PlainFormView):
    """A file comes in and is tried, or a file is made and sent."""

    permission = STAFF
    template_name = "office/exchange/new.html"
    made: Exchange
    kwargs: dict[str, Any]

    @property
    def kind(self) -> ExchangeKind:
        if self.kwargs["what"] not in ExchangeKind.values:
            raise Http404
        return ExchangeKind(self.kwargs["what"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = request.user.is_authenticated and self.permission.allows(request.user)
        if allowed and not readers.may(request.user, self.kind):
            return refused(request, self.permission, exchange.whose())
        return super().dispatch(request, *args, **kwargs)

    def get_title(self) -> str:
        return str(self.kind.label)

    def get_form_class(self) -> Any:
        if self.kind in IMPORTS:
            return forms.ImportForm
        return forms.NationalForm if self.kind == ExchangeKind.NATIONAL_EXPORT else forms.ExportForm

    def perform(self, form: Any) -> str:
        user = self.request.user
        if self.kind in IMPORTS:
            upload = form.cleaned_data["file"]
            self.made = exchange.try_import(self.kind, name=upload.name, content=upload.read(), by=user)
            return _("The file was tried. Nothing has been taken in yet.")
        self.made = exchange_exports.export(self.kind, **form.cleaned_data, by=user)
        return _("The file is made.")

    def get_success_url(self) -> str:
        return reverse("office:exchange_row", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "breadcrumbs": self.crumbs(self.get_title()),
            "cancel_url": reverse("office:exchange"),
            "submit_label": _("Try the file") if self.kind in IMPORTS else _("Make the file"),
        }
        if self.kind in readers.COLUMNS:
            needed, more = readers.COLUMNS[self.kind]
            context["columns"] = [
                (_("Columns that the first row must have"), listed(needed)),
                (_("Columns that it may have besides"), listed(more)),
            ]
        return super().get_context_data(**(context | kwargs))


class ExchangeRow(ExchangeMixin, TemplateView):
    """One exchange: file, hash, counts, every line; a trial may be done from here."""

    permission = STAFF
    template_name = "office/exchange/row.html"
    kwargs: dict[str, Any]

    def row(self) -> Exchange:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        done = getattr(row, "done", None)
        fresh = any(row.counts.get(state) for state in (LineState.NEW, LineState.CHANGED))
        context = {
            "row": row,
            "title": row.get_kind_display(),
            "breadcrumbs": self.crumbs(row.get_kind_display()),
            "counts": counts(row),
            "tables": [(name, number) for name, number in row.counts.items() if name.startswith("SPGL_")],
            "lines": [
                line | {"label": LineState(line["state"]).label, "tone": TONES[line["state"]]} for line in row.lines
            ],
            "done": done,
            "may_do": row.tried and done is None and fresh and readers.may(self.request.user, row.kind),
        }
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what was tried."""
        row = self.row()
        try:
            made = exchange.do_import(row, by=request.user)
        except CaseError as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(reverse("office:exchange_row", args=[row.pk]))
        messages.success(request, _("Taken in as it was tried."))
        return HttpResponseRedirect(reverse("office:exchange_row", args=[made.pk]))


class ExchangeFile(ExchangeMixin, View):
    """The very bytes that went out or came in."""

    permission = STAFF

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        stored = get_object_or_404(self.rows(), pk=pk)
        answer = HttpResponse(bytes(stored.content), content_type=stored.content_type)
        answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
        answer.headers["Content-Disposition"] = content_disposition_header(True, stored.name)
        return answer
