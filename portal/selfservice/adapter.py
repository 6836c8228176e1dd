"""Where people go after signing in, and in whose name the account writes to them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from home.context import brand
from home.words import is_chinese


class AccountAdapter(DefaultAccountAdapter):
    """Enterprises go to their cases, officers to their desk, editors to the publishing side."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        if user.is_officer:
            return reverse("office:home")
        if user.is_staff:
            return reverse("wagtailadmin_home")
        return reverse("my:home")

    def format_email_subject(self, subject: str) -> str:
        """The service's name, not the address of the machine."""
        return _("%(subject)s – %(service)s") % {"subject": subject, "service": brand(english=not is_chinese())["name"]}

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        named = context | {"site_brand": brand(english=not is_chinese())}
        return super().render_mail(template_prefix, email, named, headers)
