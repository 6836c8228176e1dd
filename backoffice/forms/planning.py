"""Flow tables and the roadmap."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, RowsForm, today
from cases.actions.planning import MAX_WORKS
from cases.actions.planning import Row as FlowInput
from cases.models import CaseItem, FlowTable, Unit, User
from cases.queries import fees

MOST_DAYS = 2000


class FlowForm(RowsForm):
    """One row an item: who decides, who runs, what it needs, what it costs, how many working days (P-062)."""

    columns = (_("Deciding unit"), _("Agent"), _("Materials"), _("Fees"), _("Planned working days"))
    no_items = forms.BooleanField(label=_("The group has no items in this project"), required=False)
    reason = forms.CharField(label=_("Reason for the change"), max_length=300, required=False)
    unnamed = forms.CharField(
        label=_("Why an agent is missing"), max_length=300, required=False,
        help_text=_("Every row has its agent. Only where none can be named yet: why, and by when."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, table: FlowTable, items: list[CaseItem], units: list[Unit], agents: list[User], **kwargs: Any
    ) -> None:
        self.table, self.items, self.units, self.agents = table, items, units, agents
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if self.table.version == 0:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        if self.items:
            del self.fields["no_items"]
        else:
            del self.fields["unnamed"]
        rows = {row.case_item_id: row for row in self.table.rows.all()}
        self.charges = fees.words(self.case)
        units = [("", _("Not known yet")), *((str(unit.pk), unit.short_zh or unit.name) for unit in self.units)]
        agents = [("", _("Not named yet")), *((str(user.pk), user.name) for user in self.agents)]
        for item in self.items:
            old = rows.get(item.pk)
            self.add_row(
                f"{item.item.code} {item.item.name}", self.cells(item, old, units, agents), group=item.item.stage.name
            )

    def cells(self, item: CaseItem, old: Any, units: list[Any], agents: list[Any]) -> dict[str, forms.Field]:
        # Once it is known who decides, a row cannot forget it.
        units = units[1:] if item.unit_id else units
        papers = old.materials if old else "\n".join(paper.name for paper in item.materials.all())
        return {
            f"unit_{item.pk}": forms.ChoiceField(
                choices=units, required=False, initial=str((old and old.unit_id) or item.unit_id or "")
            ),
            f"agent_{item.pk}": forms.ChoiceField(
                choices=agents, required=False, initial=str((old and old.agent_id) or item.agent_id or "")
            ),
            f"materials_{item.pk}": forms.CharField(
                required=False, initial=papers, widget=forms.Textarea(attrs={"rows": 3})
            ),
            f"fees_{item.pk}": forms.CharField(
                required=False,
                max_length=300,
                initial=self.charges.get(item.pk) or (old.fees if old else item.fee_note or item.item.fee),
            ),
            f"days_{item.pk}": forms.IntegerField(
                min_value=0,
                max_value=MOST_DAYS,
                initial=old.planned_days if old else item.promised_days or item.item.promised_days,
            ),
        }

    def table_rows(self) -> list[FlowInput]:
        data = self.cleaned_data
        units = {str(unit.pk): unit for unit in self.units}
        agents = {str(user.pk): user for user in self.agents}
        return [
            FlowInput(
                case_item=item,
                unit=units.get(data[f"unit_{item.pk}"]),
                agent=agents.get(data[f"agent_{item.pk}"]),
                materials=data[f"materials_{item.pk}"],
                fees=data[f"fees_{item.pk}"],
                planned_days=data[f"days_{item.pk}"],
            )
            for item in self.items
        ]


class PlanForm(RowsForm):
    """The first day, the days of each item, how long the works last, and why the plan changes."""

    columns = (_("Working days"),)
    start = DayField(label=_("First day"), initial=today)
    works_days = forms.IntegerField(
        label=_("Length of the works (calendar days)"),
        required=False,
        min_value=0,
        max_value=MAX_WORKS,
        help_text=_("They begin with the construction permit; acceptance waits for them. Left empty, it has no dates."),
    )
    reason = forms.CharField(label=_("Reason for the change"), max_length=300, required=False)

    def __init__(self, *args: Any, items: list[CaseItem], days: dict[str, int], first: bool, **kwargs: Any) -> None:
        self.items, self.days, self.first = items, days, first
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        if self.first:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        for item in self.items:
            code = item.item.code
            field = forms.IntegerField(
                min_value=0, max_value=MOST_DAYS, initial=self.days.get(code, item.promised_days)
            )
            self.add_row(f"{code} {item.item.name}", {f"days_{code}": field}, group=item.item.stage.name)

    def durations(self) -> dict[str, int]:
        """Item code → working days."""
        return {item.item.code: self.cleaned_data[f"days_{item.item.code}"] for item in self.items}
