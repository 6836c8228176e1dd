"""The works of a project: what happened, and what the roadmap counts with."""

from typing import Any

from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.works import WorksForm
from backoffice.views.generic import ActionView
from backoffice.views.roadmap import RoadmapPage
from cases import permissions
from cases.actions import works
from cases.enums import Action
from cases.enums_work import WorksEvent
from cases.models import WorksFact
from cases.queries import works as readers


class Works(RoadmapPage):
    """The three days of the works, as planned and as they came, and every entry."""

    template_name = "office/case/works.html"
    view = "case_works"

    def section(self) -> dict[str, Any]:
        facts = list(self.case.works_facts.select_related("by"))
        known, plan = readers.days(facts), self.plan
        planned = {
            WorksEvent.STARTED: plan.works_start if plan else None,
            WorksEvent.COMPLETED: plan.works_completed if plan else None,
        }
        came = (known.started, known.completed, known.producing)
        return {
            "days": [
                {"label": kind.label, "planned": planned.get(kind), "on": on}
                for kind, on in zip(WorksEvent, came, strict=True)
            ],
            "entries": list(reversed(facts)),
            "may_record": permissions.may(self.request.user, Action.RECORD_WORKS, self.case),
        }


class RecordWorks(ActionView):
    """Record a day of the works."""

    permission = act(Action.RECORD_WORKS)
    form_class = WorksForm
    intro = gettext_lazy("The roadmap counts from these days: acceptance follows the completion of the works.")
    success = gettext_lazy("Recorded. The enterprise has been told.")
    back = "case_works"

    def perform(self, form: WorksForm) -> WorksFact:
        data = form.cleaned_data
        return works.record(
            self.case,
            kind=data["kind"],
            on=data["on"],
            note=data["note"],
            by=self.request.user,
            version=data["version"],
        )
