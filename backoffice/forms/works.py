"""The form of the works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField
from cases.enums_work import WorksEvent


class WorksForm(ActForm):
    """What happened and when; without a day, what was said is taken back."""

    kind = forms.ChoiceField(label=_("What happened"), choices=WorksEvent.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Date"), required=False, help_text=_("Left empty, what was recorded is taken back; say why."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
