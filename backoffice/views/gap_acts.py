"""The acts of late papers (容缺): promised, compared or sent back, taken back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.columns import due_mark
from backoffice.forms import easier as forms
from backoffice.forms.base import ActForm
from backoffice.views.easier_acts import OnItem, SectionAct
from cases.actions import gaps
from cases.enums import Action
from cases.models import CaseItem, DeferredMaterial
from cases.models.easier import OPEN_GAP
from home.templatetags import look


class OfferGap(OnItem):
    """Papers that come later, on a promise."""

    permission = act(Action.DEFER_MATERIAL)
    form_class = forms.GapForm
    intro = gettext_lazy("The enterprise signs the promise on its own page. If it is not kept, the handling ends.")
    success = gettext_lazy("The promise is with the enterprise for its signature.")

    def get_form_kwargs(self) -> dict[str, Any]:
        late = self.case_item.materials.filter(may_be_late=True).exclude(gaps__status__in=OPEN_GAP)
        return super().get_form_kwargs() | {"late": late}

    def perform(self, form: ActForm) -> Any:
        return gaps.offer(self.case_item, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class GapAct(SectionAct):
    permission = act(Action.DEFER_MATERIAL)
    gap: DeferredMaterial

    def children(self) -> None:
        found = DeferredMaterial.objects.filter(case_item__case=self.case).select_related(
            "case_item__item", "case_item__case", "material", "document", "file"
        )
        self.gap = get_object_or_404(found, pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.gap.case_item

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.gap
        return [
            (_("Item"), row.case_item.item.name),
            (_("Late paper"), row.material.name),
            (_("Promised for"), due_mark(row.due)),
            *([(_("Handed in on"), self.handed_in())] if row.handed_on else []),
        ]

    def handed_in(self) -> SafeString:
        """The day, and the paper to compare."""
        day, file = look.cdate(self.gap.handed_on, short=True), self.gap.file
        if file is None:
            return day
        address = reverse("files:download", args=[file.uuid])
        return format_html('{} <a href="{}">{}</a>', day, address, file.name)


class BringPaper(GapAct):
    form_class = forms.EvidenceForm
    title = gettext_lazy("Record the late paper")
    success = gettext_lazy("Recorded. The promise is kept.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | ({"on": self.gap.handed_on} if self.gap.handed_on else {})

    def perform(self, form: ActForm) -> Any:
        return gaps.bring(self.gap, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class SendBackPaper(GapAct):
    form_class = forms.ReasonForm
    title = gettext_lazy("Send the paper back")
    intro = gettext_lazy("The enterprise reads the reason; the promise stands with its day.")
    success = gettext_lazy("Sent back. The enterprise has been told.")

    def perform(self, form: ActForm) -> Any:
        return gaps.send_back(self.gap, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class WithdrawGap(GapAct):
    form_class = forms.ReasonForm
    title = gettext_lazy("Take the promise back")
    success = gettext_lazy("Taken back; nothing follows from it.")

    def perform(self, form: ActForm) -> Any:
        return gaps.withdraw(self.gap, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
