"""Forms of hand-overs with windows and between groups."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.actions.windows import MOST, Meeting, Paper, slip_of
from cases.enums import ItemStatus
from cases.enums_finish import HandedKind, WindowWay
from cases.models import CaseItem, Unit
from cases.queries import results, supervision
from cases.queries.groups import Standing

COPIES = re.compile(r"\d{1,3}")


class WindowForm(ActForm):
    """Which way, which window, who stood there, and the list."""

    way = forms.ChoiceField(
        label=_("Direction"), choices=WindowWay.choices, widget=forms.RadioSelect, initial=WindowWay.FROM_WINDOW
    )
    unit = forms.ModelChoiceField(label=_("Unit of the window"), queryset=Unit.objects.none())
    window = forms.CharField(label=_("Window"), max_length=60, help_text=_("As it is signed in the hall."))
    on = DayField(label=_("Date"), initial=today)
    window_person = forms.CharField(label=_("Person at the window"), max_length=60)
    agency_person = forms.CharField(label=_("Person of the agency"), max_length=60)
    slips = forms.ModelMultipleChoiceField(
        label=_("Acceptance slips"), queryset=CaseItem.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    results = forms.ModelMultipleChoiceField(
        label=_("Results"), queryset=CaseItem.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = text(
        _("Other papers"), rows=3, required=False, max_length=4000,
        help_text=_("One a line: name, number, copies. Number and copies may be left out."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def build(self) -> None:
        items = self.case.items.select_related("item", "unit")
        open_ones = (ItemStatus.PROPOSED, ItemStatus.CONFIRMED, ItemStatus.DROPPED, ItemStatus.DONE_BEFORE)
        self.fields["slips"].queryset = items.exclude(status__in=open_ones)
        self.fields["results"].queryset = items.filter(status__in=results.PASSED)
        self.fields["unit"].queryset = supervision.units_to_choose(self.case)
        self.fields["agency_person"].initial = self.user.name

    def clean_others(self) -> list[Paper]:
        """Each line as a paper; the last part is the number of copies where it is one."""
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most %(most)s papers at once."), params={"most": MOST})
        return [self.paper(re.split(r"[,，;；]", line)) for line in lines]

    def paper(self, parts: list[str]) -> Paper:
        parts = [part.strip() for part in parts]
        copies = int(parts.pop()) if len(parts) > 1 and COPIES.fullmatch(parts[-1]) else 1
        name, number = parts[0], " ".join(part for part in parts[1:] if part)
        if len(name) > 200 or len(number) > 100:
            raise forms.ValidationError(_("A name has at most 200 characters, a number at most 100."))
        return Paper(name, number=number, copies=copies)

    def met(self) -> Meeting:
        """Who met where."""
        names = ("way", "unit", "window", "on", "window_person", "agency_person", "note")
        return Meeting(**{name: self.cleaned_data[name] for name in names})

    def papers(self) -> list[Paper]:
        """The whole list: slips and results of items, then the others."""
        data = self.cleaned_data
        slips = [slip_of(row) for row in data["slips"]]
        made = [
            Paper(row.item.result_zh or row.item.name_zh, HandedKind.RESULT, row.file_number, item=row)
            for row in data["results"]
        ]
        return [*slips, *made, *data["others"]]


class HandForm(ActForm):
    """Which group hands over to which, with what."""

    way = forms.ChoiceField(label=_("From and to"), widget=forms.RadioSelect)
    papers = text(_("Papers handed over"), rows=3, required=False, max_length=2000, help_text=_("One a line."))
    note = text(_("What the next group has to know"), rows=3, required=False, max_length=500)

    def __init__(self, *args: Any, owed: list[tuple[Standing, Standing]], **kwargs: Any) -> None:
        self.owed = {f"{giver.group.pk}-{taker.group.pk}": (giver.group, taker.group) for giver, taker in owed}
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["way"].choices = [
            (key, f"{giver.name} → {taker.name}") for key, (giver, taker) in self.owed.items()
        ]
        self.fields["way"].initial = next(iter(self.owed), None)

    def values(self) -> dict[str, Any]:
        typed = super().values()
        giver, taker = self.owed[typed.pop("way")]
        return typed | {"giver": giver, "taker": taker}


class TakeForm(ActForm):
    remark = text(_("Remark"), rows=3, required=False, max_length=500)
