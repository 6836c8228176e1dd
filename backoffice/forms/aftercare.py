"""Forms of what comes after the end: follow-up visits, rectification, policy benefits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.actions.followups import Answer
from cases.enums_finish import BadCause, BenefitStatus, FollowUpOutcome, FollowUpWay
from cases.models import User
from cases.queries import people


class FollowUpForm(ActForm):
    """Who was asked when and how, and what the answer was."""

    way = forms.ChoiceField(
        label=_("Way"), choices=FollowUpWay.choices, widget=forms.RadioSelect, initial=FollowUpWay.PHONE
    )
    on = DayField(label=_("Date"), initial=today)
    person = forms.CharField(label=_("Person of the enterprise"), max_length=60)
    said = text(_("What the enterprise said"), rows=4, max_length=4000)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=FollowUpOutcome.choices, widget=forms.RadioSelect)
    left = text(_("What is left to do"), rows=3, required=False, max_length=500)

    def build(self) -> None:
        self.fields["person"].initial = self.case.project.contact_name

    def answer(self) -> Answer:
        """As the domain takes it."""
        return Answer(**self.values())


class AssignForm(ActForm):
    responsible = forms.ModelChoiceField(label=_("Person responsible"), queryset=User.objects.none())

    def build(self) -> None:
        heads, team = people.chiefs(self.case), people.of_agency(self.case)
        keys = {*heads.values_list("pk", flat=True), *team.values_list("pk", flat=True)}
        self.fields["responsible"].queryset = User.objects.filter(pk__in=keys).order_by("pk")


class MeasureForm(ActForm):
    cause = forms.ChoiceField(label=_("What it was about"), choices=BadCause.choices, widget=forms.RadioSelect)
    text = text(_("What is done about it"), rows=4, max_length=4000)


class ReplyForm(ActForm):
    text = text(_("Reply to the enterprise"), rows=5, max_length=4000)


class CloseForm(ActForm):
    result = text(_("What came of it"), rows=4, max_length=2000)
    why = text(
        _("Why it is closed all the same"), rows=2, required=False, max_length=500,
        help_text=_("Only when the enterprise said at the call-back that something is left to do."),
    )  # fmt: skip


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=13, decimal_places=2, required=False, help_text=_("In yuan."))


class BenefitForm(ActForm):
    policy = forms.CharField(label=_("Policy"), max_length=200)
    reference = forms.CharField(label=_("Number of the policy document"), max_length=100, required=False)
    amount = _money(_("Amount claimed"))
    applied_on = DayField(label=_("Applied for on"), initial=today)


class DecideBenefitForm(ActForm):
    status = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[choice for choice in BenefitStatus.choices if choice[0] in (BenefitStatus.GRANTED, BenefitStatus.REFUSED)],
    )  # fmt: skip
    decided_on = DayField(label=_("Decided on"), initial=today)
    granted = _money(_("Amount granted"))
    reason = text(_("Reason"), rows=3, required=False, max_length=500)
