"""Between agencies: what was decided, an offer with its papers, and the answers to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text
from cases.actions.transfers import Paper, Sending
from cases.enums import MaterialForm
from cases.models import CaseItem, StoredFile, Unit, User
from cases.routes import Channel, RouteKind


class DecideForm(ActForm):
    """Keep the case, or coordinate single items by business line; the reason is kept with the shares."""

    kind = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    items = forms.ModelMultipleChoiceField(
        label=_("Items to coordinate"), queryset=CaseItem.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for coordination by business line."),
    )  # fmt: skip
    reason = text(_("Reason"), rows=3, max_length=500)

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        """``lines``: items that are decided above."""
        self.lines = lines
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        kinds = [RouteKind.KEEP, RouteKind.LINE] if self.lines else [RouteKind.KEEP]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[-1].value
        self.fields["items"].queryset = self.lines
        if not self.lines:
            del self.fields["items"]

    def values(self) -> dict[str, Any]:
        return super().values() | {"items": list(self.cleaned_data.get("items") or [])}


class OfferForm(ActForm):
    """Why, by which way, with which papers."""

    reason = text(
        _("Reason"), rows=3, max_length=500, help_text=_("It is printed on the transfer slip and kept with the shares.")
    )
    channel = forms.ChoiceField(
        label=_("How the papers are sent"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.PLATFORM
    )
    reference = forms.CharField(
        label=_("Proof of sending"), max_length=200, required=False,
        help_text=_("E-mail: the address. Network share: the folder. Courier: name and tracking number. By hand: who brings them."),
    )  # fmt: skip
    files = forms.ModelMultipleChoiceField(
        label=_("Papers on this platform"), queryset=StoredFile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    papers = text(
        _("Papers on paper or elsewhere"), rows=3, required=False, help_text=_("One a line, for example “Site plan, original, 2”.")
    )  # fmt: skip

    def __init__(self, *args: Any, stored: Any, chosen: Any, **kwargs: Any) -> None:
        """``stored``: what may be sent; ``chosen``: what is ticked at first."""
        self.stored, self.chosen = stored, chosen
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["files"].queryset = self.stored
        self.fields["files"].initial = list(self.chosen)

    def sending(self) -> Sending:
        """The list of materials from both fields."""
        data = self.cleaned_data
        papers = [Paper(stored.name, file=stored) for stored in data["files"]]
        papers += [Paper(line.strip(), form=MaterialForm.COPY) for line in data["papers"].splitlines() if line.strip()]
        return Sending(data["channel"], data["reference"], papers)


class OfferCaseForm(OfferForm):
    """The same, with the agency and the chief liaison it is addressed to."""

    to = forms.ChoiceField(label=_("Agency and chief liaison"))
    field_order = ["to"]

    def __init__(self, *args: Any, people: list[tuple[Unit, list[User]]], **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        super().build()
        self.fields["to"].choices = [
            (f"{unit.pk}:{user.pk}", f"{unit.name} · {user.name}") for unit, users in self.people for user in users
        ]
        # The best fitting agency and its liaison with the fewest transfers come first.
        self.fields["to"].initial = next((f"{unit.pk}:{users[0].pk}" for unit, users in self.people), None)

    def addressed(self) -> tuple[Unit, User]:
        """The agency and person chosen."""
        unit_pk, user_pk = self.cleaned_data["to"].split(":")
        unit, users = next((unit, users) for unit, users in self.people if str(unit.pk) == unit_pk)
        return unit, next(user for user in users if str(user.pk) == user_pk)


class AcceptTransferForm(ActForm):
    """Who looks after the enterprise from now on; what there is to say; the signed receipt of papers brought by hand."""

    lead = forms.ModelChoiceField(
        label=_("First contact of the enterprise"), queryset=User.objects.none(), empty_label=None
    )
    answer = text(_("Remark"), rows=2, max_length=500, required=False)
    receipt = forms.FileField(label=_("Signed receipt of the papers"), help_text=_("PDF, JPG or PNG."))

    def __init__(self, *args: Any, takers: Any, by_hand: bool, **kwargs: Any) -> None:
        """``takers``: None for a single item."""
        self.takers, self.by_hand = takers, by_hand
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if self.takers is None:
            del self.fields["lead"]
        else:
            self.fields["lead"].queryset = self.takers
            self.fields["lead"].initial = self.user.pk
        if not self.by_hand:
            del self.fields["receipt"]


class ReasonForm(ActForm):
    reason = text(_("Reason"), rows=3, max_length=500)
