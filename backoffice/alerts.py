"""Table and filter of early warnings."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from backoffice.columns import LONG_LINK, DayColumn, StatusColumn, TwoLines, due_mark
from backoffice.filters import CASE_SEARCH, DUE_CHOICES, NONE, Searchable, YesNoFilter, by_due
from backoffice.tables import DeskTable
from cases.daywords import date_words
from cases.enums_ladder import RUNGS, Rung, Watch
from cases.listwords import listed
from cases.models import Alert
from cases.queries import alerts as readers
from home.templatetags import look

TONES = {Rung.REMIND: "due", Rung.URGE: "act", Rung.COORDINATE: "late", Rung.SUPERVISE: "late", Rung.CONFER: "late"}
STATES = [
    ("open", gettext_lazy("All that are open")),
    ("silent", gettext_lazy("Acknowledged or put off")),
    ("over", gettext_lazy("Over")),
]


def tone(row: Alert) -> str:
    """Of the step of the ladder; what is over alarms nobody any more."""
    return TONES[Rung(row.rung)] if row.ended_on is None else "done"


def marks(row: Alert, rests: bool = True) -> str:
    """What became of it on the step where it stands, in a few words. ``rests``: also until when it is put off."""
    if row.ended_on is not None:
        return _("over since %(day)s") % {"day": date_words(row.ended_on, short=True)}
    said = [pgettext("ladder", "acknowledged")] if row.quiet else []
    if rests and row.rests_until:
        said.append(_("put off until %(day)s") % {"day": date_words(row.rests_until, short=True)})
    return listed(said)


class RungColumn(StatusColumn):
    """The step of the ladder, and below it whether it was acknowledged or is over; the day it rests until has its column."""

    def render(self, value: Any, record: Alert, bound_column: Any) -> SafeString:
        step, said = look.badge(record.rung, str(value), tone(record)), marks(record, rests=False)
        return format_html('{}<br><small class="second">{}</small>', step, said) if said else step

    def key(self, value: Any, record: Alert) -> object:
        return value, marks(record, rests=False)


UP_FROM = {"from_coordinate": Rung.COORDINATE, "from_supervise": Rung.SUPERVISE}
STEPS = [
    *Rung.choices,
    ("from_coordinate", gettext_lazy("Coordination meeting or a higher step")),
    ("from_supervise", gettext_lazy("Supervision or a higher step")),
]


class AlertTable(DeskTable):
    """Early warnings: what, in which case, by when, on which step since when."""

    caption = gettext_lazy("Early warnings")
    name = tables.Column(
        accessor="name", order_by="what", verbose_name=gettext_lazy("What is due"),
        linkify=lambda record: reverse("office:alert", args=[record.pk]), attrs=LONG_LINK,
    )  # fmt: skip
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    due = tables.Column()
    rung = RungColumn()
    since = DayColumn()
    rests = DayColumn(accessor="rests_until", order_by="put_off_until", verbose_name=gettext_lazy("Put off until"))
    # On the page it stands below the step; in a file it is a fact of its own.
    state = tables.Column(accessor="pk", visible=False, orderable=False, verbose_name=gettext_lazy("State"))

    class Meta(DeskTable.Meta):
        model = Alert
        fields = ("name", "case", "due", "rung", "since", "rests", "state")

    def render_due(self, record: Alert) -> Any:
        return due_mark(record.due, stopped=record.ended_on is not None)

    def value_due(self, record: Alert) -> date:
        return record.due

    def value_state(self, record: Alert) -> str:
        return marks(record, rests=False)


class AlertFilter(Searchable):
    """The filter of the list of early warnings."""

    search_paths = ("name_zh", "name_en", *(f"case__{path}" for path in CASE_SEARCH))
    what = filters.ChoiceFilter(label=gettext_lazy("What is watched"), choices=Watch.choices)
    rung = filters.ChoiceFilter(label=gettext_lazy("Step of the ladder"), choices=STEPS, method="by_step")
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")
    due = filters.ChoiceFilter(
        label=gettext_lazy("Due"), choices=[one for one in DUE_CHOICES if one[0] != NONE], method="by_day"
    )
    mine = YesNoFilter(label=gettext_lazy("Mine to do"), method="by_person")

    class Meta:
        model = Alert
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Alert], name: str, value: str) -> QuerySet[Alert]:
        if value == "over":
            return queryset.filter(ended_on__isnull=False)
        open_ones = queryset.filter(ended_on=None)
        if value == "open":
            return open_ones
        today = timezone.localdate()
        return open_ones.filter(acknowledged=F("rung")) | open_ones.filter(put_off_until__gte=today)

    def by_step(self, queryset: QuerySet[Alert], name: str, value: str) -> QuerySet[Alert]:
        lowest = UP_FROM.get(value)
        return queryset.filter(rung__in=RUNGS[RUNGS.index(lowest) :] if lowest else [value])

    def by_day(self, queryset: QuerySet[Alert], name: str, value: str) -> QuerySet[Alert]:
        return by_due(queryset, value, "due")

    def by_person(self, queryset: QuerySet[Alert], name: str, value: bool) -> QuerySet[Alert]:
        mine = readers.carried_by(self.request.user).values("pk")
        return queryset.filter(pk__in=mine) if value else queryset.exclude(pk__in=mine)
