"""What the enterprise says about each item: take it or not, how, done already, and the answer to its question."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.applications import Choice
from cases.enums import AssistMode
from cases.models import CaseItem
from cases.queries.proposal import Proposal
from portal.selfservice.forms.base import ActionForm, DateInput

ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]


class ItemForm(forms.Form):
    """One row; prefixed with the code of the item."""

    taken = forms.BooleanField(required=False)
    answer = forms.ChoiceField(choices=ANSWERS, required=False, widget=forms.RadioSelect)
    mode = forms.ChoiceField(
        label=_("Way of service"), choices=AssistMode.choices, required=False, widget=forms.RadioSelect
    )
    done = forms.BooleanField(label=_("We have this one already"), required=False)
    done_on = forms.DateField(label=_("Date of the result"), required=False, widget=DateInput())
    done_reference = forms.CharField(label=_("File number of the result"), max_length=100, required=False)

    def __init__(self, *args: Any, proposal: Proposal, held: CaseItem | None, **kwargs: Any) -> None:
        self.proposal, self.held, self.item = proposal, held, proposal.item
        said = "yes" if proposal.answer else "no" if proposal.answer is False else "unsure"
        self.answered_before = said
        initial = {
            "taken": held is not None,
            "answer": said,
            "mode": held.assist_mode if held and held.assist_mode in proposal.modes else proposal.modes[0],
            "done": bool(held and held.status == "done_before"),
            "done_on": held.done_on if held else None,
            "done_reference": held.done_reference if held else "",
        }
        super().__init__(*args, prefix=self.item.code, initial=initial, auto_id="%s", **kwargs)
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in proposal.modes]
        self.assist_only = AssistMode.ACT not in proposal.modes

    @property
    def open(self) -> bool:
        """Whether the fold with the finer choices should stand open."""
        return bool(self.errors) or bool(self["done"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("done") and not data.get("done_on") and "done_on" not in self.errors:
            self.add_error(
                "done_on", _("When was the result issued? Enter the date on it, or untick “We have this one already”.")
            )
        if data.get("done_on") and data["done_on"] > timezone.localdate():
            self.add_error("done_on", _("This date lies in the future. Enter the date on the result."))
        return data

    def answer_changed(self) -> bool:
        return bool(self.cleaned_data.get("answer")) and self.cleaned_data["answer"] != self.answered_before

    def choice(self) -> Choice:
        """A changed answer decides; else the tick does (W-013: all or some)."""
        data = self.cleaned_data
        taken = data["taken"] or data["done"]
        if self.answer_changed() and data["answer"] != "unsure":
            taken = data["answer"] == "yes" or data["done"]
        return Choice(
            taken=taken,
            mode=data["mode"],
            done=data["done"],
            done_on=data["done_on"] if data["done"] else None,
            done_reference=data["done_reference"] if data["done"] else "",
        )


class ItemsForm(ActionForm):
    """All rows with one version; a refusal of the domain names ``done_on_<code>``."""

    def __init__(self, *args: Any, proposals: list[Proposal], held: dict[str, CaseItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [
            ItemForm(self.data if self.is_bound else None, proposal=row, held=held.get(row.item.code))
            for row in proposals
        ]

    def is_valid(self) -> bool:
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)

    def groups(self) -> list[tuple[str, list[ItemForm]]]:
        names = ("needed", "depends", "not_needed")
        return [(name, [row for row in self.rows if row.proposal.group == name]) for name in names]

    def all_forms(self) -> list[forms.Form]:
        """For the error summary."""
        return [self, *self.rows]

    def choices(self) -> dict[str, Choice]:
        """Rows that are or become part of the application; the rest is left alone."""
        found = {row.item.code: row.choice() for row in self.rows}
        return {row.item.code: found[row.item.code] for row in self.rows if row.held or found[row.item.code].taken}

    def answers(self) -> dict[str, str]:
        return {row.item.code: row.cleaned_data["answer"] for row in self.rows if row.answer_changed()}
