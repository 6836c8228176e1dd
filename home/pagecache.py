"""Published pages from memory: for visitors without a session, until anything that pages show changes.

The key carries a version that every publication and every change of reference data or settings replaces, so a stale
page is never looked up again; it varies on host, language and display mode. What may be kept is marked by
``PublicPage.serve``.
"""

import gzip
import hashlib
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

VERSION_KEY = "pages.version"
MAX_AGE = 3600  # seconds; a page that says "today" is never older than an hour
# Whoever has one of these gets pages made for them: messages that wait, the mode of a terminal (``portal.kiosk``).
OWN_COOKIES = {settings.SESSION_COOKIE_NAME, "messages", "kiosk"}
MODE_COOKIES = ("size", "contrast", "theme")
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary", "X-Frame-Options", "Link")
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")
T = TypeVar("T")
# While a request is answered its thread asks for the version once: brand, filter fields and guides all hang on it.
_request = threading.local()
# (version, {place: (good until, value)}), replaced as a whole: threads never see values of two versions.
_held: tuple[str, dict[str, tuple[float, Any]]] = ("", {})


@dataclass(frozen=True)
class Kept:
    """A response as it lies in the cache: packed once, since the same for every visitor and without anything secret."""

    content: bytes
    headers: dict[str, str]
    etag: str


def _begin(**_signal: Any) -> None:
    _request.running, _request.version = True, None


def _end(**_signal: Any) -> None:
    _request.running, _request.version = False, None


request_started.connect(_begin, dispatch_uid="pagecache")
request_finished.connect(_end, dispatch_uid="pagecache")


def version() -> str:
    """The present version of everything published; within one request always the same one."""
    if not getattr(_request, "running", False):
        return _version()
    if _request.version is None:
        _request.version = _version()
    return str(_request.version)


def _version() -> str:
    """As the cache has it; made anew when the cache has lost it."""
    found = cache.get(VERSION_KEY)
    if found is None:
        found = uuid.uuid4().hex
        # add: of two processes that both miss it, one wins and both use its version.
        cache.add(VERSION_KEY, found, None)
        found = cache.get(VERSION_KEY, found)
    return str(found)


def forget(**_signal: Any) -> None:
    """Everything kept is out of date. After commit, so that nobody keeps a page made from what is being replaced."""
    transaction.on_commit(_replace_version)


def _replace_version() -> None:
    cache.set(VERSION_KEY, uuid.uuid4().hex, None)
    _request.version = None


def held(place: str, make: Callable[[], T]) -> T:
    """What ``make`` gave last, held in this process until anything published changes, an hour at most.

    For few and small values that most pages ask for, such as the brand: no way to the cache and back for each of them.
    """
    global _held
    now, clock = version(), time.monotonic()
    if _held[0] != now:
        _held = (now, {})
    values = _held[1]
    if place not in values or values[place][0] < clock:
        values[place] = (clock + MAX_AGE, make())
    found: T = values[place][1]
    return found


def may_look_up(request: HttpRequest) -> bool:
    """Plain GET or HEAD of an address without parameters by a visitor like any other; never an editor's preview."""
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("QUERY_STRING")
        and OWN_COOKIES.isdisjoint(request.COOKIES)
        and not getattr(request, "is_dummy", False)
    )


def key(request: HttpRequest, now: str) -> str:
    """The place of this request's page under version ``now``."""
    modes = (request.COOKIES.get(name, "")[:10] for name in MODE_COOKIES)
    language = get_language_from_request(request)
    parts = "\n".join((now, request.scheme or "", request.get_host(), request.path, language, *modes))
    return f"page.{hashlib.sha256(parts.encode()).hexdigest()}"


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """A published page that is the same for every visitor: no cookie set, no form token in it."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and getattr(response, "published_page", False)
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
    )


def keep(place: str, response: HttpResponse) -> Kept:
    """Put a response into the cache."""
    # Weak: packed and unpacked it is the same page.
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    headers = {name: response[name] for name in KEPT_HEADERS if name in response} | {"Content-Encoding": "gzip"}
    kept = Kept(gzip.compress(response.content, mtime=0), headers, etag)
    cache.set(place, kept, MAX_AGE)
    return kept


def fetch(place: str) -> Kept | None:
    """What is kept at a place, if anything."""
    found = cache.get(place)
    return found if isinstance(found, Kept) else None


def unpacks(request: HttpRequest) -> bool:
    """Whether the browser can unpack."""
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """A response from what is kept; 304 when the browser has it already."""
    if request.headers.get("If-None-Match") == kept.etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(kept.content, headers=kept.headers)
        if not unpacks(request) and "Content-Encoding" in response:
            response.content = gzip.decompress(kept.content)
            del response["Content-Encoding"]
        patch_vary_headers(response, ["Accept-Encoding"])
    return mark(response, kept)


def mark(response: HttpResponse, kept: Kept) -> HttpResponse:
    """Browsers ask again each time, because the language or the mode may have changed; the answer is mostly 304."""
    response["ETag"] = kept.etag
    response["Cache-Control"] = "no-cache"
    return response
