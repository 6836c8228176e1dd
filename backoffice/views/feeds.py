"""An officer's own dates in a calendar program."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice.access import OFFICER
from backoffice.views.generic import OfficeMixin
from home.feeds import FeedMixin


class MyFeed(FeedMixin, OfficeMixin, TemplateView):
    """The subscription to everything the person works on: cases of the team, own items, meetings of the unit."""

    permission = OFFICER
    place = "home"
    title = gettext_lazy("My dates in a calendar")
    template_name = "office/feed.html"
