"""Ticked checklists of an enterprise: keep, look through, share with a case, take back, begin an application."""

import uuid
from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from cases import ticks
from cases.actions import checklists as actions
from cases.exceptions import CaseError
from cases.models import Enterprise, SharedTicks, TickedList
from cases.queries import checklists
from cases.transitions import FINAL
from portal.checklists import addresses
from portal.selfservice.forms.base import ConfirmForm
from portal.selfservice.forms.checklists import KeepForm, ShareForm
from portal.selfservice.views.generic import ActionView, MyMixin, MyPage, own_cases
from portal.selfservice.views.home import AccountMixin

PAGE = 20


class Checklists(AccountMixin, ListView):
    """Every kept list, the newest first."""

    tab = "checklists"
    title = gettext_lazy("Checklists")
    template_name = "my/checklists.html"
    paginate_by = PAGE

    def get_queryset(self) -> Any:
        rows = checklists.visible_to(self.request.user).select_related("category", "item", "enterprise", "by")
        return rows.prefetch_related("shares__case__project")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": checklists.with_sheets(context["page_obj"])}


class ListMixin(MyMixin):
    """A page of one list; others' lists are not there."""

    @cached_property
    def ticked(self) -> TickedList:
        rows = checklists.visible_to(self.request.user).select_related("category", "item", "enterprise", "by")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    @property
    def list_url(self) -> str:
        return reverse("my:checklist", args=[self.ticked.uuid])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _found = self.ticked
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[Any]:
        name = checklists.title(self.ticked.category or self.ticked.item)
        own = [] if self.title == name else [(self.title, "")]
        return [(_("Checklists"), reverse("my:checklists")), (name, self.list_url if own else ""), *own]


