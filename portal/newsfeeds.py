"""Atom feeds of what is published: notices, and policies with their explanations."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home import context, structured
from home.models import PublicPage
from home.words import is_chinese
from portal.models import NoticePage, PolicyExplanationPage, PolicyPage

MOST, FRESH = 30, 900


class PageFeed(Feed[PublicPage, Any]):
    """Pages, the newest first. The language is the reader's."""

    feed_type = Atom1Feed
    here = ""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().__call__(request, *args, **kwargs)
        answer["Cache-Control"] = f"max-age={FRESH}"
        return answer

    @property
    def language(self) -> str:
        return "zh-Hans" if is_chinese() else str(get_language())

    def link(self) -> str:
        return self.here

    def feed_url(self) -> str:
        return f"{self.here}atom.xml"

    def feed_guid(self) -> str:
        return structured.absolute(self.feed_url())

    def author_name(self) -> str:
        brand = context.brand(english=not is_chinese())
        return brand["host_unit"] or brand["name"]

    def item_title(self, item: PublicPage) -> str:
        return item.shown_title

    def item_description(self, item: PublicPage) -> str:
        return structured.plain(item.shown_lead or item.search_text())

    def item_link(self, item: PublicPage) -> str:
        return structured.absolute(item.url or "/")

    def item_guid(self, item: PublicPage) -> str:
        return structured.absolute(item.url or "/")

    def item_pubdate(self, item: PublicPage) -> datetime:
        return _moment(_day(item))

    def item_updateddate(self, item: PublicPage) -> datetime:
        return max(item.last_published_at or self.item_pubdate(item), self.item_pubdate(item))


def _day(page: PublicPage) -> date:
    """The day that the page itself names."""
    if isinstance(page, NoticePage):
        return page.date
    return (
        page.issued_on
        if isinstance(page, PolicyPage)
        else timezone.localdate(page.first_published_at or page.latest_revision_created_at)
    )


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class News(PageFeed):
    """/news/atom.xml"""

    here = "/news/"
    title = _("Notices")
    subtitle = _("News of the service, praise, criticism and consultations.")

    def items(self) -> list[PublicPage]:
        return list(NoticePage.objects.live().public().order_by("-date", "-pk")[:MOST])


class Policies(PageFeed):
    """/policies/atom.xml"""

    here = "/policies/"
    title = _("Policies")
    subtitle = _("Policies and what they mean in plain words.")

    def items(self) -> list[PublicPage]:
        found: list[PublicPage] = [*PolicyPage.objects.live().public(), *PolicyExplanationPage.objects.live().public()]
        return sorted(found, key=lambda page: (self.item_updateddate(page), page.pk), reverse=True)[:MOST]
