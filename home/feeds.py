"""Calendar subscriptions: the file itself, read by calendar programs without signing in, and the page that makes an address."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cases import ics
from cases.actions import feeds
from cases.models import CalendarFeed, Case
from cases.queries import feeds as found

HOUR = 3600
MOST = 60  # readings of one address in an hour; calendar programs ask a few times a day
FRESH = 900  # seconds for which a program need not ask again
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind a secret address. An unknown or revoked address does not exist."""
    row = found.find(feeds.hashed(token))
    if row is None:
        raise Http404
    if _too_often(row):
        answer = HttpResponse(status=429)
        answer["Retry-After"] = str(HOUR)
        return answer
    with translation.override(row.user.language):
        name, entries = found.title(row), found.entries(row, settings.WAGTAILADMIN_BASE_URL)
    # Without the moment of the change, which hangs on it.
    digest = hashlib.sha256(ics.calendar(name, entries, EPOCH)).hexdigest()
    row = feeds.seen(row, digest)
    answer = HttpResponse(ics.calendar(name, entries, row.changed_at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="bangdaiban.ics"'
    answer["Cache-Control"] = f"private, max-age={FRESH}"
    answer["X-Robots-Tag"] = "noindex"
    moment = int(row.changed_at.timestamp())
    etag = f'"{digest[:32]}"'
    answer["ETag"], answer["Last-Modified"] = etag, http_date(moment)
    return get_conditional_response(request, etag=etag, last_modified=moment, response=answer) or answer


def _too_often(row: CalendarFeed) -> bool:
    """Count the readings of an address in this hour."""
    place = f"feed.{row.pk}"
    cache.add(place, 0, HOUR)
    try:
        return cache.incr(place) > MOST
    except ValueError:  # the hour ended between the two
        return False


class FeedMixin:
    """The page of a subscription. ``subject``: the case, or None for everything the person works on.

    The address is shown once, as the answer to the press of the button: only its hash is kept.
    """

    request: HttpRequest
    template_name = ""

    def subject(self) -> Case | None:
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("way") == "revoke":
            feeds.revoke(self.subject(), by=request.user)
            return self.render_to_response(self.get_context_data(revoked=True))
        _made, token = feeds.make(self.subject(), by=request.user)
        address = request.build_absolute_uri(reverse("home:feed", args=[token]))
        return self.render_to_response(self.get_context_data(address=address))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"feed": found.of(self.request.user, self.subject())} | kwargs))
