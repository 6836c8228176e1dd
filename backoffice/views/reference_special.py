"""Reference data that is changed in larger pieces: the calendar of a year, the matrix of a category."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from backoffice.access import ADMINISTRATOR
from backoffice.forms import reference as forms
from backoffice.reference import KINDS
from backoffice.views.generic import OfficeMixin
from cases.actions import reference, reference_calendar
from cases.exceptions import CaseError
from cases.listwords import listed
from cases.models import CategoryRule, ProjectCategory


class CalendarNotice(OfficeMixin, FormView):
    """The yearly notice as one act (domain D.2)."""

    permission = ADMINISTRATOR
    place = "reference"
    title = gettext_lazy("Enter the notice of a year")
    intro = gettext_lazy(
        "What the notice names is as it says, every other day of the year follows its weekday. What a roadmap promised "
        "stays; every other open date is counted anew in the background, and those concerned are told."
    )
    form_class = forms.NoticeForm
    template_name = "office/reference/notice.html"

    def form_valid(self, form: forms.NoticeForm) -> HttpResponseBase:
        data = form.cleaned_data
        try:
            changed = reference_calendar.enter_notice(
                data["year"],
                rest=form.rest(),
                work=data["work"],
                source=data["source"],
                reason=data["reason"],
                by=self.request.user,
            )
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The year %(year)s is certain now; %(days)s days changed.") % {"year": data["year"], "days": changed},
        )
        return HttpResponseRedirect(f"{reverse('office:reference_list', args=['days'])}?year={data['year']}")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = reverse("office:reference_list", args=["days"])
        crumbs = [(_("Reference data"), reverse("office:reference")), (KINDS["days"].label, days), (self.title, "")]
        return super().get_context_data(**({"breadcrumbs": crumbs, "cancel_url": days} | kwargs))


class Matrix(OfficeMixin, FormView):
    """Which items a category needs: one page a category."""

    permission = ADMINISTRATOR
    place = "reference"
    form_class = forms.MatrixForm
    template_name = "office/reference/matrix.html"

    def category(self) -> ProjectCategory:
        return get_object_or_404(ProjectCategory.objects.all(), slug=self.kwargs["slug"])

    def get_title(self) -> str:
        return _("Matrix: %(category)s") % {"category": self.category().name}

    def get_form_kwargs(self) -> dict[str, Any]:
        cells = CategoryRule.objects.filter(category=self.category(), item__active=True)
        ordered = cells.select_related("item__stage", "category").order_by("item__stage__order", "item__code")
        return super().get_form_kwargs() | {"cells": list(ordered)}

    def form_valid(self, form: forms.MatrixForm) -> HttpResponseBase:
        if form.stale():
            codes = listed(form.stale())
            form.add_error(
                None,
                _("Somebody else changed these cells meanwhile: %(codes)s. Open the page again.") % {"codes": codes},
            )
            return self.form_invalid(form)
        try:
            with transaction.atomic():
                changed = form.changed_cells()
                for cell, need in changed:
                    reference.change(cell, {"need": need}, reason=form.cleaned_data["reason"], by=self.request.user)
        except CaseError as refusal:
            named = f"need_{cell.item.code}"
            form.add_error(named if refusal.field == "need" else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("%(count)s cells changed.") % {"count": len(changed)})
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [
            {
                "url": reverse("office:matrix", args=[one.slug]),
                "label": one.name,
                "active": one.slug == self.kwargs["slug"],
            }
            for one in ProjectCategory.objects.all()
        ]
        crumbs = [(_("Reference data"), reverse("office:reference")), (self.get_title(), "")]
        return super().get_context_data(**({"chips": others, "breadcrumbs": crumbs} | kwargs))
