"""Forms of agreements and signed papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.enums import Side


class OfferForm(ActForm):
    """The contents of the service that the document names, one in a line."""

    contents = text(
        _("Contents of the service"),
        rows=8,
        required=False,
        help_text=_("One in a line. Leave it empty for the contents of the scheme."),
    )

    def lines(self) -> list[str] | None:
        found = [line.strip() for line in self.cleaned_data["contents"].splitlines() if line.strip()]
        return found or None


class ScanForm(ActForm):
    """The scan of a paper that was signed by hand, and who signed it."""

    upload = forms.FileField(
        label=_("Scan of the signed paper"), help_text=_("PDF, JPG or PNG, all pages in one file.")
    )
    sides = forms.MultipleChoiceField(
        label=_("Who signed on it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who has signed the paper.")},
    )
    signer_name = forms.CharField(label=_("Name of whoever signed"), max_length=60)
    signed_on = DayField(label=_("Signed on"))

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        self.open_sides = sides
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["sides"].choices = [(side.value, side.label) for side in self.open_sides]
        self.fields["signed_on"].initial = today()


class RejectPaperForm(ActForm):
    reason = forms.CharField(
        label=_("What is wrong with the paper"),
        max_length=200,
        help_text=_("The enterprise reads this and hands in a new one."),
    )
