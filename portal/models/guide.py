"""Guides: one page per approval item, everything factual live from the record."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cases.enums import Need
from cases.models import ApprovalItem
from cases.queries import checklists, reference
from home import pagecache, structured
from home.models import HomePage
from home.words import is_chinese
from portal import facets, procedure, reading
from portal.blocks import ExampleBlock, FilledBlock
from portal.checklists import addresses, drawing
from portal.models.base import ListPage, RecordPage

WORDS = ("body", "body_en", "mistakes", "mistakes_en", "examples")  # what a list does not show


class GuideIndexPage(ListPage):
    """/guides/: all guides by stage."""

    template = "portal/guide_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.GuidePage"]

    class Meta:
        verbose_name = _("guide list")
        verbose_name_plural = _("guide lists")

    def shown_children(self) -> list[tuple[Any, list["GuidePage"]]]:
        stages: OrderedDict[Any, list[GuidePage]] = OrderedDict()
        pages = GuidePage.objects.live().child_of(self).filter(item__active=True).defer(*WORDS)
        for page in pages.select_related("item__stage", "item__department").order_by("item__stage__order", "slug"):
            stages.setdefault(page.item.stage, []).append(page)
        return list(stages.items())


class GuidePage(RecordPage):
    """How to get one approval. The record says who decides, what is needed, how long it takes; the editor adds advice."""

    search_kind = "guide"
    picture_kind = "guide"
    search_prefetch = ("item__department", "item__materials")
    record_field = "item"
    serve_with = ("item__stage", "item__department")
    item = models.OneToOneField(
        ApprovalItem,
        models.PROTECT,
        related_name="guide_page",
        verbose_name=_("approval item"),
        help_text=_("Title, address and all facts of the guide come from this record; change them in the catalogue."),
    )
    successor = models.ForeignKey(
        ApprovalItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by"),
        help_text=_("Only for an item that is no longer in force: where readers go on."),
    )  # fmt: skip
    examples = StreamField(
        [("filled", FilledBlock()), ("example", ExampleBlock())], verbose_name=_("examples of well-filled forms"), blank=True,
        help_text=_("Forms of an invented enterprise, filled in as they should be."),
    )  # fmt: skip
    mistakes = RichTextField(
        _("common mistakes"),
        blank=True,
        features=["ul", "bold", "link"],
        help_text=_("What is often returned, and why."),
    )
    mistakes_en = RichTextField(_("common mistakes (English)"), blank=True, features=["ul", "bold", "link"])

    template = "portal/guide_page.html"
    parent_page_types = [GuideIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(
            content=_("Title, limits, papers and fees are shown from the catalogue. Write only what helps beyond them.")
        ),
        FieldPanel("item"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("mistakes"),
        FieldPanel("examples"),
        FieldPanel("successor"),
        FieldPanel("lead_en"),
        FieldPanel("body_en"),
        FieldPanel("mistakes_en"),
        RecordPage.review_panel,
    ]
    search_fields = [
        *RecordPage.search_fields,
        index.SearchField("mistakes"),
        index.SearchField("mistakes_en"),
        index.SearchField("record_text"),
        index.FilterField("item"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def slug_source(self) -> str:
        return self.item.code if self.item_id else ""

    @property
    def is_findable(self) -> bool:
        """An item that is no longer in force is read by whoever has its address, and offered to nobody."""
        return self.item.active

    @property
    def has_own_words(self) -> bool:
        return super().has_own_words or bool(self.mistakes or self.mistakes_en or self.examples)

    @property
    def mistakes_are_translated(self) -> bool:
        """Whether readers get the English text."""
        return bool(self.mistakes_en) and not is_chinese()

    @property
    def shown_mistakes(self) -> str:
        return self.mistakes_en if self.mistakes_are_translated else self.mistakes

    def record_text(self) -> str:
        """What a reader may search for that only the record says."""
        item = self.item
        words = [
            item.code,
            item.name_en,
            item.department.name_zh,
            item.department_text_zh,
            item.result_zh,
            item.result_en,
        ]
        words += [item.legal_basis_zh, item.note_zh, item.reason_zh, item.fee_zh]
        words += item.materials.filter(active=True).values_list("name_zh", flat=True)
        words += checklists.titles(item)
        return " ".join(words)

    def structured(self) -> list[dict[str, Any]]:
        item = self.item
        if not item.active:
            return []
        service: dict[str, Any] = {
            "@type": "GovernmentService", "name": item.name, "identifier": item.code, "serviceType": item.get_kind_display(),
            "description": structured.plain(self.shown_lead or item.reason or item.note),
            "url": structured.absolute(self.url or ""), "audience": {"@type": "BusinessAudience"},
            "provider": {"@type": "GovernmentOrganization", "name": item.department.name},
            "serviceOutput": {"@type": "Thing", "name": item.result},
            "availableChannel": {"@type": "ServiceChannel", "serviceUrl": structured.absolute("/my/")},
        }  # fmt: skip
        return [service]

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        return facets.of_items([self.item_id])

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The guide, and the checklist on which its lead and its common mistakes stand too."""
        return [*self.DEFAULT_PREVIEW_MODES, ("checklist", _("Checklist of the item"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        sheet = checklists.read(self.item.code) if mode_name == "checklist" else None
        return drawing.item_page(request, self, sheet) if sheet else super().serve_preview(request, mode_name)

    def drawn_beside(self) -> list[tuple[str, str]]:
        """The checklist of the item."""
        return [(checklists.title(self.item), addresses.of(self.item))]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The guide and its checklist."""
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [*found, *(one | {"location": urljoin(one["location"], addresses.of(self.item))} for one in found[:1])]

    def search_text(self) -> str:
        item = self.item
        facts = [
            self.shown_lead or item.reason,
            item.note,
            item.department.name,
            item.result,
            item.fee,
            item.legal_basis,
        ]
        facts += [paper.name for paper in item.materials.all() if paper.active]
        own = [strip_tags(self.mistakes), super().search_text()] if is_chinese() else [strip_tags(self.mistakes_en)]
        return " ".join(filter(None, (*facts, *own)))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        urls = guide_urls()
        item = self.item
        before, materials = reading.predecessors(item, urls), reading.materials_of(item, urls)
        windows = list(procedure.windows(item))
        rules = list(item.rules.select_related("category").order_by("category__order"))
        context |= {
            "item": item,
            "materials": materials,
            "procedure": procedure.of(item, before, sum(paper.core for paper, _sources in materials)),
            "windows": windows,
            "windows_entered": any(unit.address or unit.hours_zh for unit in windows),
            "limit": reading.limit_words(item),
            "promise": reading.promise_words(item),
            "easier": reading.easier_ways(item),
            "before": before,
            "after_it": reading.followers(item, urls),
            "is_local": reading.is_local(item),
            "kinds_needed": [rule.category for rule in rules if rule.need == Need.REQUIRED],
            "kinds_depending": [rule.category for rule in rules if rule.need == Need.CONDITIONAL],
            "questions": self.related_questions(),
            "retired_on": None if item.active else reference.out_of_use_since(item),
            "successor": (self.successor, urls.get(self.successor_id or 0, "")) if self.successor else None,
        }
        return context

    def related_questions(self) -> Any:
        """Published questions and answers about this item."""
        return self.item.questions.live().order_by("title")[:5]


def guide_urls() -> dict[int, str]:
    """{item id: address of its published guide}; read anew after each publication."""
    global _urls
    now = pagecache.version()
    if _urls[0] != now:
        _urls = (now, _read_urls())
    return _urls[1]


# (version of everything published, addresses): replaced as a whole.
_urls: tuple[str, dict[int, str]] = ("", {})


def _read_urls() -> dict[int, str]:
    parent = GuideIndexPage.objects.live().first()
    base = parent.url if parent else None
    if not base:
        return {}
    return {pk: f"{base}{slug}/" for pk, slug in GuidePage.objects.live().values_list("item_id", "slug")}
