"""Delivery, completion, archive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, today
from cases.enums import DeliveryMethod
from cases.models import Case, CaseItem, ResultCopy
from cases.queries import originals, results
from cases.queries.results import named


class DeliverForm(ActForm):
    """Which results went to whom, in person or by mail with the receipt (P-075 to P-077)."""

    method = forms.ChoiceField(
        label=_("How"), choices=DeliveryMethod.choices, widget=forms.RadioSelect, initial=DeliveryMethod.IN_PERSON
    )
    on = DayField(label=_("Date"), initial=today)
    receiver = forms.CharField(label=_("Received by"), max_length=60)
    items = forms.ModelMultipleChoiceField(
        label=_("Results handed over"), queryset=CaseItem.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False, help_text=_("By mail only."))
    tracking = forms.CharField(label=_("Tracking number"), max_length=60, required=False, help_text=_("By mail only."))
    receipt_upload = forms.FileField(label=_("Signed receipt"), required=False)
    receipt_on = DayField(label=_("Receipt signed on"), required=False)

    def __init__(self, *args: Any, results: Any, lacking: Any, **kwargs: Any) -> None:
        """``lacking``: those of ``results`` of which neither document nor number is on record."""
        self.results, self.lacking = results, lacking
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["items"].queryset = self.results
        lacking = list(self.lacking)
        self.fields["items"].label_from_instance = lambda row: named([row], lacking)[0]
        self.fields["receiver"].initial = self.case.project.contact_name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("method") == DeliveryMethod.MAIL:
            for name in ("carrier", "tracking"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("A delivery by mail needs this."))
        return cleaned


class ReceiptForm(ActForm):
    """The signed mail receipt that comes back later (P-077)."""

    upload = forms.FileField(label=_("Signed receipt"))
    receipt_on = DayField(label=_("Receipt signed on"), initial=today)


class CompletionForm(ActForm):
    on = DayField(label=_("Date of the completion form"), initial=today)


class CopiesForm(ActForm):
    """Which results were copied, and where the copies lie (P-079)."""

    items = forms.ModelMultipleChoiceField(
        label=_("Results copied"), queryset=CaseItem.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    shelf = forms.CharField(label=_("Shelf number of the paper copies"), max_length=40)
    on = DayField(label=_("Copied on"), initial=today)

    def build(self) -> None:
        rows = self.case.items.filter(status__in=results.PASSED).select_related("item", "kept_copy")
        self.fields["items"].queryset = rows
        self.fields["items"].initial = [row.pk for row in rows if not hasattr(row, "kept_copy")]
        self.fields["items"].label_from_instance = copied
        self.fields["shelf"].initial = shelf_of(self.case)


def copied(row: CaseItem) -> str:
    """The item, with the shelf where its copy lies already."""
    kept = getattr(row, "kept_copy", None)
    return f"{row.item.name} · {kept.shelf}" if kept else row.item.name


def shelf_of(case: Case) -> str:
    """Where the last copy went."""
    last = ResultCopy.objects.filter(case_item__case=case).order_by("-at", "-pk").first()
    return last.shelf if last else ""


class ArchiveForm(ActForm):
    shelf = forms.CharField(
        label=_("Shelf number of the paper copies"),
        max_length=40,
        help_text=_("One full set of copies is kept."),
    )
    stays = forms.CharField(
        label=_("By which law the originals stay with the unit"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for originals that lie with a unit; the enterprise reads it."),
    )  # fmt: skip

    def build(self) -> None:
        self.fields["shelf"].initial = shelf_of(self.case)
        if not any(one.unit for one in originals.held(self.case)):
            del self.fields["stays"]
