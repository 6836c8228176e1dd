"""Tables and filters of findings and of notices of praise and criticism."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, DayColumn, StatusColumn, TwoLines, due_mark
from backoffice.filters import CASE_SEARCH, OPEN, Searchable, YesNoFilter
from backoffice.tables import DeskTable
from cases import findings as law
from cases.enums_findings import Audience, CircularKind, CircularStatus, FindingKind, FindingStatus, ReferralState
from cases.models import Circular, Finding

FINDING_TONES = {
    FindingStatus.PROPOSED: "due",
    FindingStatus.HEARING: "act",
    FindingStatus.STATED: "due",
    FindingStatus.DISMISSED: "halted",
    FindingStatus.CONFIRMED: "late",
    FindingStatus.ORDERED: "act",
    FindingStatus.CLOSED: "done",
}
CIRCULAR_TONES = {
    CircularStatus.DRAFT: "due",
    CircularStatus.RETURNED: "due",
    CircularStatus.ISSUED: "good",
    CircularStatus.WITHDRAWN: "halted",
}


class FindingTable(DeskTable):
    """Findings: which, of what kind, in which case, against whom, how far."""

    caption = gettext_lazy("Supervision findings")
    number = tables.Column(linkify=lambda record: reverse("office:finding", args=[record.pk]), attrs=ROW_LINK)
    kind = tables.Column()
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    unit = TwoLines(
        accessor="unit__name", below="person__name", order_by="unit__code", verbose_name=gettext_lazy("Unit concerned")
    )
    found_at = DayColumn()
    hearing_due = tables.Column(empty_values=())
    status = StatusColumn(tones=FINDING_TONES)

    class Meta(DeskTable.Meta):
        model = Finding
        fields = ("number", "kind", "case", "unit", "found_at", "hearing_due", "status")

    def render_hearing_due(self, record: Finding) -> Any:
        return due_mark(record.hearing_due) if record.status == FindingStatus.HEARING else "–"

    def value_hearing_due(self, record: Finding) -> date | None:
        return record.hearing_due


class FindingFilter(Searchable):
    """The filter of the list of findings."""

    search_paths = ("number", "text", "unit__name_zh", *(f"case__{path}" for path in CASE_SEARCH))
    kind = filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=FindingKind.choices)
    status = filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[(OPEN, gettext_lazy("All that are open")), *FindingStatus.choices],
        method="by_status",
    )
    referral = filters.ChoiceFilter(
        field_name="referral__state", label=gettext_lazy("Referral"), choices=ReferralState.choices
    )
    ours = YesNoFilter(label=gettext_lazy("My unit is concerned"), method="by_unit")
    late = YesNoFilter(label=gettext_lazy("Statement overdue"), method="by_late")

    class Meta:
        model = Finding
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[Finding], name: str, value: str) -> QuerySet[Finding]:
        return queryset.filter(status__in=law.OPEN) if value == OPEN else queryset.filter(status=value)

    def by_unit(self, queryset: QuerySet[Finding], name: str, value: bool) -> QuerySet[Finding]:
        chosen = Q(unit__in=[post.unit_id for post in self.request.user.active_posts])
        return queryset.filter(chosen if value else ~chosen)

    def by_late(self, queryset: QuerySet[Finding], name: str, value: bool) -> QuerySet[Finding]:
        chosen = Q(status=FindingStatus.HEARING, hearing_due__lt=timezone.localdate())
        return queryset.filter(chosen if value else ~chosen)


class CircularTable(DeskTable):
    """Notices of praise and criticism: what, about whom, for whom, how far."""

    caption = gettext_lazy("Praise and criticism")
    title = TwoLines(
        below="number", linkify=lambda record: reverse("office:circular", args=[record.pk]), attrs=ROW_LINK
    )
    kind = tables.Column()
    unit = TwoLines(accessor="unit__name", below="region__name", order_by="unit__code")
    audience = tables.Column()
    issued_at = DayColumn()
    status = StatusColumn(tones=CIRCULAR_TONES)

    class Meta(DeskTable.Meta):
        model = Circular
        fields = ("title", "kind", "unit", "audience", "issued_at", "status")


class CircularFilter(Searchable):
    """The filter of the list of notices."""

    search_paths = ("number", "title", "text", "unit__name_zh")
    kind = filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=CircularKind.choices)
    audience = filters.ChoiceFilter(label=gettext_lazy("Read by"), choices=Audience.choices)
    status = filters.ChoiceFilter(label=gettext_lazy("Status"), choices=CircularStatus.choices)

    class Meta:
        model = Circular
        fields: list[str] = []
