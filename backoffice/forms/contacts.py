"""Forms of contacts with the enterprise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.actions.contacts import Facts
from cases.enums import ItemStatus
from cases.enums_work import ContactWay
from cases.models import CaseItem, Contact


class ContactForm(ActForm):
    """By which way, when, where, who, what for. A trip of the enterprise asks why."""

    way = forms.ChoiceField(label=_("Way"), choices=ContactWay.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Date"), initial=today)
    place = forms.CharField(label=_("Place"), max_length=200, required=False, help_text=_("Not needed when online."))
    people = forms.CharField(label=_("People of the service"), max_length=300)
    met = forms.CharField(label=_("People of the enterprise"), max_length=300, required=False)
    purpose = text(_("Purpose and result"), rows=4, max_length=2000)
    items = forms.ModelMultipleChoiceField(
        label=_("Items it was about"),
        queryset=CaseItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    vehicle = forms.CharField(label=_("Vehicle"), max_length=60, required=False)
    why_came = forms.CharField(
        label=_("Why the enterprise had to come"), max_length=300, required=False,
        help_text=_("Only when the enterprise came: so that it can be avoided the next time."),
    )  # fmt: skip

    def build(self) -> None:
        rows = self.case.items.exclude(status=ItemStatus.DROPPED).select_related("item")
        self.fields["items"].queryset = rows
        self.fields["people"].initial = self.user.name

    def facts(self) -> Facts:
        """What was typed, as the domain takes it."""
        names = ("way", "on", "place", "people", "met", "purpose", "vehicle", "why_came")
        return Facts(**{name: self.cleaned_data[name] for name in names}, items=list(self.cleaned_data["items"]))


class CorrectContactForm(ContactForm):
    """The right facts in the place of the wrong ones, or that it did not take place."""

    void = forms.BooleanField(label=_("It did not take place at all"), required=False)
    what_was_wrong = forms.CharField(label=_("What was wrong"), max_length=300)
    field_order = ["void", "what_was_wrong"]

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        self.contact = contact
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        super().build()
        for name in ("way", "on", "place", "people", "met", "purpose", "vehicle", "why_came"):
            self.fields[name].initial = getattr(self.contact, name)
        self.fields["items"].initial = [item.pk for item in self.contact.items.all()]
