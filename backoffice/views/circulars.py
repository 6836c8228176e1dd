"""Notices of praise and criticism: the list, one notice, writing it, approving, returning, withdrawing (W-095, P-092)."""

from abc import abstractmethod
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView, View

from backoffice import findings as listing
from backoffice.access import LOOKING_OVER, OFFICER
from backoffice.columns import due_mark
from backoffice.forms import findings as forms
from backoffice.views.generic import ListView
from backoffice.views.rows import NewRowView, RowActView, RowMixin
from cases import permissions
from cases.actions import circulars
from cases.actions.circulars import Facts
from cases.enums_findings import Audience, CircularAct, CircularKind, CircularStatus
from cases.exceptions import Stale
from cases.models import Circular
from cases.queries import circulars as readers
from home.files.pdf import pdf_response
from home.templatetags import look

A = CircularAct
ADDRESSES = {
    A.APPROVE: "circular_approve",
    A.SEND_BACK: "circular_return",
    A.CHANGE: "circular_change",
    A.WITHDRAW: "circular_withdraw",
}


class CircularList(ListView):
    """Notices of the places that one looks over, and what was issued where one works."""

    permission = OFFICER
    place = "circulars"
    title = gettext_lazy("Praise and criticism")
    table_class = listing.CircularTable
    filterset_class = listing.CircularFilter
    export_name = "praise-and-criticism"
    saved_as = "circulars"

    def get_queryset(self) -> QuerySet[Circular]:
        return readers.visible_to(self.request.user).order_by("-written_at", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        kinds = [(kind.label, f"kind={kind.value}") for kind in CircularKind]
        return [
            (_("All"), ""),
            (_("Waiting for approval"), "status=draft"),
            (pgettext("everybody", "Public"), "audience=public"),
            *kinds,
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        write = (
            [(_("Write a notice"), reverse("office:circular_write"))] if LOOKING_OVER.allows(self.request.user) else []
        )
        return super().get_context_data(**({"actions": write, "intro": self.rhythm()} | kwargs))

    def rhythm(self) -> SafeString:
        """Of each place that one looks over and that issues public notices regularly: the last one, and the next."""
        return format_html_join(
            mark_safe("<br>"), "{}", ((self.said(one),) for one in readers.schedule(self.request.user))
        )

    def said(self, one: readers.Due) -> SafeString:
        last = look.cdate(one.last, short=True) if one.last else _("none yet")
        words = _("Public notices, %(place)s: last issued:") % {"place": one.region.name}
        return format_html("{} {} · {} {}", words, last, _("next:"), due_mark(one.due))


class CircularMixin(RowMixin[Circular]):
    """A page about one notice."""

    permission = OFFICER
    place = "circulars"
    row_name = "circular"
    list_title = gettext_lazy("Praise and criticism")

    def rows(self) -> QuerySet[Circular]:
        return readers.visible_to(self.request.user)


class CircularPage(CircularMixin, TemplateView):
    """One notice with its trace."""

    permission = OFFICER
    template_name = "office/circular.html"

    def get_title(self) -> str:
        return self.row.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        rows: list[tuple[Any, ...]] = [
            (_("Kind"), row.get_kind_display()),
            (_("Number"), row.number),
            (_("Read by"), row.get_audience_display()),
            (_("Place"), row.region.name),
            (_("Unit"), row.unit.name),
            (_("Person"), row.person.name if row.person else ""),
            (_("Named in the notice"), _("yes") if row.names_person else ""),
            (_("Finding"), str(row.finding) if row.finding and self.looks_over() else ""),
            (_("Drafted by"), row.written_by.name),
            (_("Approved by"), row.approved_by.name if row.approved_by else ""),
            (_("Why it was withdrawn"), row.withdrawn_why),
        ]
        possible = readers.possible(self.request.user, row)
        context = {
            "mark": look.badge(row.status, row.get_status_display(), listing.CIRCULAR_TONES[row.status]),
            "rows": [pair for pair in rows if pair[1]],
            "waits": readers.who_approves(row) if row.status == CircularStatus.DRAFT else "",
            "pdf_url": reverse("office:circular_pdf", args=[row.pk]) if row.issued_at else "",
            "actions": [(label.label, reverse(f"office:{ADDRESSES[label]}", args=[row.pk])) for label in ADDRESSES if label in possible],
            "events": [
                {"when": step.at, "what": step.get_act_display(), "who": step.by.name, "text": step.text}
                for step in row.steps.select_related("by").order_by("-pk")
            ] if self.looks_over() else [],
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))

    def looks_over(self) -> bool:
        return permissions.looks_over(self.request.user, self.row.region)


class CircularPdf(CircularMixin, View):
    """The sheet of an issued notice."""

    permission = OFFICER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.issued_at is None:
            raise Http404
        return pdf_response(circulars.print_it(self.row).pdf, f"{self.row.number}.pdf")


class WriteCircular(NewRowView):
    """A draft; another person approves it."""

    permission = LOOKING_OVER
    place = "circulars"
    list_title = gettext_lazy("Praise and criticism")
    title = gettext_lazy("Write a notice")
    intro = gettext_lazy("Another person reads and approves it. Only then does it get its number and go out.")
    form_class = forms.CircularForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        given = {
            name: self.request.GET[name]
            for name in ("region", "unit", "person", "audience")
            if self.request.GET.get(name)
        }
        return super().get_initial() | {"kind": CircularKind.PRAISE, "audience": Audience.INTERNAL} | given

    def perform(self, form: Any) -> str:
        self.made = circulars.write(Facts(**form.cleaned_data), by=self.request.user)
        told = _("The draft waits for another person's approval. %(who)s")
        return told % {"who": readers.who_approves(self.made)}

    def get_success_url(self) -> str:
        return reverse("office:circular", args=[self.made.pk])


class CircularForm(CircularMixin, RowActView):
    """An act on one notice."""

    permission = OFFICER
    act: CircularAct

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        named = row.person.name if row.names_person and row.person else ""
        finding = str(row.finding) if row.finding and permissions.looks_over(self.request.user, row.region) else ""
        return [
            (_("Kind"), row.get_kind_display()),
            (_("Read by"), row.get_audience_display()),
            (_("Place"), row.region.name),
            (_("Unit"), row.unit.name),
            (_("Person"), row.person.name if row.person else ""),
            (_("Named in the notice"), named),
            (_("Finding"), finding),
            (pgettext("name", "Title"), row.title),
            (_("Text"), row.text),
        ]

    def allowed(self) -> bool:
        return not self.why_closed()

    def why_closed(self) -> str:
        return readers.barred(self.act, self.row, self.request.user)


class ChangeCircular(CircularForm):
    permission = OFFICER
    act = A.CHANGE
    form_class = forms.CircularForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | forms.initial_of(self.row)

    def perform(self, form: Any) -> str:
        circulars.change(self.row, Facts(**form.cleaned_data), by=self.request.user)
        return _("Changed.")


class JudgeCircular(CircularForm):
    """An act on a draft of another, about the words that were read and no others."""

    permission = OFFICER

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"seen": readers.wording(self.row)}

    @abstractmethod
    def judge(self, form: Any) -> str:
        """Do it; returns the sentence to show."""

    def perform(self, form: Any) -> str:
        try:
            return self.judge(form)
        except Stale:
            # The page that comes back shows the new words: the next press is about those.
            self.row.refresh_from_db()
            form.data = form.data.copy()
            form.data["seen"] = readers.wording(self.row)
            raise


class ApproveCircular(JudgeCircular):
    permission = OFFICER
    act = A.APPROVE
    form_class = forms.ApproveForm

    def judge(self, form: Any) -> str:
        made = circulars.approve(self.row, **form.cleaned_data, by=self.request.user)
        return _("Issued as %(number)s.") % {"number": made.number}


class ReturnCircular(JudgeCircular):
    permission = OFFICER
    act = A.SEND_BACK
    form_class = forms.ReturnForm

    def judge(self, form: Any) -> str:
        circulars.send_back(self.row, **form.cleaned_data, by=self.request.user)
        return _("Returned. The writer has been told.")


class WithdrawCircular(CircularForm):
    permission = OFFICER
    act = A.WITHDRAW
    form_class = forms.WithdrawForm

    def perform(self, form: Any) -> str:
        circulars.withdraw(self.row, **form.cleaned_data, by=self.request.user)
        return _("Withdrawn. What it said stays on record.")
