"""Caching at the edge of the house: public pages from memory, private pages never kept."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from home import pagecache

PRIVATE_PREFIXES = ("/my/", "/office/", "/files/", "/accounts/", "/cms/")
Handler = Callable[[HttpRequest], HttpResponse]


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
