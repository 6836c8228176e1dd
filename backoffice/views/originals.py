"""Originals of a case: where each is now, the receipts, and a hand-over."""

from typing import Any

from django.utils.translation import gettext_lazy

from backoffice.access import OFFICER, act
from backoffice.forms.base import ActForm
from backoffice.forms.originals import HandoverForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases.actions import originals
from cases.enums import Action
from cases.enums_papers import Handover
from cases.models import OriginalHandover
from cases.queries import originals as readers


class Originals(CasePage):
    """Where each original is, and every hand-over with its receipt."""

    permission = OFFICER
    template_name = "office/case/originals.html"
    tab = "case_files"

    def section(self) -> dict[str, Any]:
        return {
            "held": readers.held(self.case),
            "handovers": readers.handovers(self.case),
            "kinds": Handover.choices,
        }


class MoveOriginals(ActionView):
    """Take over, lodge, fetch or return originals (``?kind=``)."""

    permission = act(Action.MOVE_ORIGINALS)
    form_class = HandoverForm
    intro = gettext_lazy(
        "Between the enterprise and the agency a receipt is printed, numbered and signed by both; each side keeps one."
    )
    success = gettext_lazy("The hand-over is recorded.")
    template_name = "office/rows.html"
    back = "case_originals"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.request.GET.get("kind", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"title": context["form"].kind.label, "submit_label": context["form"].kind.label}

    def perform(self, form: ActForm) -> OriginalHandover:
        return originals.hand_over(self.case, form.facts(), by=self.request.user, version=form.cleaned_data["version"])
