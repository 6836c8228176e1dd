"""The shell's own pages: health, language, reading mode, style guide."""

from allauth.account.utils import get_login_redirect_url
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from home import styleguide as samples

MODES = {"size": {"", "large"}, "contrast": {"", "high"}, "theme": {"", "light", "dark"}}


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Back to where the reader came from, never to another host."""
    target = request.POST.get("next") or request.headers.get("referer") or "/"
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; for load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


# Exempt: cached public pages carry no token; a foreign site gains a display cookie at most (session cookies are Lax).
@csrf_exempt
@require_POST
def set_mode(request: HttpRequest) -> HttpResponse:
    """Remember large type, contrast or theme in a cookie; works without JavaScript."""
    response = _back(request)
    for name, allowed in MODES.items():
        if name in request.POST and request.POST[name] in allowed:
            response.set_cookie(name, request.POST[name], max_age=365 * 86400, samesite="Lax")
    return response


# Exempt: cached public pages carry no token; a foreign site gains a display cookie at most (session cookies are Lax).
@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and on the account so that mails are written in it."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax")
        translation.activate(code)
        if request.user.is_authenticated and request.user.language != code:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was too old: who has signed in meanwhile goes on, everybody else learns what to do."""
    if request.user.is_authenticated and request.path == reverse("account_login"):
        return HttpResponseRedirect(get_login_redirect_url(request))
    return render(request, "403_csrf.html", status=403)


@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build and publish."""
    if not (request.user.is_staff or request.user.is_officer):
        raise PermissionDenied
    return render(request, "home/styleguide.html", samples.context())
