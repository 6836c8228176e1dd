"""What is behind a figure that rests on other things than cases: the questions or entries that were counted, or the others."""

from typing import Any

import django_tables2 as tables
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from backoffice import exports
from backoffice.access import OFFICER
from backoffice.columns import LONG_LINK, DayColumn
from backoffice.tables import DeskTable
from backoffice.views.statistics import COUNTED, REST, Counting
from cases import beyond
from cases.beyond import Beyond, Things

PAGE = 50


class ThingTable(DeskTable):
    """Questions or entries: their words, their day, how they stand."""

    caption = gettext_lazy("What was counted")
    empty_text: Any = gettext_lazy("Nothing of this kind happened in the period.")
    words = tables.Column(linkify=lambda record: record.url or None, attrs=LONG_LINK, verbose_name=caption)
    day = DayColumn(verbose_name=gettext_lazy("Day"))
    stands = tables.Column(verbose_name=gettext_lazy("How it stands"))

    class Meta(DeskTable.Meta):
        orderable = False


class StatisticsThings(Counting, TemplateView):
    """The things behind a figure, as page, CSV and XLSX; of those that the reader may not see only the number."""

    permission = OFFICER
    template_name = "office/statistics_things.html"
    kwargs: dict[str, Any]

    def counted(self) -> Beyond:
        found = beyond.find(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_title(self) -> str:
        return str(self.counted().indicator.label)

    def things(self) -> Things:
        """Those of the part that is asked for, in the period of the form."""
        if not self.ask().is_valid():
            raise Http404
        part = self.request.GET.get("part", COUNTED)
        return self.counted().things(self.request.user, self.form.chosen(), self.today, part != REST)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx")
        return self.export(kind) if kind else super().get(request, *args, **kwargs)

    def export(self, kind: str) -> HttpResponse:
        rows = exports.values(ThingTable(self.things().shown[: exports.MAX_ROWS]))
        return exports.response(rows, kind=kind, name=f"statistics-{self.kwargs['code']}", title=self.get_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, query, indicator = self.things(), self.kept_query(), self.counted().indicator
        table = RequestConfig(self.request, paginate={"per_page": PAGE}).configure(ThingTable(found.shown))
        back = (_("Statistics"), f"{reverse('office:statistics')}?{query}")
        own = {
            "breadcrumbs": [back, (self.get_title(), "")], "intro": indicator.definition, "table": table, "hidden": found.hidden,
            "period": self.form.chosen(), "query": query, "exports": [(one.upper(), f"?{query}&export={one}") for one in ("csv", "xlsx")],
        }  # fmt: skip
        return super().get_context_data(**(own | kwargs))
