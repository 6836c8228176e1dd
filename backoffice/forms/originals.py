"""The form of a hand-over of originals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, RowsForm, today
from cases.actions.originals import MAX_COPIES, Facts
from cases.enums_papers import BETWEEN_UNITS, Handover
from cases.models import Unit
from cases.queries import ledger, originals


class HandoverForm(RowsForm):
    """Which originals change hands, how many, between whom. Only what is there can be given away."""

    columns = (_("Copies"),)
    row_header = _("Paper")
    on = DayField(label=_("Date"), initial=today)
    giver = forms.CharField(label=_("Handed over by"), max_length=60)
    taker = forms.CharField(label=_("Received by"), max_length=60)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = Handover(kind) if kind in Handover.values else Handover.TAKEN
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if self.kind in BETWEEN_UNITS:
            self.fields["unit"].queryset = Unit.objects.filter(region=self.case.region).order_by("code")
        else:
            del self.fields["unit"]
        inward = self.kind in {Handover.TAKEN, Handover.FETCHED}
        self.fields["taker" if inward else "giver"].initial = self.user.name
        if self.kind not in BETWEEN_UNITS:
            self.fields["giver" if inward else "taker"].initial = self.case.project.contact_name
        self.names: dict[str, str] = {}
        for number, (name_zh, name, note) in enumerate(self.choices()):
            self.names[f"copies_{number}"] = name_zh
            field = forms.IntegerField(min_value=0, max_value=MAX_COPIES, required=False)
            self.add_row(name, {f"copies_{number}": field}, note=note)

    def choices(self) -> list[tuple[str, str, str]]:
        """Papers that can change hands: (Chinese name, name, what is known)."""
        if self.kind == Handover.TAKEN:
            lines = ledger.lines(self.case)
            return [(line.name_zh, line.name, _asked(line)) for line in lines if not line.only_electronic]
        found: dict[str, tuple[str, str, str]] = {}
        for one in originals.held(self.case):
            if (one.unit is not None) == (self.kind == Handover.FETCHED):
                place = f"{one.unit.name} × {one.copies}" if one.unit else f"× {one.copies}"
                known = found.get(one.paper_zh)
                found[one.paper_zh] = (one.paper_zh, one.paper, f"{known[2]} · {place}" if known else place)
        return list(found.values())

    def facts(self) -> Facts:
        """What was typed, as the domain takes it."""
        data = self.cleaned_data
        return Facts(
            kind=self.kind, on=data["on"], giver=data["giver"], taker=data["taker"], unit=data.get("unit"),
            note=data["note"], papers={self.names[field]: data[field] for field in self.names if data.get(field)},
        )  # fmt: skip


def _asked(line: ledger.Line) -> str:
    return f"{line.asked.get_form_display()} × {line.asked.copies}" if line.asked else ""
