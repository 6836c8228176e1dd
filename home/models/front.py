"""The first page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cases.models import ProjectCategory
from home.blocks import SchemeBlock
from home.models.base import PublicPage
from home.words import is_chinese


class HomePage(PublicPage):
    """What the service is, the five doors, who may use it and how it goes. One per site."""

    search_kind = ""
    free_zh = models.TextField(
        _("statement that the service is free (Chinese)"), max_length=300, help_text=_("Stands above the steps.")
    )
    free_en = models.TextField(_("statement that the service is free (English)"), max_length=400, blank=True)
    schemes = StreamField([("scheme", SchemeBlock())], verbose_name=_("how the service goes"), blank=True)

    template = "home/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("free_zh"),
        FieldPanel("schemes"),
        PublicPage.english_panel,
        FieldPanel("free_en"),
        PublicPage.review_panel,
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def shown_free(self) -> str:
        return self.free_zh if is_chinese() or not self.free_en else self.free_en

    def trail_label(self) -> str:
        return gettext("Home")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        # The first page needs no way back to itself; below it this entry is the way home.
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["categories"] = ProjectCategory.objects.all()
        return context
