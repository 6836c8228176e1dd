"""Switching a terminal on and off, going on with a phone, the end of a visit (W-063)."""

from django import forms
from django.contrib.auth import logout
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.documents import mark
from home import limits
from portal.kiosk import middleware, stations

TRIES, WITHIN = 10, 15 * 60
YEAR = 365 * 86400


class SwitchForm(forms.Form):
    """Code and key of the terminal, from the row that an administrator keeps."""

    station = forms.CharField(label=gettext_lazy("Station code"), max_length=20)
    key = forms.CharField(
        label=gettext_lazy("Key"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """/kiosk/: by form; or by ``?station=…&key=…`` as the address with which the terminal's browser starts."""
    typed = request.POST if request.method == "POST" else request.GET
    form = SwitchForm(typed or None)
    if form.is_bound and form.is_valid() and (done := _switch(request, form, off="off" in typed)):
        return done
    context = {"title": _("Terminal in a service hall"), "form": form, "breadcrumbs": []}
    return render(request, "portal/kiosk/switch.html", context, status=422 if form.errors else 200)


def _switch(request: HttpRequest, form: SwitchForm, *, off: bool) -> HttpResponse | None:
    taken = limits.take(request, "kiosk", tries=TRIES, seconds=WITHIN)
    if taken is None:
        form.add_error(None, _("Too many wrong tries. Try again in a quarter of an hour."))
        return None
    shown = stations.proof(form.cleaned_data["station"].strip().upper(), form.cleaned_data["key"].strip())
    if stations.match(shown) is None:
        form.add_error(None, _("Code and key do not belong together, or the terminal is out of use."))
        return None
    limits.give_back(taken)
    response = _cleared(request)
    if off:
        response.delete_cookie(stations.COOKIE)
    else:
        response.set_cookie(stations.COOKIE, shown, YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _cleared(request: HttpRequest) -> HttpResponse:
    """Back to the start; signed out, and nothing of the visit stays in the browser but that it is a terminal."""
    logout(request)
    response = HttpResponseRedirect("/")
    for name in request.COOKIES:
        if name != stations.COOKIE:
            response.delete_cookie(name)
    response["Clear-Site-Data"] = '"storage"'
    return response


@never_cache
@require_safe
def end(request: HttpRequest) -> HttpResponse:
    """The visit is over: pressed, or nobody touched the screen. A GET, so that it works without JavaScript."""
    return _cleared(request) if stations.of(request) else HttpResponseRedirect("/")


# Exempt: it changes nothing but the end of the visitor's own session, and that only at a terminal.
@csrf_exempt
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Somebody is still typing: the middleware puts the end of the session off."""
    return HttpResponse(status=204)


@never_cache
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """A file or another site as a QR code: it opens on the visitor's own phone."""
    try:
        address = middleware.public(middleware.signer.unsign(request.GET.get("to", "")))
    except BadSignature:
        return HttpResponseRedirect("/")
    context = {
        "title": _("Open it on your phone"),
        "address": address,
        "picture": mark_safe(mark.picture(address)),  # noqa: S308 (drawn here)
        "breadcrumbs": [],
    }
    return render(request, "portal/kiosk/phone.html", context)
