"""What is different for a request from a terminal (W-063); everything else passes untouched."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from portal.kiosk import addresses, stations
from portal.kiosk.rewriting import for_a_hall
from portal.models import Kiosk

SHOWN = ("text/html", "application/json", "application/manifest+json", "image/", "text/css", "text/javascript")
GRACE = 15  # seconds that the server waits longer than the countdown, for a request that is under way
KEPT, MOST_KEPT = "kept", 30
Handler = Callable[[HttpRequest], HttpResponse]
signer = Signer(salt="portal.kiosk.phone")


class KioskMode:
    """Mark the request, keep what was typed out of addresses, let no file out, leave no session behind."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kiosk = stations.match(request.COOKIES.get(stations.COOKIE, ""))
        if kiosk is None:
            return self.get_response(request)
        request.kiosk = kiosk  # type: ignore[attr-defined]
        response = _elsewhere(request) or self.get_response(request)
        return _fit(request, response, kiosk)


def on_phone(address: str) -> str:
    """The page that shows this address as a QR code; signed, so that nobody makes it show another one."""
    return f"{reverse('kiosk:phone')}?{urlencode({'to': signer.sign(address)})}"


def public(address: str) -> str:
    """The whole address as other devices reach it."""
    return address if "://" in address else f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}"


def _elsewhere(request: HttpRequest) -> HttpResponse | None:
    """The desks are closed here, files open on phones, and typed words go from the address into the session."""
    if request.path.startswith(addresses.CLOSED):
        return HttpResponseRedirect("/")
    if addresses.is_file(request.path):
        return HttpResponseRedirect(on_phone(request.path))
    if request.path.startswith(reverse("kiosk:switch")) or not request.META.get("QUERY_STRING"):
        return None
    if token := request.GET.get(KEPT):
        # After the visit the browser's way back leads to addresses that say nothing any more.
        request.GET = QueryDict(request.session.get(KEPT, {}).get(token, ""))  # type: ignore[assignment]
        return None
    if request.method != "GET" or "HX-Request" in request.headers:
        return None
    token = get_random_string(12)
    kept = list(request.session.get(KEPT, {}).items())[-MOST_KEPT + 1 :]
    request.session[KEPT] = dict([*kept, (token, request.META["QUERY_STRING"])])
    return HttpResponseRedirect(f"{request.path}?{KEPT}={token}")


def _fit(request: HttpRequest, response: HttpResponse, kiosk: Kiosk) -> HttpResponse:
    kind = response.get("Content-Type", "text/html")
    if "attachment" in response.get("Content-Disposition", "") or not kind.startswith(SHOWN):
        response = HttpResponseRedirect(on_phone(addresses.to_go_on(request.path, "")))
    elif kind.startswith("text/html") and not response.streaming:
        note = _("(opens on your phone)")
        html = for_a_hall(response.content.decode(), request.get_host(), on_phone, note)
        response.content = html.encode()
        response.headers.pop("Content-Length", None)
    response.headers.pop("ETag", None)
    response["Cache-Control"] = "no-store"
    if not request.session.is_empty():
        request.session.set_expiry(kiosk.idle_seconds + GRACE)
    return response
