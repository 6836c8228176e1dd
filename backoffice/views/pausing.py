"""Suspension, resumption, termination."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms import pausing as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from cases.actions import pausing
from cases.enums import Action
from home.templatetags import look


class Suspend(ActionView):
    permission = act(Action.SUSPEND)
    form_class = forms.SuspendForm
    intro = gettext_lazy(
        "The service of the agency stops; approvals that are already filed go on. The enterprise signs the suspension form."
    )
    success = gettext_lazy("The service is suspended. The form waits for the signature of the enterprise.")
    back = "case_finish"

    def perform(self, form: ActForm) -> Any:
        return pausing.suspend(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])


class Resume(ActionView):
    permission = act(Action.RESUME)
    form_class = forms.ResumeForm
    success = gettext_lazy("The service goes on. The resumption form is issued.")
    back = "case_finish"

    def perform(self, form: ActForm) -> Any:
        return pausing.resume(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])

    def facts(self) -> list[tuple[Any, Any]]:
        pause = self.case.suspensions.filter(end__isnull=True).first()
        if pause is None:
            return []
        return [
            (_("Ground"), pause.get_ground_display()),
            (_("Explanation"), pause.explanation),
            (_("Suspended on"), look.cdate(pause.start)),
        ]


class Terminate(ActionView):
    permission = act(Action.TERMINATE)
    form_class = forms.TerminateForm
    danger = True
    success = gettext_lazy("The service is terminated. The enterprise has been told the reason.")

    def perform(self, form: ActForm) -> Any:
        return pausing.terminate(self.case, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
