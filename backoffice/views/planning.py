"""Flow tables and the roadmap."""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.planning import FlowForm, PlanForm
from backoffice.views.generic import refused
from backoffice.views.intake import RowsView
from cases import permissions, scheduling
from cases.actions import planning
from cases.enums import Action, PostRole
from cases.exceptions import CaseError
from cases.models import CaseItem, FlowTable, Plan, Unit
from cases.queries import agencies, gantt, people, roadmap, works


class FileFlowTable(RowsView):
    """A group's flow table: a row per item, or the statement that there is none (P-062, P-063, P-065)."""

    permission = act(Action.FILE_FLOW_TABLE)
    form_class = FlowForm
    submit_label = gettext_lazy("File the table")
    success = gettext_lazy("The flow table is filed and printed.")
    back = "case_plan"
    table: FlowTable

    def children(self) -> None:
        self.table = get_object_or_404(self.case.flow_tables.select_related("group", "document"), pk=self.kwargs["pk"])

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        user = self.request.user
        own = any(p.role == PostRole.GROUP_AGENT and p.group_id == self.table.group_id for p in user.active_posts)
        if answer is None and not own and not permissions.is_chief(user, self.case):
            return refused(
                self.request,
                self.permission,
                _("Only the group agent of this group or the chief agent files this table."),
            )
        return answer

    def get_title(self) -> str:
        return (
            f"{self.table.group.name} · {Action.FILE_FLOW_TABLE.label}"
            if hasattr(self, "table")
            else Action.FILE_FLOW_TABLE.label
        )

    def items(self) -> list[CaseItem]:
        owed = [
            row for row in roadmap.items_of(self.case) if row.group_id == self.table.group_id and row.done_on is None
        ]
        pks = [row.pk for row in owed]
        return list(
            self.case.items.filter(pk__in=pks).select_related("item__stage", "unit").prefetch_related("materials")
        )

    def units(self) -> list[Unit]:
        """Members of the group with the town of the project, and whoever decides one of its items now."""
        deciding = [item.unit_id for item in self.items() if item.unit_id]
        members = Unit.objects.filter(groups=self.table.group) | Unit.objects.filter(pk__in=deciding)
        if self.table.group.with_town:
            members = members | agencies.of_town(self.case.project)
        return list(members.distinct().order_by("code"))

    def get_form_kwargs(self) -> dict[str, Any]:
        units = self.units()
        agents = list(people.of_units(units).order_by("name"))
        return super().get_form_kwargs() | {
            "table": self.table,
            "items": self.items(),
            "units": units,
            "agents": agents,
        }

    def perform(self, form: FlowForm) -> Any:
        data = form.cleaned_data
        return planning.file_flow_table(
            self.table,
            form.table_rows(),
            no_items=data.get("no_items", False),
            unnamed=data.get("unnamed", ""),
            reason=data.get("reason", ""),
            by=self.request.user,
            version=data["version"],
        )


class SetPlan(RowsView):
    """The roadmap: first look at what would change, then set it with the reason."""

    permission = act(Action.SET_PLAN)
    form_class = PlanForm
    template_name = "office/set_plan.html"
    intro = gettext_lazy("Look at the dates first. Every version stays; the first one is the baseline.")
    success = gettext_lazy("The roadmap is set. The enterprise and the agents have been told.")
    back = "case_plan"

    def current(self) -> Plan | None:
        return self.case.plans.filter(current=True).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        plan = self.current()
        items = [item for item in roadmap.items_of(self.case) if item.done_on is None]
        days = (
            {row.case_item.item.code: row.planned for row in plan.rows.select_related("case_item__item")}
            if plan
            else {}
        )
        filed = {row.case_item.item.code: row.planned_days for table in self.filed() for row in table.rows.all()}
        return super().get_form_kwargs() | {"items": items, "days": days | filed, "first": plan is None}

    def filed(self) -> list[FlowTable]:
        return list(self.case.flow_tables.prefetch_related("rows__case_item__item"))

    def get_initial(self) -> dict[str, Any]:
        plan = self.current()
        kept = {"start": plan.start} if plan else {}
        return super().get_initial() | kept | {"works_days": works.length(plan, self.case.project)}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        answer = self.prepare()
        if answer is not None:
            return answer
        form = self.get_form()
        if "reason" in form.fields:
            form.fields["reason"].required = False
        valid = form.is_valid()
        if "reason" in form.fields:
            form.fields["reason"].required = True
        if not valid:
            return self.form_invalid(form)
        data = form.cleaned_data
        try:
            found = planning.preview(
                self.case, start=data["start"], durations=form.durations(), works_days=data["works_days"]
            )
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, looked=self.changes(found), finish=found.end))

    def changes(self, found: scheduling.Schedule) -> list[dict[str, Any]]:
        """Each item with its new dates beside those of the plan in force."""
        plan = self.current()
        old = {row.case_item.item.code: row for row in plan.rows.select_related("case_item__item")} if plan else {}
        names = {item.item.code: item.item.name for item in roadmap.items_of(self.case)}
        names[roadmap.WORKS_COMPLETED] = gantt.works_word()
        rows = []
        for code, slot in found.slots.items():
            was = old.get(code)
            moved = was is not None and (was.start, was.end) != (slot.start, slot.end)
            rows.append(
                {
                    "code": "" if code == roadmap.WORKS_COMPLETED else code,
                    "name": names.get(code, code),
                    "waits_for": gantt.event_word(slot.waits_for),
                    "slot": slot,
                    "was": was,
                    "moved": moved,
                    "new": bool(plan) and was is None,
                }
            )
        return rows

    def perform(self, form: PlanForm) -> Any:
        data = form.cleaned_data
        plan = planning.set_plan(
            self.case,
            start=data["start"],
            durations=form.durations(),
            works_days=data["works_days"],
            reason=data.get("reason", ""),
            by=self.request.user,
            version=data["version"],
        )
        if plan.provisional:
            messages.warning(
                self.request, _("Some dates lie in a year whose holidays are not published yet: they are provisional.")
            )
        return plan
