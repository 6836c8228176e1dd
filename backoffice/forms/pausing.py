"""Suspension, resumption, termination."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.enums import SuspensionGround


class SuspendForm(ActForm):
    """One of the five grounds, or another (P-073)."""

    ground = forms.ChoiceField(label=_("Ground"), choices=SuspensionGround.choices, widget=forms.RadioSelect)
    explanation = text(
        _("Explanation"), rows=4, max_length=500, help_text=_("It is printed on the form that the enterprise signs.")
    )
    tried = text(
        _("What was tried before"), rows=3, max_length=500, required=False,
        help_text=_("Reminders, talks, meetings, with their days. Not needed where the enterprise asks for it."),
    )  # fmt: skip
    start = DayField(label=_("Suspended on"), initial=today)
    expected_end = DayField(label=_("Expected to end"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("expected_end")
        if start and end and end < start:
            self.add_error("expected_end", _("This is before the first day of the suspension."))
        return cleaned


class ResumeForm(ActForm):
    on = DayField(label=_("Resumed on"), initial=today)


class TerminateForm(ActForm):
    reason = text(
        _("Reason"),
        rows=4,
        max_length=500,
        help_text=_("The enterprise reads this. A terminated case cannot be taken up again."),
    )
