"""Evaluate the service on five levels (P-080, GB/T 39735—2020)."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import finishing
from cases.enums import Action
from cases.enums_finish import EvaluationChannel
from cases.models import Evaluation
from portal.kiosk import stations
from portal.selfservice.forms.acts import EvaluationForm
from portal.selfservice.views.generic import CaseAction


class Evaluate(CaseAction):
    """Once per case and voluntary; a second press changes nothing.

    The enterprise chooses which service it rates; proposed is the one on site at a terminal of a hall, else the one online.
    """

    act = Action.EVALUATE
    title = _("How was the service?")
    intro = _("Your answer goes to the agency and to those who supervise it. It takes a minute.")
    template_name = "my/evaluate.html"
    form_class = EvaluationForm
    submit_label = _("Send the evaluation")
    done_message = _("Thank you. Your evaluation was sent.")

    def over(self) -> str:
        if not hasattr(self.case, "evaluation"):
            return ""
        messages.info(self.request, gettext("The service has been evaluated already. Thank you."))
        return self.address("case")

    @property
    def channel(self) -> EvaluationChannel:
        proposed = EvaluationChannel.ON_SITE if stations.of(self.request) else EvaluationChannel.ONLINE
        return self.kwargs.get("channel", proposed)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"channel": self.channel}

    def perform(self, form: EvaluationForm) -> Evaluation:
        data = form.cleaned_data
        return finishing.evaluate(
            self.case, level=data["level"], channel=self.channel, dimensions=form.dimensions(), comment=data["comment"],
            by=self.request.user, version=data["version"],
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channels = [
            {"label": one.label, "active": one == self.channel, "url": self.address(f"evaluate_{one.value}")}
            for one in EvaluationChannel
        ]
        return super().get_context_data(**kwargs) | {"cancel_url": self.address("case"), "channels": channels}
