"""Forms of meetings and opinions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, RowsForm, text, today
from cases.actions.meeting_tasks import Decided
from cases.enums import ItemStatus, MeetingKind, Verdict
from cases.models import CaseItem, Meeting, StoredFile, Unit
from cases.queries import files

CLOSED = (ItemStatus.DROPPED, ItemStatus.DONE_BEFORE)  # items that no meeting is about
LEAST_ROWS, MOST_ROWS = 3, 40


class HourField(forms.TimeField):
    """A time of day that may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(label=_("Time of day"), required=False, widget=widget, **kwargs)


class CallForm(ActForm):
    """What kind of meeting, when, where, and who is asked."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), widget=forms.RadioSelect)
    planned_on = DayField(label=_("Date"))
    at = HourField()
    place = forms.CharField(label=_("Place"), max_length=200)
    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("Units invited"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Proposed from the items and the groups."),
    )
    items = forms.ModelMultipleChoiceField(
        label=_("Items it is about"),
        queryset=CaseItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    files = forms.ModelMultipleChoiceField(
        label=_("Materials for those invited"),
        queryset=StoredFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They find them with the meeting, to read before it."),
    )
    late_reason = forms.CharField(label=_("Reason for the later date"), max_length=300, required=False)

    def __init__(self, *args: Any, kinds: list[MeetingKind], units: Any, late: str = "", **kwargs: Any) -> None:
        self.kinds, self.units, self.late = kinds, units, late
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.kinds]
        self.fields["kind"].initial = self.kinds[0].value if self.kinds else None
        self.fields["units"].queryset = self.units
        self.fields["items"].queryset = (
            self.case.items.exclude(status__in=CLOSED).select_related("item").order_by("item__code")
        )
        self.fields["files"].queryset = files.visible_to(self.user).filter(case=self.case).order_by("-uploaded_at")
        for name in ("items", "files"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]
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
    at = HourField()
    place = forms.CharField(label=_("Place"), max_length=200)
    reason = text(_("Reason"), rows=3, max_length=300, help_text=_("The units invited and the enterprise read it."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.meeting = meeting
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        for name in ("planned_on", "at", "place"):
            self.fields[name].initial = getattr(self.meeting, name)


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


class MinutesForm(RowsForm):
    """What happened, who came, what was decided; ``late``: a generation meeting that may have been put off too long (P-024)."""

    row_header = _("Decision")
    columns = (_("What was decided"), _("Responsible unit"), _("By when"))
    more_label = _("More rows")
    held_on = DayField(label=_("Held on"), initial=today)
    at = HourField()
    attended = forms.ModelMultipleChoiceField(
        label=_("Units that came"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick who was there. With none ticked the minutes name only who was invited."),
    )
    people = forms.CharField(label=_("Who came (names)"), max_length=500, required=False)
    minutes = text(_("Minutes"), rows=10, help_text=_("What was said. It is printed and kept."))
    late_reason = forms.CharField(label=_("Reason for the later date"), max_length=300, required=False)
    how_many = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_ROWS)

    def __init__(self, *args: Any, meeting: Meeting, late: bool, units: list[Unit], **kwargs: Any) -> None:
        self.meeting, self.late, self.able = meeting, late, units
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if not self.late:
            del self.fields["late_reason"]
        self.fields["at"].initial = self.meeting.at
        self.fields["attended"].queryset = self.meeting.units.order_by("code")
        units = [("", _("Nobody in particular")), *((str(unit.pk), unit.name) for unit in self.able)]
        self.count = self.row_count(LEAST_ROWS, MOST_ROWS)
        for n in range(self.count):
            fields: dict[str, forms.Field] = {
                f"what_{n}": forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})),
                f"unit_{n}": forms.ChoiceField(choices=units, required=False),
                f"due_{n}": DayField(required=False),
            }
            self.add_row(str(_("Decision %(n)s")) % {"n": n + 1}, fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(self.count):
            what, unit, due = (cleaned.get(f"{name}_{n}") for name in ("what", "unit", "due"))
            if (unit or due) and not what:
                self.add_error(f"what_{n}", _("Say what was decided."))
            if due and not unit:
                self.add_error(f"unit_{n}", _("Name the unit that has to do it by this day."))
        return cleaned

    def decided(self) -> list[Decided]:
        """The rows that were filled in."""
        data, units = self.cleaned_data, {str(unit.pk): unit for unit in self.able}
        return [
            Decided(data[f"what_{n}"], units.get(data[f"unit_{n}"]), data[f"due_{n}"])
            for n in range(self.count)
            if data.get(f"what_{n}")
        ]


class TaskForm(ActForm):
    """When a task of a meeting was done, and what came of it."""

    on = DayField(label=_("Done on"), initial=today)
    result = text(_("Result"), rows=3, max_length=500, required=False)
