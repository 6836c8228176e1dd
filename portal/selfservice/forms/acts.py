"""The forms of single acts: send, withdraw, sign, evaluate, and one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.enums_finish import DIMENSIONS
from cases.enums_work import EvaluationLevel
from cases.models import User
from portal.selfservice.forms.base import ActionForm


class SubmitForm(ActionForm):
    truth = forms.BooleanField(
        label=_("What I have entered and uploaded is true and complete. I may apply for this enterprise."),
        error_messages={
            "required": _(
                "Tick this to send the application: by law the applicant answers for the truth of the papers."
            )
        },
    )


class WithdrawForm(ActionForm):
    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It helps the agency; you need not say."),
    )  # fmt: skip


class OfficerForm(ActionForm):
    """The liaison officer who looks after the enterprise (W-002)."""

    name = forms.CharField(label=_("Name of the officer"), max_length=60)
    unit = forms.CharField(label=_("Unit of the officer"), max_length=100)
    post = forms.CharField(label=_("Post of the officer"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone of the officer"), max_length=30)


class SignForm(ActionForm):
    """Consent and proof of who is signing (电子签名法 §3, §13)."""

    consent = forms.BooleanField(
        label=_(
            "I have read the document. I agree to sign it electronically; this has the same force as a signature or seal on paper."
        ),
        error_messages={"required": _("Tick this to sign online, or choose the way on paper below.")},
    )
    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Once more, so that nobody signs from a computer you left open."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password. Nothing was signed; try again."))
        return str(password)


class PaperForm(ActionForm):
    fields_of = {"file": "scan"}
    scan = forms.FileField(
        label=_("Scan or photo of the signed and sealed document"),
        help_text=_("PDF, JPG, PNG, DOCX or XLSX, 20 MB at most; all pages in one file if you can."),
        error_messages={"required": _("Choose the file first, then press the button.")},
    )


ASKED = {
    "efficiency": _("How quickly things went"),
    "guide": _("Whether the guides said exactly what was needed"),
    "convenience": _("How few steps and papers it took"),
    "platform": _("How easily this portal can be used"),
    "competence": _("How well the agents knew the matter"),
    "attitude": _("How you were treated"),
}


def _levels() -> list[tuple[int, str]]:
    return [(level.value, level.label) for level in EvaluationLevel]


class EvaluationForm(ActionForm):
    """Five levels for the whole, and if wanted for the dimensions of the channel (GB/T 39735—2020)."""

    level = forms.TypedChoiceField(
        label=_("How satisfied are you with the service?"), coerce=int, choices=_levels, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("What was good, what should be better?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(DIMENSIONS[channel])
        for name in self.names:
            self.fields[name] = forms.TypedChoiceField(
                label=DIMENSIONS[channel][name], help_text=ASKED[name], coerce=int, required=False, empty_value=None,
                choices=[("", _("No opinion")), *_levels()],
            )  # fmt: skip
        self.order_fields(["level", *self.names])

    def dimensions(self) -> dict[str, int | None]:
        """What was said about each; nothing where there was no opinion."""
        return {name: self.cleaned_data[name] for name in self.names}


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    phone = forms.RegexField(
        label=_("Mobile phone"), regex=r"^\+?[0-9][0-9 \-]{5,20}$", required=False,
        error_messages={"invalid": _("Enter a phone number: digits, spaces and hyphens only, e.g. 138 0000 0000.")},
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("name", "phone", "language")
        labels = {"name": _("Your name")}
        help_texts = {"name": _("It stands under the documents you sign.")}
