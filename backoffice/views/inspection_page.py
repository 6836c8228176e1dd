"""The page of one special inspection (W-095)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice import inspections as listing
from backoffice.access import OFFICER
from backoffice.columns import due_mark
from backoffice.views.rows import RowMixin
from cases.enums_inspections import Checked, InspectionAct
from cases.listwords import listed
from cases.models import Inspection, InspectionAnswer, InspectionStep
from cases.queries import cases
from cases.queries import findings as finding_readers
from cases.queries import inspections as readers
from home.templatetags import look

A = InspectionAct
ADDRESSES = {
    A.CHECK: "inspection_check",
    A.START: "inspection_start",
    A.REPORT: "inspection_report",
    A.REPLY: "inspection_reply",
    A.CLOSE: "inspection_close",
    A.SEND_BACK: "inspection_return",
    A.CHANGE: "inspection_change",
    A.CANCEL: "inspection_cancel",
}
TOLD = (A.REPORT, A.REPLY, A.SEND_BACK, A.CLOSE)  # what the unit reads of the way
CHECKED_TONES = {Checked.YES: "good", Checked.NO: "late", Checked.NONE: "halted"}


class InspectionMixin(RowMixin[Inspection]):
    """A page about one inspection."""

    permission = OFFICER
    place = "inspections"
    row_name = "inspection"
    list_title = gettext_lazy("Special inspections")

    def rows(self) -> QuerySet[Inspection]:
        return readers.visible_to(self.request.user)

    def own(self) -> bool:
        """It is the reader's unit that was inspected."""
        return self.row.unit_id in {post.unit_id for post in self.request.user.active_posts}


class InspectionPage(InspectionMixin, TemplateView):
    """One inspection: what, by whom, the cases, the answers, the report, what the unit does, what the check showed."""

    permission = OFFICER
    template_name = "office/inspection.html"

    def get_title(self) -> str:
        return self.row.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        self.possible = readers.possible(self.request.user, row)
        steps = row.steps.select_related("by").order_by("-pk")
        acts = [
            (act.label, reverse(f"office:{ADDRESSES[act]}", args=[row.pk])) for act in ADDRESSES if act in self.possible
        ]
        context = {
            "mark": look.badge(row.status, row.get_status_display(), listing.TONES[row.status]),
            "rows": [pair for pair in self.shown() if pair[1]],
            "sections": [one for one in self.sections() if one.get("text") or one.get("rows")],
            "pdf_url": reverse("office:inspection_pdf", args=[row.pk]) if row.number else "",
            "events": [self.event(one) for one in (steps.filter(act__in=TOLD) if self.own() else steps)],
            "actions": acts,
        }
        return super().get_context_data(**(context | kwargs))

    def shown(self) -> list[tuple[Any, Any]]:
        row = self.row
        waits = row.answered_at is not None
        lot = _("%(cases)s (seed %(seed)s)") % {"cases": listed(row.proposed) or "–", "seed": row.seed}
        return [
            (_("Number"), row.number),
            (_("Unit inspected"), row.unit.name),
            (_("Place"), row.region.name),
            (_("Checklist"), row.checklist.name),
            (_("Inspectors"), listed(sorted(user.name for user in row.inspectors.all()))),
            (_("Planned day"), look.cdate(row.planned_on)),
            (_("Looks at"), format_html("{} – {}", look.cdate(row.since, short=True), look.cdate(row.until, short=True))),
            (_("Drawn by lot"), "" if self.own() else lot),
            (_("Answer due"), due_mark(row.answer_due, stopped=waits) if row.answer_due else ""),
            (_("Why it was cancelled"), row.cancelled_why),
        ]  # fmt: skip

    def sections(self) -> list[dict[str, Any]]:
        row = self.row
        answers = row.answers.select_related("question").prefetch_related("cases")
        return [
            {"title": _("Conclusion"), "text": row.conclusion},
            {"title": _("Answer of the unit"), "text": row.answer},
            {"title": _("What the check showed"), "text": row.result},
            {"title": _("Cases inspected"), "rows": self.sample()},
            {"title": _("Answers to the checklist"), "rows": [self.answer(one) for one in answers]},
            {"title": _("Findings"), "rows": self.findings()},
        ]

    def sample(self) -> list[tuple[Any, Any]]:
        """The cases, with the way to those that the person may see."""
        found = list(self.row.sample.select_related("project").order_by("number"))
        seen = set(
            cases.visible_to(self.request.user).filter(pk__in=[case.pk for case in found]).values_list("pk", flat=True)
        )
        return [
            (
                case.number,
                format_html('<a href="{}">{}</a>', reverse("office:case", args=[case.uuid]), case.project.name)
                if case.pk in seen
                else case.project.name,
            )
            for case in found
        ]

    def answer(self, one: InspectionAnswer) -> tuple[Any, Any]:
        """Question and answer; from a “no” the way to the finding."""
        mark = look.badge(one.answer, one.get_answer_display(), CHECKED_TONES[Checked(one.answer)])
        told: list[Any] = [one.note, listed(sorted(case.number or "" for case in one.cases.all()))]
        if one.answer == Checked.NO and one.kind:
            told.insert(0, one.get_kind_display())
        if one.answer == Checked.NO and A.FILE in self.possible:
            place = reverse("office:inspection_finding", args=[one.pk])
            told.append(format_html('<a href="{}">{}</a>', place, A.FILE.label))
        words = format_html_join(" · ", "{}", ((part,) for part in told if part))
        return (f"{one.question.order}. {one.asked}", format_html("{} {}", mark, words))

    def findings(self) -> list[tuple[Any, Any]]:
        """What was filed, as far as the person may read it: the unit reads a finding once it is heard."""
        found = finding_readers.visible_to(self.request.user).filter(inspection=self.row).order_by("pk")
        return [
            (
                row.get_kind_display(),
                format_html('<a href="{}">{}</a> {}', reverse("office:finding", args=[row.pk]), row.number, row.get_status_display()),
            )
            for row in found
        ]  # fmt: skip

    def event(self, step: InspectionStep) -> dict[str, Any]:
        text = "\n".join(map(_line, step.text.splitlines())) if step.act == A.CHECK else step.text
        who = step.by.name if step.by else _("Calendar")
        return {"when": step.at, "what": step.get_act_display(), "who": who, "text": text}


def _line(text: str) -> str:
    """A line of the log as ``actions.inspections.check`` writes it: place of the question, answer, note."""
    order, answer, *note = text.split(" ", 2)
    return f"{order}. {Checked(answer).label} {''.join(note)}".strip()
