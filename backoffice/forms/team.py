"""The team of a case: the people proposed, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import RowsForm
from cases.actions.team import Member
from cases.enums import PostRole
from cases.models import User


class TeamForm(RowsForm):
    """One row a person: on the team or not, as what, why. One lead."""

    row_header = _("Person")
    columns = (_("On the team"), _("Role"), _("Why"))
    lead = forms.ChoiceField(label=_("First contact for the enterprise"))

    def __init__(
        self, *args: Any, candidates: list[tuple[User, str, str, bool, str]], lead: int | None, **kwargs: Any
    ) -> None:
        """``candidates``: person, role, why, proposed or on the team, unit."""
        self.candidates, self.lead_initial = candidates, lead
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["lead"].choices = [(str(user.pk), user.name) for user, *_rest in self.candidates]
        self.fields["lead"].initial = str(self.lead_initial or "")
        for user, role, why, chosen, unit in self.candidates:
            fields: dict[str, forms.Field] = {
                f"take_{user.pk}": forms.BooleanField(required=False, initial=chosen),
                f"role_{user.pk}": forms.ChoiceField(choices=PostRole.choices, initial=role),
                f"why_{user.pk}": forms.CharField(
                    required=False, initial=why, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
                ),
            }
            self.add_row(user.name, fields, note=unit)

    def members(self) -> list[Member]:
        """The people ticked."""
        data = self.cleaned_data
        return [
            Member(
                user=user,
                role=data[f"role_{user.pk}"],
                is_lead=data["lead"] == str(user.pk),
                why=data[f"why_{user.pk}"],
            )
            for user, *_rest in self.candidates
            if data[f"take_{user.pk}"]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("lead") and not cleaned.get(f"take_{cleaned['lead']}"):
            self.add_error("lead", _("The first contact must be on the team."))
        return cleaned
