"""People and posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.forms.base import DayField, PlainForm, today
from cases.enums import PostRole
from cases.enums_staff import StaffSource
from cases.models import ApprovalItem, ProjectCategory, Stage, Unit, WorkGroup


class OfficerForm(PlainForm):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    email = forms.CharField(
        label=_("E-mail"), max_length=254, help_text=_("The first sign-in is by a code that is sent there.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)


class AppointForm(PlainForm):
    """A post: where, as what, since when, for what."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    role = forms.ChoiceField(label=_("Role"), choices=PostRole.choices)
    group = forms.ModelChoiceField(
        label=pgettext_lazy("work group", "Group"),
        queryset=WorkGroup.objects.all(),
        required=False,
        help_text=_("For a group agent only."),
    )
    since = DayField(label=_("Since"), initial=today)
    categories = forms.ModelMultipleChoiceField(
        label=_("Categories"), queryset=ProjectCategory.objects.all(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A process guide is trained for categories."),
    )  # fmt: skip
    stages = forms.ModelMultipleChoiceField(
        label=_("Stages"), queryset=Stage.objects.all(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("A service agent is trained for stages."),
    )  # fmt: skip
    items = forms.ModelMultipleChoiceField(
        label=_("Items mastered"), queryset=ApprovalItem.objects.filter(active=True), required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}), help_text=_("A service agent masters items of these stages."),
    )  # fmt: skip
    fields_ = forms.CharField(
        label=_("Policy fields"), max_length=200, required=False,
        help_text=_("A policy presenter speaks on fields: plants and production, building for sale, renewal of estates …"),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Source of staff"), choices=StaffSource.choices, initial=StaffSource.OWN)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example the number of the appointment.")
    )

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        for name in ("categories", "stages", "items"):
            data[name] = list(data[name])
        data["fields"] = data.pop("fields_")
        return data


class DismissForm(PlainForm):
    until = DayField(label=_("Last day of the post"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=200)
