"""Evaluate the service on five levels (P-080, GB/T 39735—2020)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.actions import finishing
from cases.enums import Action
from cases.models import Evaluation
from portal.selfservice.forms.acts import EvaluationForm
from portal.selfservice.views.generic import CaseAction


class Evaluate(CaseAction):
    """Once per case and voluntary; a second press changes nothing."""

    act = Action.EVALUATE
    title = _("How was the service?")
    intro = _("Your answer goes to the agency and to those who supervise it. It takes a minute.")
    template_name = "my/evaluate.html"
    form_class = EvaluationForm
    submit_label = _("Send the evaluation")
    done_message = _("Thank you. Your evaluation was sent.")

    def over(self) -> str:
        return self.address("case") if hasattr(self.case, "evaluation") else ""

    def perform(self, form: EvaluationForm) -> Evaluation:
        data = form.cleaned_data
        return finishing.evaluate(
            self.case, level=data["level"], efficiency=data["efficiency"], competence=data["competence"],
            attitude=data["attitude"], comment=data["comment"], by=self.request.user, version=data["version"],
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"cancel_url": self.address("case")}
