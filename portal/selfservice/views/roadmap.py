"""The roadmap as the enterprise reads it: a picture, a table, what needs what, a page for the wall (W-054, P-064)."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import View

from cases.actions import wall
from cases.exceptions import CaseError
from cases.models import CaseItem, Plan
from cases.queries import catalogue, changes, coverage, easier, gantt, moved, network, rests, side_by_side
from cases.queries.trials import Bench
from home.charts.stages import stage_links
from home.files.pdf import pdf_response
from portal.selfservice.views.generic import CaseMixin, CasePage

VIEWS = (
    ("roadmap", gettext_lazy("Chart and table")),
    ("roadmap_network", gettext_lazy("What needs what")),
    ("roadmap_ways", gettext_lazy("How it can be sooner")),
    ("roadmap_forecast", gettext_lazy("Forecast")),
    ("roadmap_versions", gettext_lazy("Versions")),
)


class RoadmapPage(CasePage):
    """A view of the roadmap. ``view``: which of ``VIEWS`` it is."""

    title = gettext_lazy("Roadmap")
    view = "roadmap"

    @cached_property
    def plan(self) -> Plan | None:
        found = self.case.plans.filter(current=True).first()
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
        views = [{"url": self.address(name), "label": label, "active": name == self.view} for name, label in VIEWS]
        shown = {"views": views, "plan": self.plan, "today": timezone.localdate()}
        return super().get_context_data(**kwargs) | shown | self.section()

    def section(self) -> dict[str, Any]:
        """What this view shows."""
        return {}


class Roadmap(RoadmapPage):
    """The plan as a picture, whole or one stage, and as a table."""

    template_name = "my/roadmap.html"

    def section(self) -> dict[str, Any]:
        stage, bench = self.request.GET.get("stage", ""), Bench(self.case, plan=self.plan, rows=self.items)
        rows, standing = moved.drawn(bench, self.rows)
        return {
            "rows": rows,
            "open_end": any(row.waits_for for row in rows),
            "bars": gantt.chart(rows, stage),
            "stages": stage_links(rows, stage),
            "coverage": coverage.owed(self.plan, self.items) if self.plan else None,
            "rests": rests.of_bench(bench, easier.keys_made(self.case)) if self.plan and self.plan.measures else [],
            "standing": standing,
        }


class Network(RoadmapPage):
    """The items as a graph, and what each needs and is needed by."""

    template_name = "my/network.html"
    view = "roadmap_network"

    def section(self) -> dict[str, Any]:
        works = self.plan.works_completed if self.plan else None
        return {"network": network.of_case(self.case, self.rows, works)}


class Ways(RoadmapPage):
    """The lawful ways to be sooner, and what the enterprise would promise with each; the agency chooses with it."""

    template_name = "my/ways.html"
    view = "roadmap_ways"

    def section(self) -> dict[str, Any]:
        bench = Bench(self.case)
        if bench.plan is None:
            return {"found": None}
        try:
            return {"found": side_by_side.of_bench(bench)}
        except CaseError as refusal:
            return {"found": None, "refusal": str(refusal)}


class Forecast(RoadmapPage):
    """In which range each milestone will fall."""

    template_name = "my/forecast.html"
    view = "roadmap_forecast"

    def section(self) -> dict[str, Any]:
        bench = Bench(self.case)
        if bench.plan is None:
            return {"forecast": None}
        try:
            return {"forecast": side_by_side.forecast_of(bench, easier.keys_made(self.case))}
        except CaseError as refusal:
            return {"forecast": None, "refusal": str(refusal)}


class Versions(RoadmapPage):
    """Every version with its reason, and what the last change moved (P-065)."""

    template_name = "my/versions.html"
    view = "roadmap_versions"

    def section(self) -> dict[str, Any]:
        plans = list(self.case.plans.select_related("made_by"))
        if len(plans) < 2:
            return {"plans": plans, "changed": None}
        new, old = plans[0], plans[1]
        changed = changes.of_versions(old, new, changes.items_of([old, new]))
        return {"plans": plans, "old": old, "new": new, "changed": changed, "bars": changed.bars}


class Wall(CaseMixin, View):
    """The roadmap on one A3 page for the wall."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = self.case.plans.filter(current=True).select_related("case").first()
        if plan is None:
            raise Http404
        return pdf_response(wall.pdf(self.case, plan), f"roadmap-{self.case.number}-v{plan.version}.pdf")
