"""What holds a case up: its problems, what is urged and answered, and what a unit was ordered to put right."""

from typing import Any

from django.db.models import F
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice import columns
from backoffice.access import OFFICER, act
from backoffice.columns import due_mark
from backoffice.forms import running as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases import permissions
from cases.actions import urging
from cases.enums import Action
from cases.enums_work import ORDER_OPEN, OrderStatus, ProblemStatus
from cases.models import Case, Problem, SupervisionOrder, Urge
from cases.queries import deadlines, sentences_work, supervision
from cases.queries import urging as readers


class Running(CasePage):
    """Problems, urgings and supervision orders of the case, the open ones first."""

    permission = OFFICER
    template_name = "office/case/running.html"
    tab = "case_running"

    def section(self) -> dict[str, Any]:
        rows = self.case.urges.select_related("to", "by").order_by(F("acknowledged_at").desc(nulls_first=True), "-at")
        names: dict[tuple[str, str], str] = {}
        for row in rows:
            if (row.what, row.label) not in names:
                names[row.what, row.label] = sentences_work.urged(row.what, row.label)
        mine = self.request.user.pk
        raised = self.case.problems.select_related(
            "case_item__item", "lead", "raised_by", "taken_by", "solved_by", "meeting", "conference"
        ).prefetch_related("wanted")
        orders = self.case.orders.select_related(
            "case_item__item", "unit", "issued_by", "document__file"
        ).prefetch_related("replies__by", "replies__checked_by", "replies__proof")
        withdrew = supervision.withdrawn_by(self.case) if any(row.withdrawn_why for row in orders) else {}
        return {
            "orders": [
                order_row(row, self.request.user, self.case) | {"withdrew": withdrew.get(str(row), "")}
                for row in orders
            ],
            "problems": [problem_row(row, self.request.user, self.case) for row in raised],
            "shut": urging.shut(),
            "urges": [{"urge": row, "name": names[row.what, row.label], "mine": row.to_id == mine} for row in rows],
        }


def problem_row(problem: Problem, user: Any, case: Case) -> dict[str, Any]:
    """A problem, and whether this person may handle it now."""
    leads = permissions.is_handler(user, case) or problem.lead_id in permissions.opinion_units(user)
    handles = leads and problem.status != ProblemStatus.SOLVED and permissions.may(user, Action.HANDLE_PROBLEM, case)
    return {"problem": problem, "handles": handles, "tone": columns.PROBLEM_TONES[problem.status]}


def order_row(order: SupervisionOrder, user: Any, case: Case) -> dict[str, Any]:
    """A supervision order with its facts in words, and what this person may do with it now."""
    waits = order.status == OrderStatus.ISSUED
    ours = order.unit_id in permissions.opinion_units(user)
    settles = permissions.may(user, Action.CHECK_ORDER, case) and permissions.checks_order(user, order)
    answered = [reply.by_id for reply in order.replies.all()][-1:]  # whoever answered does not check
    return {
        "order": order,
        "facts": supervision.words(order.facts),
        "tone": columns.ORDER_TONES[order.status],
        "mark": columns.due_mark(order.due) if waits else "",
        "answers": waits and ours and permissions.may(user, Action.ANSWER_ORDER, case),
        "checks": order.status == OrderStatus.ANSWERED and settles and user.pk not in answered,
        "withdraws": order.status in ORDER_OPEN and settles,
    }


class UrgingView(ActionView):
    """An act on urgings; it goes back to where those of the case stand: after the end beside what is owed then."""

    permission = OFFICER

    def get_success_url(self) -> str:
        return self.case_url("case_after" if self.case.status in deadlines.ENDED else "case_running")


class UrgeSomebody(UrgingView):
    """Urge whoever has to do one of the open things."""

    permission = act(Action.URGE)
    template_name = "office/urge.html"
    form_class = forms.UrgeForm
    intro = gettext_lazy("Whoever has it gets a message and acknowledges it. In working hours only, once a day.")
    success = gettext_lazy("Urged. The answer appears here.")
    matters: list[readers.Matter]

    def children(self) -> None:
        self.matters = readers.matters(self.case)

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if answer is not None:
            return answer
        return None if self.matters else self.out_of_turn(_("Nothing is open that somebody could be urged to do."))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matters": self.matters}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"key": self.request.GET.get("key", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Outside working hours that is said before anything is typed; what was typed before they ended is kept."""
        shut = urging.shut()
        return super().get_context_data(**({"shut": shut, "closed": bool(shut)} | kwargs))

    def perform(self, form: ActForm) -> Any:
        return urging.urge(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class Acknowledge(UrgingView):
    """The urged person says what he will do."""

    permission = act(Action.ACKNOWLEDGE)
    form_class = forms.AcknowledgeForm
    success = gettext_lazy("Acknowledged.")
    urge: Urge

    def children(self) -> None:
        self.urge = get_object_or_404(self.case.urges.select_related("by", "case"), pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.urge
        return [
            (_("What is urged"), sentences_work.urged(row.what, row.label)),
            (_("Due"), due_mark(row.due)),
            (_("Urged by"), row.by.name if row.by else _("System")),
            (_("What has to happen now"), row.text),
        ]

    def perform(self, form: ActForm) -> Any:
        return urging.acknowledge(self.urge, answer=form.cleaned_data["answer"], by=self.request.user)
