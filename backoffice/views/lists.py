"""The other work lists: items, meetings, documents, enterprises."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from backoffice import filters, tables
from backoffice.access import OFFICER
from backoffice.views.generic import ListView
from cases.enums import ItemStatus, SignMethod
from cases.models import CaseItem, DateMove, Enterprise, IssuedDocument, Meeting, Signature
from cases.queries import cases, documents, items


class ItemList(ListView):
    """Items of the cases one may see; unit and group agents begin with their own."""

    permission = OFFICER
    place = "items"
    title = gettext_lazy("Items")
    table_class = tables.ItemTable
    filterset_class = filters.ItemFilter
    export_name = "items"
    saved_as = "items"

    def get_table_class(self) -> type:
        return tables.ItemExport if self.request.GET.get("export") else tables.ItemTable

    def get_queryset(self) -> QuerySet[CaseItem]:
        return (
            items.visible_to(self.request.user)
            .exclude(status__in=(ItemStatus.PROPOSED, ItemStatus.DROPPED))
            .select_related("item", "case__project", "unit", "agent")
            .order_by("planned_end", "case__number", "item__code")
        )

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [
            (_("All"), ""),
            (_("Open"), "status=open"),
            (_("Red lamp"), "lamp=red"),
            (_("Planned end has passed"), "due=late"),
            (_("Due within 7 days"), "due=week"),
            (_("Mine or my unit's"), "mine=true&status=open"),
        ]


class MeetingList(ListView):
    """Meetings of visible cases, with the opinions asked of one's unit."""

    permission = OFFICER
    place = "meetings"
    title = gettext_lazy("Meetings")
    table_class = tables.MeetingTable
    filterset_class = filters.MeetingFilter
    export_name = "meetings"
    saved_as = "meetings"

    def get_queryset(self) -> QuerySet[Meeting]:
        given = Count("opinions__unit", distinct=True)
        asked = Count("units", distinct=True)
        tasks = Count("tasks", filter=Q(tasks__unit__isnull=False), distinct=True)
        done = Count("tasks", filter=Q(tasks__done_on__isnull=False), distinct=True)
        return (
            Meeting.objects.filter(case__in=cases.visible_to(self.request.user))
            .select_related("case__project")
            .annotate(opinions_given=given, units_asked=asked, tasks_set=tasks, tasks_done=done)
            .order_by("-planned_on", "-pk")
        )

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [
            (_("All"), ""),
            (_("Not yet held"), "state=ahead"),
            (_("My unit is asked"), "asked=true&state=ahead"),
            (_("My unit has a task"), "task=true"),
        ]


class MovedList(ListView):
    """Dates of visible cases that a change of the working calendar moved, the last change first (domain D.2)."""

    permission = OFFICER
    place = "moved"
    title = gettext_lazy("Dates that the calendar moved")
    table_class = tables.MovedTable
    filterset_class = filters.MovedFilter
    export_name = "dates-moved"
    saved_as = "moved"

    def get_queryset(self) -> QuerySet[DateMove]:
        return (
            DateMove.objects.filter(case__in=cases.visible_to(self.request.user))
            .select_related("case__project", "case_item__item", "version")
            .order_by("-job", "case__number", "new", "pk")
        )

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Milestones"), "what=milestone"), (_("Legal limits"), "what=statutory")]


class DocumentList(ListView):
    """Documents of visible cases; first the scans that wait for a check."""

    permission = OFFICER
    place = "documents"
    title = pgettext_lazy("of a case", "Documents")
    table_class = tables.DocumentTable
    filterset_class = filters.DocumentFilter
    export_name = "documents"
    saved_as = "documents"

    def get_queryset(self) -> QuerySet[IssuedDocument]:
        valid = Signature.objects.filter(rejected_at__isnull=True)
        waiting = valid.filter(method=SignMethod.PAPER, confirmed_at__isnull=True)
        return (
            documents.visible_to(self.request.user)
            .select_related("case__project")
            .annotate(
                waiting_scans=Count("signatures", filter=Q(signatures__in=waiting), distinct=True),
                valid_signatures=Count("signatures", filter=Q(signatures__in=valid), distinct=True),
            )
            .order_by("-issued_at", "-pk")
        )

    def chip_queries(self) -> list[tuple[Any, str]]:
        return [(_("All"), ""), (_("Signed paper to confirm"), "paper=true")]


class EnterpriseFilter(filters.Searchable):
    """Search by name or credit code."""

    search_paths = ("name", "uscc", "legal_representative")

    class Meta:
        model = Enterprise
        fields: list[str] = []


class EnterpriseList(ListView):
    """Enterprises that have a case one may see."""

    permission = OFFICER
    place = "enterprises"
    title = gettext_lazy("Enterprises served")
    table_class = tables.EnterpriseTable
    filterset_class = EnterpriseFilter
    export_name = "enterprises"

    def get_queryset(self) -> QuerySet[Enterprise]:
        visible = cases.visible_to(self.request.user).values("pk")
        return (
            Enterprise.objects.filter(cases__in=visible)
            .annotate(visible_cases=Count("cases", distinct=True))
            .order_by("name")
        )
