"""The case list, the search box, and filters that a person keeps."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backoffice.access import OFFICER
from backoffice.filters import CaseFilter
from backoffice.tables import CaseExport, CaseTable
from backoffice.views.generic import ListView, OfficeMixin
from cases.enums import CaseStatus
from cases.models import Case, SavedFilter
from cases.queries import cases, supervision, worklists

LISTS = {
    "cases": "office:cases",
    "ledger": "office:ledger",
    "items": "office:items",
    "meetings": "office:meetings",
    "moved": "office:moved",
    "documents": "office:documents",
}
# What a row of the list reads: a tenth of the columns of the tables behind it.
JOINED = ("project__category", "enterprise", "region")
SHOWN = (
    "uuid", "number", "status", "next_due", "next_what", "submitted_at",
    "project__name", "enterprise__name", "region__name_zh", "region__name_en",
    "project__category__name_zh", "project__category__name_en",
)  # fmt: skip


class CaseList(ListView):
    """All cases that the person may see."""

    permission = OFFICER
    place = "cases"
    title = gettext_lazy("Cases")
    intro: str | Promise = gettext_lazy(
        "“Overdue” is the red lamp: a date of the case has passed. Items past the promised limit are counted in the statistics."
    )
    table_class = CaseTable
    filterset_class = CaseFilter
    export_name = "cases"
    saved_as = "cases"

    def get_queryset(self) -> QuerySet[Case]:
        asked = self.request.GET
        if asked.get("export") or "items" in asked.get("sort", ""):
            found = worklists.desk(self.request.user)
        else:  # the counts come with the rows of the page
            found = cases.visible_to(self.request.user).exclude(status=CaseStatus.DRAFT)
        return found.order_by(F("next_due").asc(nulls_last=True), "-submitted_at", "-pk")

    def in_full(self, keys: list[int]) -> QuerySet[Case]:
        return worklists.counted(Case.objects.filter(pk__in=keys)).select_related(*JOINED).only(*SHOWN)

    def get_table_class(self) -> type:
        return CaseExport if self.request.GET.get("export") else CaseTable

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [
            (_("All"), ""),
            (_("Open"), "status=open"),
            (_("New applications"), "status=submitted"),
            (_("Overdue"), "due=late"),
            (_("Due within 7 days"), "due=week"),
            (_("My team"), "mine=true"),
        ]


class Search(OfficeMixin, View):
    """The box at the top: a whole number opens its case or its supervision order, anything else the list of cases."""

    permission = OFFICER
    title = gettext_lazy("Search")

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        found = cases.visible_to(request.user).filter(number__iexact=words).first() if words else None
        if found:
            return HttpResponseRedirect(reverse("office:case", args=[found.uuid]))
        order = supervision.numbered(supervision.visible_to(request.user), words).first()
        if order:
            page = reverse("office:case_running", args=[order.case.uuid])
            return HttpResponseRedirect(f"{page}#order-{order.pk}")
        # The letters and a digit: part of the number of an order, which case numbers contain too.
        place = "orders" if supervision.begins_number(words) else "cases"
        return HttpResponseRedirect(f"{reverse(f'office:{place}')}?{urlencode({'q': words})}")


class KeepFilter(OfficeMixin, View):
    """Keep the filter of a list under a name; the same name again replaces it."""

    permission = OFFICER
    title = gettext_lazy("Keep this filter")

    def post(self, request: HttpRequest) -> HttpResponse:
        view, name = request.POST.get("view", ""), " ".join(request.POST.get("name", "").split())[:60]
        query = request.POST.get("query", "")
        if view not in LISTS:
            return HttpResponseRedirect(reverse("office:home"))
        address = f"{reverse(LISTS[view])}?{query}"
        if not name or len(query) > 1000:
            messages.error(request, _("Give the filter a name of at most 60 characters. Nothing was kept."))
            return HttpResponseRedirect(address if len(query) <= 1000 else reverse(LISTS[view]))
        try:
            with transaction.atomic():
                SavedFilter.objects.update_or_create(user=request.user, view=view, name=name, defaults={"query": query})
        except IntegrityError:
            # The same form arrived twice at once; the other one has kept it.
            messages.info(request, _("This filter was already kept."))
        messages.success(request, _("The filter “%(name)s” is kept below the list.") % {"name": name})
        return HttpResponseRedirect(address)


class ForgetFilter(OfficeMixin, View):
    """Forget one of one's own filters."""

    permission = OFFICER
    title = gettext_lazy("Forget the filter")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = get_object_or_404(SavedFilter.objects.filter(user=request.user), pk=pk)
        address = reverse(LISTS.get(kept.view, "office:home"))
        kept.delete()
        messages.success(request, _("The filter “%(name)s” is forgotten.") % {"name": kept.name})
        return HttpResponseRedirect(address)
