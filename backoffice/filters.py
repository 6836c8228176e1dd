"""What the work lists can be narrowed by. A filter is an address: it sends by GET and can be kept."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.daywords import lamp_word
from cases.enums import CaseStatus, DocumentKind, Ground, ItemStatus, Level, MeetingKind, OpenDate
from cases.enums_finish import BenefitStatus
from cases.enums_work import ORDER_OPEN, OrderGround, OrderStatus, ProblemKind, ProblemStatus, ReportLevel, ReportStatus
from cases.models import (
    Case,
    CaseItem,
    DateMove,
    IssuedDocument,
    Meeting,
    PolicyBenefit,
    Problem,
    ProjectCategory,
    Region,
    ServiceScheme,
    Stage,
    SupervisionOrder,
    Transfer,
    WeeklyReport,
)  # fmt: skip
from cases.queries import cases, item_lamps, items, lamps, results, supervision, weekly
from cases.routes import OPEN as UNDER_WAY
from cases.routes import TransferStatus

OPEN = "open"
WEEK = timedelta(days=7)
NONE = "none"
DUE_CHOICES = [("late", _("Overdue")), ("week", _("Due within 7 days")), (NONE, _("Without a date"))]
MEETING_STATES = [("ahead", _("Not yet held")), ("held", _("Held")), ("cancelled", _("Cancelled"))]
CASE_SEARCH = ("number", "project__name", "project__project_code", "enterprise__name", "enterprise__uscc")


def search(queryset: QuerySet[Any], words: str, paths: tuple[str, ...]) -> QuerySet[Any]:
    """Rows in which every word occurs in one of ``paths``, whatever the case of its letters."""
    for word in words.split()[:6]:
        wanted = Q()
        for path in paths:
            wanted |= Q(**{f"{path}__icontains": word})
        queryset = queryset.filter(wanted)
    return queryset


def by_due(queryset: QuerySet[Any], value: str, path: str = "next_due") -> QuerySet[Any]:
    """Overdue, due within a week, or without a date."""
    today = timezone.localdate()
    if value == "late":
        return queryset.filter(**{f"{path}__lt": today})
    if value == "week":
        return queryset.filter(lamps.within(today, WEEK, path))
    return queryset.filter(**{f"{path}__isnull": True})


def lamp_choices() -> list[tuple[str, str]]:
    """The lamps by their words, for the reader of the moment."""
    return [(colour, lamp_word(colour)) for colour in lamps.COLOURS]


class YesNo(forms.NullBooleanSelect):
    """All, yes or no; in a list “unknown” would say nothing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("All")), ("true", _("Yes")), ("false", _("No"))]


