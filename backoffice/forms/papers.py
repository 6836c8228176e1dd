"""Forms of agreements and signed papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text


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


class RejectPaperForm(ActForm):
    reason = forms.CharField(
        label=_("What is wrong with the paper"),
        max_length=200,
        help_text=_("The enterprise reads this and hands in a new one."),
    )
