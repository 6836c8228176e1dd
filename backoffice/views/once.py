"""A form that was sent twice acts once: a double click, an impatient second press, the same form from the back button."""

import time
import uuid
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

F = TypeVar("F", bound=forms.BaseForm)
DAY = 24 * 3600
MINUTE = 60
WAIT_TURNS, WAIT_SECONDS = 40, 0.25  # a document takes a few seconds
SENDING = "sending"


def with_token(form: F) -> F:
    """The form with the hidden number of this sending."""
    form.fields["token"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    form.fields["token"].initial = uuid.uuid4().hex
    return form


class SendOnceMixin:
    """Gives the form a hidden token. The view says ``did()`` when the act is done; later sendings only go there."""

    request: HttpRequest
    done = False

    def get_form(self, form_class: Any = None) -> Any:
        return with_token(super().get_form(form_class))  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (place := self.claim()) is not None:
            messages.info(request, _("This was already recorded; it was not done a second time."))
            return HttpResponseRedirect(place)
        answer: HttpResponseBase = self.first(request, *args, **kwargs)
        if not self.done and self.token():
            cache.delete(self.token_key())  # refused: the same form may come again
        return answer

    def first(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer the one sending that counts."""
        return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def did(self) -> HttpResponseBase:
        """The act is done; whoever sent it goes on, and whoever sends it again goes to the same place."""
        self.done = True
        place = str(self.get_success_url())  # type: ignore[attr-defined]
        if self.token():
            cache.set(self.token_key(), place, DAY)
        return HttpResponseRedirect(place)

    def token(self) -> str:
        return self.request.POST.get("token", "")[:40]

    def token_key(self) -> str:
        return f"office.sent.{self.request.user.pk}.{self.token()}"

    def claim(self) -> str | None:
        """None: this sending acts. A second one waits for the first, and gets the address where that one went."""
        if not self.token():
            return None
        for _turn in range(WAIT_TURNS):
            if cache.add(self.token_key(), SENDING, MINUTE):
                return None
            place = cache.get(self.token_key())
            if place and place != SENDING:
                return str(place)
            time.sleep(WAIT_SECONDS)
        return None  # the domain's own version check decides
