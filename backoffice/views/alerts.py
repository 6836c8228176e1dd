"""Early warnings: the list, one of them with the steps it took and what can be done, acknowledging and putting off (C.7, P-070)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from backoffice import alerts as listing
from backoffice.access import OFFICER
from backoffice.columns import due_mark
from backoffice.forms import alerts as forms
from backoffice.views.generic import ListView
from backoffice.views.rows import RowActView, RowMixin
from cases import permissions
from cases.actions import alerts, urging
from cases.daywords import date_words
from cases.enums import Action
from cases.enums_ladder import AlertAct, Rung, Watch
from cases.listwords import listed
from cases.models import Alert, AlertStep, LadderRule
from cases.queries import alerts as readers
from home.templatetags import look


class AlertList(ListView):
    """Dates that come near or have passed, in the cases one may see."""

    permission = OFFICER
    place = "alerts"
    title = gettext_lazy("Early warnings")
    intro = gettext_lazy("Dates that come near or have passed, and how far up the ladder each has climbed.")
    table_class = listing.AlertTable
    filterset_class = listing.AlertFilter
    export_name = "early-warnings"
    saved_as = "alerts"

    def get_queryset(self) -> QuerySet[Alert]:
        return readers.visible_to(self.request.user).order_by("ended_on", "due", "pk")

    def in_full(self, keys: list[Any]) -> QuerySet[Alert]:
        return Alert.objects.filter(pk__in=keys).select_related(*readers.SHOWN)

    def chip_queries(self) -> list[tuple[Any, str]]:
        rungs = [(rung.label, f"state=open&rung={rung.value}") for rung in Rung]
        return [
            (_("All"), ""), (_("Open"), "state=open"), (_("Mine to do"), "state=open&mine=true"), *rungs,
            (_("Acknowledged or put off"), "state=silent"),
        ]  # fmt: skip


class AlertMixin(RowMixin[Alert]):
    """A page about one early warning."""

    permission = OFFICER
    place = "alerts"
    row_name = "alert"
    list_title = gettext_lazy("Early warnings")

    def rows(self) -> QuerySet[Alert]:
        return readers.visible_to(self.request.user)

    def case_link(self) -> Any:
        case = self.row.case
        if case is None:
            return ""
        return format_html(
            '<a href="{}">{}</a>', reverse("office:case", args=[case.uuid]), f"{case.number} {case.project.name}"
        )


class AlertPage(AlertMixin, TemplateView):
    """One early warning: what is due, by which rules it rose, who was told, what was said, what can be done now."""

    permission = OFFICER
    template_name = "generic/detail.html"

    def get_title(self) -> str:
        return self.row.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        context = {
            "status": listing.tone(row),
            "status_label": row.get_rung_display(),
            "rows": [pair for pair in self.shown() if pair[1]],
            "sections": [{"title": _("The ladder for this kind of date"), "rows": self.ladder()}],
            "events": [self.event(step) for step in row.steps.select_related("by").order_by("-pk")],
            "actions": self.acts(),
        }
        return super().get_context_data(**(context | kwargs))

    def shown(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (_("Case"), self.case_link()),
            (_("Due"), due_mark(row.due, stopped=row.ended_on is not None)),
            *self.whose(),
            (_("On this step since"), look.cdate(row.since)),
            (_("Put off until"), look.cdate(row.rests_until) if row.rests_until else ""),
            (_("Over since"), look.cdate(row.ended_on) if row.ended_on else ""),
            (_("Urging by hand"), urging.shut() if self.may_urge() else ""),
        ]

    def whose(self) -> list[tuple[Any, Any]]:
        """What the enterprise has to send back is no officer's to do: those whom the ladder tells look after it."""
        case, names = self.row.case, listed(user.name for user in self.row.people.order_by("name"))
        if self.row.what == Watch.CORRECTION and case is not None:
            return [(_("Who has to do it"), case.enterprise.name), (_("Who looks after it"), names)]
        return [(_("Who has to do it"), names)]

    def may_urge(self) -> bool:
        return any(url.endswith("/urge/") for _label, url in self.ways_on())

    def ladder(self) -> list[tuple[Any, Any]]:
        """Every step of this kind in use, with its day, so that nobody is surprised by the next."""
        rules = LadderRule.objects.filter(watched=self.row.what, active=True).order_by("days")
        return [(rule.get_rung_display(), self.day_of(rule)) for rule in rules]

    def day_of(self, rule: LadderRule) -> str:
        if rule.days == 0:
            return _("on the day")
        n = abs(rule.days)
        if rule.days > 0:
            return ngettext("%(n)d working day after it", "%(n)d working days after it", n) % {"n": n}
        return ngettext("%(n)d working day before it", "%(n)d working days before it", n) % {"n": n}

    def event(self, step: AlertStep) -> dict[str, Any]:
        """The step with its rule and version, so that the record explains itself."""
        rule = step.rule_en if (get_language() or "").startswith("en") else step.rule_zh
        said = [step.text]
        if step.until:
            said.insert(0, _("put off until %(day)s") % {"day": date_words(step.until, short=True)})
        if rule:
            said.append(_("Rule: %(name)s, version %(n)s") % {"name": rule, "n": step.rule_version})
            said.append(_("People told: %(n)s") % {"n": step.told})
        if step.skipped:
            said.append(_("Lower steps passed over, since the date stood higher at the first look: %(steps)s") % {"steps": listed(
                str(Rung(one).label) for one in step.skipped)})  # fmt: skip
        who = step.by.name if step.by else _("Rule")
        return {"when": step.at, "what": step.get_act_display(), "who": who, "text": "\n".join(filter(None, said))}

    def acts(self) -> list[tuple[Any, str]]:
        user, row = self.request.user, self.row
        found: list[tuple[Any, str]] = []
        if readers.may_answer(user, row):
            found.append((AlertAct.ACKNOWLEDGE.label, reverse("office:alert_acknowledge", args=[row.pk])))
        if row.address and readers.may_open(user, row):
            found.append((_("Open it"), row.address))
        found += self.ways_on()
        if readers.may_put_off(user, row) and readers.latest(row, timezone.localdate()) > timezone.localdate():
            found.append((AlertAct.PUT_OFF.label, reverse("office:alert_put_off", args=[row.pk])))
        return found

    def ways_on(self) -> list[tuple[Any, str]]:
        """What the higher steps ask people for: the ladder itself calls no meeting and issues no order."""
        case, user = self.row.case, self.request.user
        if case is None or self.row.ended_on is not None or self.row.rung in (Rung.REMIND, Rung.URGE):
            return []
        ways = [
            (Action.RAISE_PROBLEM, _("Ask for coordination"), "raise_problem"),
            (Action.URGE, _("Urge"), "urge"),
            (Action.SUPERVISE, _("Issue a supervision order"), "supervise"),
        ]
        return [
            (label, reverse(f"office:{name}", args=[case.uuid]))
            for action, label, name in ways
            if permissions.may(user, action, case)
        ]


