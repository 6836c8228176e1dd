"""The wall screen: for whoever looks over a place, and on displays that nobody signs in at."""

from copy import copy
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView

from backoffice.access import LOOKING_OVER
from backoffice.boards import wall
from backoffice.forms.displays import DisplayForm
from backoffice.views.generic import OfficeMixin
from cases.actions import displays
from cases.actions.feeds import hashed
from cases.exceptions import CaseError
from cases.models import DisplayLink
from cases.queries import displays as found

HOUR, MOST = 3600, 600  # readings of one address in an hour: a screen asks once a minute
TEMPLATE = "office/wall.html"


def _context(request: HttpRequest, linked: bool) -> dict[str, Any]:
    mode = {"size": "", "contrast": request.COOKIES.get("contrast", ""), "theme": "dark"}
    return {"mode": mode, "every": wall.EVERY, "linked": linked, **wall.draw(request)}


class Wall(OfficeMixin, TemplateView):
    """One screen to be read from three metres; it refreshes itself and names nobody."""

    permission = LOOKING_OVER
    place = "wall"
    title = gettext_lazy("Wall screen")
    template_name = TEMPLATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(_context(self.request, linked=True) | kwargs))


@require_safe
def display(request: HttpRequest, token: str) -> HttpResponse:
    """The numbers of the wall behind a secret address, without a link. An unknown or stopped address does not exist."""
    link = found.find(hashed(token))
    if link is None:
        raise Http404
    if _too_often(link):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR), "Cache-Control": "no-store"})
    seen_by = copy(request)
    seen_by.user = link.user  # counted by the maker's rights; nobody is signed in
    with translation.override(link.user.language):
        answer = render(request, TEMPLATE, _context(seen_by, linked=False))
    displays.shown(link)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _too_often(link: DisplayLink) -> bool:
    """Count the readings of an address in this hour."""
    place = f"display.{link.pk}"
    cache.add(place, 0, HOUR)
    try:
        return cache.incr(place) > MOST
    except ValueError:  # the hour ended between the two
        return False


class Displays(OfficeMixin, FormView):
    """The person's screens: make an address for one, stop one. The address is shown once: only its hash is kept."""

    permission = LOOKING_OVER
    place = "wall"
    title = gettext_lazy("The wall on a screen")
    intro = gettext_lazy(
        "A display that hangs in the room needs no account: it opens a secret address that shows only the sums."
    )
    template_name = "office/displays.html"
    form_class = DisplayForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if stop := request.POST.get("stop", ""):
            if not stop.isdecimal():
                raise Http404
            displays.revoke(get_object_or_404(found.of(request.user), pk=int(stop)), by=request.user)
            return self.render_to_response(self.get_context_data(stopped=True, form=DisplayForm()))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DisplayForm) -> HttpResponse:
        try:
            _made, token = displays.make(form.cleaned_data["name"], by=self.request.user)
        except CaseError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        address = self.request.build_absolute_uri(reverse("display:screen", args=[token]))
        return self.render_to_response(self.get_context_data(address=address, form=DisplayForm()))

    def form_invalid(self, form: DisplayForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"screens": list(found.of(self.request.user))} | kwargs))
