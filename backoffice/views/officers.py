"""The liaison officer of an enterprise (W-002), and the trial with its pilot projects (W-081)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice.access import HEADS, OFFICER, act
from backoffice.columns import PROBLEM_TONES
from backoffice.forms import officers as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView, OfficeMixin
from cases.actions import officers
from cases.enums import Action
from cases.enums_work import ProblemStatus
from cases.queries import pilots, rollout
from cases.reports.rollout import state


class NameOfficer(ActionView):
    """Entered by the agency; the enterprise may do it on its own page."""

    permission = act(Action.NAME_OFFICER)
    form_class = forms.OfficerForm
    intro = gettext_lazy("The officer is shown to the enterprise and printed in the one-off notification.")
    success = gettext_lazy("The officer is named. The enterprise has been told.")

    def perform(self, form: ActForm) -> Any:
        return officers.name_officer(
            self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"]
        )


class SetPilot(ActionView):
    """In or out of the trial: the opposite of what it is now."""

    permission = act(Action.SET_PILOT)
    form_class = forms.PilotForm
    intro = gettext_lazy("The policy wants three to five pilot projects in every region.")

    def get_title(self) -> str:
        return _("No longer a pilot project") if self.case.pilot_since else _("Make it a pilot project")

    def perform(self, form: ActForm) -> Any:
        return officers.set_pilot(
            self.case, pilot=not self.case.pilot_since, **form.values(), by=self.request.user,
            version=form.cleaned_data["version"],
        )  # fmt: skip


class Pilots(OfficeMixin, TemplateView):
    """The trial: regions with their number of projects, the numbers of the phase, the list of problems with solutions."""

    permission = OFFICER
    place = "pilots"
    title = gettext_lazy("Pilot projects")
    intro = gettext_lazy("The trial of the service: its projects, their problems with the solutions, and its numbers.")
    template_name = "office/pilots.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        found, phases = list(pilots.visible_to(user)), list(rollout.visible_to(user))
        got = pilots.numbers(found)
        context = {
            "cases": found,
            "phases": [(row, state(row, today)) for row in phases],
            "actions": [(_("Enter a phase"), reverse("office:phase_add"))] if HEADS.allows(user) else [],
            "places": rollout.places(phases, found, today),
            "least": pilots.LEAST,
            "most": pilots.MOST,
            "numbers": [
                (_("Pilot projects"), got.cases),
                (_("Items finished"), f"{got.finished} / {got.items}"),
                (_("Finished within the promised limit"), f"{got.in_time} / {got.finished}"),
                (_("Problems solved"), f"{got.solved} / {got.problems}"),
                (_("Working days to solve a problem (mean)"), "–" if got.days_to_solve is None else got.days_to_solve),
                (_("Trips of the enterprises"), got.trips),
                (_("Satisfied evaluations"), f"{got.satisfied} / {got.evaluations}"),
            ],
            "problems": [(row, PROBLEM_TONES[ProblemStatus(row.status)]) for row in pilots.problems(found)],
        }
        return super().get_context_data(**(context | kwargs))
