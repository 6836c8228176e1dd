"""Forms of supervision orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text
from cases.actions.supervision import BY_WORDS, MOST_DAYS
from cases.enums import ItemStatus
from cases.enums_work import OrderGround
from cases.models import CaseItem, Unit
from cases.queries import supervision

DAYS = 3  # proposed


def _days() -> forms.IntegerField:
    return forms.IntegerField(label=_("Working days to answer"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class OrderForm(ActForm):
    """What the order rests on, to whom it goes, what has to be done, by when."""

    rests_on = forms.ChoiceField(
        label=_("What it rests on"),
        widget=forms.RadioSelect,
        help_text=_("First what the record shows today; below it what an inspection or a complaint showed."),
    )
    unit = forms.ModelChoiceField(label=_("Unit addressed"), queryset=Unit.objects.none())
    case_item = forms.ModelChoiceField(
        label=_("Item"),
        queryset=CaseItem.objects.none(),
        required=False,
        empty_label=_("The project as a whole"),
        help_text=_("For an inspection or a complaint; a fact of the record names its item itself."),
    )
    demand = text(_("What has to be done"), rows=4, max_length=2000)
    days = _days()

    def __init__(self, *args: Any, facts: list[supervision.Fact], **kwargs: Any) -> None:
        self.found = facts
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        shown = [(f"fact/{one.key}", self.words(one)) for one in self.found]
        words = [(f"ground/{ground.value}", OrderGround(ground).label) for ground in BY_WORDS]
        self.fields["rests_on"].choices = shown + words
        self.fields["unit"].queryset = supervision.units_to_choose(self.case)
        self.fields["case_item"].queryset = self.case.items.exclude(status=ItemStatus.DROPPED).select_related("item")
        first = self.found[0] if self.found else None
        if first:
            self.fields["rests_on"].initial, self.fields["unit"].initial = f"fact/{first.key}", first.unit

    def words(self, fact: supervision.Fact) -> str:
        """The fact, and whose it is."""
        return " · ".join([supervision.words(fact.data()), *([fact.unit.name] if fact.unit else [])])

    def values(self) -> dict[str, Any]:
        typed = super().values()
        kind, _slash, value = typed.pop("rests_on").partition("/")
        return typed | {"key" if kind == "fact" else "ground": value}


class AnswerOrderForm(ActForm):
    text = text(_("What was done, and what is still open"), rows=5, max_length=4000)
    proof = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, JPG, PNG, DOCX or XLSX."))


class AcceptAnswerForm(ActForm):
    words = text(_("What the check showed"), rows=3, required=False, max_length=500)


class SendBackForm(ActForm):
    words = text(_("Why it is sent back"), rows=3, max_length=500)
    days = _days()


class WithdrawOrderForm(ActForm):
    reason = text(_("Why the order is withdrawn"), rows=3, max_length=300)
