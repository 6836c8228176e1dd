"""Checklists: one per project category; tick, print, or turn into an application."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.search import index

from cases.models import ProjectCategory
from home.models import HomePage
from portal import reading
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


class ChecklistPage(RecordPage):
    """Items and papers of a category as a list to tick. Ticks stay in the reader's browser."""

    search_kind = "category"
    search_prefetch = ("category",)
    record_field = "category"
    category = models.OneToOneField(
        ProjectCategory,
        models.PROTECT,
        related_name="checklist_page",
        verbose_name=_("project category"),
        help_text=_("Title, address, items and papers of the checklist come from this record and the catalogue."),
    )

    template = "portal/checklist_page.html"
    parent_page_types = [ChecklistIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(content=_("The items and papers are shown from the catalogue. Write only what helps beyond them.")),
        FieldPanel("category"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("lead_en"),
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
        return f"{self.category.name_zh}项目事项清单", f"Checklist for {self.category.name_en.lower()} projects"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        groups = reading.stage_groups(self.category, guide_urls(), materials=True)
        context |= {
            "category": self.category,
            "groups": groups,
            "item_count": sum(len(group.rows) for group in groups),
        }
        return context
