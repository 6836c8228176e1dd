"""The phases of the rollout (W-080 to W-083): entered, changed with a reason, with their log."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice.access import HEADS, OFFICER
from backoffice.forms.summaries import AddPhaseForm, ChangePhaseForm
from backoffice.views.rows import NewRowView, PlainFormView, RowMixin
from cases import daywords, permissions
from cases.actions import rollout
from cases.enums_reports import Phase
from cases.models import RolloutPhase
from cases.queries import rollout as readers
from home.templatetags import look


def words(name: str, value: str) -> str:
    """A value of the log in words."""
    return daywords.told(value) if name != "evaluation" else value


class PhaseMixin(RowMixin[RolloutPhase]):
    """A page about one phase."""

    permission = OFFICER
    place = "pilots"
    row_name = "phase"
    list_title = gettext_lazy("Pilot projects")

    def rows(self) -> QuerySet[RolloutPhase]:
        return readers.visible_to(self.request.user)


class PhasePage(PhaseMixin, TemplateView):
    """One phase: what was planned, what became of it, what it has shown, and who set what and why."""

    permission = OFFICER
    template_name = "generic/detail.html"

    def get_title(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        labels = {name: RolloutPhase._meta.get_field(name).verbose_name for name in rollout.NAMES}
        log = [
            (
                format_html("{} · {}", look.cdate(one.at, short=True), one.by.name),
                format_html("{}<br><small>{}</small>", one.reason, self.said(one.old, one.new, labels)),
            )
            for one in row.changes.select_related("by").order_by("-pk")
        ]
        context = {
            "rows": [
                (labels["begins"], look.cdate(row.begins)),
                (labels["planned_end"], look.cdate(row.planned_end)),
                (labels["ended_on"], look.cdate(row.ended_on)),
                (labels["evaluation"], row.evaluation or "–"),
            ],
            "sections": [{"title": _("What was set, and why"), "rows": log}],
            "actions": [(_("Change it"), reverse("office:phase_change", args=[row.pk]))]
            if permissions.sets_phases(self.request.user, row.region)
            else [],
        }
        return super().get_context_data(**(context | kwargs))

    def said(self, old: dict[str, str], new: dict[str, str], labels: dict[str, Any]) -> str:
        changed = [name for name in rollout.NAMES if name in new and new[name] != old.get(name, "")]
        parts = [
            f"{labels[name]}{_(': ')}{words(name, old[name])} → {words(name, new[name]) or '–'}"
            if old.get(name)
            else f"{labels[name]}{_(': ')}{words(name, new[name])}"
            for name in changed
        ]
        return " · ".join(parts)


class AddPhase(NewRowView):
    """Enter a phase of a region."""

    permission = HEADS
    place = "pilots"
    list_title = gettext_lazy("Pilot projects")
    title = gettext_lazy("Enter a phase")
    intro = gettext_lazy("Every region has each phase once; a phase begins no earlier than those before it.")
    form_class = AddPhaseForm
    made: RolloutPhase

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def perform(self, form: AddPhaseForm) -> str:
        typed = form.cleaned_data
        self.made = rollout.begin(
            typed["region"], Phase(typed["phase"]), form.facts(), reason=typed["reason"], by=self.request.user
        )
        return _("Entered. The rollout report shows it.")

    def get_success_url(self) -> str:
        return reverse("office:phase", args=[self.made.pk])


class ChangePhase(PhaseMixin, PlainFormView):
    """Plan it otherwise, end it with its evaluation."""

    permission = HEADS
    title = gettext_lazy("Change the phase")
    form_class = ChangePhaseForm

    def get_initial(self) -> dict[str, Any]:
        names = ("version", *rollout.NAMES)
        return super().get_initial() | {name: getattr(self.row, name) for name in names}

    def perform(self, form: ChangePhaseForm) -> str:
        typed = form.cleaned_data
        rollout.change(self.row, form.facts(), reason=typed["reason"], by=self.request.user, version=typed["version"])
        return _("Changed. What stood before is kept in the log.")
