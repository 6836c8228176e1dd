"""Forms of the material ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text
from cases.models import CaseItem
from cases.queries import ledger
from cases.transitions import ITEM_DONE


class MaterialForm(ActForm):
    """The file or what was filled in, how long it is valid, where it comes from. ``paper``: the (Chinese) name, if it is known."""

    name = forms.CharField(label=_("Name of the paper"), max_length=200)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, JPG, PNG, DOCX or XLSX; all pages in one file if you can.")
    )
    filled = text(
        _("What was filled in"), rows=4, required=False, max_length=4000,
        help_text=_("Instead of a file, or beside it: the entries of a form that you filled in for the enterprise."),
    )  # fmt: skip
    valid_until = DayField(label=_("Valid until"), required=False, help_text=_("Empty: it does not expire."))
    result_of = forms.ModelChoiceField(
        label=_("Result of the item"), queryset=CaseItem.objects.none(), required=False,
        help_text=_("A document of an authority needs no confirmation by the enterprise."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, paper: str = "", **kwargs: Any) -> None:
        self.paper = paper
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.lines = {line.name_zh: line for line in ledger.lines(self.case)}
        self.line = self.lines.get(self.paper)
        self.fields["result_of"].queryset = self.case.items.filter(status__in=ITEM_DONE).select_related("item")
        if self.line is not None:
            self.fields["name"].initial = self.line.name_zh
            self.fields["name"].widget = forms.HiddenInput()
        self.fields["instead_of"].initial = self.standing(self.paper)

    def standing(self, name: str) -> int:
        """The number of the version that is shown; 0: none."""
        line = self.lines.get(name)
        return line.number if line else 0
