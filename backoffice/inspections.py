"""Table and filter of special inspections."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, DayColumn, StatusColumn, TwoLines, due_mark
from backoffice.filters import OPEN, Searchable, YesNoFilter
from backoffice.tables import DeskTable
from cases import inspections as law
from cases.enums_inspections import InspectionStatus
from cases.models import Checklist, Inspection

TONES = {
    InspectionStatus.PLANNED: "due",
    InspectionStatus.UNDERWAY: "act",
    InspectionStatus.REPORTED: "act",
    InspectionStatus.CLOSED: "done",
    InspectionStatus.CANCELLED: "halted",
}


class InspectionTable(DeskTable):
    """Inspections: which, of which unit, with which questions, when, how far."""

    caption = gettext_lazy("Special inspections")
    title = TwoLines(
        below="number", linkify=lambda record: reverse("office:inspection", args=[record.pk]), attrs=ROW_LINK
    )
    unit = TwoLines(accessor="unit__name", below="region__name", order_by="unit__code")
    checklist = tables.Column(accessor="checklist__name", order_by="checklist__code")
    planned_on = DayColumn()
    answer_due = tables.Column(empty_values=())
    status = StatusColumn(tones=TONES)

    class Meta(DeskTable.Meta):
        model = Inspection
        fields = ("title", "unit", "checklist", "planned_on", "answer_due", "status")

    def render_answer_due(self, record: Inspection) -> Any:
        waits = record.status == InspectionStatus.REPORTED and record.answered_at is None
        return due_mark(record.answer_due) if waits else "–"

    def value_answer_due(self, record: Inspection) -> date | None:
        return record.answer_due


class InspectionFilter(Searchable):
    """The filter of the list of inspections."""

    search_paths = ("number", "title", "unit__name_zh", "unit__name_en")
    status = filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[(OPEN, gettext_lazy("All that are open")), *InspectionStatus.choices],
        method="by_status",
    )
    checklist = filters.ModelChoiceFilter(label=gettext_lazy("Checklist"), queryset=Checklist.objects.all())
    ours = YesNoFilter(label=gettext_lazy("I inspect"), method="by_inspector")
    late = YesNoFilter(label=gettext_lazy("Answer overdue"), method="by_late")

    class Meta:
        model = Inspection
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return queryset.filter(status__in=law.OPEN) if value == OPEN else queryset.filter(status=value)

    def by_inspector(self, queryset: QuerySet[Inspection], name: str, value: bool) -> QuerySet[Inspection]:
        chosen = Q(pk__in=self.request.user.inspections.values("pk"))
        return queryset.filter(chosen if value else ~chosen)

    def by_late(self, queryset: QuerySet[Inspection], name: str, value: bool) -> QuerySet[Inspection]:
        chosen = Q(status=InspectionStatus.REPORTED, answered_at__isnull=True, answer_due__lt=timezone.localdate())
        return queryset.filter(chosen if value else ~chosen)
