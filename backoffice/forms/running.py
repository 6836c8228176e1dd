"""Forms of urging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text
from cases.listwords import listed
from cases.queries import lamps
from cases.queries.urging import Matter
from home.words import workdays_left


class UrgeForm(ActForm):
    """Which of the open things, and what has to happen."""

    key = forms.ChoiceField(label=_("What is urged"), widget=forms.RadioSelect)
    text = text(_("What has to happen now"), rows=3, max_length=500)

    def __init__(self, *args: Any, matters: list[Matter], **kwargs: Any) -> None:
        self.matters = matters
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["key"].choices = [(one.key, self.words(one)) for one in self.matters]

    def words(self, one: Matter) -> str:
        """The thing, how late it is, and who has it."""
        left = [workdays_left(lamps.days_left(one.due))] if one.due else []
        return " · ".join([one.name, *left, listed(user.name for user in one.people)])


class AcknowledgeForm(ActForm):
    answer = text(_("What I will do, and by when"), rows=3, max_length=500)
