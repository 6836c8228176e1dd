"""Problems and requests to departments: raised, taken up, brought before a meeting, solved."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice import filters, tables
from backoffice.access import OFFICER, act
from backoffice.forms import problems as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView, ListView
from cases.actions import problems
from cases.enums import Action
from cases.enums_work import ProblemStatus
from cases.models import Problem
from cases.queries import problems as readers


class ProblemList(ListView):
    """Problems of the cases one may see."""

    permission = OFFICER
    place = "problems"
    title = gettext_lazy("Problems and requests")
    table_class = tables.ProblemTable
    filterset_class = filters.ProblemFilter
    export_name = "problems"
    saved_as = "problems"

    def get_queryset(self) -> QuerySet[Problem]:
        return readers.visible_to(self.request.user).order_by("-raised_at", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Open"), "status=open"), (_("My unit leads"), "ours=true&status=open")]


class RaiseProblem(ActionView):
    """Raise it with the list of units needed."""

    permission = act(Action.RAISE_PROBLEM)
    form_class = forms.ProblemForm
    intro = gettext_lazy("The lead unit is told and takes it up; it may call the units needed to a meeting.")
    success = gettext_lazy("Raised. The lead unit has been told.")
    back = "case_running"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": readers.units_to_choose(self.case)}

    def perform(self, form: ActForm) -> Any:
        typed = form.values()
        typed["wanted"] = list(typed["wanted"])
        return problems.raise_problem(self.case, **typed, by=self.request.user, version=form.cleaned_data["version"])


class ProblemAct(ActionView):
    """An act on one problem of the case."""

    permission = act(Action.HANDLE_PROBLEM)
    back = "case_running"
    problem: Problem

    def children(self) -> None:
        found = self.case.problems.select_related("case", "lead", "raised_by").prefetch_related("wanted")
        self.problem = get_object_or_404(found, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.problem
        return [
            (row.get_kind_display(), row.text),
            (_("Lead unit"), row.lead.name),
            (_("Raised by"), row.raised_by.name),
        ]


class TakeUp(ProblemAct):
    """The lead unit takes it up."""

    form_class = forms.TakeUpForm
    title = gettext_lazy("Take up")
    success = gettext_lazy("Taken up. Whoever raised it has been told.")

    def perform(self, form: ActForm) -> Any:
        return problems.take_up(self.problem, plan=form.cleaned_data["plan"], by=self.request.user)


class CallProblemMeeting(ProblemAct):
    """A coordination meeting, or the joint conference once it was escalated."""

    form_class = forms.ProblemMeetingForm
    success = gettext_lazy("The meeting is called. The units and the enterprise have been told.")

    def get_title(self) -> str:
        escalated = self.problem.status == ProblemStatus.ESCALATED
        return _("Call the joint conference") if escalated else _("Call a coordination meeting")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": readers.units_to_choose(self.case)}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"units": [unit.pk for unit in self.problem.wanted.all()]}

    def perform(self, form: ActForm) -> Any:
        typed = form.values()
        typed["units"] = list(typed["units"])
        return problems.call_meeting(self.problem, **typed, by=self.request.user)


class Escalate(ProblemAct):
    """What cannot be solved here goes to the joint conference."""

    form_class = forms.EscalateForm
    title = gettext_lazy("Escalate to the joint conference")
    success = gettext_lazy("Escalated. Those who call the joint conference have been told.")

    def perform(self, form: ActForm) -> Any:
        return problems.escalate(self.problem, why=form.cleaned_data["why"], by=self.request.user)


class Solve(ProblemAct):
    """Close it with its result."""

    form_class = forms.SolveForm
    title = gettext_lazy("Close with the result")
    success = gettext_lazy("Closed. Whoever raised it has been told.")

    def perform(self, form: ActForm) -> Any:
        return problems.solve(self.problem, result=form.cleaned_data["result"], by=self.request.user)
