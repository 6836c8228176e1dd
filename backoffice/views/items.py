"""One item of a case: its facts and clocks, and what may be recorded next."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice.access import OFFICER, act
from backoffice.columns import ITEM_TONES
from backoffice.forms import items as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView, CaseMixin
from backoffice.views.times import readings
from cases import permissions
from cases.actions import items
from cases.enums import Action, ItemStatus
from cases.models import CaseItem, ItemFact, Post, User
from cases.queries import clocks, files, results, supplements, times
from cases.transitions import ITEM_DROPPABLE
from home.templatetags import look


class ItemPage(CaseMixin, TemplateView):
    """What is known of one item."""

    permission = OFFICER
    template_name = "office/item.html"
    title = gettext_lazy("Item")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = get_object_or_404(
            self.case.items.select_related("item__stage", "item__department", "unit", "agent", "group"),
            pk=self.kwargs["pk"],
        )
        user = self.request.user
        facts = list(item.facts.select_related("by", "corrects", "document").order_by("pk"))
        wrong = {fact.corrects_id: fact for fact in facts if fact.corrects_id}
        work = permissions.may(user, Action.RECORD_FACT, self.case, item)
        context = {
            "row": item,
            "title": item.item.name,
            "tone": ITEM_TONES[ItemStatus(item.status)],
            "clock": clocks.item_clock(item),
            "readings": readings(item),
            "times": times.of_item(item),
            "facts": [{"fact": fact, "wrong": wrong.get(fact.pk)} for fact in reversed(facts)],
            "allowed": clocks.allowed_codes(item) if work else [],
            "may_work": work,
            "may_assign": permissions.may(user, Action.SET_TEAM, self.case),
            "unsigned": supplements.unsigned(item),
            "lacking": results.sentence() if results.missing(self.case).filter(pk=item.pk).exists() else "",
            "may_add_result": item.status in results.PASSED
            and permissions.may(user, Action.ADD_RESULT, self.case, item),
            "may_drop": item.status in ITEM_DROPPABLE and permissions.may(user, Action.DROP_ITEM, self.case, item),
            "results": files.visible_to(user).filter(case=self.case, case_item=item),
            "materials": item.materials.all(),
        }
        return super().get_context_data(**(context | kwargs))


class ItemAct(ActionView):
    """An act on one item of the case."""

    back = "item"
    case_item: CaseItem

    def children(self) -> None:
        self.case_item = get_object_or_404(self.case.items.select_related("item", "unit", "case"), pk=self.kwargs["pk"])

    def item(self) -> CaseItem:
        return self.case_item

    def case_url(self, tab: str = "case") -> str:
        if tab != "item":
            return super().case_url(tab)
        return reverse("office:item", args=[self.case.uuid, self.kwargs["pk"]])

    def facts(self) -> list[tuple[Any, Any]]:
        item = self.case_item
        return [
            (_("Item"), f"{item.item.code} {item.item.name}"),
            (_("Status"), item.get_status_display()),
            (_("Deciding unit"), item.unit.name if item.unit else ""),
        ]


class RecordFact(ItemAct):
    """Only the codes that may follow are offered."""

    permission = act(Action.RECORD_FACT)
    form_class = forms.FactForm
    submit_label = gettext_lazy("Record")
    success = gettext_lazy("Recorded. The clocks were read again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        allowed = clocks.allowed_codes(self.case_item)
        return super().get_form_kwargs() | {"case_item": self.case_item, "allowed": allowed}

    def perform(self, form: ActForm) -> Any:
        made = items.record(self.case_item, **form.values(), by=self.request.user, version=form.cleaned_data["version"])
        if results.missing(self.case).filter(pk=self.case_item.pk).exists():
            messages.warning(self.request, f"{results.sentence()} {_('Add it as soon as you have it.')}")
        return made


class AddResult(ItemAct):
    """The document or the number of a decision that was recorded without."""

    permission = act(Action.ADD_RESULT)
    form_class = forms.ResultForm
    success = gettext_lazy("The result is on record.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case_item": self.case_item}

    def perform(self, form: ActForm) -> Any:
        version = form.cleaned_data["version"]
        return items.add_result(self.case_item, **form.values(), by=self.request.user, version=version)


class CorrectFact(ItemAct):
    """A wrong date is corrected by a new fact; the wrong one stays readable."""

    permission = act(Action.RECORD_FACT)
    form_class = forms.CorrectFactForm
    title = gettext_lazy("Correct a wrong entry")
    success = gettext_lazy("Corrected. The old entry stays readable.")
    fact: ItemFact

    def children(self) -> None:
        super().children()
        self.fact = get_object_or_404(
            self.case_item.facts.select_related("case_item__case", "case_item__item"), pk=self.kwargs["fact"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"fact": self.fact}

    def facts(self) -> list[tuple[Any, Any]]:
        wrong = self.fact
        return [
            *super().facts(),
            (_("Wrong entry"), format_html("{} · {}", wrong.get_code_display(), look.cdate(wrong.on, short=True))),
        ]

    def perform(self, form: ActForm) -> Any:
        return items.correct(self.fact, **form.values(), by=self.request.user)


class SetAgent(ItemAct):
    """Hand the item to another agent (P-065)."""

    permission = act(Action.SET_TEAM)
    form_class = forms.AgentForm
    title = gettext_lazy("Name the agent of the item")
    success = gettext_lazy("The agent is named and has been told.")

    def agents(self) -> QuerySet[User]:
        units = {self.case_item.unit_id, self.case.handling_unit_id} - {None}
        posts = Post.objects.active().filter(Q(unit__in=units) | Q(group=self.case_item.group_id, group__isnull=False))
        return User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("name")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agents": self.agents(), "current": self.case_item.agent_id}

    def perform(self, form: ActForm) -> Any:
        return items.set_agent(self.case_item, agent=form.cleaned_data["agent"], by=self.request.user)
