"""Statistics of the cases one may see: every indicator with its definition, split by parts, and the cases behind each (W-065)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_filters import FilterSet

from backoffice import exports
from backoffice.access import OFFICER
from backoffice.forms.statistics import StatisticsForm
from backoffice.overview import Overview, split_words
from backoffice.past_limit import LampExport, LampTable, PastLimitExport, PastLimitTable
from backoffice.views.cases import CaseList
from backoffice.views.generic import OfficeMixin
from cases import beyond, counting_load
from cases.actions import summaries
from cases.beyond import Beyond
from cases.counting import Figure, Lines, Period
from cases.indicators import INDICATORS, Indicator
from cases.models import Case
from cases.queries import past_limit, splits, statistics, tree
from cases.queries.statistics import Reading
from cases.reports import files, parts
from cases.spreadsheets import CSV_TYPE, XLSX_TYPE
from home.charts.split import Bar, split_svg
from home.files.pdf import pdf_response
from home.words import measured

COUNTED, REST, ALL = "counted", "rest", "all"
FIRST, FIRST_BY = "on_time", statistics.REGION
DIGITS = 18  # of a key


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    indicator: Indicator
    now: Figure
    value: str
    before: str
    change: str
    tone: str
    target: str
    met: bool | None
    counted_url: str
    rest_url: str
    behind: int
    """In how many cases that lies, where the figure counts something else."""


class Counting(OfficeMixin):
    """Reads the form, and the lines it asks for."""

    permission = OFFICER
    place = "statistics"
    form: StatisticsForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.today: date = timezone.localdate()

    def ask(self) -> StatisticsForm:
        """The form as it was filled in, with what is counted where nothing was chosen."""
        usual = {"period": "year", "figure": FIRST, "by": FIRST_BY}  # what is counted is also what the form shows
        asked = usual | {name: value for name, value in self.request.GET.items() if value}
        self.form = StatisticsForm(asked, user=self.request.user, today=self.today)
        return self.form

    def read(self) -> tuple[Lines, Period]:
        """The lines and the period; of a form with faults the year as it stands."""
        if not self.ask().is_valid():
            return Lines([], [], self.today), Period(self.today, self.today)
        kept, period = self.form.cleaned_data, self.form.chosen()
        found = statistics.served(self.request.user)
        if kept["region"]:
            found = found.filter(tree.inside(kept["region"]))
        if kept["category"]:
            found = found.filter(project__category=kept["category"])
        if kept["scheme"]:
            found = found.filter(scheme=kept["scheme"])
        return statistics.lines(found, period, self.today), period

    def split_of(self) -> tuple[Indicator, str]:
        """What is split, and by which parts."""
        return INDICATORS[self.form.cleaned_data["figure"] or FIRST], self.form.cleaned_data["by"] or FIRST_BY

    def kept_query(self, **other: str) -> str:
        """What was asked for, with something else in its place."""
        query = self.request.GET.copy()
        for name in ("export", "page", "sort"):
            query.pop(name, None)
        for name, value in other.items():
            query[name] = value
        return query.urlencode()


class Statistics(Counting, TemplateView):
    """The indicators of a period with their definitions, the period before, the target, and the split of one of them."""

    template_name = "office/statistics.html"
    title = gettext_lazy("Statistics")
    intro = gettext_lazy(
        "Computed at this moment from the dated facts of the cases you may see. Every figure opens the cases behind it."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx", "pdf")
        if not kind:
            return super().get(request, *args, **kwargs)
        lines, period = self.read()
        # A file of zeros would look like an answer: the page says what is wrong with the days.
        return self.export(kind, lines, period) if self.form.is_valid() else super().get(request, *args, **kwargs)

    def export(self, kind: str, lines: Lines, period: Period) -> HttpResponse:
        """The indicators as a file, in the form that all reports have."""
        kept, form = self.form.cleaned_data, self.form
        narrowed = tuple(
            (str(form.fields[name].label), str(kept[name].name))
            for name in ("region", "category", "scheme")
            if kept[name]
        )
        told = Overview(lines, period, self.today, narrowed, *self.split_of())
        name = f"statistics-{period.start}-{period.end}"
        if kind == "pdf":
            return pdf_response(summaries.pdf(told), f"{name}.pdf")
        if kind == "xlsx":
            return exports.download(files.as_xlsx(told), XLSX_TYPE, f"{name}.xlsx")
        return exports.download(files.as_csv(told), CSV_TYPE, f"{name}.csv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines, period = self.read()
        query = self.kept_query()
        own = {"form": self.form, "period": period, "before": period.before(), "any": bool(lines.cases)}
        own["warnings"] = parts.still_running(period, self.today, compared=True)
        if not self.form.is_valid():
            return super().get_context_data(**own, **kwargs)
        chapters = [
            (chapter.title, [self.row(one, query) for one in found])
            for chapter, found in statistics.readings(lines, period)
        ]
        own["others"] = (parts.KNOWLEDGE, [self.other(row, period, query) for row in beyond.every()])
        joined = f"?{query}&" if query else "?"
        ways = [(one.upper(), f"{joined}export={one}") for one in ("csv", "xlsx", "pdf")]
        return super().get_context_data(
            **own, chapters=chapters, exports=ways, split=self.split(lines, period), **kwargs
        )

    def row(self, one: Reading, query: str) -> Row:
        return self.told(one, reverse("office:statistics_cases", args=[one.indicator.code]), query)

    def other(self, row: Beyond, period: Period, query: str) -> Row:
        """The same of what rests on other things than cases: no case lies behind it."""
        read = Reading(row.indicator, row.figure(period, self.today), row.figure(period.before(), self.today))
        url = reverse("office:statistics_things", args=[row.indicator.code])
        return replace(self.told(read, url, query), behind=0)

    def told(self, one: Reading, url: str, query: str) -> Row:
        unit, target, better = one.indicator.unit, one.indicator.target, one.better
        return Row(
            indicator=one.indicator,
            now=one.now,
            value=measured(one.now.value, unit),
            before=measured(one.before.value, unit),
            change=measured(one.change, unit, signed=True) if one.change is not None else "",
            tone="" if better is None else _("better") if better else _("worse"),
            target=measured(target, unit) if target is not None else "",
            met=one.indicator.good(one.now.value),
            counted_url=f"{url}?part={COUNTED}&{query}" if one.now.cases else "",
            rest_url=f"{url}?part={REST}&{query}" if one.now.rest else "",
            behind=len(one.now.cases) if len(one.now.cases) != one.now.count else 0,
        )

    def split(self, lines: Lines, period: Period) -> dict[str, Any]:
        """One indicator by parts, as picture and as table: each opens the cases behind it. Or by what else it can be split."""
        indicator, by = self.split_of()
        label, known = split_words(indicator, by), splits.ways(indicator)
        told: dict[str, Any] = {"label": label, "definition": indicator.definition}
        if by not in known:
            return told | {
                "ways": [(name, f"?{self.kept_query(figure=indicator.code, by=way)}") for way, name in known.items()]
            }
        url = reverse("office:statistics_cases", args=[indicator.code])
        rows = [
            (group.name, self.told(group.reading, url, self.kept_query(by=by, of=str(group.key[1]))))
            for group in splits.split(lines, period, indicator, by)
        ]
        bars = [Bar(name, row.now.value, row.value, row.counted_url) for name, row in rows if row.now.value is not None]
        return told | {
            "rows": rows, "svg": split_svg(label, bars, indicator.target), "note": splits.note([indicator.code], by),
        }  # fmt: skip


class CountedFilter(FilterSet):
    """Which cases is said by the figure; the list has no filter of its own."""

    class Meta:
        model = Case
        fields: list[str] = []


class StatisticsCases(Counting, CaseList):
    """The cases behind a figure: those that were counted, those of the rest, or both."""

    place = "statistics"
    filterset_class = CountedFilter
    export_name = "statistics-cases"
    saved_as = ""
    lines: Lines
    period: Period

    def get_title(self) -> str:
        return str(self.indicator().label)

    def indicator(self) -> Indicator:
        found = INDICATORS.get(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_queryset(self) -> Any:
        lines, self.period = self.read()
        if not self.form.is_valid():
            raise Http404
        self.lines = self.part(lines)
        figure = self.indicator().rule(self.lines, self.period)
        keys = {REST: figure.rest, ALL: figure.behind}.get(self.request.GET.get("part", ""), figure.cases)
        return super().get_queryset().filter(pk__in=keys)

    def get_table_class(self) -> type:
        code, taken = self.indicator().code, bool(self.request.GET.get("export"))
        if code in past_limit.LAMPS:
            return LampExport if taken else LampTable
        if code not in past_limit.LIMITED:
            return super().get_table_class()
        return PastLimitExport if taken else PastLimitTable

    def get_table_kwargs(self) -> dict[str, Any]:
        named = self.indicator().code in past_limit.LIMITED | past_limit.LAMPS.keys()
        return super().get_table_kwargs() | ({"late": self.late} if named else {})

    def late(self, keys: set[int]) -> Mapping[int, Sequence[past_limit.Late | str]]:
        """What of these cases the figure counts: past its promised limit, or with its lamp."""
        code, day = self.indicator().code, min(self.period.end, self.today)
        if code in past_limit.LAMPS:
            lit = counting_load.lit(self.lines, self.period, past_limit.LAMPS[code])
            return past_limit.burning([row for row in lit if row.case in keys], day)
        rows = past_limit.lines(code, self.lines, self.period)
        return past_limit.of_cases([row for row in rows if row.case in keys], day)

    def part(self, lines: Lines) -> Lines:
        """With ``of`` only the lines of one part: of the unit, the agent or whatever the figure is split by."""
        of = self.request.GET.get("of", "")
        by = self.form.cleaned_data["by"]
        if not of or not by:
            return lines
        if by not in splits.ways(self.indicator()):
            raise Http404
        return lines.of((by, int(of) if of.isdecimal() and len(of) < DIGITS else of))

    def chip_queries(self) -> list[tuple[Any, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = (_("Statistics"), f"{reverse('office:statistics')}?{self.kept_query()}")
        said = str(self.indicator().definition)
        if self.request.GET.get("told") == "report":
            said += " " + _("The report counted every case of the place; this list shows only those that you may see.")
        own = {"breadcrumbs": [back, (self.get_title(), "")], "intro": said}
        return super().get_context_data(**kwargs) | own | {"filter": None}
