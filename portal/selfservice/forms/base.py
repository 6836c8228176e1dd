"""What every form of the enterprise's pages has: the version of the case, and a way to show a refusal where it belongs."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.exceptions import CaseError, Stale


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ActionForm(forms.Form):
    """A form for one action. ``fields_of`` translates a refused model field to the field that asks for it."""

    fields_of: Mapping[str, str] = {}
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def refuse(self, error: CaseError, version: int | None = None) -> None:
        """Show a refusal at the field to blame, else above the form; nothing typed is lost.

        After ``Stale`` the form carries the new ``version``, so that a second press is a decision taken with open eyes.
        """
        name = self.fields_of.get(error.field or "", error.field)
        self.add_error(name if name in self.fields else None, str(error.message))
        if isinstance(error, Stale) and version is not None:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(version)


class ConfirmForm(ActionForm):
    """Nothing but the press of a button."""


class TextForm(ActionForm):
    """A message to the other side."""

    text = forms.CharField(
        label=_("Your message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files in one field; the cleaned value is a list. Size and type are judged by ``actions.files.store``."""

    widget = MultipleFileInput

    def clean(self, data: object, initial: object = None) -> list[object]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(given)
