"""Shared by the page types of the portal."""

from abc import abstractmethod
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.models import PublicPage
from home.words import is_chinese
from portal.blocks import BodyBlocks


class WrittenPage(PublicPage):
    """A page with a body in the editor's own words."""

    body = StreamField(BodyBlocks(), verbose_name=_("text"), blank=True)
    body_en = StreamField(
        BodyBlocks(), verbose_name=_("text (English)"), blank=True,
        help_text=_("Readers of English get it instead of the Chinese text; empty: the Chinese text, and that it is Chinese."),
    )  # fmt: skip

    english_panel = MultiFieldPanel(
        [FieldPanel("title_en"), FieldPanel("lead_en"), FieldPanel("body_en")],
        heading=_("English"),
        classname="collapsed",
    )
    search_fields = [*PublicPage.search_fields, index.SearchField("body"), index.SearchField("body_en")]

    class Meta:
        abstract = True

    @property
    def shown_body(self) -> Any:
        """The text in the reader's language, or else in Chinese."""
        return self.body_en if self.body_en and not is_chinese() else self.body

    @property
    def body_is_translated(self) -> bool:
        """Whether what is shown is the English text."""
        return bool(self.body_en) and not is_chinese()

    def search_text(self) -> str:
        body = self.shown_body
        text = " ".join(str(part) for part in body.stream_block.get_searchable_content(body))
        return f"{self.shown_lead} {strip_tags(text)}".strip()


class ListPage(PublicPage):
    """A page that lists its children of one type, in an order that the type decides."""

    class Meta:
        abstract = True

    @abstractmethod
    def shown_children(self) -> Any:
        """Live children, oldest place in the tree first."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["pages"] = self.shown_children()
        return context

    content_panels = [*PublicPage.content_panels, FieldPanel("lead"), PublicPage.english_panel, PublicPage.review_panel]


class RecordPage(WrittenPage):
    """A page bound to one reference row: its name, address and facts come from the row and are typed nowhere else."""

    record_field = ""

    class Meta:
        abstract = True

    @property
    def record(self) -> models.Model:
        found: models.Model = getattr(self, self.record_field)
        return found

    def titles(self) -> tuple[str, str]:
        """(Chinese, English) title made from the record."""
        return self.record.name_zh, self.record.name_en  # type: ignore[attr-defined]

    def _set_core_field_defaults(self) -> None:
        if getattr(self, f"{self.record_field}_id"):
            self.title, self.title_en = self.titles()
            self.draft_title = self.title
        super()._set_core_field_defaults()

    @property
    def has_own_words(self) -> bool:
        """Whether an editor has written anything beside the record."""
        return bool(self.body or self.body_en or self.lead or self.lead_en)

    @property
    def shown_title(self) -> str:
        """Always the record's present name, even before the page is saved again."""
        chinese, english = self.titles()
        return chinese if is_chinese() or not english else english

    @property
    def shown_lead(self) -> str:
        """The record speaks English itself: better than a Chinese lead for a reader of English."""
        return self.lead if is_chinese() else self.lead_en
