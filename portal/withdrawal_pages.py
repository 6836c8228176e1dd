"""Pages of the publishing side: propose to withdraw a page, decide on it, say that words were checked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cases.exceptions import CaseError
from portal import keeping, withdrawing
from portal.models import WithdrawalProposal, WordsCheck


class ProposalForm(forms.Form):
    """Why, and what takes its place."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it to be withdrawn?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Page that replaces it"), queryset=Page.objects.live(), required=False, widget=AdminPageChooser(),
        help_text=gettext_lazy("Its address will lead there; without one to the page above."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """Yes or no, with a word."""

    answer = forms.CharField(
        label=gettext_lazy("What you want to say about it"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Needed when the page is to stay."),
    )  # fmt: skip


def _home(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("promoter_dashboard"))


def _refused(form: forms.Form, fault: CaseError) -> None:
    form.add_error(fault.field if fault.field in form.fields else None, str(fault))


def _show(request: HttpRequest, template: str, title: str, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"page_title": title, "header_title": title, "header_icon": "download", "form": form} | more
    return render(request, f"portal/cms/{template}.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form of a proposal."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    known = WithdrawalProposal.objects.filter(page_id=page.pk, state="open").first()
    if known is not None:
        return HttpResponseRedirect(reverse("withdrawal", args=[known.pk]))
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.propose(page, **form.cleaned_data, by=request.user)
        except CaseError as fault:
            _refused(form, fault)
        else:
            return _home(request, _("Proposed. Another person decides."))
    below = list(page.get_descendants().live())
    why = withdrawing.refusal(page)
    return _show(request, "withdraw", _("Withdraw or replace a page"), form, page=page, below=below, why=why)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its buttons."""
    row = get_object_or_404(
        WithdrawalProposal.objects.select_related("page", "successor", "asked_by", "decided_by"), pk=pk
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer, way = form.cleaned_data["answer"], request.POST.get("way", "")
        try:
            if way == "agree":
                withdrawing.agree(row, answer=answer, by=request.user)
                return _home(request, _("The page was taken down. Its address leads on."))
            if way == "refuse":
                withdrawing.refuse(row, answer=answer, by=request.user)
                return _home(request, _("The page stays. Who proposed it is told."))
            if way == "take_back":
                withdrawing.take_back(row, by=request.user)
                return _home(request, _("Taken back."))
        except CaseError as fault:
            _refused(form, fault)
    context = {
        "row": row,
        "below": list(row.page.get_descendants().live()),
        "may_decide": row.state == "open" and withdrawing.may_decide(request.user, row),
        "may_take_back": row.state == "open" and row.asked_by_id == request.user.pk,
    }
    return _show(request, "withdrawal", _("Withdraw or replace a page"), form, **context)


@require_POST
def words_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The words beside a changed record are right as they are."""
    task = get_object_or_404(WordsCheck, pk=pk)
    if not task.page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    keeping.settle(task.page, request.user)
    return _home(request, _("Noted: the words were checked."))
