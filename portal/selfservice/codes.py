"""The forms in which a code from a mail is typed: the field bears the same name beside it and in an error."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class EmailCodeForm(forms.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("One-time code")


class SignInCodeForm(forms.ConfirmLoginCodeForm):
    """The code instead of a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("One-time code")
