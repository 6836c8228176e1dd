"""Forms of special inspections: plan, sample, the checklist, a finding from a “no”, report, answer, closing."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backoffice.forms.base import DayField, PlainForm, text
from cases.actions.inspections import Plan, Reply
from cases.actions.rowsteps import MOST_DAYS
from cases.enums_findings import FindingKind
from cases.enums_inspections import Checked
from cases.models import Case, Checklist, Inspection, InspectionAnswer, User
from cases.queries import inspections

ANSWER = 10  # working days, proposed


def _ticks(label: Any, **kwargs: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(label=label, queryset=None, widget=forms.CheckboxSelectMultiple, **kwargs)


def _case(row: Case) -> str:
    return f"{row.number} {row.project.name}"


class _PlanFields(PlainForm):
    """What a plan and its change have in common."""

    title = forms.CharField(label=pgettext_lazy("name", "Title"), max_length=120)
    planned_on = DayField(label=_("Planned day"))
    since = DayField(label=_("Looks at the time from"))
    until = DayField(label=_("Looks at the time until"))
    inspectors = _ticks(_("Inspectors"), help_text=_("People who look over the place; nobody inspects the own unit."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = inspections.inspectors(user)

    def plan(self, **more: Any) -> Plan:
        """What was typed, as the domain takes it."""
        names = ("title", "planned_on", "since", "until")
        typed = {name: self.cleaned_data[name] for name in names}
        return Plan(**typed, inspectors=list(self.cleaned_data["inspectors"]), **more)


class PlanForm(_PlanFields):
    """A plan: one inspection for each unit chosen."""

    region = forms.ModelChoiceField(label=_("Place"), queryset=None)
    checklist = forms.ModelChoiceField(label=_("Checklist"), queryset=None)
    units = _ticks(_("Units inspected"), help_text=_("One inspection for each. The unit is told with the report."))
    field_order = ("title", "region", "checklist", "units", "inspectors", "planned_on", "since", "until")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        lists = Checklist.objects.filter(active=True)
        kinds = set(lists.values_list("unit_kind", flat=True))
        units = inspections.units(user)
        self.fields["region"].queryset = inspections.places(user)
        self.fields["checklist"].queryset = lists
        self.fields["units"].queryset = units if "" in kinds else units.filter(kind__in=kinds)


class ChangeForm(_PlanFields):
    """Another day, other people, other cases than the lot proposed."""

    sample = _ticks(
        _("Cases inspected"), required=False, help_text=_("The lot proposed some; choose what you look at.")
    )

    def __init__(self, *args: Any, user: User, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        row = inspection
        self.fields["sample"].queryset = inspections.pool(row.unit, row.region, row.since, row.until)
        self.fields["sample"].label_from_instance = _case


class CheckForm(PlainForm):
    """The checklist: each question with its answer, a note and the cases in which it was seen."""

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = inspections.questions(inspection)
        sample = inspection.sample.select_related("project").order_by("number")
        given = {one.question_id: one for one in inspection.answers.prefetch_related("cases")}
        for asked in self.questions:
            old = given.get(asked.pk)
            hint = format_html("{} {}", _("Look at:"), asked.evidence)
            self.fields[f"answer_{asked.pk}"] = forms.ChoiceField(
                label=f"{asked.order}. {asked.name}", choices=Checked.choices, widget=forms.RadioSelect, required=False,
                help_text=hint, initial=old.answer if old else None,
            )  # fmt: skip
            self.fields[f"note_{asked.pk}"] = forms.CharField(
                label=_("Note to question %(n)s") % {"n": asked.order}, required=False, max_length=500,
                initial=old.note if old else "",
            )  # fmt: skip
            cases = _ticks(_("Seen in these cases"), required=False)
            cases.queryset, cases.label_from_instance = sample, _case
            cases.initial = [case.pk for case in old.cases.all()] if old else []
            self.fields[f"cases_{asked.pk}"] = cases

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each question with its three fields; the cases are open where some are chosen."""
        for asked in self.questions:
            answer, note, cases = (self[f"{name}_{asked.pk}"] for name in ("answer", "note", "cases"))
            yield {
                "answer": answer, "note": note, "cases": cases, "open": bool(cases.value() or cases.errors),
                "kind": asked.get_kind_display(),
            }  # fmt: skip

    def replies(self) -> list[Reply]:
        """The questions that have an answer."""
        typed = self.cleaned_data
        return [
            Reply(asked, answer, typed[f"note_{asked.pk}"], tuple(typed[f"cases_{asked.pk}"]))
            for asked in self.questions
            if (answer := typed[f"answer_{asked.pk}"])
        ]


class FindingForm(PlainForm):
    """A finding from a “no”; kind, case and words are proposed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=FindingKind.choices, widget=forms.RadioSelect)
    case = forms.ModelChoiceField(label=_("Case"), queryset=None)
    text = text(_("What was seen, when and where"), rows=5, max_length=4000)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = inspection.sample.select_related("project").order_by("number")
        self.fields["case"].label_from_instance = _case


def proposed(answer: InspectionAnswer) -> dict[str, Any]:
    """The first words of a finding: the question, and what was noted."""
    named = answer.cases.order_by("number").first()
    return {"kind": answer.kind, "text": f"{answer.asked_zh}\n{answer.note}", "case": named.pk if named else None}


class ReportForm(PlainForm):
    conclusion = text(
        _("Conclusion"), rows=6, max_length=4000, help_text=_("It stands in the report that the unit reads.")
    )
    days = forms.IntegerField(label=_("Working days to answer"), min_value=1, max_value=MOST_DAYS, initial=ANSWER)


class ReplyForm(PlainForm):
    text = text(_("What the unit does about it, and by when"), rows=6, max_length=4000)


class SendBackForm(PlainForm):
    reason = text(_("What is missing in the answer"), rows=3, max_length=500)
    days = forms.IntegerField(label=_("Working days to answer"), min_value=1, max_value=MOST_DAYS, initial=ANSWER)


class CloseForm(PlainForm):
    result = text(_("What the check showed"), rows=4, max_length=2000)


class CancelForm(PlainForm):
    reason = text(_("Why it is cancelled"), rows=3, max_length=300)
