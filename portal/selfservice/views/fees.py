"""What the law charges, what is paid; the service itself is free."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import permissions
from cases.actions import fees
from cases.enums import Action
from cases.models import FeePayment, ItemFee
from cases.queries import fees as readers
from portal.selfservice.forms.ledger import PaymentForm
from portal.selfservice.views.generic import CaseAction, CasePage


class Fees(CasePage):
    """Every charge of the project."""

    title = _("Fees")
    intro = _("These are charges that laws demand; they are paid to the authority, never to the agency.")
    template_name = "my/fees.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = {"may_pay": permissions.may(self.request.user, Action.PAY_FEE, self.case)}
        return super().get_context_data(**kwargs) | readers.overview(self.case) | may


class PayFee(CaseAction):
    """Record a payment with its proof; a second press finds it paid."""

    act = Action.PAY_FEE
    title = _("Record a payment")
    form_class = PaymentForm
    submit_label = _("Record the payment")
    done_message = _("The payment is recorded. The agency has been told.")

    @cached_property
    def fee(self) -> ItemFee:
        return get_object_or_404(readers.standing(self.case), pk=self.kwargs["pk"])

    def over(self) -> str:
        return self.address("fees") if hasattr(self.fee, "payment") else ""

    def perform(self, form: PaymentForm) -> FeePayment:
        return fees.pay(self.fee, form.cleaned_data["upload"], on=form.cleaned_data["on"], by=self.request.user)

    def get_success_url(self) -> str:
        return self.address("fees")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"title": f"{self.title} · {self.fee.name}", "cancel_url": self.address("fees")}
        return super().get_context_data(**kwargs) | extra
