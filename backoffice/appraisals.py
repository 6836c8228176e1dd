"""Table and filter of appraisals (P-092)."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, DayColumn, StatusColumn, due_mark
from backoffice.filters import Searchable, YesNoFilter
from backoffice.tables import DeskTable
from cases.enums_appraisal import AppraisalStatus, ObjectionStatus
from cases.models import Appraisal
from cases.queries import appraisals as readers

TONES = {
    AppraisalStatus.DRAFTED: "due",
    AppraisalStatus.TOLD: "act",
    AppraisalStatus.FINAL: "done",
    AppraisalStatus.CANCELLED: "halted",
}
OBJECTION_TONES = {ObjectionStatus.OPEN: "due", ObjectionStatus.UPHELD: "good", ObjectionStatus.REFUSED: "halted"}


class AppraisalTable(DeskTable):
    """Appraisals: where, which time, counted when, how far."""

    caption = gettext_lazy("Appraisals")
    region = tables.Column(
        accessor="region__name",
        order_by="region__code",
        linkify=lambda record: reverse("office:appraisal", args=[record.pk]),
        attrs=ROW_LINK,
    )
    period = tables.Column(order_by="until")
    counted_on = DayColumn()
    objections_due = tables.Column(empty_values=())
    status = StatusColumn(tones=TONES)
    number = tables.Column()

    class Meta(DeskTable.Meta):
        model = Appraisal
        fields = ("region", "period", "counted_on", "objections_due", "status", "number")

    def render_period(self, value: str) -> str:
        return readers.period_words(value)

    def value_period(self, value: str) -> str:
        return value

    def render_objections_due(self, record: Appraisal) -> Any:
        return due_mark(record.objections_due) if record.status == AppraisalStatus.TOLD else "–"

    def value_objections_due(self, record: Appraisal) -> date | None:
        return record.objections_due


class AppraisalFilter(Searchable):
    """The filter of the list of appraisals."""

    search_paths = ("number", "period", "region__name_zh", "region__name_en")
    status = filters.ChoiceFilter(label=gettext_lazy("Status"), choices=AppraisalStatus.choices)
    todo = YesNoFilter(label=gettext_lazy("Something to decide"), method="by_todo")

    class Meta:
        model = Appraisal
        fields: list[str] = []

    def by_todo(self, queryset: QuerySet[Appraisal], name: str, value: bool) -> QuerySet[Appraisal]:
        waiting = readers.waiting(self.request.user).values("pk")
        return queryset.filter(pk__in=waiting) if value else queryset.exclude(pk__in=waiting)
