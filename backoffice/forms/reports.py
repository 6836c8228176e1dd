"""Forms of the work log and of weekly reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, PlainForm, text, today
from cases.models import User


class LogForm(PlainForm):
    """The own words of a day."""

    day = DayField(label=_("Day"), initial=today)
    text = text(_("Own words"), rows=5, max_length=4000)


class LogFilter(forms.Form):
    """Whose log, from when to when. It sends by GET."""

    agent = forms.ModelChoiceField(label=_("Agent"), queryset=User.objects.none(), required=False, empty_label=None)
    since = DayField(label=_("First day"), required=False)
    until = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, agents: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = User.objects.filter(pk__in=[user.pk for user in agents])


class ReportForm(PlainForm):
    """The three fixed parts."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    progress = text(_("Progress of the projects"), rows=14, max_length=20000)
    problems = text(_("Problems"), rows=8, max_length=20000)
    suggestions = text(_("Suggestions"), rows=8, max_length=20000)
    hand_in = forms.BooleanField(label=_("Hand it in for approval now"), required=False)


class ApproveForm(PlainForm):
    """The report as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(ApproveForm):
    """The same, with the reason."""

    why = text(_("What has to be changed"), rows=3, max_length=500)
