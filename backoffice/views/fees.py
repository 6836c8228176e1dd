"""Statutory charges of a case: what the law demands per item, by when, who pays, what is paid. The service itself is free."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import OFFICER, act
from backoffice.forms import fees as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases.actions import fees
from cases.enums import Action
from cases.models import CaseItem, FeePayment, ItemFee
from cases.queries import fees as readers
from home.templatetags import look


class Fees(CasePage):
    """Every charge with its lamp, and the items whose charge is not recorded yet."""

    permission = OFFICER
    template_name = "office/case/fees.html"
    tab = "case_fees"

    def section(self) -> dict[str, Any]:
        return readers.overview(self.case)


class RecordFee(ActionView):
    """A charge of one item."""

    permission = act(Action.SET_FEE)
    form_class = forms.FeeForm
    intro = gettext_lazy("Only what a law or regulation demands of the enterprise. The service of the agency is free.")
    success = gettext_lazy("The charge is recorded. The enterprise has been told.")
    back = "case_fees"
    case_item: CaseItem

    def children(self) -> None:
        found = self.case.items.select_related("item", "case")
        self.case_item = get_object_or_404(found, pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.case_item

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"basis": self.case_item.item.legal_basis_zh}

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Item"), self.case_item.item.name), (_("Fee by the catalogue"), self.case_item.item.fee)]

    def perform(self, form: ActForm) -> ItemFee:
        return fees.record(self.case_item, form.facts(), by=self.request.user, version=form.cleaned_data["version"])


class FeeAct(ActionView):
    """An act on one charge."""

    permission = act(Action.SET_FEE)
    back = "case_fees"
    fee: ItemFee

    def children(self) -> None:
        found = ItemFee.objects.filter(case_item__case=self.case).select_related("case_item__item", "case_item__case")
        self.fee = get_object_or_404(found, pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.fee.case_item

    def facts(self) -> list[tuple[Any, Any]]:
        fee = self.fee
        return [
            (_("Item"), fee.case_item.item.name),
            (_("Charge"), fee.name),
            (_("Amount"), look.money(fee.amount)),
            (_("Due"), look.cdate(fee.due, short=True)),
        ]


class CorrectFee(FeeAct):
    """A wrong entry stays readable; a new one takes its place."""

    form_class = forms.CorrectFeeForm
    title = gettext_lazy("Correct a charge")
    success = gettext_lazy("Corrected. The old entry stays readable.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"fee": self.fee}

    def perform(self, form: ActForm) -> ItemFee:
        typed = form.cleaned_data
        facts = None if typed["void"] else form.facts()
        return fees.correct(
            self.fee, facts, what_was_wrong=typed["what_was_wrong"], by=self.request.user, version=typed["version"]
        )


class PayFee(FeeAct):
    """The payment with its proof."""

    permission = act(Action.PAY_FEE)
    form_class = forms.PaymentForm
    success = gettext_lazy("The payment is recorded.")

    def perform(self, form: ActForm) -> FeePayment:
        return fees.pay(self.fee, form.cleaned_data["upload"], on=form.cleaned_data["on"], by=self.request.user)
