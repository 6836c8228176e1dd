"""/robots.txt and /favicon.ico: what programs ask for by name."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from home.middleware import PRIVATE_PREFIXES
from home.structured import absolute

# Endless combinations of one's own answers, and halls.
UNLISTED = ("/kiosk/", "/calendar/", "/search/", "/useful/", "/styleguide/", "/display/")
DAY = 86400


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; what is somebody's own, or made for one reader, is not asked for."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (*PRIVATE_PREFIXES, *UNLISTED)),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    answer = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={DAY}"
    return answer


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that look for the old name."""
    answer = HttpResponseRedirect(static("img/favicon.svg"))
    answer["Cache-Control"] = f"public, max-age={DAY}"
    return answer
