"""The domain's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Wakes the mail worker after commits once the app is ready."""

    name = "cases"
    verbose_name = _("cases")

    def ready(self) -> None:
        from cases import tasks  # noqa: F401, PLC0415  models must be loaded first
