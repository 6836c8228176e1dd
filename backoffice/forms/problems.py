"""Forms of problems and requests to departments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text
from cases.enums import ItemStatus
from cases.enums_work import ProblemKind
from cases.models import CaseItem, Unit


class ProblemForm(ActForm):
    """What it is, what it is about, which units are needed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ProblemKind.choices, widget=forms.RadioSelect)
    case_item = forms.ModelChoiceField(
        label=_("Item"), queryset=CaseItem.objects.none(), required=False, empty_label=_("The project as a whole")
    )
    text = text(_("What the problem is, and what was tried"), rows=5, max_length=2000)
    wanted = forms.ModelMultipleChoiceField(
        label=_("Units needed"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        self.units = units
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["kind"].initial = ProblemKind.PROBLEM.value
        self.fields["case_item"].queryset = self.case.items.exclude(status=ItemStatus.DROPPED).select_related("item")
        self.fields["wanted"].queryset = self.units


class TakeUpForm(ActForm):
    plan = text(_("What will be done"), rows=3, required=False, max_length=500)


class ProblemMeetingForm(ActForm):
    """When, where, who: the units needed are proposed."""

    planned_on = DayField(label=_("Date"))
    place = forms.CharField(label=_("Place"), max_length=200)
    units = forms.ModelMultipleChoiceField(
        label=_("Units invited"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        self.units = units
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["units"].queryset = self.units


class EscalateForm(ActForm):
    why = text(_("Why it cannot be solved here"), rows=4, max_length=500)


class SolveForm(ActForm):
    result = text(_("How it was solved"), rows=4, max_length=2000)
