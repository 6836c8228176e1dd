"""Facts of an item: what happened, when, with which number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, text, today
from cases.enums import BLZT
from cases.enums_work import ContactWay, FilingPlace, SpecialKind
from cases.models import CaseItem, ItemFact, User


class FactForm(ActForm):
    """A fact that the table allows now."""

    code = forms.TypedChoiceField(label=_("What happened"), coerce=int, widget=forms.RadioSelect)
    on = DayField(label=_("Date"), initial=today)
    file_number = forms.CharField(label=_("File number"), max_length=100, required=False)
    special = forms.ChoiceField(
        label=_("Special procedure"), choices=[("", _("none")), *SpecialKind.choices], required=False,
        help_text=_("Only for its beginning: which procedure it is. Its time is not counted in the limit."),
    )  # fmt: skip
    limit_days = forms.IntegerField(
        label=_("Days of the special procedure or of the extension"), min_value=1, max_value=1000, required=False,
        help_text=_("Only for the beginning of a special procedure, or for an extension by decision (once, §42 of the law)."),
    )  # fmt: skip
    filed = forms.ChoiceField(label=_("Filed"), choices=FilingPlace.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Way of the step"), choices=[("", _("not said")), *ContactWay.choices], required=False,
        help_text=_("How this step was served. Visits and trips are recorded as contacts, too."),
    )  # fmt: skip
    note = text(_("Note"), rows=3, required=False, max_length=2000)
    result_upload = forms.FileField(
        label=_("Result document or decision"),
        required=False,
        help_text=_("The licence, the approval or the reply: PDF, JPG, PNG, DOCX or XLSX, 20 MB at most."),
    )

    def __init__(self, *args: Any, case_item: CaseItem, allowed: list[BLZT], **kwargs: Any) -> None:
        self.case_item, self.allowed = case_item, allowed
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["code"].choices = [(int(code), code.label) for code in self.allowed]
        if len(self.allowed) == 1:
            self.fields["code"].initial = int(self.allowed[0])
        if not {BLZT.SPECIAL_START, BLZT.EXTENDED} & set(self.allowed):
            del self.fields["limit_days"]
        if BLZT.SPECIAL_START not in self.allowed:
            del self.fields["special"]
        if BLZT.RECEIVED in self.allowed:
            self.fields["filed"].initial = FilingPlace.WINDOW.value
        else:
            del self.fields["filed"]
        self.fields["file_number"].initial = self.case_item.file_number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("code") in {BLZT.SPECIAL_START, BLZT.EXTENDED}
            and "limit_days" in self.fields
            and not cleaned.get("limit_days")
        ):
            self.add_error("limit_days", _("A special procedure or an extension needs its days."))
        if cleaned.get("code") != BLZT.SPECIAL_START:
            cleaned["special"] = ""
        return cleaned


class ResultForm(ActForm):
    """The document of a decision, its number, or both."""

    file_number = forms.CharField(label=_("File number"), max_length=100, required=False)
    upload = forms.FileField(
        label=_("Result document"),
        required=False,
        help_text=_("The licence, the approval or the reply: PDF, JPG, PNG, DOCX or XLSX, 20 MB at most."),
    )

    def __init__(self, *args: Any, case_item: CaseItem, **kwargs: Any) -> None:
        self.case_item = case_item
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["file_number"].initial = self.case_item.file_number


class CorrectFactForm(ActForm):
    """The wrong fact stays in the log; a new one corrects its date or its days."""

    on = DayField(label=_("Right date"))
    limit_days = forms.IntegerField(
        label=_("Right number of days"), min_value=0, max_value=1000, required=False,
        help_text=_("0 for an extension that was never decided."),
    )  # fmt: skip
    note = text(_("What was wrong"), rows=3, max_length=500)

    def __init__(self, *args: Any, fact: ItemFact, **kwargs: Any) -> None:
        self.fact = fact
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["on"].initial = self.fact.on
        if self.fact.limit_days is None:
            del self.fields["limit_days"]
        else:
            self.fields["limit_days"].initial = self.fact.limit_days


class AgentForm(ActForm):
    agent = forms.ModelChoiceField(
        label=_("Agent"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, agents: Any, current: int | None, **kwargs: Any) -> None:
        self.agents, self.current = agents, current
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["agent"].queryset = self.agents
        self.fields["agent"].initial = self.current