class YesNoFilter(filters.BooleanFilter):
    """Every filter by a yes or no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"widget": YesNo} | kwargs))


class Searchable(filters.FilterSet):
    """A filter set with the search field ``q``."""

    search_paths: tuple[str, ...] = ()
    q = filters.CharFilter(label=_("Search"), method="by_words", max_length=100)

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return search(queryset, value, self.search_paths)


class CaseFilter(Searchable):
    """The filter of the case list."""

    search_paths = CASE_SEARCH
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[(OPEN, _("All that are open")), *CaseStatus.choices], method="by_status"
    )
    category = filters.ModelChoiceFilter(
        field_name="project__category", label=_("Category"), queryset=ProjectCategory.objects.all()
    )
    region = filters.ModelChoiceFilter(
        label=_("Region"), queryset=Region.objects.exclude(level=Level.TOWN), method="by_region"
    )
    scheme = filters.ModelChoiceFilter(label=_("Service scheme"), queryset=ServiceScheme.objects.all())
    ground = filters.ChoiceFilter(label=_("Ground of eligibility"), choices=Ground.choices)
    due = filters.ChoiceFilter(label=_("Next date"), choices=DUE_CHOICES, method="by_next_date")
    lamp = filters.ChoiceFilter(label=_("Lamp of the next date"), choices=lamp_choices, method="by_lamp")
    mine = YesNoFilter(label=_("My team"), method="by_team")
    transfer = filters.ChoiceFilter(
        label=_("Transfer between agencies"),
        choices=[(status.value, status.label) for status in TransferStatus if status in UNDER_WAY],
        method="by_transfer",
    )
    benefit = filters.ChoiceFilter(
        label=_("Policy benefits"),
        choices=[*BenefitStatus.choices, (NONE, _("None applied for"))],
        method="by_benefit",
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.still_open(queryset) if value == OPEN else queryset.filter(status=value)

    def by_region(self, queryset: QuerySet[Case], name: str, value: Region) -> QuerySet[Case]:
        return queryset.filter(region__path__startswith=value.path)

    def by_next_date(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return by_due(queryset, value)

    def by_lamp(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(lamps.burning(value, timezone.localdate()))

    def by_transfer(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(pk__in=Transfer.objects.filter(status=value).values("case"))

    def by_benefit(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        if value == NONE:
            return queryset.exclude(pk__in=PolicyBenefit.objects.values("case"))
        return queryset.filter(pk__in=PolicyBenefit.objects.filter(status=value).values("case"))

    def by_team(self, queryset: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        places = Case.team.field.model.objects.filter(user=self.request.user, until__isnull=True)
        chosen = Q(pk__in=places.values("case"))
        return queryset.filter(chosen if value else ~chosen)


class ItemFilter(Searchable):
    """The filter of the work list of items."""

    search_paths = (
        "item__code",
        "item__name_zh",
        "item__name_en",
        "file_number",
        *(f"case__{path}" for path in CASE_SEARCH),
    )
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[(OPEN, _("All that are open")), *ItemStatus.choices], method="by_status"
    )
    stage = filters.ModelChoiceFilter(field_name="item__stage", label=_("Stage"), queryset=Stage.objects.all())
    due = filters.ChoiceFilter(label=_("Planned end"), choices=DUE_CHOICES, method="by_planned_end")
    lamp = filters.ChoiceFilter(label=_("Lamp (open items)"), choices=lamp_choices, method="by_lamp")
    mine = YesNoFilter(label=_("Mine or my unit's"), method="by_me")
    window = YesNoFilter(label=_("Result waits at the window"), method="by_window")

    class Meta:
        model = CaseItem
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[CaseItem], name: str, value: str) -> QuerySet[CaseItem]:
        done = (ItemStatus.PASSED, ItemStatus.DONE_BEFORE, ItemStatus.DROPPED)
        return queryset.exclude(status__in=done) if value == OPEN else queryset.filter(status=value)

    def by_planned_end(self, queryset: QuerySet[CaseItem], name: str, value: str) -> QuerySet[CaseItem]:
        found = by_due(queryset, value, "planned_end")
        return found if value == NONE else found.filter(items.running())

    def by_lamp(self, queryset: QuerySet[CaseItem], name: str, value: str) -> QuerySet[CaseItem]:
        return item_lamps.burning(queryset, value, timezone.localdate())

    def by_me(self, queryset: QuerySet[CaseItem], name: str, value: bool) -> QuerySet[CaseItem]:
        user = self.request.user
        chosen = Q(agent=user) | Q(unit__in=[post.unit_id for post in user.active_posts])
        return queryset.filter(chosen if value else ~chosen)

    def by_window(self, queryset: QuerySet[CaseItem], name: str, value: bool) -> QuerySet[CaseItem]:
        chosen = Q(pk__in=results.at_window(CaseItem.objects.all()).values("pk"))
        return queryset.filter(chosen if value else ~chosen)


class MeetingFilter(Searchable):
    """The filter of the list of meetings."""

    search_paths = ("topic", "place", *(f"case__{path}" for path in CASE_SEARCH))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=MeetingKind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=MEETING_STATES, method="by_state")
    asked = YesNoFilter(label=_("My unit is asked"), method="by_asked")
    task = YesNoFilter(label=_("My unit has a task"), method="by_task")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        if value == "held":
            return queryset.filter(held_on__isnull=False)
        return queryset.filter(held_on__isnull=True, cancelled_at__isnull=value == "ahead")

    def by_asked(self, queryset: QuerySet[Meeting], name: str, value: bool) -> QuerySet[Meeting]:
        units = [post.unit_id for post in self.request.user.active_posts]
        chosen = Q(pk__in=Meeting.objects.filter(units__in=units).values("pk"))
        return queryset.filter(chosen if value else ~chosen)

    def by_task(self, queryset: QuerySet[Meeting], name: str, value: bool) -> QuerySet[Meeting]:
        units = [post.unit_id for post in self.request.user.active_posts]
        chosen = Q(pk__in=Meeting.objects.filter(tasks__unit__in=units, tasks__done_on__isnull=True).values("pk"))
        return queryset.filter(chosen if value else ~chosen)


class MovedFilter(Searchable):
    """The filter of the dates that the calendar moved."""

    search_paths = tuple(f"case__{path}" for path in CASE_SEARCH)
    what = filters.ChoiceFilter(label=_("Date"), choices=OpenDate.choices)
    job = filters.NumberFilter(label=_("Number of the recount"))

    class Meta:
        model = DateMove
        fields: list[str] = []


class ProblemFilter(Searchable):
    """The filter of the list of problems."""

    search_paths = ("text", "lead__name_zh", *(f"case__{path}" for path in CASE_SEARCH))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ProblemKind.choices)
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[(OPEN, _("All that are open")), *ProblemStatus.choices], method="by_status"
    )
    ours = YesNoFilter(label=_("My unit leads"), method="by_lead")

    class Meta:
        model = Problem
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        return queryset.filter(solved_at__isnull=True) if value == OPEN else queryset.filter(status=value)

    def by_lead(self, queryset: QuerySet[Problem], name: str, value: bool) -> QuerySet[Problem]:
        chosen = Q(lead__in=[post.unit_id for post in self.request.user.active_posts])
        return queryset.filter(chosen if value else ~chosen)


class OrderFilter(Searchable):
    """The filter of the list of supervision orders."""

    search_paths = ("demand", "document__number", "unit__name_zh", *(f"case__{path}" for path in CASE_SEARCH))
    ground = filters.ChoiceFilter(label=_("What it rests on"), choices=OrderGround.choices)
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[(OPEN, _("All that are open")), *OrderStatus.choices], method="by_status"
    )
    ours = YesNoFilter(label=_("Addressed to my unit"), method="by_unit")
    late = YesNoFilter(label=_("Answer overdue"), method="by_late")

    class Meta:
        model = SupervisionOrder
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[SupervisionOrder], name: str, value: str) -> QuerySet[SupervisionOrder]:
        # A case number contains the number of an order: who types a whole one means that order alone.
        return supervision.numbered(queryset, value) or super().by_words(queryset, name, value)

    def by_status(self, queryset: QuerySet[SupervisionOrder], name: str, value: str) -> QuerySet[SupervisionOrder]:
        return queryset.filter(status__in=ORDER_OPEN) if value == OPEN else queryset.filter(status=value)

    def by_unit(self, queryset: QuerySet[SupervisionOrder], name: str, value: bool) -> QuerySet[SupervisionOrder]:
        chosen = Q(unit__in=[post.unit_id for post in self.request.user.active_posts])
        return queryset.filter(chosen if value else ~chosen)

    def by_late(self, queryset: QuerySet[SupervisionOrder], name: str, value: bool) -> QuerySet[SupervisionOrder]:
        chosen = Q(status=OrderStatus.ISSUED, due__lt=timezone.localdate())
        return queryset.filter(chosen if value else ~chosen)


class ReportFilter(Searchable):
    """The filter of the list of weekly reports."""

    search_paths = ("number", "author__name", "unit__name_zh", "progress", "problems")
    level = filters.ChoiceFilter(label=_("Level"), choices=ReportLevel.choices)
    status = filters.ChoiceFilter(
        label=_("Status"), choices=[(OPEN, _("Not yet sent")), *ReportStatus.choices], method="by_status"
    )
    join = YesNoFilter(label=_("To be joined for the government"), method="by_join")

    class Meta:
        model = WeeklyReport
        fields: list[str] = []

    def by_status(self, queryset: QuerySet[WeeklyReport], name: str, value: str) -> QuerySet[WeeklyReport]:
        return queryset.exclude(status=ReportStatus.SENT) if value == OPEN else queryset.filter(status=value)

    def by_join(self, queryset: QuerySet[WeeklyReport], name: str, value: bool) -> QuerySet[WeeklyReport]:
        chosen = Q(pk__in=weekly.to_join_for(self.request.user).values("pk"))
        return queryset.filter(chosen if value else ~chosen)


class DocumentFilter(Searchable):
    """The filter of the list of documents."""

    search_paths = ("number", *(f"case__{path}" for path in CASE_SEARCH))
    kind = filters.ChoiceFilter(label=_("Kind of document"), choices=DocumentKind.choices)
    paper = YesNoFilter(label=_("Signed paper to confirm"), method="by_paper")

    class Meta:
        model = IssuedDocument
        fields: list[str] = []

    def by_paper(self, queryset: QuerySet[IssuedDocument], name: str, value: bool) -> QuerySet[IssuedDocument]:
        return queryset.filter(waiting_scans__gt=0) if value else queryset.filter(waiting_scans=0)
