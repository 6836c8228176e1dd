"""The ways of the enterprise's pages: signed in, own cases only, one action per form, a refusal becomes a sentence."""

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from cases import permissions
from cases.enums import Action
from cases.exceptions import CaseError
from cases.models import Case, User
from cases.queries import cases, sentences
from home.access import SignedInMixin
from portal.selfservice.forms.base import ActionForm, ConfirmForm

Crumb = tuple[str | Promise, str]


def own_cases(user: User) -> QuerySet[Case]:
    """Cases of the enterprises the person belongs to; what an officer sees by a post is not shown under /my/."""
    return cases.visible_to(user).filter(enterprise__in=list(user.member_of))


class MyMixin(SignedInMixin):
    """A page behind /my/."""

    title: str | Promise = ""
    intro: str | Promise = ""
    request: HttpRequest

    def crumbs(self) -> list[Crumb]:
        """The way from "My cases" to here."""
        return [(self.title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        way = [(_("Home page"), "/"), (_("My cases"), reverse("my:home"))]
        return {
            "title": self.title,
            "intro": self.intro,
            "breadcrumbs": way + self.crumbs(),
            "site_sections": True,
        } | context


class MyPage(MyMixin, TemplateView):
    """A page that only shows."""


class CaseMixin(MyMixin):
    """A page of one case. ``act``: what the page is for; without the right to it one is led to the case page."""

    act: Action | None = None

    def cases(self) -> QuerySet[Case]:
        """Where the case is looked up; pages add what they read of it."""
        return own_cases(self.request.user).select_related(*cases.PARTS)

    @cached_property
    def case(self) -> Case:
        return cases.tie(get_object_or_404(self.cases(), uuid=self.kwargs["uuid"]))

    def address(self, name: str, *args: object) -> str:
        return reverse(f"my:{name}", args=[self.case.uuid, *args])

    def crumbs(self) -> list[Crumb]:
        return [(self.case.project.name, self.address("case")), (self.title, "")]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _found = self.case  # a stranger finds nothing here, by any method
            over = self.over()
            if over:
                return HttpResponseRedirect(over)
            if self.act and not permissions.may(request.user, self.act, self.case):
                return self.not_now()
        return super().dispatch(request, *args, **kwargs)

    def over(self) -> str:
        """Where to go when the page's act has been done already (a second press, an old tab); "" when it has not."""
        return ""

    def not_now(self) -> HttpResponse:
        """Say what the case is waiting for instead of a refusal without a way on."""
        words = {
            "act": sentences.act(self.case, self.act) if self.act else "",
            "status": self.case.get_status_display(),
        }
        messages.warning(
            self.request,
            _("“%(act)s” is not open now: the case is “%(status)s”. This page says what comes next.") % words,
        )
        return HttpResponseRedirect(self.address("case"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"case": self.case, "project": self.case.project}


class CasePage(CaseMixin, TemplateView):
    """A page of a case that only shows."""


class ActionView(MyMixin, FormView):
    """A form whose sending is one action. Subclasses say ``perform``; a refusal comes back with everything that was typed."""

    form_class: type[ActionForm] = ConfirmForm
    template_name = "generic/form.html"
    submit_label: str | Promise = ""
    cancel_url = ""
    done_message: str | Promise = ""

    @abstractmethod
    def perform(self, form: Any) -> Any:
        """Call the one action; returns what it made."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.result = self.perform(form)
        except CaseError as error:
            over = self.done_meanwhile()
            if over:
                return HttpResponseRedirect(over)
            self.refused(form, error)
            return self.form_invalid(form)
        if self.done_message:
            messages.success(self.request, str(self.done_message))
        return HttpResponseRedirect(self.get_success_url())

    def done_meanwhile(self) -> str:
        """Where to go when the very act was done while this request was under way (two presses); "" when it was not."""
        return ""

    def refused(self, form: Any, error: CaseError) -> None:
        form.refuse(error)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"shell": "my/base.html", "submit_label": self.submit_label, "cancel_url": self.cancel_url}
        return extra | super().get_context_data(**kwargs)


class CaseAction(CaseMixin, ActionView):
    """An action on one case; the form carries the version the person saw."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": self.case.version}

    def done_meanwhile(self) -> str:
        again = type(self)()
        again.setup(self.request, *self.args, **self.kwargs)
        return again.over()

    def refused(self, form: Any, error: CaseError) -> None:
        self.case.refresh_from_db(fields=["version", "status"])
        form.refuse(error, self.case.version)

    def get_success_url(self) -> str:
        return self.address("case")
