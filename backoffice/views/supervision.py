"""Supervision orders: the work list, and the acts on one order of a case."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice import filters, tables
from backoffice.access import OFFICER, act
from backoffice.columns import due_mark
from backoffice.forms import supervision as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView, ListView, refused
from cases import permissions
from cases.actions import supervision
from cases.enums import Action
from cases.models import SupervisionOrder
from cases.queries import supervision as readers


class OrderList(ListView):
    """Orders in the cases one may see."""

    permission = OFFICER
    place = "orders"
    title = gettext_lazy("Supervision orders")
    table_class = tables.OrderTable
    filterset_class = filters.OrderFilter
    export_name = "supervision-orders"
    saved_as = "orders"

    def get_queryset(self) -> QuerySet[SupervisionOrder]:
        return readers.visible_to(self.request.user).order_by("-issued_at", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [
            (_("All"), ""),
            (_("Open"), "status=open"),
            (_("My unit answers"), "ours=true&status=issued"),
            (_("Answers to check"), "status=answered"),
            (_("Answer overdue"), "late=true"),
        ]


class IssueOrder(ActionView):
    """Order a unit to put something right."""

    permission = act(Action.SUPERVISE)
    form_class = forms.OrderForm
    intro = gettext_lazy(
        "The order is printed with its facts and numbered. The unit gets a message, answers by the day, and you check the answer."
    )
    success = gettext_lazy("The order is issued. The unit has been told.")
    back = "case_running"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"facts": readers.facts(self.case)}

    def perform(self, form: ActForm) -> Any:
        return supervision.issue(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class OrderAct(ActionView):
    """An act on one order of the case."""

    permission = act(Action.CHECK_ORDER)
    back = "case_running"
    order: SupervisionOrder
    settles = True
    """The act is that of whoever checks, not of the unit."""

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if answer is None and self.settles and not permissions.checks_order(self.request.user, self.order):
            return refused(self.request, self.permission, readers.whose_check(self.order))
        return answer

    def children(self) -> None:
        found = self.case.orders.select_related("case", "unit", "document", "issued_by")
        self.order = get_object_or_404(found, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        row, last = self.order, self.order.replies.last()
        shown = [
            (_("Order"), str(row)),
            (_("Unit addressed"), row.unit.name),
            (_("What it rests on"), readers.words(row.facts) or row.get_ground_display()),
            (_("What has to be done"), row.demand),
            (_("Answer due"), due_mark(row.due)),
        ]
        return [*shown, (_("Last answer"), last.text)] if last else shown


class AnswerOrder(OrderAct):
    """The unit answers."""

    permission = act(Action.ANSWER_ORDER)
    settles = False
    form_class = forms.AnswerOrderForm
    success = gettext_lazy("Answered. Whoever issued the order checks the answer.")

    def perform(self, form: ActForm) -> Any:
        return supervision.answer(
            self.order, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class AcceptAnswer(OrderAct):
    """The check found it put right."""

    form_class = forms.AcceptAnswerForm
    title = gettext_lazy("Accept the answer")
    success = gettext_lazy("The order is settled. The unit has been told.")

    def perform(self, form: ActForm) -> Any:
        return supervision.accept(
            self.order, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class SendBackAnswer(OrderAct):
    """The answer does not do."""

    form_class = forms.SendBackForm
    title = gettext_lazy("Send the answer back")
    success = gettext_lazy("Sent back. The unit has been told why.")

    def perform(self, form: ActForm) -> Any:
        return supervision.send_back(
            self.order, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class WithdrawOrder(OrderAct):
    """It should not have been issued."""

    form_class = forms.WithdrawOrderForm
    title = gettext_lazy("Withdraw the order")
    danger = True
    success = gettext_lazy("The order is withdrawn. The unit has been told.")

    def perform(self, form: ActForm) -> Any:
        return supervision.withdraw(
            self.order, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )
