"""At the edge of the house: public pages packed and from memory, private pages never kept."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from home import languages, pagecache
from home.words import is_chinese

PRIVATE_PREFIXES = ("/my/", "/office/", "/files/", "/accounts/", "/cms/")
OWN_PREFIXES = ("/my/", "/accounts/")
PACKED = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/x-ndjson",
    "image/svg+xml",
)
Handler = Callable[[HttpRequest], HttpResponse]


class PackPublicPages(GZipMiddleware):
    """Pack what strangers read. A page with a session, a form token or somebody's own data is never packed: the size of what
    is packed can be made to tell a secret that stands in it (BREACH). Those that come from memory are packed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        able = pagecache.unpacks(request) and may_pack(request, response)
        return super().process_response(request, response) if able else response


def may_pack(request: HttpRequest, response: HttpResponse) -> bool:
    """The answer to a stranger's plain question, without a secret and worth packing."""
    kept_back = response.get("Cache-Control", "")
    return (
        request.method in {"GET", "HEAD"}
        and pagecache.OWN_COOKIES.isdisjoint(request.COOKIES)
        and not request.path.startswith(PRIVATE_PREFIXES)
        and response.get("Content-Type", "").startswith(PACKED)
        and "no-store" not in kept_back
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


class PublicPageCache:
    """Serve anonymous GETs of published pages from the cache (see ``home.pagecache``)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not pagecache.may_look_up(request):
            return self.get_response(request)
        # Read before the page is made: a change in the meantime puts it under a version that nobody asks for.
        place = pagecache.key(request, pagecache.version())
        kept = pagecache.fetch(place)
        if kept is not None:
            return pagecache.answer(request, kept)
        response = self.get_response(request)
        if pagecache.may_keep(request, response):
            return pagecache.mark(response, pagecache.keep(place, response))
        return response


class ChineseWords:
    """The pages of one's own cases mark Chinese words for readers of another language; those of the portal do it themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if html and request.path.startswith(OWN_PREFIXES) and not is_chinese():
            response.content = languages.mark(response.content.decode(response.charset)).encode(response.charset)
        return response


class PrivatePages:
    """No browser and no proxy keeps a page of somebody's case; only editors come near the publishing side."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/cms/") and request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        response = self.get_response(request)
        if request.path.startswith(PRIVATE_PREFIXES) and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
