"""Tables and filters of what is owed after the end: follow-up visits and bad evaluations to be put right."""

from collections.abc import Callable
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.columns import RECTIFICATION_TONES, ROW_LINK, DayColumn, StatusColumn, TwoLines, case_address, due_mark
from backoffice.filters import CASE_SEARCH, Searchable, YesNoFilter, by_due
from backoffice.tables import DeskTable
from cases import permissions
from cases.enums import Action
from cases.enums_finish import FOLLOW_UP, RECTIFICATION, BadCause, FollowUpKind, RectificationStatus
from cases.models import FollowUp, Rectification, User
from cases.queries import aftercare, lamps
from home.templatetags import look

STATES = [
    ("late", gettext_lazy("Overdue")),
    ("week", gettext_lazy("Due within 7 days")),
    ("open", gettext_lazy("All that are open")),
    ("done", gettext_lazy("Done")),
]
CASES = tuple(f"case__{path}" for path in CASE_SEARCH)


class UrgedColumn(tables.Column):
    """When it was last urged; where it is late, the way to urge it for whoever may."""

    def __init__(self, what: str) -> None:
        super().__init__(accessor="urged_on", empty_values=(), verbose_name=gettext_lazy("Last urged"))
        self.what = what

    def render(self, value: Any, record: Any, table: Any) -> SafeString:
        shown = look.cdate(value, short=True) if value else SafeString("–")
        late = not record.is_done and lamps.lamp_for(record.due) == "red"
        if not late or not permissions.may(table.request.user, Action.URGE, record.case):
            return shown
        url = f"{reverse('office:urge', args=[record.case.uuid])}?key={self.what}:"
        said = _("Urge: %(number)s") % {"number": record.case.number}
        return format_html('{}<br><a href="{}" aria-label="{}">{}</a>', shown, url, said, _("Urge"))

    def value(self, value: Any, **kwargs: Any) -> Any:
        return value or ""


class AfterTable(DeskTable):
    """What both have: the case, its agency, by when. A date that is over keeps no lamp."""

    case = TwoLines(
        accessor="case__number",
        below="case__project__name",
        whole=True,
        verbose_name=gettext_lazy("Case"),
        linkify=lambda record: case_address("case_after", record.case.uuid),
        attrs=ROW_LINK,
    )
    due = tables.Column(empty_values=(), verbose_name=gettext_lazy("Due"))

    class Meta(DeskTable.Meta):
        pass

    def render_due(self, record: Any) -> SafeString:
        return due_mark(record.due, stopped=record.is_done)

    def value_due(self, record: Any) -> Any:
        return record.due or ""


class FollowUpTable(AfterTable):
    """Follow-up visits and call-backs: of which case, who owes them, by when, what the enterprise said."""

    caption = gettext_lazy("Follow-up visits")
    empty_text: Any = gettext_lazy(
        "A visit is owed once the enterprise has confirmed completion. None fits the filter."
    )
    kind = tables.Column()
    unit = tables.Column(
        accessor="case__handling_unit__name",
        order_by="case__handling_unit__code",
        verbose_name=gettext_lazy("Handling agency"),
    )
    on = DayColumn(verbose_name=gettext_lazy("Made on"))
    outcome = TwoLines(below="left")
    urged = UrgedColumn(FOLLOW_UP)

    class Meta(DeskTable.Meta):
        model = FollowUp
        fields = ("case", "kind", "unit", "due", "on", "outcome", "urged")
        sequence = fields

    def render_outcome(self, record: FollowUp) -> SafeString:
        shown = format_html("{}", record.get_outcome_display() or "–")
        return format_html('{}<br><small class="second">{}</small>', shown, record.left) if record.left else shown

    def value_outcome(self, record: FollowUp) -> str:
        return record.get_outcome_display()


class RectificationTable(AfterTable):
    """Bad evaluations: of which case, who puts them right by when, how far. Never who evaluated."""

    caption = gettext_lazy("Rectifications")
    empty_text: Any = gettext_lazy("A bad evaluation opens a rectification. None fits the filter.")
    cause = tables.Column()
    unit = TwoLines(
        accessor="case__handling_unit__name",
        below="responsible__name",
        order_by="case__handling_unit__code",
        verbose_name=gettext_lazy("Agency and person"),
    )
    status = StatusColumn(tones=RECTIFICATION_TONES)
    urged = UrgedColumn(RECTIFICATION)

    class Meta(DeskTable.Meta):
        model = Rectification
        fields = ("case", "cause", "unit", "due", "status", "urged")
        sequence = fields


class AfterFilter(Searchable):
    """Late, due soon, open, done; and what is one's own agency's."""

    done = Q()
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")
    ours = YesNoFilter(label=gettext_lazy("My unit's cases"), method="by_unit")
    mine = YesNoFilter(label=gettext_lazy("Mine to do"), method="by_person")
    owed: Callable[[User], QuerySet[Any]]
    """What My day says that the person owes."""

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "done":
            return queryset.filter(self.done)
        found = queryset.exclude(self.done)
        return found if value == "open" else by_due(found, value, "due")

    def by_unit(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        chosen = Q(case__handling_unit__in=[post.unit_id for post in self.request.user.active_posts])
        return queryset.filter(chosen if value else ~chosen)

    def by_person(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        chosen = Q(pk__in=self.owed(self.request.user).order_by().values("pk"))
        return queryset.filter(chosen if value else ~chosen)


class FollowUpFilter(AfterFilter):
    """The filter of the list of follow-up visits."""

    search_paths = ("person", "said", "left", *CASES)
    done = Q(on__isnull=False)
    owed = staticmethod(aftercare.owed_visits)
    kind = filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=FollowUpKind.choices)

    class Meta:
        model = FollowUp
        fields: list[str] = []


class RectificationFilter(AfterFilter):
    """The filter of the list of rectifications."""

    search_paths = ("result", "responsible__name", *CASES)
    done = Q(status=RectificationStatus.CLOSED)
    owed = staticmethod(aftercare.owed_rectifications)
    cause = filters.ChoiceFilter(label=gettext_lazy("what it was about"), choices=BadCause.choices)

    class Meta:
        model = Rectification
        fields: list[str] = []
