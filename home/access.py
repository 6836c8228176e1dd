"""Being signed in, said in the same words everywhere."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _


class SignedInMixin(LoginRequiredMixin):
    """Only for people who are signed in. Who was signed out while typing is told that nothing was saved."""

    request: HttpRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        if self.request.method == "POST" and not self.request.user.is_authenticated:
            messages.warning(
                self.request,
                _("You had been signed out; what you typed was not saved. Sign in, open the form and send it again."),
            )
        return super().handle_no_permission()
