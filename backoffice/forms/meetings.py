"""Forms of meetings and opinions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.enums import MeetingKind, Verdict
from cases.models import CaseItem, Meeting, Unit


class CallForm(ActForm):
    """What kind of meeting, when, where, and who is asked."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), widget=forms.RadioSelect)
    planned_on = DayField(label=_("Date"))
    place = forms.CharField(label=_("Place"), max_length=200)
    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("Units invited"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Proposed from the items and the groups."),
    )
    late_reason = forms.CharField(label=_("Reason for the later date"), max_length=300, required=False)

    def __init__(self, *args: Any, kinds: list[MeetingKind], units: Any, late: str = "", **kwargs: Any) -> None:
        self.kinds, self.units, self.late = kinds, units, late
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.kinds]
        self.fields["kind"].initial = self.kinds[0].value if self.kinds else None
        self.fields["units"].queryset = self.units
        if self.late:
            self.fields["late_reason"].help_text = self.late
        else:
            del self.fields["late_reason"]


class ChangeForm(ActForm):
    """Another day or place, or not at all; the reason is read by all who were told of the meeting."""

    MOVE, CANCEL = "move", "cancel"
    what = forms.ChoiceField(
        label=_("What changes"),
        choices=[(MOVE, _("It takes place on another day or elsewhere")), (CANCEL, _("It is cancelled"))],
        widget=forms.RadioSelect,
        initial=MOVE,
    )
    planned_on = DayField(label=_("Date"))
    place = forms.CharField(label=_("Place"), max_length=200)
    reason = text(_("Reason"), rows=3, max_length=300, help_text=_("The units invited and the enterprise read it."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.meeting = meeting
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["planned_on"].initial, self.fields["place"].initial = self.meeting.planned_on, self.meeting.place


class OpinionForm(ActForm):
    """A unit's opinion: on compliance and feasibility, or on one item."""

    unit = forms.ModelChoiceField(
        label=_("Unit that gives the opinion"), queryset=Unit.objects.none(), empty_label=None
    )
    case_item = forms.ModelChoiceField(
        label=_("Item"), queryset=CaseItem.objects.none(), required=False, empty_label=_("The project as a whole")
    )
    compliance = forms.ChoiceField(label=_("Compliance"), choices=Verdict.choices, widget=forms.RadioSelect)
    feasibility = forms.ChoiceField(label=_("Feasibility"), choices=Verdict.choices, widget=forms.RadioSelect)
    text = text(_("Opinion"), rows=5, required=False, help_text=_("Conditions and objections need their grounds."))

    def __init__(self, *args: Any, meeting: Meeting, units: Any, **kwargs: Any) -> None:
        self.meeting, self.units = meeting, units
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["unit"].queryset = self.units
        self.fields["unit"].initial = self.units.first()
        if self.meeting.kind == MeetingKind.GENERATION:
            del self.fields["case_item"]
        else:
            self.fields["case_item"].queryset = self.case.items.select_related("item")
            self.fields["feasibility"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {cleaned.get("compliance"), cleaned.get("feasibility")}
        if said & {Verdict.CONDITIONS, Verdict.DISAGREE} and not cleaned.get("text"):
            self.add_error("text", _("Say which conditions, or why the unit does not agree."))
        return cleaned


class MinutesForm(ActForm):
    """What happened; ``late``: a generation meeting that may have been put off too long (P-024)."""

    held_on = DayField(label=_("Held on"), initial=today)
    minutes = text(
        _("Minutes"), rows=10, help_text=_("Who was there, what was said, what was decided. It is printed and kept.")
    )
    late_reason = forms.CharField(label=_("Reason for the later date"), max_length=300, required=False)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        self.late = late
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if not self.late:
            del self.fields["late_reason"]
