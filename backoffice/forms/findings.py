"""Forms of findings, referrals, and notices of praise and criticism."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.forms.base import DayField, FilesField, PlainForm, text
from cases.actions.rowsteps import MOST_DAYS
from cases.actions.supervision import MOST_DAYS as ORDER_DAYS
from cases.enums import ItemStatus
from cases.enums_findings import Audience, CircularKind, FindingKind, ReferralState
from cases.models import Case, CaseItem, Circular, Finding, Unit, User
from cases.queries import circulars, people, supervision
from cases.queries import findings as readers

REASON = _("It is kept with the finding and told to the unit.")
DAYS, ANSWER = 3, 5  # proposed


def evidence() -> FilesField:
    """What shows it."""
    return FilesField(
        label=_("Evidence"), required=False,
        help_text=_("PDF, JPG, PNG, DOCX or XLSX, several at once. Whoever may see the finding may see it, the unit once it is heard."),
    )  # fmt: skip


class FileForm(PlainForm):
    """A finding by hand."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FindingKind.choices, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(label=_("Unit concerned"), queryset=Unit.objects.none())
    person = forms.ModelChoiceField(
        label=_("Person concerned"), queryset=User.objects.none(), required=False, empty_label=_("The unit as a whole")
    )
    case_item = forms.ModelChoiceField(
        label=_("Item"), queryset=CaseItem.objects.none(), required=False, empty_label=_("The project as a whole")
    )
    text = text(_("What was seen, when and where"), rows=5, max_length=4000)
    evidence = evidence()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = supervision.units_to_choose(case)
        self.fields["unit"].queryset = units
        self.fields["person"].queryset = people.of_units(list(units)).order_by("name", "pk")
        self.fields["case_item"].queryset = case.items.exclude(status=ItemStatus.DROPPED).select_related("item")


class HearForm(PlainForm):
    days = forms.IntegerField(label=_("Working days for the statement"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


class StateForm(PlainForm):
    text = text(_("Statement of the unit"), rows=6, max_length=4000)
    evidence = evidence()


class DecideForm(PlainForm):
    reason = text(_("Reason of the decision"), rows=4, max_length=2000, help_text=REASON)
    evidence = evidence()


class OrderForm(PlainForm):
    demand = text(_("What has to be done"), rows=4, max_length=2000)
    days = forms.IntegerField(label=_("Working days to answer"), min_value=1, max_value=ORDER_DAYS, initial=ANSWER)


class CloseForm(PlainForm):
    words = text(_("What the check showed"), rows=4, max_length=2000)


class CloseBareForm(PlainForm):
    """To close it although nothing followed."""

    why = text(_("Why nothing further is ordered"), rows=4, max_length=2000, help_text=REASON)


class ReferForm(PlainForm):
    body = forms.CharField(label=_("Authority"), max_length=100)
    on = DayField(label=_("Referred on"))
    reference = forms.CharField(label=_("Reference number"), max_length=60)


class TrackForm(PlainForm):
    state = forms.ChoiceField(label=_("State"), choices=ReferralState.choices[1:])
    outcome = text(
        _("Outcome of the referral"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_("Once the authority has decided."),
    )
    outcome_on = DayField(label=_("Date of the outcome"), required=False)


class CircularForm(PlainForm):
    """A notice: what, about whom, for whom, on which finding."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CircularKind.choices, widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=_("Read by"), choices=Audience.choices, widget=forms.RadioSelect,
        help_text=_("A public one stands on the portal. It must not name enterprises or their people."),
    )  # fmt: skip
    region = forms.ModelChoiceField(label=_("Place"), queryset=None)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None)
    finding = forms.ModelChoiceField(
        label=_("Finding"), queryset=None, required=False, empty_label=_("None (praise)"),
        help_text=_("Criticism rests on a confirmed finding."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=None, required=False, empty_label=_("The unit as a whole")
    )
    names_person = forms.BooleanField(
        label=_("Name the person in the notice"), required=False, help_text=_("The approver has to agree.")
    )
    title = forms.CharField(label=pgettext_lazy("name", "Title"), max_length=120)
    text = text(_("Text"), rows=8, max_length=4000)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = circulars.units(user)
        self.fields["region"].queryset = circulars.places(user)
        self.fields["unit"].queryset = units
        self.fields["person"].queryset = people.of_units(units).order_by("name", "pk")
        self.fields["finding"].queryset = circulars.bases(user)
        self.fields["finding"].label_from_instance = _basis


def _basis(row: Finding) -> str:
    return f"{row.number} · {row.get_kind_display()} · {row.unit.name}"


def initial_of(row: Circular) -> dict[str, Any]:
    """What a draft says, for its form."""
    return {name: getattr(row, name) for name in CircularForm.base_fields}


def proposed(finding: Finding) -> dict[str, Any]:
    """The first words of an order: what was found."""
    return {"demand": readers.words(finding.facts) or finding.text}


class ApproveForm(PlainForm):
    """The press of a button, about what was read: ``seen`` is the wording that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReturnForm(ApproveForm):
    """What has to be changed in what was read."""

    reason = text(_("What has to be changed"), rows=3, max_length=500)


class WithdrawForm(PlainForm):
    reason = text(_("Why the notice is withdrawn"), rows=3, max_length=300)
