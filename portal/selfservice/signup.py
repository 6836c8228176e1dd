"""What a new person tells besides e-mail and password."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.models import User


class SignupForm(forms.Form):
    """Name and phone, kept on the account."""

    name = forms.CharField(label=_("Your name"), max_length=60)
    phone = forms.RegexField(
        label=_("Mobile phone"),
        regex=r"^\+?[0-9][0-9 \-]{5,20}$",
        help_text=_("Agents call you on this number; it is shown to nobody else."),
        error_messages={"invalid": _("Enter a phone number: digits, spaces and hyphens only, e.g. 138 0000 0000.")},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.phone = self.cleaned_data["phone"]
        user.save(update_fields=["name", "phone"])
