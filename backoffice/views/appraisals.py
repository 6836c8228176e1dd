"""Appraisals: the list, the draft, and the acts (P-092)."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice import appraisals as listing
from backoffice.access import OFFICER, SUPERVISING
from backoffice.forms import appraisals as forms
from backoffice.forms.base import PlainForm
from backoffice.views.appraisal_page import AppraisalMixin, crumbs, figures, may_contest, past_of, points, value
from backoffice.views.generic import ListView, OfficeMixin
from backoffice.views.rows import NewRowView, RowActView, RowMixin
from cases.actions import appraisal_counts, appraisals
from cases.enums import JobKind, JobState
from cases.enums_appraisal import AppraisalAct
from cases.models import Appraisal, AppraisalFigure, AppraisalObjection, Job
from cases.queries import appraisals as readers
from cases.queries.appraisals import Fact, Line

A = AppraisalAct
F = TypeVar("F", AppraisalFigure, AppraisalObjection)


class AppraisalList(ListView):
    """Appraisals of the places that one supervises, those with an own result, and final ones of the place."""

    permission = OFFICER
    place = "appraisals"
    title = gettext_lazy("Appraisal")
    intro = gettext_lazy(
        "Counted from the record by criteria that everybody can read. Every figure opens its facts and can be contested."
    )
    table_class = listing.AppraisalTable
    filterset_class = listing.AppraisalFilter
    export_name = "appraisals"
    saved_as = "appraisals"

    def get_queryset(self) -> QuerySet[Appraisal]:
        return readers.visible_to(self.request.user).order_by("-until", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Something to decide"), "todo=true"), (_("Final"), "status=final")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = [(_("Draft an appraisal"), reverse("office:appraisal_draft"))]
        allowed = SUPERVISING.allows(self.request.user)
        open_ones = appraisal_counts.open_for(self.request.user)
        acts += [(_("Count of an appraisal"), reverse("office:appraisal_count", args=[job.pk])) for job in open_ones]
        return super().get_context_data(**({"actions": acts if allowed else []} | kwargs))


class DraftAppraisal(NewRowView):
    """Count a period that is over."""

    permission = SUPERVISING
    place = "appraisals"
    list_title = gettext_lazy("Appraisal")
    title = gettext_lazy("Draft an appraisal")
    intro = gettext_lazy(
        "The system counts the period as the record stands today. Nobody is told before you say so; what you told can be contested, "
        "and another person decides."
    )
    form_class = forms.DraftForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def perform(self, form: Any) -> str:
        typed = form.cleaned_data
        self.made = appraisal_counts.ask(typed["region"], typed["period"], by=self.request.user)
        if isinstance(self.made, Job):
            return _("It is being counted in the background. The draft appears when it is ready.")
        return _("Drafted. Nobody has been told yet.")

    def get_success_url(self) -> str:
        name = "appraisal_count" if isinstance(self.made, Job) else "appraisal"
        return reverse(f"office:{name}", args=[self.made.pk])


class CountedAppraisal(OfficeMixin, TemplateView):
    """How far the count of an appraisal is, for whoever asked for it; once it is drafted, on to the draft."""

    permission = SUPERVISING
    place = "appraisals"
    title = gettext_lazy("Count of an appraisal")
    template_name = "office/appraisal_count.html"

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(Job, kind=JobKind.APPRAISAL, made_by=self.request.user, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        made = self.job.data.get("appraisal")
        return redirect("office:appraisal", made) if made else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job
        context = {
            "job": job,
            "about": f"{readers.place_name(job.data['region'])} · {readers.period_words(job.data['period'])}",
            "failed": job.state == JobState.FAILED,
            "refused": job.data.get("refused", ""),
            "breadcrumbs": [(_("Appraisal"), reverse("office:appraisals")), (self.title, "")],
        }
        return super().get_context_data(**(context | kwargs))


class AppraisalForm(AppraisalMixin, RowActView):
    """An act on one appraisal."""

    permission = OFFICER
    act: AppraisalAct

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Appraisal"), readers.words(self.row)), (_("Status"), self.row.get_status_display())]

    def allowed(self) -> bool:
        return self.act in readers.possible(self.request.user, self.row)

    def why_closed(self) -> str:
        return readers.barred(self.act, self.row, self.request.user)


class Tell(AppraisalForm):
    permission = OFFICER
    act = A.TELL
    form_class = forms.TellForm

    def perform(self, form: Any) -> str:
        appraisals.tell(self.row, **form.cleaned_data, by=self.request.user)
        return _("Told. Everybody reads the own result and may contest it.")


class Finish(AppraisalForm):
    permission = OFFICER
    act = A.FINISH
    form_class = PlainForm

    def perform(self, form: Any) -> str:
        made = appraisals.finish(self.row, by=self.request.user)
        return _("Final as %(number)s.") % {"number": made.number}


class Cancel(AppraisalForm):
    permission = OFFICER
    act = A.CANCEL
    form_class = forms.CancelForm

    def perform(self, form: Any) -> str:
        appraisals.cancel(self.row, **form.cleaned_data, by=self.request.user)
        return _("The appraisal is cancelled.")


class FigureAct(RowMixin[F], RowActView):
    """An act on one figure of a result: the row says which result and which criterion."""

    permission = OFFICER
    place = "appraisals"
    row_name = "appraisal_result"
    list_title = gettext_lazy("Appraisal")

    @cached_property
    def lines(self) -> list[Line]:
        return readers.lines([self.row.result])[self.row.result_id]

    @cached_property
    def line(self) -> Line:
        return next(one for one in self.lines if one.rule["code"] == self.row.code)

    def row_url(self) -> str:
        return reverse("office:appraisal_result", args=[self.row.result_id])

    def named(self, facts: list[Fact]) -> dict[str, Any]:
        """What the form says of the facts that may be named."""
        figure, result = self.line.figure, self.row.result
        figure.result = result
        told = {"by_case": self.line.by_case, "person": result.person_id is not None}
        return told | {"facts": facts, "late": past_of(figure, facts)}

    def facts(self) -> list[tuple[Any, Any]]:
        figure = self.line.figure
        counted = _("%(count)s of %(of)s") % {"count": figure.count, "of": figure.of}
        return [(_("Criterion"), self.line.name), (_("Value"), f"{value(self.line)} ({counted})")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        result = self.row.result
        way = crumbs(result.appraisal, (str(result), self.row_url()), (str(self.act.label), ""))
        return super().get_context_data(**({"breadcrumbs": way} | kwargs))


class Contest(FigureAct[AppraisalFigure]):
    """Contest one figure of the own result."""

    permission = OFFICER
    act = A.CONTEST
    form_class = forms.ContestForm

    def rows(self) -> QuerySet[AppraisalFigure]:
        return figures(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        seen = [one for one in readers.facts(self.line.figure, self.request.user) if one.row is not None]
        return super().get_form_kwargs() | self.named(seen)

    def allowed(self) -> bool:
        return may_contest(self.request.user, self.row.result, self.line.objection)

    def why_closed(self) -> str:
        return readers.barred_contest(self.row.result, self.line.objection, self.request.user)

    def perform(self, form: Any) -> str:
        appraisals.contest(self.line.figure, **form.cleaned_data, by=self.request.user)
        return _("Your objection is on record. Those who decide about it have been told.")


class Decide(FigureAct[AppraisalObjection]):
    """Decide one objection: what is taken out, and why."""

    permission = SUPERVISING
    act = A.DECIDE
    form_class = forms.DecideForm

    def rows(self) -> QuerySet[AppraisalObjection]:
        seen = readers.results_visible_to(self.request.user).values("pk")
        parts = (f"result__{part}" for part in readers.RESULT_PARTS)
        return AppraisalObjection.objects.filter(result__in=seen).select_related(*parts, "by")

    def get_form_kwargs(self) -> dict[str, Any]:
        facts, asked = readers.facts(self.line.figure, self.request.user), self.row.named
        shown = [one for one in facts if not asked or one.key in asked]
        return super().get_form_kwargs() | self.named(shown) | {"warned": self.warned(), "asked": bool(asked)}

    def warned(self) -> str:
        """What follows for the whole when nothing is left of the criterion; empty where it keeps a value."""
        if not readers.may_empty(self.line, self.row.named):
            return ""
        told = {
            "weight": self.line.rule["weight"],
            "before": points(self.row.result.points),
            "after": points(readers.points_without(self.lines, self.line)),
        }
        return (
            _(
                "With all of these facts taken out nothing is left of this criterion: it is left out, its weight of %(weight)s goes to "
                "the other criteria, and the result becomes %(after)s points instead of %(before)s."
            )
            % told
        )

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"excluded": self.row.named}

    def facts(self) -> list[tuple[Any, Any]]:
        about, row = super().facts(), self.row
        return [
            (_("Result contested"), str(row.result)),
            *about,
            (_("Contested by"), row.by.name),
            (_("Reason"), row.text),
        ]

    def allowed(self) -> bool:
        return not self.why_closed()

    def why_closed(self) -> str:
        return readers.barred_decide(self.row, self.request.user)

    def perform(self, form: Any) -> str:
        typed = form.cleaned_data
        told = {"reason": typed["reason"], "excluded": typed["excluded"], "emptied": typed.get("emptied", False)}
        appraisals.decide(self.row, **told, by=self.request.user)
        return _("Decided. Those it is about have been told.")
