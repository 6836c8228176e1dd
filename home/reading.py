"""Readers' opinions and searches without result: counted, without names; each network only so often."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cases.redaction import redact
from home import limits
from home.models import MissedSearch, PageFeedback, PublicPage

OPINIONS, SEARCHES, WITHIN = 30, 60, 3600  # from one network, and the seconds after which each is forgotten
ONE_OPINION = timedelta(minutes=30)  # a comment belongs to the opinion given just before
LONGEST = 40  # characters
MOST_WORDS = 3000  # rows kept


# Exempt: cached public pages carry no token; a foreign site could add to a count at most, and the count is limited.
@csrf_exempt
@require_POST
def useful(request: HttpRequest) -> HttpResponse:
    """Yes or no, then, for a no, what was missing. Works without JavaScript; nothing is kept of the reader."""
    page = _page(request.POST.get("page", ""))
    told = request.POST.get("useful", "")
    if page is None:
        messages.warning(request, _("Your opinion was not counted: the page it was about is not published."))
        return HttpResponseRedirect("/")
    if told not in {"yes", "no"}:
        messages.warning(request, _("Your opinion was not counted: choose “Yes” or “No” at the foot of the page."))
        return HttpResponseRedirect(page.url or "/")
    comment = _clean(request.POST.get("comment", ""), 300)
    allowed = limits.take(request, "useful", tries=OPINIONS, seconds=WITHIN) is not None
    if allowed:
        PageFeedback.objects.create(page_id=page.pk, useful=told == "yes", comment=comment)
    title = _("Thank you") if allowed else _("Not counted")
    context = {
        "title": title,
        "page_read": page,
        "allowed": allowed,
        "ask": allowed and told == "no" and not comment,
        "breadcrumbs": [(_("Home"), "/"), (title, "")],
    }
    response = render(request, "home/useful.html", context, status=200 if allowed else 429)
    add_never_cache_headers(response)
    return response


def _page(key: str) -> PublicPage | None:
    """The published page of this number."""
    known = Page.objects.live().public().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    page = known.specific if known else None
    return page if isinstance(page, PublicPage) else None


def _clean(text: str, most: int) -> str:
    """One line without personal data."""
    with override("zh-hans"):
        return redact(" ".join(text.replace("\0", " ").split())[:most])[:most]


def missed(request: HttpRequest, query: str) -> None:
    """Count words that found nothing; what has no letter and no digit, or is longer than anybody's search, is no word to write about."""
    words = _clean(query.lower(), 100)
    if (
        not any(sign.isalnum() for sign in words)
        or len(words) > LONGEST
        or limits.take(request, "missed", tries=SEARCHES, seconds=WITHIN) is None
    ):
        return
    now = timezone.now()
    with transaction.atomic():
        if MissedSearch.objects.filter(words=words).update(times=F("times") + 1, last_at=now):
            return
        MissedSearch.objects.get_or_create(words=words, defaults={"times": 1, "last_at": now})
        if MissedSearch.objects.count() > MOST_WORDS:
            rare = MissedSearch.objects.order_by("times", "last_at").exclude(words=words).values("pk")[:100]
            MissedSearch.objects.filter(pk__in=list(rare.values_list("pk", flat=True))).delete()
