"""What a report is of, and to whom it is sent; what is set of a phase of the rollout."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from backoffice.forms.base import DayField, PlainForm, text
from cases import rhythms
from cases.actions.rollout import Facts
from cases.counting import Period
from cases.enums_reports import Phase, Rhythm
from cases.models import Region, User
from cases.queries import rollout, summaries
from cases.reports.base import Report

OFFERED = {Rhythm.WEEK: 12, Rhythm.MONTH: 18, Rhythm.YEAR: 4}
OLDEST = 2000


class TimeField(forms.ChoiceField):
    """A week, month or year: the last ones are offered, others may stand in an address."""

    def valid_value(self, value: str) -> bool:
        return True


class SummaryForm(forms.Form):
    """Which place, which time. It sends by GET."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), to_field_name="code", empty_label=None
    )
    time = TimeField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, user: User, report: Report, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.today = report, today
        self.fields["region"].queryset = summaries.regions(user)  # type: ignore[attr-defined]
        self.fields["time"].choices = [  # type: ignore[attr-defined]
            (rhythm.label, [_choice(rhythm, rhythms.around(rhythm, today, back)) for back in range(OFFERED[rhythm])])
            for rhythm in report.rhythms
        ]

    def clean_time(self) -> str:
        """A time that there is, in a rhythm of the report, that has begun."""
        said = str(self.cleaned_data["time"])
        try:
            rhythm, period = rhythms.parse(said)
        except ValueError:
            raise forms.ValidationError(_("There is no such week, month or year.")) from None
        if rhythm not in self.report.rhythms:
            raise forms.ValidationError(_("This report does not come in this rhythm."))
        if not period.start.year >= OLDEST or period.start > self.today:
            raise forms.ValidationError(_("This time has not begun, or lies too far back."))
        return said


def first_time(report: Report, today: date) -> str:
    """What is shown when nothing is chosen: the year as it stands, or the last month or week that is over."""
    rhythm = report.rhythms[0]
    return rhythms.key(rhythm, rhythms.around(rhythm, today, int(rhythm != Rhythm.YEAR)))


def _choice(rhythm: Rhythm, period: Period) -> tuple[str, str]:
    return rhythms.key(rhythm, period), rhythms.words(rhythm, period)


class SubscribeForm(PlainForm):
    """Of which place, how often, in which language."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), to_field_name="code", empty_label=None
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("How often"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, user: User, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = summaries.regions(user)  # type: ignore[attr-defined]
        self.fields["rhythm"].choices = [(rhythm.value, rhythm.label) for rhythm in report.rhythms]  # type: ignore[attr-defined]


class PhaseFields(PlainForm):
    """What is set of a phase, and why."""

    begins = DayField(label=gettext_lazy("Begins"))
    planned_end = DayField(label=gettext_lazy("Planned end"), required=False)
    ended_on = DayField(label=gettext_lazy("Really ended"), required=False)
    evaluation = text(
        pgettext_lazy("phase", "Evaluation"), rows=5, max_length=4000, required=False,
        help_text=gettext_lazy("What the phase has shown. It is needed when the phase ends."),
    )  # fmt: skip
    reason = text(
        gettext_lazy("Reason"), rows=2, max_length=500, help_text=gettext_lazy("The reason is kept in the log.")
    )

    def facts(self) -> Facts:
        """What was typed, as the domain takes it."""
        names = ("begins", "planned_end", "ended_on", "evaluation")
        return Facts(**{name: self.cleaned_data[name] for name in names})


class AddPhaseForm(PhaseFields):
    """A phase of a region."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), to_field_name="code", empty_label=None
    )
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices)
    field_order = ("region", "phase")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = rollout.settable(user)  # type: ignore[attr-defined]


class ChangePhaseForm(PhaseFields):
    """The same phase, set otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)
