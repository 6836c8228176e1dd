"""Category guides: one page per project category, from the first filing to the property certificate."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.search import index

from cases.models import ProjectCategory
from home import pagecache
from home.models import HomePage
from portal import reading
from portal.models.base import ListPage, RecordPage
from portal.models.guide import guide_urls


class CategoryIndexPage(ListPage):
    """/categories/: the nine categories."""

    template = "portal/category_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.CategoryPage"]

    class Meta:
        verbose_name = _("category list")
        verbose_name_plural = _("category lists")

    def shown_children(self) -> Any:
        return CategoryPage.objects.live().child_of(self).select_related("category").order_by("category__order")


class CategoryPage(RecordPage):
    """What a project of this category goes through, stage by stage (W-024)."""

    search_kind = "category"
    picture_kind = "category"
    search_prefetch = ("category",)
    record_field = "category"
    serve_with = ("category",)
    category = models.OneToOneField(
        ProjectCategory,
        models.PROTECT,
        related_name="category_page",
        verbose_name=_("project category"),
        help_text=_("Title, address, stages and items of the page come from this record and its matrix."),
    )

    template = "portal/category_page.html"
    parent_page_types = [CategoryIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(content=_("The stages and items are shown from the catalogue. Write only what helps beyond them.")),
        FieldPanel("category"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("lead_en"),
        FieldPanel("body_en"),
        RecordPage.review_panel,
    ]
    search_fields = [*RecordPage.search_fields, index.SearchField("record_text"), index.FilterField("category")]

    class Meta:
        verbose_name = _("category guide")
        verbose_name_plural = _("category guides")

    def slug_source(self) -> str:
        return self.category.slug if self.category_id else ""

    def titles(self) -> tuple[str, str]:
        return f"{self.category.name_zh}项目", f"{self.category.name_en} projects"

    def record_text(self) -> str:
        """Words of the record: introduction and examples."""
        category = self.category
        return f"{category.code} {category.intro_zh} {category.examples_zh} {category.intro_en} {category.examples_en}"

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        return [self.category.code], ()

    def search_text(self) -> str:
        return f"{self.category.intro} {self.category.examples} {super().search_text()}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        from portal import similar  # noqa: PLC0415  it reads the numbers, which stand on the pages

        groups = reading.stage_groups(self.category, guide_urls())
        checklist = getattr(self.category, "checklist_page", None)
        context |= {
            "category": self.category,
            "main_stages": [group for group in groups if group.stage.is_main],
            "side_tracks": [group for group in groups if not group.stage.is_main],
            "needed_count": sum(len(group.needed) for group in groups),
            "depends_count": sum(len(group.depends) for group in groups),
            "typical_days": pagecache.held(f"typical.{self.category_id}", partial(reading.typical_days, self.category)),
            "similar": similar.cases(self.category),
            "policies": similar.policies(self.category),
            "contacts": similar.contacts(self.category),
            "checklist": checklist if checklist and checklist.live else None,
        }
        return context
