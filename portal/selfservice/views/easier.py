"""The easier ways as the enterprise reads them: the chain of pre-approvals, what it promised until when, labels and their people."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from cases import permissions
from cases.actions import gaps
from cases.enums import Action
from cases.enums_easier import GapStatus
from cases.models import DeferredMaterial
from cases.queries import documents, easier, prechain
from portal.selfservice.forms.ledger import LatePaperForm
from portal.selfservice.views.generic import CaseAction, CasePage


class Easier(CasePage):
    """Promises with their day and consequence, commitments with their inspection, the chain, the labels."""

    title = gettext_lazy("Easier ways")
    template_name = "my/easier.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        chain = prechain.chain(case)
        shown = {
            "chain": chain,
            "chain_names": prechain.names(chain),
            "chain_breaks": prechain.breaks(chain),
            "gaps": easier.gaps_of(case),
            "commitments": easier.commitments_of(case),
            "groups": case.parallel_groups.filter(dissolved_on__isnull=True)
            .select_related("document__file")
            .prefetch_related("items__item"),
            "labels": case.labels.filter(ended_on__isnull=True).select_related("handler").prefetch_related("points"),
            "waiting": {row.pk for row in documents.awaiting_enterprise(case)},
            "may_hand_in": permissions.may(self.request.user, Action.HAND_IN_LATE, case),
            "today": timezone.localdate(),
        }
        return super().get_context_data(**kwargs) | shown


class HandInLate(CaseAction):
    """The promised paper, uploaded by the enterprise; a second press finds it there."""

    act = Action.HAND_IN_LATE
    title = gettext_lazy("Hand in a promised paper")
    intro = gettext_lazy(
        "The promise is kept once the agency has compared the paper. Until then nothing is held against you."
    )
    form_class = LatePaperForm
    submit_label = gettext_lazy("Hand in the paper")
    done_message = gettext_lazy("The paper has arrived. The agency compares it and tells you.")

    @cached_property
    def gap(self) -> DeferredMaterial:
        return get_object_or_404(easier.gaps_of(self.case), pk=self.kwargs["pk"])

    def over(self) -> str:
        return self.address("easier") if self.gap.handed_on or self.gap.status != GapStatus.PROMISED else ""

    def perform(self, form: LatePaperForm) -> DeferredMaterial:
        data = form.cleaned_data
        return gaps.hand_in(self.gap, data["upload"], by=self.request.user, version=data["version"])

    def get_success_url(self) -> str:
        return self.address("easier")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"title": f"{self.title} · {self.gap.material.name}", "cancel_url": self.address("easier")}
        return super().get_context_data(**kwargs) | extra
