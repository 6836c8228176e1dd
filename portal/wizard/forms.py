"""The questions as forms of plain radio buttons; nothing is required, for “not sure yet” is an answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import FactKind
from cases.models import ProjectFact
from cases.queries import facts
from cases.queries.proposal import Proposal
from portal.wizard.answers import FURTHEST_START, LARGEST, LONGEST_WORKS, NO, UNSURE, YES, Answers

YES_NO = [(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))]


def fact_field(row: ProjectFact) -> forms.Field:
    """The field of a fact; its words are those of the row."""
    words: dict[str, Any] = {"label": row.question, "help_text": escape(row.help), "required": False}
    if row.kind == FactKind.NUMBER:
        if row.unit:
            words["label"] = _("%(question)s (%(unit)s)") % {"question": row.question, "unit": row.unit}
        return forms.DecimalField(**words, min_value=Decimal(0), max_value=LARGEST)
    options = list(facts.LISTS[row.code].choices) if row.code in facts.LISTS else YES_NO
    words |= {"required": True, "initial": UNSURE}  # “not sure yet” is marked beforehand: nothing can be forgotten
    return forms.ChoiceField(**words, choices=[*options, (UNSURE, _("Not sure yet"))], widget=forms.RadioSelect)


class FactsForm(forms.Form):
    """The facts, and the two numbers that a schedule needs."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, rows: Sequence[ProjectFact], dates: bool = True, **kwargs: Any) -> None:
        if data is not None:  # an address typed by hand may leave a question out
            data = {row.code: UNSURE for row in rows if row.kind != FactKind.NUMBER} | data.dict()
        super().__init__(data, **kwargs)
        for row in rows:
            self.fields[row.code] = fact_field(row)
        if dates:
            self.fields["start"] = forms.DateField(
                label=_("When can the first item be handed in?"), required=False,
                help_text=_("Empty: today. All dates are counted from this day."),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )  # fmt: skip
            self.fields["works"] = forms.IntegerField(
                label=_("How many calendar days will the works last?"), required=False, min_value=1, max_value=LONGEST_WORKS,
                help_text=_("For example 365. Without it, what follows the works has no date."),
            )  # fmt: skip

    def clean_start(self) -> Any:
        day = self.cleaned_data["start"]
        if day and abs(day - Answers().first_day) > FURTHEST_START - timedelta(days=1):
            raise forms.ValidationError(_("This day is too far away: check the year."))
        return day


class QuestionsForm(forms.Form):
    """The questions of one stage; the name of a field is the code of its item."""

    use_required_attribute = False

    def __init__(self, *args: Any, rows: Iterable[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.item.code] = forms.ChoiceField(
                label=row.question, choices=[*YES_NO, (UNSURE, _("Not sure yet"))], widget=forms.RadioSelect,
                help_text=escape(_("With yes you need “%(item)s”. %(why)s") % {"item": row.item.name, "why": row.item.reason}),
            )  # fmt: skip

    def said(self) -> dict[str, str]:
        """Every question of the page has an answer afterwards; what was left out or is no answer counts as not sure."""
        self.full_clean()
        return {code: self.cleaned_data.get(code) or UNSURE for code in self.fields}
