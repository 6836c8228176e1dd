"""Contacts of a case: trips of the enterprise, visits paid to it, and their records."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import OFFICER, act
from backoffice.forms import contacts as forms
from backoffice.forms.base import ActForm
from backoffice.views.case import CasePage
from backoffice.views.generic import ActionView
from cases.actions import contacts
from cases.enums import Action
from cases.models import Contact
from cases.queries import contacts as readers


class Contacts(CasePage):
    """How often which side went to the other, and every contact."""

    permission = OFFICER
    template_name = "office/case/contacts.html"
    tab = "case_contacts"

    def section(self) -> dict[str, Any]:
        trips = readers.trips(self.case)
        rows = self.case.contacts.select_related("by", "document__file", "corrects", "corrected_by").prefetch_related(
            "items__item"
        )
        return {
            "trips": trips,
            "ways": [{"label": way.label, "value": value} for way, value in trips.ways.items()],
            "contacts": [{"contact": row, "wrong": hasattr(row, "corrected_by")} for row in rows],
        }


class RecordContact(ActionView):
    """Record a contact by its way."""

    permission = act(Action.RECORD_CONTACT)
    form_class = forms.ContactForm
    intro = gettext_lazy("The enterprise makes no trip: whoever has to be met is visited, or met online.")
    success = gettext_lazy("The contact is recorded.")
    back = "case_contacts"

    def perform(self, form: ActForm) -> Any:
        return contacts.record(self.case, form.facts(), by=self.request.user, version=form.cleaned_data["version"])


class CorrectContact(ActionView):
    """A wrong entry stays readable; a new one takes its place."""

    permission = act(Action.RECORD_CONTACT)
    form_class = forms.CorrectContactForm
    title = gettext_lazy("Correct a contact")
    success = gettext_lazy("Corrected. The old entry stays readable.")
    back = "case_contacts"
    contact: Contact

    def children(self) -> None:
        found = self.case.contacts.select_related("case").prefetch_related("items")
        self.contact = get_object_or_404(found, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contact": self.contact}

    def facts(self) -> list[tuple[Any, Any]]:
        return [(_("Wrong entry"), str(self.contact))]

    def perform(self, form: ActForm) -> Any:
        typed = form.cleaned_data
        facts = None if typed["void"] else form.facts()
        return contacts.correct(
            self.contact, facts, what_was_wrong=typed["what_was_wrong"], by=self.request.user, version=typed["version"]
        )
