"""The form of a screen that shows the wall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import PlainForm


class DisplayForm(PlainForm):
    name = forms.CharField(
        label=_("Where the screen hangs"), max_length=60, help_text=_("So that you know it again when you stop it.")
    )
