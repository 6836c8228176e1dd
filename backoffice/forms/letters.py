"""Forms of the letters of the public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import PlainForm, text
from cases.actions.public_letters import LONGEST
from cases.enums_letters import LetterDesk
from cases.queries import public_letters


class AnswerLetterForm(PlainForm):
    text = text(
        _("Answer"),
        rows=8,
        max_length=LONGEST,
        help_text=_("The writer reads it with number and code. Write nothing about third persons."),
    )


class HandOnForm(PlainForm):
    desk = forms.ChoiceField(label=_("Who answers"), choices=LetterDesk.choices)
    region = forms.ModelChoiceField(label=_("Place"), queryset=None)
    reason = text(_("Reason"), rows=3, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = public_letters.places()


class EntryForm(PlainForm):
    """Nothing but the press of a button."""
