"""Pages that only say something: about, privacy, accessibility, notices."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cases.queries import circulars
from home.models import HomePage
from portal.models.base import ListPage, WrittenPage


class StandardPage(WrittenPage):
    """A page of text."""

    template = "portal/standard_page.html"
    parent_page_types = [HomePage, "portal.StandardPage"]
    subpage_types = ["portal.StandardPage"]
    content_panels = [
        *WrittenPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        WrittenPage.english_panel,
        WrittenPage.review_panel,
    ]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


class NoticeKind(models.TextChoices):
    NEWS = "news", _("News")
    PRAISE = "praise", _("Praise")
    CRITICISM = "criticism", _("Criticism")
    CONSULTATION = "consultation", _("Consultation")


class NoticeIndexPage(ListPage):
    """/news/: notices, the newest first."""

    template = "portal/notice_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.NoticePage"]

    class Meta:
        verbose_name = _("list of notices")
        verbose_name_plural = _("lists of notices")

    def shown_children(self) -> Any:
        return NoticePage.objects.live().child_of(self).order_by("-date", "-pk")[:100]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the public notices of praise and criticism, which come from the record and are typed nowhere else (W-095)."""
        return super().get_context(request, *args, **kwargs) | {"circulars": circulars.published()}


class NoticePage(WrittenPage):
    """News, praise, criticism (W-094, W-095) or a consultation."""

    search_kind = "notice"
    picture_kind = "notice"
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.NEWS)
    date = models.DateField(_("date"), default=timezone.localdate)

    template = "portal/standard_page.html"
    parent_page_types = [NoticeIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        *WrittenPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("body"),
        WrittenPage.english_panel,
        WrittenPage.review_panel,
    ]
    search_fields = [*WrittenPage.search_fields, index.FilterField("kind"), index.FilterField("date")]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
