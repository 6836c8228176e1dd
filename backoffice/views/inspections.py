"""Special inspections: the list, who is due, one inspection with its way, and its acts (W-095)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView, View

from backoffice import inspections as listing
from backoffice.access import LOOKING_OVER, OFFICER
from backoffice.columns import due_mark
from backoffice.forms import inspections as forms
from backoffice.views.generic import ListView, OfficeMixin
from backoffice.views.inspection_page import InspectionMixin
from backoffice.views.rows import NewRowView, RowActView
from cases import permissions
from cases.actions import inspections
from cases.enums_inspections import InspectionAct
from cases.models import Checklist, Inspection, InspectionAnswer
from cases.queries import inspections as readers
from home.files.pdf import pdf_response
from home.templatetags import look

A = InspectionAct
LOOKED_BACK = 92  # days, proposed


class InspectionList(ListView):
    """Inspections in the places that one looks over, and the reports on one's own unit."""

    permission = OFFICER
    place = "inspections"
    title = gettext_lazy("Special inspections")
    table_class = listing.InspectionTable
    filterset_class = listing.InspectionFilter
    export_name = "inspections"
    saved_as = "inspections"

    def get_queryset(self) -> QuerySet[Inspection]:
        return readers.visible_to(self.request.user).order_by("-planned_on", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        mine = [(_("I inspect"), "ours=true"), (_("Answer overdue"), "late=true")]
        return [(_("All"), ""), (_("Open"), "status=open"), *mine]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = [
            (_("Plan an inspection"), reverse("office:inspection_plan")),
            (_("Which units are due"), reverse("office:inspections_due")),
        ]
        allowed = LOOKING_OVER.allows(self.request.user)
        return super().get_context_data(**({"actions": acts if allowed else []} | kwargs))


class DueList(OfficeMixin, TemplateView):
    """Units with a rhythm: when each was last inspected, and by when the next inspection is due."""

    permission = LOOKING_OVER
    place = "inspections"
    title = gettext_lazy("Which units are due")
    intro = gettext_lazy("The rhythm of each place stands in the reference data.")
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("office:inspections")
        rows = [(one.unit.name, self.said(one)) for one in readers.schedule(self.request.user)]
        context = {
            "breadcrumbs": [(_("Special inspections"), back), (self.title, "")],
            "sections": [{"title": _("The one that waits longest first"), "rows": rows}] if rows else [],
            "actions": [(_("Plan an inspection"), reverse("office:inspection_plan"))],
        }
        return super().get_context_data(**(context | kwargs))

    def said(self, one: readers.Due) -> Any:
        last = look.cdate(one.last, short=True) if one.last else _("never")
        if one.coming:
            place = reverse("office:inspection", args=[one.coming.pk])
            then = format_html('<a href="{}">{}</a>', place, one.coming.get_status_display())
        else:
            place = f"{reverse('office:inspection_plan')}?unit={one.unit.pk}"
            then = format_html('{} <a href="{}">{}</a>', due_mark(one.due), place, _("Plan"))
        return format_html(
            "{} · {} {} · {} {}", one.checklist.name, _("last inspected:"), last, _("next:"), then
        )  # fmt: skip


class PlanInspection(NewRowView):
    """A plan for one unit or several."""

    permission = LOOKING_OVER
    place = "inspections"
    list_title = gettext_lazy("Special inspections")
    title = gettext_lazy("Plan an inspection")
    intro = gettext_lazy(
        "The system proposes the cases to look at: what is late first, then by lot. You may choose others."
    )
    form_class = forms.PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        chosen = self.request.GET.get("unit", "")
        unit = readers.units(user).filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 10 else None
        first = Checklist.objects.filter(active=True).first()
        given = {
            "checklist": first.pk if first else None,
            "planned_on": today,
            "since": today - timedelta(days=LOOKED_BACK),
            "until": today,
            "inspectors": [user.pk],
        }
        return super().get_initial() | given | ({"units": [unit.pk], "region": unit.region_id} if unit else {})

    def perform(self, form: Any) -> str:
        typed = form.cleaned_data
        facts = form.plan(region=typed["region"], checklist=typed["checklist"])
        self.made = inspections.plan(facts, units=list(typed["units"]), by=self.request.user)
        return _("Planned. Its inspectors have been told, the unit has not.")

    def get_success_url(self) -> str:
        if len(self.made) == 1:
            return reverse("office:inspection", args=[self.made[0].pk])
        return reverse("office:inspections")


class InspectionPdf(InspectionMixin, View):
    """The report as a paper."""

    permission = OFFICER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.number is None:
            raise Http404
        return pdf_response(inspections.print_it(self.row).pdf, f"{self.row.number}.pdf")


class InspectionForm(InspectionMixin, RowActView):
    """An act on one inspection."""

    permission = OFFICER
    act: InspectionAct

    def facts(self) -> list[tuple[Any, Any]]:
        row = self.row
        return [
            (pgettext("name", "Title"), row.title),
            (_("Unit inspected"), row.unit.name),
            (_("Conclusion"), row.conclusion),
            (_("Answer of the unit"), row.answer),
        ]

    def allowed(self) -> bool:
        return permissions.may_on_inspection(self.request.user, self.act, self.row)


class Change(InspectionForm):
    permission = OFFICER
    act = A.CHANGE
    form_class = forms.ChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "inspection": self.row}

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        kept = {name: getattr(row, name) for name in ("title", "planned_on", "since", "until")}
        lists = {name: [one.pk for one in getattr(row, name).all()] for name in ("inspectors", "sample")}
        return super().get_initial() | kept | lists

    def perform(self, form: Any) -> str:
        facts = form.plan(region=self.row.region, checklist=self.row.checklist)
        inspections.change(self.row, facts, sample=list(form.cleaned_data["sample"]), by=self.request.user)
        return _("Changed.")


