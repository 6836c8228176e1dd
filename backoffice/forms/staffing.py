"""Training, rotation, seats of the task force, chief contacts, duty lists, hand-over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.forms.base import DayField, PlainForm, text, today
from cases.enums import PostRole
from cases.enums_staff import Rank, SeatRole
from cases.models import ApprovalItem, ProjectCategory, Region, Unit, User
from cases.queries.handover import Piece


def place(regions: list[Region], label: Any) -> forms.ModelChoiceField:
    """A place among those that the person looks after."""
    rows = Region.objects.filter(pk__in=[one.pk for one in regions])
    return forms.ModelChoiceField(label=label, queryset=rows, empty_label=None, initial=rows.first())


class PlanForm(PlainForm):
    """A training plan."""

    title = forms.CharField(label=pgettext_lazy("name", "Title"), max_length=120)
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    roles = forms.MultipleChoiceField(label=_("For"), choices=PostRole.choices, widget=forms.CheckboxSelectMultiple)
    before_post = forms.BooleanField(
        label=_("Required before the first assignment"), required=False,
        help_text=_("Nobody in these posts is named to a team for the first time without it."),
    )  # fmt: skip
    content = text(_("Content"), rows=3, required=False)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"region": place(regions, _("Place"))} | self.fields
        self.fields["year"].initial = timezone.localdate().year


class SessionForm(PlainForm):
    on = DayField(label=_("Date"), initial=today)
    topic = forms.CharField(label=_("Topic"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    trainer = forms.CharField(label=_("Trainer"), max_length=100, required=False)


class AttendanceForm(PlainForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Who took part"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class RotationForm(PlainForm):
    """Learning by turns in another unit."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    unit = forms.ModelChoiceField(label=_("Host unit"), queryset=Unit.objects.none())
    since = DayField(label=_("Since"), initial=today)
    until = DayField(label=_("Until"))
    learnt = text(_("What is learnt"), rows=3)
    mentor = forms.CharField(label=_("Mentor"), max_length=60, required=False)

    def __init__(self, *args: Any, people: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset, self.fields["unit"].queryset = people, units


class SeatForm(PlainForm):
    """A seat of the task force."""

    role = forms.ChoiceField(label=_("Place in the task force"), choices=SeatRole.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    title = forms.CharField(label=_("Office held"), max_length=100)
    rank = forms.ChoiceField(label=_("Rank"), choices=Rank.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, regions: list[Region], units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"region": place(regions, _("Place"))} | self.fields
        self.fields["unit"].queryset = units


class SeatEndForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ContactForm(PlainForm):
    """The chief contact for one item, or for one category, of a place."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=ApprovalItem.objects.filter(active=True), required=False)
    category = forms.ModelChoiceField(
        label=_("or category"), queryset=ProjectCategory.objects.all(), required=False, help_text=_("One of the two.")
    )
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, regions: list[Region], people: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"region": place(regions, _("Place"))} | self.fields
        self.fields["user"].queryset, self.fields["unit"].queryset = people, units


class PublishForm(PlainForm):
    """A new version of the duties and contacts."""

    note = forms.CharField(label=_("What has changed"), max_length=200, required=False)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"region": place(regions, _("Place"))} | self.fields


class ComeBackForm(PlainForm):
    """An absence that ends earlier than was said."""

    on = DayField(
        label=_("First day back at work"),
        initial=today,
        help_text=_("The day on which it would have begun: then there was no absence."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class HandOverForm(PlainForm):
    """When, why, and for every piece who takes it; the proposal is chosen beforehand and its reason shown."""

    since = DayField(label=_("Away from"), initial=today)
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: for good."))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, pieces: list[Piece], **kwargs: Any) -> None:
        self.pieces = pieces
        super().__init__(*args, **kwargs)
        for piece in pieces:
            where = f"{piece.case.number} {piece.case.project.name} · " if piece.case else ""
            self.fields[piece.key] = forms.ChoiceField(
                label=f"{where}{piece.label}",
                choices=[(str(one.user.pk), f"{one.user.name} · {one.why}") for one in piece.receivers],
                initial=next((str(one.user.pk) for one in piece.receivers), None),
                error_messages={"required": _("Nobody can take this yet: name a colleague to the unit first.")},
            )

    def receivers(self) -> dict[str, User]:
        """Who takes which piece."""
        people = {str(one.user.pk): one.user for piece in self.pieces for one in piece.receivers}
        return {piece.key: people[self.cleaned_data[piece.key]] for piece in self.pieces}
