"""Forms of the liaison officer and of pilot projects."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.forms.base import ActForm, text


class OfficerForm(ActForm):
    """Who of the authorities looks after the enterprise."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    unit = forms.CharField(label=_("Unit"), max_length=100)
    post = forms.CharField(label=_("Post of the officer"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30)

    def build(self) -> None:
        for name in ("name", "unit", "post", "phone"):
            self.fields[name].initial = getattr(self.case, f"officer_{name}")


class PilotForm(ActForm):
    reason = text(_("Reason"), rows=3, max_length=300)
