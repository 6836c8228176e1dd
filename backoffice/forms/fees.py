"""Forms of statutory charges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, today
from cases.actions.fees import Facts
from cases.enums_papers import Payer
from cases.models import ItemFee

NAMES = ("name", "basis", "amount", "due", "payer", "note")


class FeeForm(ActForm):
    """On what ground, how much, by when, who pays."""

    name = forms.CharField(label=_("Charge"), max_length=100)
    basis = forms.CharField(label=_("Legal ground"), max_length=300)
    amount = forms.DecimalField(label=_("Amount (yuan)"), min_value=0, max_digits=14, decimal_places=2)
    due = DayField(label=_("Due"), required=False)
    payer = forms.ChoiceField(
        label=_("Who pays"), choices=Payer.choices, initial=Payer.ENTERPRISE, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, basis: str = "", **kwargs: Any) -> None:
        self.basis = basis
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["basis"].initial = self.basis

    def facts(self) -> Facts:
        """What was typed, as the domain takes it."""
        return Facts(**{name: self.cleaned_data[name] for name in NAMES})


class CorrectFeeForm(FeeForm):
    """The right facts in the place of the wrong ones, or that nothing is charged."""

    void = forms.BooleanField(label=_("It is not charged at all"), required=False)
    what_was_wrong = forms.CharField(label=_("What was wrong"), max_length=300)
    field_order = ["void", "what_was_wrong"]

    def __init__(self, *args: Any, fee: ItemFee, **kwargs: Any) -> None:
        self.fee = fee
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        for name in NAMES:
            self.fields[name].initial = getattr(self.fee, name)


class PaymentForm(ActForm):
    on = DayField(label=_("Paid on"), initial=today)
    upload = forms.FileField(
        label=_("Proof of payment"), help_text=_("The receipt of the authority or of the bank, as PDF or picture.")
    )
