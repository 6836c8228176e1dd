"""Enterprises and the people in them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import MemberRole
from cases.models import Enterprise
from portal.selfservice.forms.base import ActionForm


class EnterpriseForm(ActionForm, forms.ModelForm):
    """As on the business licence. The check character of the code is judged by the domain."""

    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 digits and capital letters, at the top right of the business licence. Blanks do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = Enterprise
        fields = ("name", "uscc", "legal_representative", "address")
        help_texts = {"name": _("In full, as on the business licence.")}

    def _get_validation_exclusions(self) -> set[str]:
        # The code is unique and normalised in the action, which also knows what to advise.
        return super()._get_validation_exclusions() | {"uscc"}


class InviteForm(ActionForm):
    email = forms.EmailField(
        label=_("E-mail of your colleague"),
        help_text=_("The invitation can be accepted with this address only, for 14 days."),
    )
    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=MemberRole.choices,
        initial=MemberRole.MEMBER,
        widget=forms.RadioSelect,
    )
