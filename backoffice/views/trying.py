"""Try changes of a roadmap before they are saved, save them as a new version, and look at any two versions together."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q
from django.http import HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.trying import SaveTrialForm, TryForm, address
from backoffice.views.generic import ActionView
from backoffice.views.once import with_token
from backoffice.views.roadmap import RoadmapPage
from cases import permissions
from cases.actions import planning
from cases.enums import Action
from cases.exceptions import CaseError
from cases.models import Case, Plan, Post, User
from cases.queries import changes
from cases.queries.trials import Bench
from home.templatetags import look


def agents_of(case: Case) -> list[User]:
    """Who may handle items of the case: people of the handling unit, of the team, of the groups and units at work in it."""
    units, groups = (case.items.exclude(**{name: None}).order_by().values(name) for name in ("unit", "group"))
    posts = Post.objects.active().filter(Q(unit__in=units) | Q(unit=case.handling_unit_id) | Q(group__in=groups))
    return list(User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("name"))


class Trying:
    """What both pages share: the case on the bench, the form over the address."""

    case: Case
    request: Any

    @cached_property
    def bench(self) -> Bench:
        return Bench(self.case)

    @cached_property
    def try_form(self) -> TryForm:
        return TryForm(self.request.GET, bench=self.bench, agents=agents_of(self.case))

    def query(self) -> str:
        """The trial in its short form."""
        return address(self.bench.in_force, self.try_form.trial(), self.try_form.catalogue)

    def changed(self) -> changes.Changed | None:
        """What the trial changes; None when the form or the domain refuses it, with the sentence in the form."""
        form = self.try_form
        if not form.is_valid():
            return None
        try:
            trial = form.trial()
            planning.refuse(self.case, trial)
            return changes.of_trial(self.bench, trial)
        except CaseError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return None


class TryChanges(Trying, RoadmapPage):
    """One page: what is tried, what would move, which promises would break, the picture, the form."""

    template_name = "office/case/try.html"
    view = "case_try"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET and self.try_form.is_valid() and request.GET.urlencode() != self.query():
            return HttpResponseRedirect(f"{request.path}?{self.query()}".rstrip("?"))
        return super().get(request, *args, **kwargs)

    def section(self) -> dict[str, Any]:
        tried = bool(self.request.GET)
        changed = self.changed()
        may_save = permissions.may(self.request.user, Action.SET_PLAN, self.case)
        save = with_token(self.save_form()) if tried and changed and may_save else None
        return {
            "form": self.try_form,
            "tried": tried,
            "changed": changed,
            "wishes": self.wishes() if tried and changed else [],
            "save_form": save,
            "save_url": f"{reverse('office:save_trial', args=[self.case.uuid])}?{self.request.GET.urlencode()}",
            "may_save": may_save,
            "bars": changed.bars if changed else [],
        }

    def save_form(self) -> SaveTrialForm:
        return SaveTrialForm(case=self.case, user=self.request.user)

    def wishes(self) -> list[dict[str, str]]:
        """Each thing that is tried, in words, with the address that leaves it out."""
        form = self.try_form
        given = parse_qsl(self.request.GET.urlencode(), keep_blank_values=True)
        return [
            {
                "label": wish_word(form, name, value),
                "url": f"?{urlencode([pair for n, pair in enumerate(given) if n != place])}",
            }
            for place, (name, value) in enumerate(given)
        ]


def wish_word(form: TryForm, name: str, value: str) -> str:
    """A parameter of the address in words."""
    words = {
        "start": _("First day: %(value)s"),
        "works": _("Works last %(value)s calendar days"),
        "most": _("At most %(value)s items at once for each agent"),
        "off": _("Nobody works on %(value)s"),
        "strategy": _("Strategy: %(value)s"),
        "pace": _("Items take: %(value)s"),
        "drop": _("Without %(value)s"),
        "add": _("With %(value)s"),
        "without": _("Not used: %(value)s"),
    }
    kind, _line, code = name.partition("_")
    if name in words:
        if name == "works" and not value:
            return str(_("How long the works last is not known"))
        return words[name] % {"value": _value_word(form, name, value) or "–"}
    parts = {
        "days": _("%(code)s takes %(value)s working days"),
        "from": _("%(code)s not before %(value)s"),
        "agent": _("%(code)s handled by %(value)s"),
    }
    shown = _value_word(form, name, value)
    return parts[kind] % {"code": code, "value": shown or "–"} if kind in parts else f"{name} {value}"


def _value_word(form: TryForm, name: str, value: str) -> str:
    field = form.fields.get(name)
    if field is not None and hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    if name in {"drop", "add"} and value in form.catalogue:
        return f"{value} {form.catalogue[value].name}"
    return value


class SaveTrial(Trying, ActionView):
    """Save what was tried as a new version, with the reason; those concerned are told, the baseline stays."""

    permission = act(Action.SET_PLAN)
    form_class = SaveTrialForm
    title = gettext_lazy("Save as a new version")
    success = gettext_lazy("The roadmap has a new version. The enterprise and the agents have been told.")
    back = "case_plan"
    template_name = "office/save_trial.html"

    def prepare(self) -> HttpResponseBase | None:
        answer = super().prepare()
        if answer is None and not self.try_form.is_valid():
            return HttpResponseRedirect(f"{self.case_url('case_try')}?{self.request.GET.urlencode()}")
        return answer

    def perform(self, form: SaveTrialForm) -> Plan:
        data = form.cleaned_data
        return planning.set_trial(
            self.case, self.try_form.trial(), reason=data["reason"], by=self.request.user, version=data["version"]
        )

    def facts(self) -> list[tuple[Any, Any]]:
        changed = self.changed()
        if changed is None:
            return []
        rows: list[tuple[Any, Any]] = [
            (day.name, look.format_html("{} → {}", look.cdate(day.old, short=True), look.cdate(day.new, short=True)))
            for day in changed.days
        ]
        return [*rows, (_("Items that move"), len(changed.moved)), (_("Promises that break"), len(changed.newly))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = f"{self.case_url('case_try')}?{self.request.GET.urlencode()}"
        return super().get_context_data(**({"cancel_url": back} | kwargs))


class Versions(RoadmapPage):
    """Any two versions side by side: the older is the baseline."""

    template_name = "office/case/versions.html"
    view = "case_versions"

    def section(self) -> dict[str, Any]:
        old, new = self.chosen(self.request.GET)
        if old is None or new is None:
            return {"old": None, "new": None}
        changed = changes.of_versions(old, new, changes.items_of([old, new]))
        return {"old": old, "new": new, "changed": changed, "bars": changed.bars}

    def chosen(self, given: QueryDict) -> tuple[Plan | None, Plan | None]:
        """The versions named by ``a`` and ``b``, older first; left out, the first and the one in force."""
        by_number = {str(plan.version): plan for plan in self.plans}
        if len(by_number) < 2:
            return None, None
        first, last = min(self.plans, key=lambda p: p.version), self.plan or max(self.plans, key=lambda p: p.version)
        pair = [by_number.get(given.get("a", ""), first), by_number.get(given.get("b", ""), last)]
        old, new = sorted(pair, key=lambda plan: plan.version)
        return old, new
