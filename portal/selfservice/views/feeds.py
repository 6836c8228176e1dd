"""Dates in one's own calendar: of one case, or of all one's cases."""

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from home.feeds import FeedMixin
from portal.selfservice.views.generic import CasePage, MyPage


class CaseFeed(FeedMixin, CasePage):
    """The subscription to one case."""

    title = _("Dates in your calendar")
    template_name = "my/feed.html"

    def subject(self) -> Case | None:
        return self.case


class MyFeed(FeedMixin, MyPage):
    """The subscription to all of one's cases."""

    title = _("Dates of all my cases in your calendar")
    template_name = "my/feed.html"