class Ticked(ListMixin, MyPage):
    """What is there, what is missing, what the record asks otherwise since; the ways on."""

    template_name = "my/checklist.html"

    @property
    def title(self) -> str:
        return checklists.title(self.ticked.category or self.ticked.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = checklists.with_sheets([self.ticked])
        context = super().get_context_data(**kwargs) | {"ticked": self.ticked, "shares": self.shares()}
        if not found:
            return context | {"sheet": None}
        _row, sheet, new = found[0]
        told = sheet.within(self.ticked.marked)
        return context | {
            "sheet": sheet,
            "new": new,
            "page_url": addresses.ticked(sheet, told),
            "pdf_url": addresses.printed(sheet, told),
            "apply_url": addresses.applied(sheet, told),
        }

    def shares(self) -> list[SharedTicks]:
        rows = self.ticked.shares.filter(taken_back_at__isnull=True).exclude(case__status__in=FINAL)
        return list(rows.select_related("case__project", "by"))


class KeepTicks(ActionView):
    """From the portal into the account: ``?list=…&t=…`` is what was ticked without signing in."""

    title = gettext_lazy("Keep the ticks")
    form_class = KeepForm
    template_name = "my/keep_ticks.html"
    submit_label = gettext_lazy("Keep the ticks")

    @cached_property
    def sheet(self) -> checklists.Sheet | None:
        return checklists.read(self.request.GET.get("list", "")[:4])

    @cached_property
    def told(self) -> ticks.Ticks | None:
        return ticks.read(self.request.GET.get("t", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and (self.sheet is None or self.told is None):
            messages.warning(request, _("The ticks of this link cannot be read. Choose the checklist and tick again."))
            return redirect("/checklists/")
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[Any]:
        return [(_("Checklists"), reverse("my:checklists")), (self.title, "")]

    def get_form_kwargs(self) -> dict[str, Any]:
        user, code = self.request.user, self.sheet.code if self.sheet else ""
        mine = Enterprise.objects.filter(pk__in=list(user.member_of))
        rows = checklists.visible_to(user)
        rows = rows.filter(category__code=code) | rows.filter(item__code=code)
        lists = rows.select_related("by").prefetch_related("shares__case__project")
        return super().get_form_kwargs() | {"enterprises": mine, "lists": lists}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"once": uuid.uuid4()}

    def perform(self, form: KeepForm) -> TickedList:
        data = form.cleaned_data
        assert self.sheet is not None  # dispatch has led everybody else away
        return actions.save(
            self.sheet.code, self.request.GET.get("t", ""), by=self.request.user, enterprise=data.get("enterprise"),
            into=data.get("into"), add=data.get("way") == "add", once=data["once"],
        )  # fmt: skip

    def get_success_url(self) -> str:
        shared = self.result.enterprise_id is not None
        said = (
            _("Your ticks are kept. Everybody of your enterprise finds them here.")
            if shared
            else _("Your ticks are kept.")
        )
        messages.success(self.request, said)
        return reverse("my:checklist", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.sheet is None or self.told is None:
            return context
        marked = self.sheet.marked(self.sheet.within(self.told))
        mine = context["form"].fields.get("enterprise")
        only = str(mine.queryset[0]) if mine and len(mine.queryset) == 1 else ""
        return context | {
            "sheet": marked,
            "only": only,
            "cancel_url": addresses.ticked(marked, self.sheet.within(self.told)),
        }


class Share(ListMixin, ActionView):
    """Show it to those who work on a case."""

    title = gettext_lazy("Share with the agency")
    intro = gettext_lazy(
        "Those who work on the case see which papers you have. You can take it back at any time; what they have seen they have seen."
    )
    form_class = ShareForm
    submit_label = gettext_lazy("Share the list")
    template_name = "my/share_ticks.html"

    @cached_property
    def cases(self) -> Any:
        mine = own_cases(self.request.user).filter(enterprise=self.ticked.enterprise_id)
        return mine.exclude(status__in=FINAL).select_related("project")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cases": self.cases}

    def get_initial(self) -> dict[str, Any]:
        first = self.cases.first()
        return super().get_initial() | {"case": first.uuid if first else None}

    def perform(self, form: ShareForm) -> SharedTicks:
        return actions.share(self.ticked, form.cleaned_data["case"], by=self.request.user)

    def get_success_url(self) -> str:
        words = {"project": self.result.case.project.name}
        messages.success(self.request, _("The list is shared with those who work on “%(project)s”.") % words)
        return self.list_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "cancel_url": self.list_url,
            "any_case": self.cases.exists(),
            "closed": not self.cases.exists(),
        }


class PressMixin(MyMixin):
    """One press, one act (POST); a refusal is said where one comes back to."""

    @abstractmethod
    def press(self) -> str:
        """Do it and say what was done."""

    def back(self) -> str:
        return reverse("my:checklists")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.press())
        except CaseError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.back())


class TakeBack(PressMixin, View):
    """Those who work on the case see the list no longer."""

    http_method_names = ["post"]

    @cached_property
    def share(self) -> SharedTicks:
        rows = SharedTicks.objects.filter(ticked__in=checklists.visible_to(self.request.user))
        return get_object_or_404(rows.select_related("case", "ticked__category", "ticked__item"), pk=self.kwargs["pk"])

    def press(self) -> str:
        actions.take_back(self.share, by=self.request.user)
        return _("The agency sees the list no longer.")

    def back(self) -> str:
        if self.request.POST.get("from") == "case":
            return reverse("my:case", args=[self.share.case.uuid])
        return reverse("my:checklist", args=[self.share.ticked.uuid])


class LookThrough(ListMixin, PressMixin, View):
    """What changed has been seen."""

    http_method_names = ["post"]

    def press(self) -> str:
        actions.look_through(self.ticked, by=self.request.user)
        return _("Noted. From now on you see what changes after today.")

    def back(self) -> str:
        return self.list_url


class Remove(ListMixin, ActionView):
    """Remove a list, after being told what that means."""

    title = gettext_lazy("Remove the list")
    template_name = "generic/confirm.html"
    form_class = ConfirmForm
    submit_label = gettext_lazy("Remove the list")
    done_message = gettext_lazy("The list was removed.")

    def perform(self, form: Any) -> None:
        actions.remove(self.ticked, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("my:checklists")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": _("Remove this list?"),
            "consequence": _(
                "The ticks go, also for your colleagues, and whoever it is shared with sees it no longer."
            ),
            "danger": True,
            "cancel_url": self.list_url,
        }
