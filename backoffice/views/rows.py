"""Pages outside cases: a form with one act, and the pages of one row (a letter, a report, a finding, a notice)."""

from abc import abstractmethod
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.views.generic import FormView

from backoffice.views.generic import OfficeMixin
from backoffice.views.once import SendOnceMixin
from cases.exceptions import CaseError

M = TypeVar("M", bound=Model)


class PlainFormView(SendOnceMixin, OfficeMixin, FormView):
    """A form outside cases: one action, a message, back."""

    template_name = "generic/form.html"

    @abstractmethod
    def perform(self, form: Any) -> str:
        """Do it; returns the sentence to show."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        form.cleaned_data.pop("token", None)  # no fact of the form
        try:
            said = self.perform(form)
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return self.did()

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NewRowView(PlainFormView):
    """A form that makes a row of the list ``place``, whose title is ``list_title``."""

    list_title: str | Promise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse(f"office:{self.place}")
        crumbs = [(self.list_title, back), (self.get_title(), "")]
        return super().get_context_data(**({"breadcrumbs": crumbs, "cancel_url": back} | kwargs))


class RowMixin(OfficeMixin, Generic[M]):
    """A page about one row. Fetching is authorising: a row that the person may not see does not exist.

    ``place`` names the list the row belongs to, ``row_name`` the page of the row and what templates call it.
    """

    row_name: str
    list_title: str | Promise
    kwargs: dict[str, Any]

    @abstractmethod
    def rows(self) -> QuerySet[M]:
        """Those that the person may see, with what the pages show."""

    @cached_property
    def row(self) -> M:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and self.permission.allows(request.user):
            assert self.row  # a stranger's row is a 404 before anything else
        return super().dispatch(request, *args, **kwargs)

    def row_url(self) -> str:
        return reverse(f"office:{self.row_name}", args=[self.row.pk])

    def get_success_url(self) -> str:
        return self.row_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.row_url()
        crumbs = [(self.list_title, reverse(f"office:{self.place}")), (str(self.row), here)]
        extra = {"breadcrumbs": crumbs, self.row_name: self.row, "cancel_url": here}
        return super().get_context_data(**(extra | kwargs))


class RowActView(PlainFormView):
    """An act on one row, beside the ``RowMixin`` of its kind: what it rests on, the form, and no button where it is not theirs."""

    template_name = "office/row_act.html"
    act: Any
    """The act, with its ``label``."""

    @abstractmethod
    def facts(self) -> list[tuple[Any, Any]]:
        """What the act rests on; what is empty is not shown."""

    @abstractmethod
    def allowed(self) -> bool:
        """Whether the act is this person's now."""

    def why_closed(self) -> str:
        """Why it is not, by which rule, and what would help; empty where there is no more to say than that."""
        return ""

    def get_title(self) -> Any:
        return self.act.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = [pair for pair in self.facts() if pair[1]]
        closed = not self.allowed()
        why = self.why_closed() if closed else ""
        extra = {"facts": facts, "submit_label": self.act.label, "closed": closed, "why_closed": why}
        return super().get_context_data(**(extra | kwargs))
