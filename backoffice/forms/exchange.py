"""Forms of the simulated exchange with other systems."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import PlainForm, text


class ImportForm(PlainForm):
    """The file; what it has to hold stands beside it."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        help_text=_("The file is tried first: you see what would come in before anything is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ExportForm(PlainForm):
    """Which cases; without a number all that one may see."""

    numbers = text(
        _("Numbers of the cases"), rows=3, required=False, max_length=4000,
        help_text=_("One a line. Leave it empty for all cases that you may see."),
    )  # fmt: skip

    def clean_numbers(self) -> list[str]:
        return re.split(r"[\s,，;；、]+", self.cleaned_data["numbers"])


class NationalForm(ExportForm):
    form = forms.ChoiceField(
        label=_("Form of the tables"),
        choices=[("json", "JSON"), ("csv", "CSV")],
        widget=forms.RadioSelect,
        initial="json",
    )
