"""The addresses of the site and one more: the bare view that every figure is a ratio to. Never part of an installation."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BARE_BYTES = 1024


def bare(request: HttpRequest) -> HttpResponse:
    """1 KB of text: no session, no database, no template."""
    return HttpResponse("x" * BARE_BYTES, content_type="text/plain")


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
