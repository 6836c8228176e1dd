"""The agency looks at an application."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms import intake as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from cases.actions import intake, meetings
from cases.daywords import date_words
from cases.enums import Action
from cases.listwords import listed
from home.templatetags import look


class RowsView(ActionView):
    """An act whose form is a table; “more rows” draws it again without acting."""

    template_name = "office/rows.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        answer = self.prepare()
        if answer is not None:
            return answer
        form = self.get_form()
        # Asked for more rows, not for a judgement.
        form._errors = {}
        return self.render_to_response(self.get_context_data(form=form))


class RequestCorrection(RowsView):
    """Return for correction: what, why, by when."""

    permission = act(Action.REQUEST_CORRECTION)
    form_class = forms.CorrectionForm
    intro = gettext_lazy("Name everything at once: the enterprise can change only what is named here.")
    submit_label = gettext_lazy("Return to the enterprise")
    success = gettext_lazy("The application went back to the enterprise with your points. It has been told.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What was asked for before: a second request names nothing new without its reason."""
        before = self.case.corrections.prefetch_related("points")
        return [
            (
                _("Asked for on %(day)s") % {"day": date_words(timezone.localtime(made.requested_at))},
                listed([point.what for point in made.points.all()]),
            )
            for made in before
        ]

    def perform(self, form: forms.CorrectionForm) -> Any:
        data = form.cleaned_data
        return intake.request_correction(
            self.case, form.points(), due=data["due"], by=self.request.user, version=data["version"]
        )


class Accept(ActionView):
    """Accept on a ground; the check says which one is met."""

    permission = act(Action.ACCEPT)
    form_class = forms.AcceptForm
    template_name = "office/accept.html"
    success = gettext_lazy("The application is accepted. The enterprise has been told.")

    def perform(self, form: ActForm) -> Any:
        data = form.cleaned_data
        return intake.accept(
            self.case, ground=data["ground"], reference=data["reference"], by=self.request.user, version=data["version"]
        )

    def facts(self) -> list[tuple[Any, Any]]:
        project = self.case.project
        return [
            (_("Enterprise"), self.case.enterprise.name),
            (_("Investment"), look.money(project.investment)),
            (_("Decision of the government (reference)"), project.decision_reference),
            (_("Service scheme"), self.case.scheme.name),
        ]


class Decline(ActionView):
    permission = act(Action.DECLINE)
    form_class = forms.DeclineForm
    danger = True
    success = gettext_lazy("The application is declined. The enterprise has been told the reason.")

    def perform(self, form: ActForm) -> Any:
        data = form.cleaned_data
        return intake.decline(self.case, reason=data["reason"], by=self.request.user, version=data["version"])


class OpenGeneration(ActionView):
    """Begin the project generation review (P-020 to P-025)."""

    permission = act(Action.OPEN_GENERATION)
    intro = gettext_lazy(
        "The project goes to the generation group: two meetings, the opinions of the members, the decision of the government."
    )
    success = gettext_lazy("The project generation review is open. Call the first meeting next.")

    def perform(self, form: ActForm) -> Any:
        return intake.open_generation(self.case, by=self.request.user, version=form.cleaned_data["version"])


class DecideGeneration(ActionView):
    permission = act(Action.DECIDE_GENERATION)
    form_class = forms.DecisionForm
    success = gettext_lazy("The decision is recorded.")
    back = "case_meetings"

    def perform(self, form: ActForm) -> Any:
        data = form.values()
        return meetings.decide_generation(self.case, **data, by=self.request.user, version=form.cleaned_data["version"])
