"""Keeping ticks, and choosing the case that they are shared with."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.daywords import date_words
from cases.models import Case, Enterprise, TickedList
from portal.selfservice.forms.base import ActionForm

NEW = ""
WAYS = [
    ("replace", _("These ticks take the place of the old ones")),
    ("add", _("These ticks are added to the old ones")),
]


class KeepForm(ActionForm):
    """For whom, and into which list."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    enterprise = forms.ModelChoiceField(
        label=_("For which enterprise?"), queryset=Enterprise.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    into = forms.ModelChoiceField(
        label=_("Where to?"), queryset=TickedList.objects.none(), to_field_name="uuid", required=False, blank=True,
        empty_label=_("A new list"), widget=forms.RadioSelect,
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("If a list was kept before"), choices=WAYS, initial="replace", required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, enterprises: Any, lists: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = list(enterprises)
        self.fields["enterprise"].queryset = enterprises
        if not mine:
            del self.fields["enterprise"]
        elif len(mine) == 1:
            self.fields["enterprise"].widget = forms.HiddenInput()
            self.initial.setdefault("enterprise", mine[0].pk)
        self.fields["into"].queryset = lists
        self.fields["into"].label_from_instance = list_label
        if not lists:
            del self.fields["into"], self.fields["way"]


def list_label(ticked: TickedList) -> str:
    """A kept list among others: when, by whom, how many, for which cases."""
    have = len(ticked.marked.have)
    words = {
        "day": date_words(timezone.localtime(ticked.saved_at), short=True),
        "name": ticked.by.name,
        "papers": ngettext("%(n)d paper", "%(n)d papers", have) % {"n": have},
    }
    said = str(_("The list kept on %(day)s by %(name)s, %(papers)s") % words)
    projects = [share.case.project.name for share in ticked.shares.all() if share.taken_back_at is None]
    return " · ".join([said, *projects])


class ShareForm(ActionForm):
    """The case whose people may see the list."""

    case = forms.ModelChoiceField(
        label=_("With which case?"), queryset=Case.objects.none(), to_field_name="uuid", empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases
        self.fields["case"].label_from_instance = lambda row: " · ".join(filter(None, (row.project.name, row.number)))
