"""The addresses of the site and two more: the bare view that every figure is a ratio to, and what forgets. Never installed."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from home import kept_day

BARE_BYTES = 1024


def bare(request: HttpRequest) -> HttpResponse:
    """1 KB of text: no session, no database, no template."""
    return HttpResponse("x" * BARE_BYTES, content_type="text/plain")


def anew(request: HttpRequest) -> HttpResponse:
    """Asked before a page of the reader that may have been kept: it is made anew then."""
    kept_day.forget(request.user)  # type: ignore[arg-type]  nobody asks it who is not signed in
    return bare(request)


urlpatterns = [path("bare/", bare), path("anew/", anew), path("", include("config.urls"))]
