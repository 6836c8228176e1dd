"""The pages of an appraisal: the whole with its tables, one result with its figures, the facts behind a figure (P-092)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from backoffice import appraisals as listing
from backoffice import exports
from backoffice.access import LOOKING_OVER, OFFICER
from backoffice.columns import due_mark
from backoffice.forms.appraisals import said
from backoffice.views.rows import RowMixin
from cases import appraisal as law
from cases import permissions
from cases.actions import appraisal_paper
from cases.enums_appraisal import AppraisalAct, AppraisalStatus, PointsWay, Subject
from cases.enums_findings import CircularKind
from cases.indicators import Unit
from cases.models import Appraisal, AppraisalFigure, AppraisalObjection, AppraisalResult, AppraisalStep, Case, Finding
from cases.queries import appraisal_facts
from cases.queries import appraisals as readers
from cases.queries.appraisals import Fact, Line
from cases.queries.past_limit import Late
from home.charts.split import Measure, split_svg
from home.files.pdf import pdf_response
from home.templatetags import look
from home.words import measured

A = AppraisalAct
ADDRESSES = {A.TELL: "appraisal_tell", A.FINISH: "appraisal_finish", A.CANCEL: "appraisal_cancel"}
PAGE = 25


def points(number: Decimal | None) -> str:
    """Points as they are shown."""
    return "—" if number is None else f"{number:.2f}"


def value(line: Line, figure: AppraisalFigure | None = None) -> str:
    """The value of a figure in its unit."""
    shown = figure or line.figure
    return measured(None if shown.value is None else float(shown.value), Unit(line.unit))


class AppraisalMixin(RowMixin[Appraisal]):
    """A page about one appraisal."""

    permission = OFFICER
    place = "appraisals"
    row_name = "appraisal"
    list_title = gettext_lazy("Appraisal")

    def rows(self) -> QuerySet[Appraisal]:
        return readers.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.list_title, reverse("office:appraisals")), (readers.words(self.row), self.row_url())]
        return super().get_context_data(**({"breadcrumbs": crumbs} | kwargs))


class AppraisalPage(AppraisalMixin, TemplateView):
    """One appraisal: a table and bars for each kind of those appraised, as far as the reader may see them."""

    permission = OFFICER
    template_name = "office/appraisal.html"

    def get_title(self) -> str:
        return readers.words(self.row)

    @cached_property
    def results(self) -> list[AppraisalResult]:
        found = readers.results_visible_to(self.request.user).filter(appraisal=self.row)
        return sorted(found, key=lambda one: (one.place or 10**6, -(one.points or 0), one.unit.code, one.pk))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = exports.asked(request, "csv", "xlsx", *(["pdf"] if self.results else []))
        if not kind:
            return super().get(request, *args, **kwargs)
        name = f"appraisal-{self.row.region.code}-{self.row.period}"
        if kind == "pdf":
            return pdf_response(appraisal_paper.pdf(self.row, self.results), f"{name}.pdf")
        return exports.response(self.table(), kind=kind, name=name, title=str(self.list_title))

    def table(self) -> list[list[Any]]:
        """Every figure of every result that the reader may see, numbers as numbers."""
        head = [
            _("For whom"), _("Unit"), _("Person"), _("Ranking"), _("Points out of 100"), _("Criterion"), _("Value"), _("Counted"),
            _("Out of"), _("Facts taken out after an objection"), _("Points"), _("Weight"),
        ]  # fmt: skip
        lines = readers.lines(self.results)
        return [head] + [
            [
                one.get_subject_display(), one.unit.name, one.person.name if one.person else "", one.place or "", _plain(one.points),
                line.name, _plain(line.figure.value), line.figure.count, line.figure.of, line.taken_out, _plain(line.figure.points),
                line.rule["weight"],
            ]
            for one in self.results
            for line in lines[one.pk]
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, over = self.row, permissions.appraises(self.request.user, self.row.region)
        acts = readers.possible(self.request.user, row)
        steps = row.steps.select_related("by").order_by("-pk") if over else []
        context = {
            "mark": look.badge(row.status, row.get_status_display(), listing.TONES[AppraisalStatus(row.status)]),
            "rows": [pair for pair in self.shown() if pair[1]],
            "tables": [one for one in map(self.group, Subject) if one["rows"]],
            "objections": self.objections() if over else [],
            "actions": [(act.label, reverse(f"office:{ADDRESSES[act]}", args=[row.pk])) for act in ADDRESSES if act in acts],
            "exports": [(one.upper(), f"?export={one}") for one in ("csv", "xlsx", "pdf")] if self.results else [],
            "events": [self.event(one) for one in steps],
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))

    def event(self, step: AppraisalStep) -> dict[str, Any]:
        """A line of what happened; the calendar does it where nobody did."""
        who = step.by.name if step.by else _("Calendar")
        return {"when": step.at, "what": step.get_act_display(), "who": who, "text": self.told(step.text)}

    def told(self, text: str) -> str:
        """A line of the log, with the name of the criterion for its code."""
        names = {
            said["code"]: readers.criterion_name(said)
            for sheet in self.row.rules.values()
            for said in sheet["criteria"]
        }
        whose, parting, code = text.rpartition(": ")
        return f"{whose}{parting}{names.get(code, code)}"

    def shown(self) -> list[tuple[Any, Any]]:
        row = self.row
        waits = row.status == AppraisalStatus.TOLD
        left = readers.unfinished(row) if waits else ""
        days = format_html("{} – {}", look.cdate(row.since, short=True), look.cdate(row.until, short=True))
        return [
            (_("Number"), row.number),
            (_("Period"), days),
            (_("Counted on"), look.cdate(row.counted_on)),
            (_("May be contested until"), due_mark(row.objections_due, stopped=not waits) if row.objections_due else ""),
            (_("Not final yet"), left),
            (_("Drafted by"), row.drafted_by.name),
            (_("Why it was cancelled"), row.cancelled_why),
        ]  # fmt: skip

    def group(self, subject: Subject) -> dict[str, Any]:
        """Bars and table of one sheet."""
        results = [one for one in self.results if one.subject == subject]
        sheet = self.row.rules.get(subject.value, {})
        bars = [(str(one), float(one.points or 0), points(one.points)) for one in results]
        rows = [
            {
                "result": one, "name": str(one), "points": points(one.points), "url": reverse("office:appraisal_result", args=[one.pk]),
                "below": one.unit.name if one.person else one.unit.region.name,
            }
            for one in results
        ]  # fmt: skip
        return {
            "title": subject.label,
            "least": sheet.get("least"),
            "rows": rows,
            "person": subject == Subject.PERSON,
            "svg": split_svg(str(subject.label), bars, law.FULL, Measure(ident=f"points-{subject.value}")),
        }

    def objections(self) -> list[dict[str, Any]]:
        """For those who supervise the place: every objection, the open ones first."""
        found = AppraisalObjection.objects.filter(result__appraisal=self.row).select_related(
            *(f"result__{part}" for part in readers.RESULT_PARTS), "by"
        )
        rows = sorted(found, key=lambda one: (one.decided_at is not None, one.pk))
        return [
            {
                "objection": one,
                "criterion": readers.contested_name(one),
                "mark": look.badge(one.status, one.get_status_display(), listing.OBJECTION_TONES[one.status]),
                "url": reverse("office:appraisal_decide", args=[one.pk])
                if one.decided_at is None and permissions.may_decide(self.request.user, one.result)
                else reverse("office:appraisal_result", args=[one.result_id]),
            }
            for one in rows
        ]


def _plain(number: Decimal | None) -> float | str:
    return "" if number is None else float(number)


def crumbs(row: Appraisal, *more: tuple[str, str]) -> list[tuple[Any, str]]:
    """The way from the list to a page below an appraisal."""
    top = [(_("Appraisal"), reverse("office:appraisals"))]
    return [*top, (readers.words(row), reverse("office:appraisal", args=[row.pk])), *more]


class ResultPage(RowMixin[AppraisalResult], TemplateView):
    """What one unit or person got: every criterion with value, points, the facts behind it, and what was said against it."""

    permission = OFFICER
    place = "appraisals"
    row_name = "appraisal_result"
    list_title = gettext_lazy("Appraisal")
    template_name = "office/appraisal_result.html"

    def rows(self) -> QuerySet[AppraisalResult]:
        rounds = Prefetch("figures", AppraisalFigure.objects.order_by("round"))
        return readers.results_visible_to(self.request.user).prefetch_related(rounds)

    def get_title(self) -> str:
        return str(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, lines = self.row, readers.lines([self.row])[self.row.pk]
        reasons = readers.reads_reasons(self.request.user, row)
        context = {
            "breadcrumbs": crumbs(row.appraisal, (str(row), self.row_url())),
            "points": points(row.points),
            "rows": [pair for pair in self.shown() if pair[1]],
            "lines": [self.line(one, reasons) for one in lines],
            "elsewhere": self.elsewhere(lines) if reasons else [],
            "left_out": [line.name for line in lines if line.figure.points is None and not line.taken_out],
            "emptied": [line.name for line in lines if line.figure.points is None and line.taken_out],
            "actions": self.praise(),
        }
        return super().get_context_data(**(context | kwargs))

    def shown(self) -> list[tuple[Any, Any]]:
        row = self.row
        due, waits = row.appraisal.objections_due, row.appraisal.status == AppraisalStatus.TOLD
        least = row.appraisal.rules[row.subject]["least"]
        few = _("none: fewer than %(least)s counted") % {"least": least}
        return [
            (_("Unit"), row.unit.name if row.person else ""),
            (_("Appraisal"), readers.words(row.appraisal)),
            (_("Status"), row.appraisal.get_status_display()),
            (_("Cases, findings and notices counted"), str(row.facts)),
            (_("Ranking"), str(row.place) if row.place else few),
            (_("May be contested until"), due_mark(due, stopped=not waits) if due else ""),
        ]

    def elsewhere(self, lines: list[Line]) -> list[str]:
        """Criteria of a unit that still count what was taken out of the result of one of its people."""
        measures = readers.taken_out_elsewhere(self.row)
        return [one.name for one in lines if one.rule["measure"] in measures]

    def line(self, line: Line, reasons: bool) -> dict[str, Any]:
        figure, said_of = line.figure, line.objection if reasons else None
        before = [one for one in self.row.figures.all() if one.code == figure.code and one.pk != figure.pk]
        return {
            "name": line.name,
            "definition": line.definition,
            "rule": how(line),
            "weight": line.rule["weight"],
            "version": line.rule["version"],
            "value": value(line),
            "figure": figure,
            "counted": f"{figure.count} / {figure.of}" if line.unit != law.COUNT else str(figure.count),
            "taken": taken(line),
            "points": points(figure.points),
            "url": reverse("office:appraisal_facts", args=[figure.pk]) if figure.facts else "",
            "contest_url": reverse("office:appraisal_contest", args=[figure.pk]) if self.open(line) else "",
            "before": [(value(line, one), points(one.points), reverse("office:appraisal_facts", args=[one.pk])) for one in before],
            "objection": said_of,
            "mark": look.badge(said_of.status, said_of.get_status_display(), listing.OBJECTION_TONES[said_of.status]) if said_of else "",
        }  # fmt: skip

    def open(self, line: Line) -> bool:
        """Whether the reader may contest this line now."""
        return may_contest(self.request.user, self.row, line.objection)

    def praise(self) -> list[tuple[Any, str]]:
        """From a final result the way to a notice of praise, which another person approves."""
        row = self.row
        if row.appraisal.status != AppraisalStatus.FINAL or not LOOKING_OVER.allows(self.request.user):
            return []
        if not permissions.looks_over(self.request.user, row.appraisal.region):
            return []
        person = f"&person={row.person_id}" if row.person_id else ""
        query = f"kind={CircularKind.PRAISE}&region={row.appraisal.region_id}&unit={row.unit_id}{person}"
        return [(_("Propose a notice of praise"), f"{reverse('office:circular_write')}?{query}")]


def may_contest(user: Any, result: AppraisalResult, objection: AppraisalObjection | None) -> bool:
    """What the page offers; the act asks again under the lock."""
    return objection is None and permissions.may_contest(user, result) and readers.contestable(result.appraisal)


def taken(line: Line) -> str:
    """How many facts were taken out after an objection, and whether any is left; empty where none was."""
    n = line.taken_out
    if not n:
        return ""
    if line.figure.facts:
        return ngettext("%(n)d fact taken out after an objection", "%(n)d facts taken out after an objection", n) % {
            "n": n
        }
    return ngettext(
        "The only fact was taken out after an objection; nothing is left",
        "All %(n)d facts were taken out after an objection; nothing is left",
        n,
    ) % {"n": n}


def how(line: Line) -> str:
    """How a value becomes points, in a sentence."""
    told = {name: f"{Decimal(line.rule[name]).normalize():f}" for name in ("zero_at", "full_at", "off")}
    if line.rule["way"] == PointsWay.DEDUCTION:
        return _("%(off)s points off for each") % told
    return _("no points at %(zero_at)s, full points at %(full_at)s") % told


class FactsPage(RowMixin[AppraisalFigure], TemplateView):
    """What a figure rests on: every fact with what it gave; what the reader may not see is a number and no more."""

    permission = OFFICER
    place = "appraisals"
    row_name = "appraisal_facts"
    list_title = gettext_lazy("Appraisal")
    template_name = "office/appraisal_facts.html"

    def rows(self) -> QuerySet[AppraisalFigure]:
        return figures(self.request.user)

    def line(self) -> Line:
        return next(
            one for one in readers.lines([self.row.result])[self.row.result_id] if one.rule["code"] == self.row.code
        )

    def get_title(self) -> str:
        return self.line().name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line, result = self.line(), self.row.result
        found = readers.facts(self.row, self.request.user)
        seen = [one for one in found if one.row is not None]
        page = Paginator(seen, PAGE).get_page(self.request.GET.get("page"))
        context = {
            "breadcrumbs": crumbs(
                result.appraisal, (str(result), reverse("office:appraisal_result", args=[result.pk])), (line.name, "")
            ),
            "line": line,
            "value": value(line, self.row),
            "figure": self.row,
            "page": page,
            "facts": list(shown(page, past_of(self.row, page))),
            "hidden": len(found) - len(seen),
        }
        return super().get_context_data(**(context | kwargs))


def figures(user: Any) -> QuerySet[AppraisalFigure]:
    """Figures of the results that the person may see."""
    results = readers.results_visible_to(user).values("pk")
    parts = (f"result__{part}" for part in readers.RESULT_PARTS)
    return AppraisalFigure.objects.filter(result__in=results).select_related(*parts)


def past_of(figure: AppraisalFigure, facts: Iterable[Fact]) -> Mapping[int, list[Late]]:
    """By case: the items past their limit, of the facts that the reader may see."""
    return appraisal_facts.past(figure, [one.row.pk for one in facts if isinstance(one.row, Case)])


def shown(facts: Iterable[Fact], late: Mapping[int, list[Late]]) -> Iterable[dict[str, Any]]:
    """Each with its words, the way to it and what of it is past its limit."""
    for one in facts:
        row: Any = one.row
        if isinstance(row, Case):
            url = reverse("office:case", args=[row.uuid])
        else:
            url = reverse("office:finding" if isinstance(row, Finding) else "office:circular", args=[row.pk])
        yield {
            "fact": one,
            "words": said(one),
            "url": url,
            "late": late.get(row.pk, []) if isinstance(row, Case) else [],
        }
