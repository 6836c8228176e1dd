"""Forms of the enterprise's side of the material ledger."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.queries.ledger import Line
from portal.selfservice.forms.base import ActionForm, DateInput


class MaterialForm(ActionForm):
    """One paper, or its next version. ``line``: the paper, when the ledger knows it."""

    name = forms.CharField(label=_("Name of the paper"), max_length=200)
    upload = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPG, PNG, DOCX or XLSX, 20 MB at most; all pages in one file if you can."),
        error_messages={"required": _("Choose the file first, then press the button.")},
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=DateInput(), help_text=_("Empty: it does not expire.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fields_of = {"file": "upload"}

    def __init__(self, *args: Any, line: Line | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead_of"].initial = line.number if line else 0
        if line is not None:
            self.fields["name"].initial = line.name_zh
            self.fields["name"].widget = forms.HiddenInput()


class ObjectionForm(ActionForm):
    reason = forms.CharField(
        label=_("What is wrong?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class LatePaperForm(ActionForm):
    """The paper that was promised for later."""

    upload = forms.FileField(
        label=_("The promised paper"), help_text=_("PDF, JPG, PNG, DOCX or XLSX, 20 MB at most; all pages in one file if you can."),
        error_messages={"required": _("Choose the file first, then press the button.")},
    )  # fmt: skip
    fields_of = {"file": "upload"}


class PaymentForm(ActionForm):
    """When a charge was paid, with the proof."""

    on = forms.DateField(label=_("Paid on"), widget=DateInput(), initial=timezone.localdate)
    upload = forms.FileField(
        label=_("Proof of payment"), help_text=_("The receipt of the authority or of the bank, as PDF or picture."),
        error_messages={"required": _("Choose the file first, then press the button.")},
    )  # fmt: skip
    fields_of = {"file": "upload"}
