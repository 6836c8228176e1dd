"""Check your answers, send, receipt, withdraw."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import paperwords
from cases.actions import applications
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, DocumentKind
from cases.models import Case
from cases.queries import documents, eligibility
from home import words
from portal.selfservice import papers, progress
from portal.selfservice.forms.acts import SubmitForm, WithdrawForm
from portal.selfservice.forms.project import PAGES
from portal.selfservice.views.generic import CaseAction, CasePage
from portal.selfservice.views.home import document_row
from portal.selfservice.wishes import wish_of


def shown(case: Case, name: str) -> str:
    """A fact of the project as people read it."""
    project = case.project
    value = getattr(project, name)
    if value in (None, ""):
        return ""
    display = getattr(project, f"get_{name}_display", None)
    if display:
        return str(display())
    if name == "investment":
        short, exact = words.money(value), words.exact_yuan(value)
        return short if short == exact else f"{short} ({exact})"
    if name in {"land_area", "floor_area"}:
        return f"{value.normalize():f} m²"
    if name in {"planned_start", "planned_finish"}:
        return date_words(value)
    return str(value)


def fact_sections(case: Case, *, change: bool = True) -> list[dict[str, Any]]:
    """Everything that was entered, page by page, each row with its way back."""
    found = []
    for (code, page), label in zip(PAGES.items(), progress.names(), strict=False):
        empty = set(page.missing(case.project))
        rows = []
        for name in page._meta.fields:
            url = f"{progress.address(case, code)}?then=check#id_{name}" if change else ""
            field = page.base_fields[name]
            value = shown(case, name) or (_("Still needed") if name in empty else "")
            rows.append({"label": field.label, "value": value, "url": url})
        found.append({"title": label, "rows": rows})
    return found


class Check(CaseAction):
    """The whole application before it goes out; a second press leads to the receipt of the first."""

    act = Action.EDIT
    title = gettext_lazy("Check your answers")
    intro = gettext_lazy("This is what the agency will receive. Everything can still be changed.")
    template_name = "my/check.html"
    form_class = SubmitForm

    def over(self) -> str:
        return self.address("receipt") if self.case.status != CaseStatus.DRAFT and self.case.submitted_at else ""

    def perform(self, form: SubmitForm) -> Case:
        return applications.submit(self.case, by=self.request.user, version=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return self.address("receipt")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = [section for section in progress.sections(self.case) if section.missing]
        groups = papers.by_item(self.case)
        every = [paper for paper in papers.all_papers(groups) if paper.wanted]
        items = self.case.items.select_related("item__stage", "item__department")
        labels = zip(progress.ORDER, progress.names(), strict=True)
        return super().get_context_data(**kwargs) | {
            "sections": fact_sections(self.case),
            "items": items,
            "wanted": every,
            "given": sum(1 for paper in every if paper.files),
            "missing": missing,
            "eligibility": eligibility.check(self.case.project),
            "steps": [{"label": label, "url": progress.address(self.case, code)} for code, label in labels],
            "step": progress.ORDER.index("check") + 1,
        }


class Receipt(CasePage):
    """After sending: the number, the receipt, what happens now."""

    title = gettext_lazy("Your application has been sent")
    template_name = "my/receipt.html"

    @cached_property
    def receipt(self) -> Any:
        found = documents.visible_to(self.request.user).filter(case=self.case, kind=DocumentKind.RECEIPT)
        return found.select_related("file").first()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not self.case.submitted_at:
            self.act = Action.SUBMIT
            return self.not_now()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [document_row(self.receipt)] if self.receipt else []
        paper = paperwords.signed_paper(self.case.scheme.agreement_kind)
        more = {"files": rows, "paper": paper, "wish": wish_of(self.case, self.request.user)}
        return super().get_context_data(**kwargs) | more


class Withdraw(CaseAction):
    """Take the application back, after being told what that means."""

    act = Action.WITHDRAW
    title = gettext_lazy("Withdraw the application")
    template_name = "generic/confirm.html"
    form_class = WithdrawForm
    submit_label = gettext_lazy("Withdraw the application")
    done_message = gettext_lazy("The application was withdrawn. What you entered stays readable here.")

    def over(self) -> str:
        return self.address("case") if self.case.status == CaseStatus.WITHDRAWN else ""

    def perform(self, form: WithdrawForm) -> Case:
        data = form.cleaned_data
        return applications.withdraw(self.case, reason=data["reason"], by=self.request.user, version=data["version"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": _("Withdraw the application for “%(project)s”?") % {"project": self.case.project.name},
            "consequence": _(
                "The agency stops its work. A withdrawn application stays withdrawn; you can start a new one at any time."
            ),
            "danger": True,
            "cancel_url": self.address("case"),
        }
