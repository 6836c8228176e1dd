"""Forms of the intake: correction, acceptance, refusal, generation decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, DayField, RowsForm, text, today
from cases import worktime
from cases.actions.intake import Point
from cases.enums import Ground
from cases.models import Project
from cases.queries import calendars, eligibility

# What the enterprise may be asked to put right; the order of the application form.
CORRECTABLE = (
    "name", "project_code", "category", "region", "town", "address", "investment", "funding", "land_acquisition", "land_area",
    "floor_area", "scale", "benefits", "need_land", "need_planning", "need_energy", "need_emission", "need_funding",
    "contact_name", "contact_phone", "decision_reference", "planned_start", "planned_finish",
)  # fmt: skip
LEAST_ROWS, MOST_ROWS = 5, 40


class CorrectionForm(RowsForm):
    """What has to be corrected and why, all at once (行政许可法 §32), and until when."""

    row_header = _("Point")
    columns = (_("What"), _("What is wrong with it, and how to put it right"), _("In other words (optional)"))
    more_label = _("More rows")
    due = DayField(label=_("To be corrected by"))
    how_many = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_ROWS)

    def build(self) -> None:
        days = self.case.term("correction_days")
        self.fields["due"].initial = worktime.due(today(), days, "wd", calendars.current()).date
        self.fields["due"].help_text = _("Proposed: %(days)s working days from today.") % {"days": days}
        self.count = self.row_count(LEAST_ROWS, MOST_ROWS)
        again = self.case.corrections.exists()
        if again:
            self.columns = (*self.columns, _("Why it is named only now"))
        choices = self.subjects()
        self.labels = {value: label for _group, members in choices[1:] for value, label in members}
        for n in range(self.count):
            fields: dict[str, forms.Field] = {
                f"subject_{n}": forms.ChoiceField(choices=choices, required=False),
                f"why_{n}": forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})),
                f"what_{n}": forms.CharField(required=False, max_length=200),
            }
            if again:
                fields[f"because_{n}"] = forms.CharField(
                    required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
                )
            self.add_row(str(_("Point %(n)s")) % {"n": n + 1}, fields)

    def subjects(self) -> list[tuple[Any, Any]]:
        """Fields of the application and the papers, grouped."""
        facts = [(f"field:{name}", str(Project._meta.get_field(name).verbose_name)) for name in CORRECTABLE]
        groups: dict[str, list[tuple[str, str]]] = {}
        for paper in self.case.materials.select_related("case_item__item"):
            groups.setdefault(paper.case_item.item.name, []).append((f"material:{paper.pk}", paper.name))
        return [("", _("Choose …")), (_("Facts of the project"), facts), *groups.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(self.count):
            subject, why = cleaned.get(f"subject_{n}"), cleaned.get(f"why_{n}")
            if subject and not why:
                self.add_error(f"why_{n}", _("Say what is wrong with it and how to put it right."))
            if why and not subject:
                self.add_error(f"subject_{n}", _("Choose what this is about."))
        if not self.errors and not self.points():
            self.add_error(None, _("Name at least one point that has to be corrected."))
        return cleaned

    def points(self) -> list[Point]:
        """The rows that were filled in."""
        found = []
        for n in range(self.count):
            subject = self.cleaned_data.get(f"subject_{n}")
            if not subject:
                continue
            kind, key = subject.split(":", 1)
            what = self.cleaned_data.get(f"what_{n}") or self.labels.get(subject, key)
            found.append(
                Point(
                    field=key if kind == "field" else "",
                    material_id=int(key) if kind == "material" else None,
                    what=str(what)[:200],
                    why=self.cleaned_data[f"why_{n}"],
                    because=self.cleaned_data.get(f"because_{n}", ""),
                )
            )
        return found


class AcceptForm(ActForm):
    """On which ground the project is served, and what proves it."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference of the ground"),
        max_length=200,
        help_text=_("The entry of the list, the amount, or the number of the decision."),
    )

    def build(self) -> None:
        self.answer = eligibility.check(self.case.project)
        named = {str(code): Ground(code).label for code in self.case.scheme.grounds}
        self.fields["ground"].choices = list(named.items())
        met = self.answer.first_met
        if met:
            self.fields["ground"].initial, self.fields["reference"].initial = met.ground, met.reference


class DeclineForm(ActForm):
    reason = text(
        _("Reason"),
        max_length=500,
        help_text=_("The enterprise reads this sentence. Say which condition is not met and what it may do."),
    )


class DecisionForm(ActForm):
    """What the government decided on the report of the generation group (P-023)."""

    passed = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("Passed: the project may be served")), ("no", _("Not passed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(label=_("Reference of the decision"), max_length=100)
    decided_on = DayField(label=_("Decided on"), initial=today)
    summary = text(_("Result of the review"), rows=6)
