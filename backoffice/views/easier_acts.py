"""The acts of the easier ways but late papers (``gap_acts``)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.columns import due_mark
from backoffice.forms import easier as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from backoffice.views.items import ItemAct
from cases.actions import commitments, labels, preapprovals, together
from cases.enums import Action, ItemStatus, ItemType
from cases.models import (
    CaseItem,
    CommitmentStatement,
    LabelPoint,
    MissingCondition,
    ParallelGroup,
    PolicyLabel,
    PreApproval,
)
from cases.queries import people, prechain


class OnItem(ItemAct):
    """Begin one of the ways for an item; afterwards the section shows it."""

    back = "case_easier"


class ApplyPreApproval(OnItem):
    """Grounds, control, missing conditions (W-053, W-055)."""

    permission = act(Action.PRE_APPROVE)
    form_class = forms.ApplyForm
    template_name = "office/rows.html"
    title = gettext_lazy("Apply for pre-approval")
    intro = gettext_lazy(
        "It serves for the next pre-approval only, never for a formal approval; nothing may be built on it."
    )
    success = gettext_lazy("Applied for. The deciding department has been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groups": prechain.unfinished_before(self.case_item)}

    def perform(self, form: forms.ApplyForm) -> Any:
        data = form.cleaned_data
        return preapprovals.apply(
            self.case_item, necessary=data["necessary"], key_points=data["key_points"], control=data["control"],
            conditions=form.conditions(), by=self.request.user, version=data["version"],
        )  # fmt: skip


class OfferCommitment(OnItem):
    """Conditions told; the enterprise signs."""

    permission = act(Action.COMMIT)
    form_class = forms.CommitForm
    intro = gettext_lazy("Once the enterprise has signed, the result is given at once; the inspection follows it.")
    success = gettext_lazy("The commitment is with the enterprise for its signature.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return commitments.offer(self.case_item, **form.values(), by=self.request.user, version=version)


class SectionAct(ActionView):
    """An act on something that the section shows."""

    back = "case_easier"


class PreApprovalAct(SectionAct):
    permission = act(Action.PRE_APPROVE)
    one: PreApproval

    def children(self) -> None:
        found = PreApproval.objects.filter(case_item__case=self.case).select_related(
            "case_item__item", "case_item__case"
        )
        self.one = get_object_or_404(found, pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.one.case_item

    def facts(self) -> list[tuple[Any, Any]]:
        one = self.one
        return [
            (_("Item"), f"{one.case_item.item.code} {one.case_item.item.name}"),
            (_("Status"), one.get_status_display()),
            (_("Missing conditions"), "\n".join(row.text for row in one.conditions.filter(met_on__isnull=True)) or "–"),
        ]


class IssuePreApproval(PreApprovalAct):
    form_class = forms.IssueForm
    title = gettext_lazy("Issue the pre-approval")
    success = gettext_lazy("Issued. The enterprise and the agency have been told.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return preapprovals.issue(self.one, **form.values(), by=self.request.user, version=version)


class MeetCondition(PreApprovalAct):
    form_class = forms.EvidenceForm
    title = gettext_lazy("Record a condition as met")
    success = gettext_lazy("Recorded.")
    condition: MissingCondition

    def children(self) -> None:
        found = MissingCondition.objects.filter(preapproval__case_item__case=self.case).select_related(
            "preapproval__case_item__item", "preapproval__case_item__case", "requires"
        )
        self.condition = get_object_or_404(found, pk=self.kwargs["pk"])
        self.one = self.condition.preapproval

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.condition
        return [(_("Missing condition"), row.text), (_("Due"), due_mark(row.due))]

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return preapprovals.meet(self.condition, **form.values(), by=self.request.user, version=version)


class Convert(PreApprovalAct):
    form_class = forms.ResultForm
    title = gettext_lazy("Exchange for the formal document")
    success = gettext_lazy("The formal approval is on record; the pre-approval is exchanged.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return preapprovals.convert(self.one, **form.values(), by=self.request.user, version=version)


class WithdrawPreApproval(PreApprovalAct):
    form_class = forms.ReasonForm
    title = gettext_lazy("Withdraw the pre-approval")
    intro = gettext_lazy("Whatever stands on it is broken at once, and everybody concerned is told.")
    success = gettext_lazy("Withdrawn. Everybody concerned has been told.")
    danger = True

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return preapprovals.withdraw(self.one, **form.values(), by=self.request.user, version=version)


class CommitmentAct(SectionAct):
    permission = act(Action.COMMIT)
    row: CommitmentStatement

    def children(self) -> None:
        found = CommitmentStatement.objects.filter(case_item__case=self.case).select_related(
            "case_item__item", "case_item__case", "document"
        )
        self.row = get_object_or_404(found, pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.row.case_item

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("Item"), row.case_item.item.name),
            (_("Conditions told"), row.conditions),
            (_("Inspection at the latest on"), due_mark(row.inspect_by)),
        ]


class Grant(CommitmentAct):
    form_class = forms.ResultForm
    title = gettext_lazy("Record the result at once")
    success = gettext_lazy("The result is on record; the inspection follows.")

    def perform(self, form: ActForm) -> Any:
        return commitments.grant(self.row, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class Inspect(CommitmentAct):
    form_class = forms.InspectForm
    title = gettext_lazy("Record the inspection")
    success = gettext_lazy("The inspection is on record.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return commitments.inspect(self.row, **form.values(), by=self.request.user, version=version)


class WithdrawCommitment(CommitmentAct):
    form_class = forms.ReasonForm
    title = gettext_lazy("Take the commitment back")
    success = gettext_lazy("Taken back; nothing follows from it.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return commitments.withdraw(self.row, **form.values(), by=self.request.user, version=version)


class FormGroup(SectionAct):
    """One form, one set of papers."""

    permission = act(Action.HANDLE_TOGETHER)
    form_class = forms.GroupForm
    success = gettext_lazy("Put together. The joint application form is under the documents.")

    def ready(self) -> QuerySet[CaseItem]:
        rows = self.case.items.filter(status=ItemStatus.CONFIRMED).exclude(
            item__kind__in=[ItemType.INTERMEDIARY, ItemType.SELF]
        )
        taken = ParallelGroup.objects.filter(case=self.case, dissolved_on__isnull=True)
        return rows.exclude(parallel_groups__in=taken).select_related("item__stage")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ready": self.ready()}

    def perform(self, form: ActForm) -> Any:
        rows, version = list(form.cleaned_data["rows"]), form.cleaned_data["version"]
        return together.form_group(self.case, rows=rows, by=self.request.user, version=version)


class GroupAct(SectionAct):
    permission = act(Action.HANDLE_TOGETHER)
    group: ParallelGroup

    def children(self) -> None:
        self.group = get_object_or_404(
            self.case.parallel_groups.select_related("case", "document"), pk=self.kwargs["pk"]
        )

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Items"), "\n".join(row.item.name for row in self.group.items.select_related("item")))]


class StartGroup(GroupAct):
    form_class = forms.StartForm
    title = gettext_lazy("Common start")
    intro = gettext_lazy("Every item is filed and accepted on this day; if one cannot, none is.")
    success = gettext_lazy("Started together. The clocks were read again.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return together.start(self.group, **form.values(), by=self.request.user, version=version)


class DissolveGroup(GroupAct):
    form_class = forms.ReasonForm
    title = gettext_lazy("Dissolve the group")
    success = gettext_lazy("Dissolved. The items are handled one by one.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return together.dissolve(self.group, **form.values(), by=self.request.user, version=version)


class GiveLabel(SectionAct):
    """The green channel or one of the four policies."""

    permission = act(Action.SET_LABEL)
    form_class = forms.LabelForm
    success = gettext_lazy("The label is set. Its checklist stands below.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": people.in_posts(self.case.handling_unit).order_by("name")}

    def perform(self, form: ActForm) -> Any:
        return labels.give(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class TakeOffLabel(SectionAct):
    permission = act(Action.SET_LABEL)
    form_class = forms.ReasonForm
    title = gettext_lazy("Take the label off")
    success = gettext_lazy("Taken off. What was ticked stays readable.")
    label: PolicyLabel

    def children(self) -> None:
        self.label = get_object_or_404(self.case.labels.select_related("case"), pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Label"), self.label.get_kind_display())]

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return labels.take_off(self.label, **form.values(), by=self.request.user, version=version)


class PointAct(SectionAct):
    permission = act(Action.TICK_LABEL)
    point: LabelPoint

    def children(self) -> None:
        found = LabelPoint.objects.filter(label__case=self.case).select_related("label__case")
        self.point = get_object_or_404(found, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        return [(self.point.label.get_kind_display(), str(self.point))]


class Tick(PointAct):
    form_class = forms.TickForm
    title = gettext_lazy("Tick the point")
    intro = gettext_lazy("It is ticked in your name.")
    success = gettext_lazy("Ticked in your name.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return labels.tick(self.point, **form.values(), by=self.request.user, version=version)


class Untick(PointAct):
    form_class = forms.UntickForm
    title = gettext_lazy("Take the tick back")
    success = gettext_lazy("Taken back. The log keeps both.")

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return labels.untick(self.point, **form.values(), by=self.request.user, version=version)
