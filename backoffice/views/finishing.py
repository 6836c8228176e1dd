"""The end: results handed over, completion, archive."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms import finishing as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from cases.actions import archiving, finishing
from cases.enums import Action
from cases.listwords import listed
from cases.models import CaseItem, Delivery
from cases.queries import originals, results
from cases.transitions import ITEM_DONE


class StartDelivery(ActionView):
    permission = act(Action.START_DELIVERY)
    intro = gettext_lazy("All items are finished: the results now go to the enterprise.")
    success = gettext_lazy("The hand-over has begun. The enterprise has been told.")
    back = "case_finish"

    def perform(self, form: ActForm) -> Any:
        return finishing.start_delivery(self.case, by=self.request.user, version=form.cleaned_data["version"])

    def facts(self) -> list[tuple[Any, Any]]:
        left = [row.item.name for row in self.case.items.select_related("item") if row.status not in ITEM_DONE]
        return [
            (
                _("Results to hand over"),
                listed(results.named(finishing.undelivered(self.case), results.missing(self.case))) or _("none"),
            ),
            (_("Not finished yet"), listed(left) or _("none")),
        ]


class Deliver(ActionView):
    """In person or by mail, with the receipt (P-075 to P-077)."""

    permission = act(Action.DELIVER)
    form_class = forms.DeliverForm
    success = gettext_lazy("The delivery is recorded. The enterprise has been told.")
    back = "case_finish"

    def results(self) -> QuerySet[CaseItem]:
        pks = [row.pk for row in finishing.undelivered(self.case)]
        return self.case.items.filter(pk__in=pks).select_related("item")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"results": self.results(), "lacking": results.missing(self.case)}

    def perform(self, form: ActForm) -> Any:
        data = form.values()
        data["items"] = list(data["items"])
        return finishing.deliver(self.case, **data, by=self.request.user, version=form.cleaned_data["version"])


class AddReceipt(ActionView):
    """The signed mail receipt that came back."""

    permission = act(Action.DELIVER)
    form_class = forms.ReceiptForm
    title = gettext_lazy("Add the signed receipt")
    success = gettext_lazy("The receipt is stored.")
    back = "case_finish"
    delivery: Delivery

    def children(self) -> None:
        self.delivery = get_object_or_404(self.case.deliveries.select_related("case"), pk=self.kwargs["pk"])

    def perform(self, form: ActForm) -> Any:
        return finishing.add_receipt(self.delivery, **form.values(), by=self.request.user)


class IssueCompletion(ActionView):
    permission = act(Action.ISSUE_COMPLETION)
    form_class = forms.CompletionForm
    intro = gettext_lazy("The completion form is printed and signed for the agency; the enterprise confirms it.")
    success = gettext_lazy("The completion form is issued. The enterprise has been asked to confirm it.")
    back = "case_documents"

    def perform(self, form: ActForm) -> Any:
        return finishing.issue_completion(
            self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class KeepCopies(ActionView):
    """The copies of the results and their shelf (P-079)."""

    permission = act(Action.KEEP_COPIES)
    form_class = forms.CopiesForm
    intro = gettext_lazy(
        "One full set of copies of all results is kept by the bureau. A copy that lies there already moves to this shelf."
    )
    success = gettext_lazy("The copies are on record with their shelf.")
    back = "case_finish"

    def perform(self, form: ActForm) -> Any:
        data = form.values()
        return archiving.keep_copies(
            self.case, list(data["items"]), shelf=data["shelf"], on=data["on"], by=self.request.user,
            version=form.cleaned_data["version"],
        )  # fmt: skip


class Archive(ActionView):
    permission = act(Action.ARCHIVE)
    form_class = forms.ArchiveForm
    intro = gettext_lazy(
        "Everything is signed and stored; the paper copies are on their shelf. An archived case is read only."
    )
    success = gettext_lazy("The case is archived. Its package is being made.")
    back = "case_finish"

    def facts(self) -> list[tuple[Any, Any]]:
        left = listed(row.item.name for row in results.without_copy(self.case))
        held = [
            f"{one.paper} × {one.copies} · {one.unit.name if one.unit else _('the agency')}"
            for one in originals.held(self.case)
        ]
        return [(_("No copy kept yet"), left or _("none")), (_("Originals not returned"), "\n".join(held) or _("none"))]

    def perform(self, form: ActForm) -> Any:
        return finishing.archive(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
