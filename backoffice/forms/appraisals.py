"""Forms of appraisals: draft, tell, contest a figure, decide an objection."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.forms.base import PlainForm, text
from cases import appraisal as law
from cases.actions.rowsteps import MOST_DAYS
from cases.enums_appraisal import ObjectionStatus
from cases.models import Case, User
from cases.queries import appraisals
from cases.queries.appraisals import Fact
from cases.queries.past_limit import Late

OBJECTION = 5  # working days, proposed


def said(fact: Fact) -> str:
    """A fact in words; what the person may not see is only counted."""
    row: Any = fact.row
    if row is None:
        return _("a fact that you may not see")
    name = row.project.name if isinstance(row, Case) else getattr(row, "title", None) or row.get_kind_display()
    return f"{row.number} {name}"


class DraftForm(PlainForm):
    """Which place, which time."""

    region = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=None)
    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = appraisals.places(user)
        periods = law.periods_before(timezone.localdate())
        self.fields["period"].choices = [(code, appraisals.period_words(code)) for code in periods]


class TellForm(PlainForm):
    days = forms.IntegerField(
        label=gettext_lazy("Working days for objections"), min_value=1, max_value=MOST_DAYS, initial=OBJECTION
    )


class CancelForm(PlainForm):
    reason = text(gettext_lazy("Why it is cancelled"), rows=3, max_length=300)


class _FactsForm(PlainForm):
    """A form that names facts of a figure, each with what of it is past its limit, and says what goes with one."""

    listed = ""

    def __init__(
        self, *args: Any, facts: list[Fact], late: Mapping[int, list[Late]], by_case: bool, person: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        counted, field = gettext_lazy("%(fact)s: %(count)s of %(of)s"), self.fields[self.listed]
        field.choices = [
            (one.key, self.with_late(str(counted) % {"fact": said(one), "count": one.count, "of": one.of}, one, late))
            for one in facts
        ]
        notes = [field.help_text]
        if by_case:
            notes.append(
                _("A fact is a whole case: with it go all its items in this figure, those decided in time as well.")
            )
        if person:
            notes.append(
                _(
                    "Only this result is counted again; the result of the unit stays as it is unless the unit contests it."
                )
            )
        field.help_text = " ".join(map(str, notes))

    def with_late(self, words: str, fact: Fact, late: Mapping[int, list[Late]]) -> str:
        found = late.get(fact.row.pk, []) if isinstance(fact.row, Case) else []
        return f"{words} ({_('; ').join(map(str, found))})" if found else words


class ContestForm(_FactsForm):
    """What is wrong with a figure."""

    listed = "named"
    text = text(gettext_lazy("Why the figure is wrong"), rows=5, max_length=2000)
    named = forms.MultipleChoiceField(
        label=gettext_lazy("Facts that should not count"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick those you mean; none if you mean the figure as a whole."),
    )


class DecideForm(_FactsForm):
    """Whether the objection is right, and what is taken out.

    ``warned``: what follows when everything that may be taken out is; empty where the criterion keeps a value all the same.
    """

    listed = "excluded"
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(ObjectionStatus.UPHELD, ObjectionStatus.UPHELD.label), (ObjectionStatus.REFUSED, ObjectionStatus.REFUSED.label)],
        widget=forms.RadioSelect,
    )  # fmt: skip
    excluded = forms.MultipleChoiceField(
        label=gettext_lazy("Facts that are taken out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The figure is counted again without them; the figure before is kept."),
    )
    emptied = forms.BooleanField(label=gettext_lazy("Yes, nothing shall be left of this criterion"), required=False)
    reason = text(
        gettext_lazy("Reason of the decision"),
        rows=4,
        max_length=2000,
        help_text=gettext_lazy("It is kept with the objection and told to those it is about."),
    )

    def __init__(self, *args: Any, warned: str, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emptied"].help_text = warned
        if not warned:
            del self.fields["emptied"]
        if asked:
            self.fields["excluded"].help_text += " " + _("Only facts that the objection names are taken out.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("outcome") == ObjectionStatus.UPHELD and not typed.get("excluded"):
            self.add_error("excluded", _("An objection that is upheld takes out one fact at least."))
        if typed.get("outcome") == ObjectionStatus.REFUSED and typed.get("excluded"):
            self.add_error("excluded", _("An objection that is refused takes out no fact."))
        return typed