class AlertForm(AlertMixin, RowActView):
    """An act on one early warning."""

    permission = OFFICER
    act: AlertAct

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [(_("What is due"), row.name), (_("Case"), self.case_link()), (_("Due"), due_mark(row.due))]


class Acknowledge(AlertForm):
    permission = OFFICER
    act = AlertAct.ACKNOWLEDGE
    intro = gettext_lazy("You are not urged about it again before the next step of the ladder.")
    form_class = forms.AcknowledgeForm

    def allowed(self) -> bool:
        return readers.may_answer(self.request.user, self.row)

    def perform(self, form: Any) -> str:
        alerts.acknowledge(self.row, **form.cleaned_data, by=self.request.user)
        return _("Recorded. You are not urged about it again before the next step.")


class PutOff(AlertForm):
    permission = OFFICER
    act = AlertAct.PUT_OFF
    form_class = forms.PutOffForm

    def get_initial(self) -> dict[str, Any]:
        """Some days; never beyond what is left on this step."""
        today = timezone.localdate()
        return super().get_initial() | {"until": min(today + timedelta(days=3), readers.latest(self.row, today))}

    def allowed(self) -> bool:
        return readers.may_put_off(self.request.user, self.row)

    def perform(self, form: Any) -> str:
        alerts.put_off(self.row, **form.cleaned_data, by=self.request.user)
        return _("Put off. The heads over the case have been told.")
