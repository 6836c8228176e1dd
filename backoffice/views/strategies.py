"""Strategies of a case side by side, and the forecast of its milestones."""

from typing import Any

from django.utils.functional import cached_property

from backoffice.views.roadmap import RoadmapPage
from cases.exceptions import CaseError
from cases.queries import easier, side_by_side
from cases.queries.strategies import START
from cases.queries.trials import Bench


class Strategies(RoadmapPage):
    """Each lawful way with its dates, its steps, what must be true, what must be promised, and the button to try it."""

    template_name = "office/case/strategies.html"
    view = "case_strategies"

    @cached_property
    def bench(self) -> Bench:
        return Bench(self.case)

    def section(self) -> dict[str, Any]:
        wanted = side_by_side.goals(self.bench)
        goal = self.request.GET.get("goal", "")
        goal = goal if goal in dict(wanted) else START
        links = [{"url": f"?goal={name}", "label": word, "active": name == goal} for name, word in wanted]
        try:
            return {"goals": links, "found": side_by_side.of_bench(self.bench, goal)}
        except CaseError as refusal:
            return {"goals": links, "found": None, "refusal": str(refusal)}


class Forecast(RoadmapPage):
    """In which range each milestone will fall, and how probable the promised day is."""

    template_name = "office/case/forecast.html"
    view = "case_forecast"

    def section(self) -> dict[str, Any]:
        try:
            return {"forecast": side_by_side.forecast_of(Bench(self.case, plan=self.plan), easier.keys_made(self.case))}
        except CaseError as refusal:
            return {"forecast": None, "refusal": str(refusal)}
