"""The papers of the project as the enterprise sees them: what to confirm, what is missing by when, everything with its versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases import permissions
from cases.actions import materials
from cases.actions import originals as original_acts
from cases.enums import Action
from cases.exceptions import CaseError, Stale
from cases.models import MaterialAnswer, MaterialVersion
from cases.queries import ledger, ledger_groups, originals
from portal.selfservice.forms.ledger import MaterialForm, ObjectionForm
from portal.selfservice.views.generic import CaseAction, CaseMixin, CasePage


class Ledger(CasePage):
    """One page for all papers of the project; ``?state=`` shows one pile of them."""

    title = gettext_lazy("Papers of the project")
    intro = gettext_lazy("Each paper is uploaded once and serves every approval that asks for it.")
    template_name = "my/ledger.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines, user = ledger.lines(self.case), self.request.user
        return super().get_context_data(**kwargs) | {
            "papers": ledger_groups.arrange(lines, self.request.GET.get("state", "")),
            "wanted": [line for line in ledger.wanted(lines) if line.state != "unconfirmed"],
            "to_confirm": [line for line in lines if line.current and line.current.agreed is None],
            "held": originals.held(self.case),
            "handovers": originals.handovers(self.case),
            "may_sign": permissions.may(user, Action.SIGN_ORIGINALS, self.case),
            "may_add": permissions.may(user, Action.ADD_MATERIAL, self.case),
            "may_confirm": permissions.may(user, Action.CONFIRM_MATERIAL, self.case),
        }


class AddMaterial(CaseAction):
    """Upload a paper or its next version (``?paper=``); the same file sent twice is one version."""

    act = Action.ADD_MATERIAL
    title = gettext_lazy("Upload a paper")
    form_class = MaterialForm
    submit_label = gettext_lazy("Upload")
    done_message = gettext_lazy("The paper is there. The agency has been told.")

    @cached_property
    def line(self) -> ledger.Line | None:
        wanted = self.request.GET.get("paper", "")
        return next((line for line in ledger.lines(self.case) if line.name_zh == wanted), None)

    def get_title(self) -> str | Promise:
        return self.line.name if self.line else self.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"line": self.line}

    def perform(self, form: MaterialForm) -> MaterialVersion:
        data = form.cleaned_data
        return materials.add(
            self.case, data["name"], upload=data["upload"], valid_until=data["valid_until"], note=data["note"],
            instead_of=data["instead_of"], by=self.request.user,
        )  # fmt: skip

    def refused(self, form: Any, error: CaseError) -> None:
        super().refused(form, error)
        if isinstance(error, Stale):
            known = {line.name_zh: line.number for line in ledger.lines(self.case)}
            form.data = form.data.copy()
            form.data["instead_of"] = known.get(form.cleaned_data["name"], 0)

    def get_success_url(self) -> str:
        return self.address("ledger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"title": self.get_title(), "cancel_url": self.address("ledger")}
        return super().get_context_data(**kwargs) | extra


class ConfirmMaterials(CaseMixin, View):
    """Confirm what was shown (POST): one version or all of them. A second press finds nothing left to confirm and says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [int(value) for value in request.POST.getlist("version") if value.isdecimal() and len(value) < 12]
        try:
            made = materials.confirm(self.case, chosen, by=request.user)
            said = ngettext("%(n)d paper is confirmed.", "%(n)d papers are confirmed.", len(made)) % {"n": len(made)}
            messages.success(request, said if made else _("Everything you chose is confirmed already or has changed."))
        except CaseError as error:
            messages.error(request, str(error.message))
        return HttpResponseRedirect(self.address("ledger"))


class ObjectToMaterial(CaseAction):
    """Say what is wrong with what the agency filled in."""

    act = Action.CONFIRM_MATERIAL
    title = gettext_lazy("This is not right")
    intro = gettext_lazy("Say what is wrong: the agency makes a new version and asks you again.")
    form_class = ObjectionForm
    submit_label = gettext_lazy("Send to the agency")
    done_message = gettext_lazy("The agency has been told. Nothing is filed with this version.")

    @cached_property
    def version(self) -> MaterialVersion:
        found = MaterialVersion.objects.filter(paper__case=self.case).select_related("paper__case")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def over(self) -> str:
        waiting = ledger.to_confirm(self.case).filter(pk=self.version.pk).exists()
        return "" if waiting else self.address("ledger")

    def perform(self, form: ObjectionForm) -> MaterialAnswer:
        return materials.object_to(self.version, reason=form.cleaned_data["reason"], by=self.request.user)

    def get_success_url(self) -> str:
        return self.address("ledger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = f"{self.version.paper.name} · {_('Version %(n)s') % {'n': self.version.number}}"
        return super().get_context_data(**kwargs) | {
            "title": f"{self.title} · {named}",
            "cancel_url": self.address("ledger"),
        }


class SignOriginals(CaseMixin, View):
    """Sign the receipt of originals (POST); a second press finds it signed."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(self.case.handovers.filter(document__isnull=False), pk=kwargs["pk"])
        try:
            original_acts.sign(found, by=request.user, ip=request.META.get("REMOTE_ADDR") or None)
            messages.success(request, _("You have signed. A copy stays under “Documents”."))
        except CaseError as error:
            messages.error(request, str(error.message))
        return HttpResponseRedirect(self.address("ledger"))
