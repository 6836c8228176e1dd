"""Checklists: one per project category; tick, print, or turn into an application."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.search import index

from cases.models import ApprovalItem, ProjectCategory, Stage
from cases.queries import checklists
from home.models import HomePage
from portal.checklists import addresses, drawing
from portal.models.base import ListPage, RecordPage
from portal.models.guide import guide_urls


class ChecklistIndexPage(ListPage):
    """/checklists/: one checklist per category."""

    template = "portal/checklist_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.ChecklistPage"]

    class Meta:
        verbose_name = _("list of checklists")
        verbose_name_plural = _("lists of checklists")

    def shown_children(self) -> Any:
        return ChecklistPage.objects.live().child_of(self).select_related("category").order_by("category__order")

    def drawn_below(self) -> list[tuple[str, str]]:
        """One of each item whose guide is published."""
        return [(checklists.title(item), addresses.of(item)) for _stage, items in self.of_items() for item in items]

    def of_items(self) -> list[tuple[Stage, list[ApprovalItem]]]:
        """The items with a checklist, by stage."""
        stages: dict[int, tuple[Stage, list[ApprovalItem]]] = {}
        rows = ApprovalItem.objects.filter(active=True, pk__in=list(guide_urls())).select_related("stage")
        for item in rows.order_by("stage__order", "code"):
            stages.setdefault(item.stage_id, (item.stage, []))[1].append(item)
        return list(stages.values())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"of_items": self.of_items()}


class ChecklistPage(RecordPage):
    """Items and papers of a category as a list to tick. Ticks stay in the reader's browser."""

    search_kind = "category"
    picture_kind = "checklist"
    search_prefetch = ("category",)
    record_field = "category"
    serve_with = ("category",)
    category = models.OneToOneField(
        ProjectCategory,
        models.PROTECT,
        related_name="checklist_page",
        verbose_name=_("project category"),
        help_text=_("Title, address, items and papers of the checklist come from this record and the catalogue."),
    )

    template = "portal/checklist.html"
    parent_page_types = [ChecklistIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(content=_("The items and papers are shown from the catalogue. Write only what helps beyond them.")),
        FieldPanel("category"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("lead_en"),
        FieldPanel("body_en"),
        RecordPage.review_panel,
    ]
    search_fields = [*RecordPage.search_fields, index.FilterField("category")]

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        return [self.category.code], ()

    def slug_source(self) -> str:
        return self.category.slug if self.category_id else ""

    def titles(self) -> tuple[str, str]:
        return checklists.titles(self.category)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        sheet = checklists.read(self.category.code)
        assert sheet is not None  # of a category that this page protects
        return context | {"category": self.category, "words": self} | drawing.context(request, sheet)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.GET:
            response["X-Robots-Tag"] = "noindex"
        return response
