"""Items taken out and brought in after signing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text
from cases.enums import AssistMode, ItemStatus
from cases.models import ApprovalItem


class DropItemForm(ActForm):
    reason = text(
        _("Reason"), rows=3, max_length=400, help_text=_("The enterprise reads this sentence; it stays with the item.")
    )


class AddItemForm(ActForm):
    """One item of the catalogue that the case has not got."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=ApprovalItem.objects.none(), empty_label=_("Choose …"))
    mode = forms.ChoiceField(
        label=_("Way of service"),
        choices=[("", _("As usual for this item")), *AssistMode.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = text(
        _("Reason"), rows=3, max_length=400, help_text=_("The enterprise reads this sentence; it stays with the item.")
    )

    def build(self) -> None:
        held = self.case.items.exclude(status=ItemStatus.DROPPED).values("item")
        free = ApprovalItem.objects.filter(active=True).exclude(pk__in=held)
        self.fields["item"].queryset = free.order_by("stage__order", "code")
        self.fields["item"].label_from_instance = lambda item: f"{item.code} {item.name}"

    def values(self) -> dict[str, Any]:
        data = super().values()
        return data | {"code": data.pop("item").code}
