"""Table and filter of hand-overs between the groups of the task force."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, DayColumn, TwoLines, case_address
from backoffice.filters import CASE_SEARCH, OPEN, Searchable
from backoffice.tables import DeskTable
from cases.models import GroupHandover
from cases.queries import groups

STATES = [(OPEN, gettext_lazy("Not acknowledged")), ("taken", gettext_lazy("Acknowledged"))]


class HandoverTable(DeskTable):
    """Hand-overs: from which group to which, in which case, since when, and who acknowledged it."""

    caption = gettext_lazy("Hand-overs between groups")
    giver = TwoLines(
        accessor="giver__name",
        order_by=("giver__order", "taker__order"),
        below="taker__name",
        linkify=lambda record: case_address("case_handovers", record.case.uuid),
        attrs=ROW_LINK,
        verbose_name=gettext_lazy("From the group, to the group"),
    )
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    on = DayColumn()
    by = tables.Column(accessor="by__name")
    taken_at = DayColumn()
    taken_by = tables.Column(accessor="taken_by__name")

    class Meta(DeskTable.Meta):
        model = GroupHandover
        fields = ("giver", "case", "on", "by", "taken_at", "taken_by")


class HandoverFilter(Searchable):
    """The filter of the list of hand-overs."""

    search_paths = ("giver__name_zh", "taker__name_zh", *(f"case__{path}" for path in CASE_SEARCH))
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")

    class Meta:
        model = GroupHandover
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[GroupHandover], name: str, value: Any) -> QuerySet[GroupHandover]:
        return groups.waiting(queryset) if value == OPEN else queryset.filter(taken_at__isnull=False)
