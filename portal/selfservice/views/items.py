"""Which approvals: the proposal by three groups, the deciding questions, what is done already."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.actions import applications
from cases.enums import Action
from cases.models import CaseItem
from cases.queries import proposal
from portal.models.guide import guide_urls
from portal.selfservice import progress
from portal.selfservice.forms.items import ItemsForm
from portal.selfservice.views.generic import CaseAction

GROUPS = {
    "needed": (_("Needed"), _("Projects of this kind normally need these.")),
    "depends": (
        _("Depends on your answer"),
        _("Answer the question. If you are not sure, say so: an agent will ask you."),
    ),
    "not_needed": (_("Normally not needed"), _("You may still take one if you know better.")),
}


class Items(CaseAction):
    """Take all or some (W-013). ``way``: next, later, update (answer and look again), all (take every needed one)."""

    act = Action.EDIT
    title = _("Which approvals do you want us to handle?")
    intro = _("We propose what a project like yours needs. You decide: take all of it or some.")
    template_name = "my/items.html"
    form_class = ItemsForm

    @cached_property
    def held(self) -> dict[str, CaseItem]:
        return {row.item.code: row for row in self.case.items.select_related("item")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"proposals": proposal.propose(self.case.project), "held": self.held}

    def perform(self, form: ItemsForm) -> Any:
        choices = form.choices()
        if self.request.POST.get("way") == "all":
            for row in form.rows:
                if row.proposal.taken_by_default and row.item.code not in choices:
                    choices[row.item.code] = applications.Choice(taken=True)
        return applications.choose_items(
            self.case, choices, form.answers(), by=self.request.user, version=form.cleaned_data["version"]
        )

    def refused(self, form: ItemsForm, error: Any) -> None:
        name, _found, code = (error.field or "").rpartition("_")
        row = next((row for row in form.rows if row.item.code == code and name in row.fields), None)
        if row:
            row.add_error(name, str(error.message))
        else:
            super().refused(form, error)

    def get_success_url(self) -> str:
        way = self.request.POST.get("way", "next")
        if way == "next":
            then = self.request.GET.get("then")
            return progress.address(self.case, "check" if then == "check" else "materials")
        return self.address("items") if way in {"update", "all"} else self.address("case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        groups = [
            {"code": code, "title": GROUPS[code][0], "lead": GROUPS[code][1], "rows": rows}
            for code, rows in form.groups()
        ]
        open_questions = sum(1 for row in form.rows if row.proposal.group == "depends" and row.proposal.answer is None)
        labels = zip(progress.ORDER, progress.names(), strict=True)
        return context | {
            "groups": groups,
            "guides": guide_urls(),
            "taken": len(self.held),
            "open_questions": _open_words(open_questions) if open_questions else "",
            "steps": [{"label": label, "url": progress.address(self.case, code)} for code, label in labels],
            "step": progress.ORDER.index("items") + 1,
        }


def _open_words(count: int) -> str:
    return ngettext("%(n)d question is still open", "%(n)d questions are still open", count) % {"n": count}
