"""The roadmap of a case: flow tables, chart, network; each view of it is an address of its own."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backoffice import columns
from backoffice.access import OFFICER
from backoffice.views.case import CasePage
from backoffice.views.generic import CaseMixin
from cases import permissions
from cases.actions import wall
from cases.enums import Action
from cases.models import CaseItem, FlowRow, FlowTable, Plan
from cases.queries import catalogue, coverage, easier, gantt, moved, network, rests
from cases.queries.trials import Bench
from home.charts.stages import stage_links
from home.files.pdf import pdf_response

VIEWS = (
    ("case_plan", gettext_lazy("Chart and table")),
    ("case_network", gettext_lazy("What needs what")),
    ("case_strategies", gettext_lazy("Strategies")),
    ("case_forecast", gettext_lazy("Forecast")),
    ("case_works", gettext_lazy("Works")),
    ("case_try", gettext_lazy("Try changes")),
    ("case_versions", gettext_lazy("Versions")),
)


class RoadmapPage(CasePage):
    """A view of the roadmap. ``view``: which of ``VIEWS`` it is."""

    tab = "case_plan"
    view = "case_plan"

    @cached_property
    def plans(self) -> list[Plan]:
        return list(self.case.plans.select_related("made_by"))

    @cached_property
    def plan(self) -> Plan | None:
        """The version in force, tied to the case at hand."""
        found = next((plan for plan in self.plans if plan.current), None)
        if found is not None:
            found.case = self.case
        return found

    @cached_property
    def items(self) -> list[CaseItem]:
        """Every item of the case: chart, dates and what the roadmap does not cover are read from them."""
        prefetch_related_objects([self.case], "suspensions", "works_facts")
        return catalogue.items_of(self.case, "unit")

    @cached_property
    def rows(self) -> list[gantt.GanttRow]:
        return gantt.rows_for_gantt(self.plan, items=self.items) if self.plan else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        views = [
            {"url": self.case_url(name), "label": label, "active": name == self.view} for name, label in self.views()
        ]
        shown = {"views": views, "plan": self.plan, "plans": self.plans, "today": timezone.localdate()}
        return super().get_context_data(**(shown | kwargs))

    def views(self) -> list[tuple[str, Any]]:
        """Those that this person may open."""
        return list(VIEWS)


class Roadmap(RoadmapPage):
    """Flow tables of the groups and the plan, as a chart (whole or one stage) and as a table."""

    template_name = "office/case/plan.html"

    def section(self) -> dict[str, Any]:
        stage, bench = self.request.GET.get("stage", ""), Bench(self.case, plan=self.plan, rows=self.items)
        rows, standing = moved.drawn(bench, self.rows)
        tables = (
            self.case.flow_tables.select_related("group", "filed_by", "document__file").prefetch_related(
                Prefetch("rows", FlowRow.objects.select_related("case_item__item", "unit", "agent"))
            )
            if self.case.scheme.flow_tables
            else FlowTable.objects.none()
        )
        return {
            "bars": gantt.chart(rows, stage),
            "rows": rows,
            "open_end": any(row.waits_for for row in rows),
            "stages": stage_links(rows, stage),
            "coverage": coverage.owed(self.plan, self.items) if self.plan else None,
            "rests": rests.of_bench(bench, easier.keys_made(self.case)) if self.plan and self.plan.measures else [],
            "standing": standing,
            "flow_tables": [self.flow(table) for table in tables],
        }

    def flow(self, table: FlowTable) -> dict[str, Any]:
        """A group's table, and whether this person may file it."""
        user, case = self.request.user, self.case
        own = permissions.is_chief(user, case) or any(post.group_id == table.group_id for post in user.active_posts)
        return {
            "table": table,
            "may_file": own and permissions.may(user, Action.FILE_FLOW_TABLE, case),
            "due_mark": "" if table.filed_at else columns.due_mark(table.due),
        }


class Network(RoadmapPage):
    """The items as a graph, and what each needs and is needed by."""

    template_name = "office/case/network.html"
    view = "case_network"

    def section(self) -> dict[str, Any]:
        works = self.plan.works_completed if self.plan else None
        return {"network": network.of_case(self.case, self.rows, works)}


class Wall(CaseMixin, View):
    """The roadmap on one A3 page for the wall: a print, not a numbered document."""

    permission = OFFICER

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = self.case.plans.filter(current=True).select_related("case").first()
        if plan is None:
            raise Http404
        return pdf_response(wall.pdf(self.case, plan), f"roadmap-{self.case.number}-v{plan.version}.pdf")
