"""Questions and answers (一问一答, W-066): a short answer first, the long one below."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from home import structured
from home.models import HomePage
from home.words import is_chinese
from portal import facets
from portal.models.base import ListPage, WrittenPage
from portal.models.guide import guide_urls


class Topic(models.TextChoices):
    SERVICE = "service", _("About the service")
    APPLY = "apply", _("Applying and signing")
    LAND = "land", _("Filing, land and planning")
    PERMIT = "permit", _("Construction permit")
    FINISH = "finish", _("Completion and registration")
    EASIER = "easier", _("Easier ways")
    MONEY = "money", _("Fees and charges")


class QuestionIndexPage(ListPage):
    """/ask/: questions by topic."""

    template = "portal/question_index.html"
    max_count = 1
    parent_page_types = [HomePage]
    subpage_types = ["portal.QuestionPage"]

    class Meta:
        verbose_name = _("list of questions")
        verbose_name_plural = _("lists of questions")

    def shown_children(self) -> list[tuple[str, list["QuestionPage"]]]:
        pages = self._listed
        topics = [(topic.label, [page for page in pages if page.topic == topic]) for topic in Topic]
        return [(str(label), found) for label, found in topics if found]

    def structured(self) -> list[dict[str, Any]]:
        return structured.faq((page.shown_title, page.shown_answer) for page in self._listed)

    @cached_property
    def _listed(self) -> list["QuestionPage"]:
        """Read once for what people see and what machines read, without the long answers."""
        return list(QuestionPage.objects.live().child_of(self).order_by("path").defer("body", "body_en"))


class QuestionPage(WrittenPage):
    """One question as enterprises ask it. The title is the question."""

    search_kind = "question"
    picture_kind = "question"
    topic = models.CharField(_("topic"), max_length=10, choices=Topic.choices, default=Topic.SERVICE)
    answer = models.TextField(
        _("short answer"), max_length=400, help_text=_("One to three sentences that suffice for most readers.")
    )
    answer_en = models.TextField(_("short answer (English)"), max_length=600, blank=True)
    items = ParentalManyToManyField(
        "cases.ApprovalItem", blank=True, related_name="questions", verbose_name=_("related items")
    )
    policies = ParentalManyToManyField(
        "portal.PolicyPage", blank=True, related_name="questions", verbose_name=_("related policies")
    )
    source = models.OneToOneField(
        "cases.PublicLetter",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("question it was made of"),
    )

    template = "portal/question_page.html"
    parent_page_types = [QuestionIndexPage]
    subpage_types: list[str] = []
    content_panels = [
        FieldPanel("title", heading=_("question")),
        FieldPanel("topic"),
        FieldPanel("answer"),
        FieldPanel("body", heading=_("long answer")),
        FieldPanel("items"),
        FieldPanel("policies"),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("answer_en"), FieldPanel("body_en")],
            heading=_("English"),
            classname="collapsed",
        ),
        WrittenPage.review_panel,
    ]
    search_fields = [
        *WrittenPage.search_fields,
        index.SearchField("answer"),
        index.SearchField("answer_en"),
        index.FilterField("topic"),
        index.FilterField("review_by"),
    ]

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    @property
    def shown_answer(self) -> str:
        return self.answer if is_chinese() or not self.answer_en else self.answer_en

    def structured(self) -> list[dict[str, Any]]:
        return structured.faq([(self.shown_title, self.shown_answer)])

    def facets(self) -> tuple[Iterable[str], Iterable[str]]:
        return facets.of_question(self.pk)

    def search_text(self) -> str:
        return f"{self.shown_answer} {super().search_text()}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        urls = guide_urls()
        context["items"] = [(item, urls.get(item.pk, "")) for item in self.items.filter(active=True)]
        context["policies"] = self.policies.live().public().order_by("-issued_on")
        near = QuestionPage.objects.live().sibling_of(self, inclusive=False).filter(topic=self.topic)
        context["near"] = near.order_by("path")[:6]
        return context