class Start(InspectionForm):
    permission = OFFICER
    act = A.START
    form_class = forms.PlainForm

    def perform(self, form: Any) -> str:
        inspections.start(self.row, by=self.request.user)
        return _("The inspection has begun.")


class Check(InspectionForm):
    """The whole checklist as one form; it may be saved as often as one likes until the report."""

    permission = OFFICER
    act = A.CHECK
    template_name = "office/inspection_check.html"
    form_class = forms.CheckForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.row}

    def perform(self, form: Any) -> str:
        inspections.check(self.row, form.replies(), by=self.request.user)
        return _("The answers are on record.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"submit_label": _("Save the answers")} | kwargs))


class FileFromAnswer(InspectionForm):
    """A finding from a “no”. The address names the answer."""

    permission = OFFICER
    act = A.FILE
    form_class = forms.FindingForm

    @cached_property
    def answer(self) -> InspectionAnswer:
        return get_object_or_404(InspectionAnswer, pk=self.kwargs["pk"], inspection__in=self.rows().values("pk"))

    @cached_property
    def row(self) -> Inspection:
        return self.rows().get(pk=self.answer.inspection_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.row}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | forms.proposed(self.answer)

    def perform(self, form: Any) -> str:
        inspections.file(self.answer, **form.cleaned_data, by=self.request.user)
        return _("The finding is filed. Those who look over the place have been told.")


class Report(InspectionForm):
    permission = OFFICER
    act = A.REPORT
    form_class = forms.ReportForm

    def perform(self, form: Any) -> str:
        made = inspections.report(self.row, **form.cleaned_data, by=self.request.user)
        return _("Reported as %(number)s. The unit has been told.") % {"number": made.number}


class Reply(InspectionForm):
    permission = OFFICER
    act = A.REPLY
    form_class = forms.ReplyForm

    def perform(self, form: Any) -> str:
        inspections.reply(self.row, **form.cleaned_data, by=self.request.user)
        return _("The answer is on record. The inspectors have been told.")


class SendBack(InspectionForm):
    permission = OFFICER
    act = A.SEND_BACK
    form_class = forms.SendBackForm

    def perform(self, form: Any) -> str:
        inspections.send_back(self.row, **form.cleaned_data, by=self.request.user)
        return _("Sent back. The unit has been told.")


class Close(InspectionForm):
    permission = OFFICER
    act = A.CLOSE
    form_class = forms.CloseForm

    def perform(self, form: Any) -> str:
        inspections.close(self.row, **form.cleaned_data, by=self.request.user)
        return _("The inspection is closed.")


class Cancel(InspectionForm):
    permission = OFFICER
    act = A.CANCEL
    form_class = forms.CancelForm

    def perform(self, form: Any) -> str:
        inspections.cancel(self.row, **form.cleaned_data, by=self.request.user)
        return _("The inspection is cancelled.")
