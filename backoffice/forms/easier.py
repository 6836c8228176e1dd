"""Forms of the easier ways: pre-approval, gaps, commitment, parallel groups, policy labels."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, RowsForm, text, today
from cases.actions.preapprovals import Missing
from cases.enums_easier import LabelKind
from cases.enums_work import ContactWay, FilingPlace
from cases.models import CaseItem, CaseMaterial, User

FREE_ROWS = 4


class ApplyForm(RowsForm):
    """Grounds, control, and a line for everything that is missing; what the formal approval waits for is proposed."""

    columns = (_("What is missing"), _("By when"))
    row_header = _("Missing condition")
    necessary = text(
        _("Which necessary conditions are met"), rows=3, required=False, max_length=2000,
        help_text=_("This ground, or the next one, or both (the policy asks for one at least)."),
    )  # fmt: skip
    key_points = text(_("Which key technical points have passed review"), rows=3, required=False, max_length=2000)
    control = text(_("How the missing part is controlled afterwards"), rows=3, max_length=2000)

    def __init__(self, *args: Any, groups: list[tuple[CaseItem, ...]], **kwargs: Any) -> None:
        self.groups = groups
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        for number, group in enumerate(self.groups):
            names = gettext(" or ").join(row.item.name for row in group)
            words = forms.CharField(
                max_length=300, required=False, initial=gettext("Formal result of “%(item)s”") % {"item": names}
            )
            self.add_row(names, {f"need_text_{number}": words, f"need_due_{number}": DayField()})
        for number in range(FREE_ROWS):
            fields = {
                f"text_{number}": forms.CharField(max_length=300, required=False),
                f"due_{number}": DayField(required=False),
            }
            self.add_row(gettext("Other condition %(n)s") % {"n": number + 1}, fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(FREE_ROWS):
            if data.get(f"text_{number}") and not data.get(f"due_{number}") and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", gettext("A missing condition needs its date."))
            if data.get(f"due_{number}") and not data.get(f"text_{number}"):
                self.add_error(f"text_{number}", gettext("Say in words what is missing."))
        return data

    def conditions(self) -> list[Missing]:
        """The lines that were filled in."""
        data = self.cleaned_data
        found = [
            Missing(
                text=data[f"need_text_{number}"]
                or gettext("Formal result of “%(item)s”") % {"item": group[0].item.name},
                due=data[f"need_due_{number}"],
                requires=group[0],
            )
            for number, group in enumerate(self.groups)
        ]
        free = range(FREE_ROWS)
        return found + [Missing(text=data[f"text_{n}"], due=data[f"due_{n}"]) for n in free if data[f"text_{n}"]]


class IssueForm(ActForm):
    """Until when it holds; the department's own number, if the agency records its paper."""

    valid_until = DayField(label=_("Valid until"))
    reference = forms.CharField(
        label=_("Number of the department's own paper (agents must give it)"), max_length=100, required=False,
        help_text=_("Only the deciding department itself may leave it empty."),
    )  # fmt: skip


class EvidenceForm(ActForm):
    """When it came, and what proves it."""

    on = DayField(label=_("Date"), initial=today)
    evidence = forms.CharField(label=_("Evidence"), max_length=300, help_text=_("The paper, its number and date."))
    upload = forms.FileField(
        label=pgettext_lazy("of a case", "Document"),
        required=False,
        help_text=_("PDF, JPG, PNG, DOCX or XLSX, 20 MB at most."),
    )


class ResultForm(ActForm):
    """The formal result: its day, number and paper."""

    on = DayField(label=_("Date"), initial=today)
    file_number = forms.CharField(label=_("File number"), max_length=100, required=False)
    result_upload = forms.FileField(
        label=_("Result document"), required=False, help_text=_("PDF, JPG, PNG, DOCX or XLSX, 20 MB at most.")
    )


class ReasonForm(ActForm):
    """Why it is taken back; the enterprise reads it."""

    reason = text(_("Reason"), rows=3, max_length=300, help_text=_("The enterprise reads it."))


class GapForm(ActForm):
    """Which papers come later, why, until when. Only papers that may be late are offered."""

    materials = forms.ModelMultipleChoiceField(
        label=_("Papers that come later"), queryset=CaseMaterial.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Only papers that the catalogue marks as “may be handed in late”; core papers never are."),
    )  # fmt: skip
    reason = text(_("Why the paper is missing"), rows=3, max_length=500)
    due = DayField(label=_("Promised for"))

    def __init__(self, *args: Any, late: Any, **kwargs: Any) -> None:
        self.late = late
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["materials"].queryset = self.late


class CommitForm(ActForm):
    """The conditions that are told, and the last day of the inspection."""

    conditions = text(
        _("Conditions told"), rows=6, max_length=4000, help_text=_("One to a line; they are printed and signed.")
    )
    inspect_by = DayField(label=_("Inspection at the latest on"))


class InspectForm(ActForm):
    """What the inspection found."""

    on = DayField(label=_("Date"), initial=today)
    inspectors = forms.CharField(label=_("Who inspected"), max_length=200)
    kept = forms.TypedChoiceField(
        label=_("Result of the inspection"),
        choices=[("yes", _("The commitment was kept")), ("no", _("It was not kept: the result is revoked"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    findings = text(_("Findings"), rows=4, max_length=2000)


class GroupForm(ActForm):
    """Items of one stage that have not begun."""

    rows = forms.ModelMultipleChoiceField(
        label=_("Items that start together"), queryset=CaseItem.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Of one stage; items that have begun cannot start together with others."),
    )  # fmt: skip

    def __init__(self, *args: Any, ready: Any, **kwargs: Any) -> None:
        self.ready = ready
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["rows"].queryset = self.ready
        self.fields["rows"].label_from_instance = lambda row: f"{row.item.stage.name} · {row.item.code} {row.item.name}"


class StartForm(ActForm):
    """One day for all."""

    on = DayField(label=_("Common start"), initial=today)
    file_number = forms.CharField(label=_("File number"), max_length=100, required=False)
    filed = forms.ChoiceField(label=_("Filed"), choices=FilingPlace.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Way of the step"), choices=[("", _("not said")), *ContactWay.choices], required=False
    )

    def build(self) -> None:
        self.fields["filed"].initial = FilingPlace.PLATFORM.value


class LabelForm(ActForm):
    """Which label, why, and who handles it."""

    kind = forms.ChoiceField(label=_("Label"), choices=LabelKind.choices, widget=forms.RadioSelect)
    why = text(_("Why it applies"), rows=3, max_length=500, help_text=_("The enterprise reads it."))
    handler = forms.ModelChoiceField(
        label=_("Named handler"), queryset=User.objects.none(), required=False, empty_label=_("nobody"),
        help_text=_("The green channel needs one."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields["handler"].queryset = self.people


class TickForm(ActForm):
    note = forms.CharField(label=_("Evidence"), max_length=300, help_text=_("The paper, its number and date."))


class UntickForm(ActForm):
    reason = forms.CharField(label=_("What was wrong"), max_length=300)
