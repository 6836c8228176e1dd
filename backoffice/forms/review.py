"""What the joint review confirms: which items stay, which go, which come, who decides them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import RowsForm
from cases.models import ApprovalItem, CaseItem, Unit

KEEP, DROP = "keep", "drop"


def mode_field(row: CaseItem) -> forms.ChoiceField:
    """The ways in which the item may be entrusted (W-012)."""
    choices = [(mode.value, mode.label) for mode in row.item.modes]
    return forms.ChoiceField(choices=choices, initial=row.assist_mode)


class ConfirmItemsForm(RowsForm):
    """One row an item; items of the catalogue may be added."""

    columns = (_("Decision"), _("Deciding unit"), _("Way of service"), _("Reason, if not needed"))
    add = forms.ModelMultipleChoiceField(
        label=_("Add items"),
        queryset=ApprovalItem.objects.none(),
        required=False,
        help_text=_("Hold Ctrl to choose several."),
    )

    def __init__(self, *args: Any, items: list[tuple[CaseItem, list[Unit], Unit | None]], **kwargs: Any) -> None:
        """``items``: item of the case, units that may decide it, the one proposed."""
        self.items = items
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        taken = [row.item_id for row, _units, _proposed in self.items]
        self.fields["add"].queryset = ApprovalItem.objects.filter(active=True).exclude(pk__in=taken)
        for row, units, proposed in self.items:
            code = row.item.code
            fields: dict[str, forms.Field] = {
                f"decision_{code}": forms.ChoiceField(
                    choices=[(KEEP, _("Needed")), (DROP, _("Not needed"))], initial=KEEP
                ),
                f"unit_{code}": forms.ChoiceField(
                    choices=[("", _("Not known yet")), *((str(unit.pk), unit.name) for unit in units)],
                    initial=str(proposed.pk) if proposed else "",
                    required=False,
                ),
                f"mode_{code}": mode_field(row),
                f"reason_{code}": forms.CharField(required=False, max_length=300),
            }
            self.add_row(f"{code} {row.item.name}", fields, note=row.why or row.item.reason, group=row.item.stage.name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row, _units, _proposed in self.items:
            code = row.item.code
            if cleaned.get(f"decision_{code}") == DROP and not cleaned.get(f"reason_{code}"):
                self.add_error(f"reason_{code}", _("Say why this item is not needed."))
        return cleaned

    def keep(self) -> dict[str, dict[str, Any]]:
        """Item code → unit and mode."""
        kept = {}
        for row, units, _proposed in self.items:
            code = row.item.code
            if self.cleaned_data[f"decision_{code}"] == KEEP:
                by_pk = {str(unit.pk): unit for unit in units}
                kept[code] = {
                    "unit": by_pk.get(self.cleaned_data[f"unit_{code}"]),
                    "mode": self.cleaned_data[f"mode_{code}"],
                }
        return kept

    def drop(self) -> dict[str, str]:
        """Item code → reason."""
        codes = [row.item.code for row, _units, _proposed in self.items]
        return {
            code: self.cleaned_data[f"reason_{code}"] for code in codes if self.cleaned_data[f"decision_{code}"] == DROP
        }

    def added(self) -> list[str]:
        return [item.code for item in self.cleaned_data["add"]]
