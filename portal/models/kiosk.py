"""Terminals in service halls: rows that an administrator keeps (W-063)."""

from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


def make_key() -> str:
    """A key that nobody guesses."""
    return get_random_string(24)


class Kiosk(models.Model):
    """A terminal with its own code (W-063). It is switched on with code and key; a new key switches it off."""

    code = models.CharField(
        _("station code"), max_length=20, unique=True, validators=[RegexValidator(r"^[A-Z0-9-]+\Z")],
        help_text=_("Capital letters, digits and hyphens, for example WF-01. It stands at the foot of every page."),
    )  # fmt: skip
    place = models.CharField(_("where it stands"), max_length=100)
    key = models.CharField(
        _("key"), max_length=64, default=make_key, validators=[MinLengthValidator(16)],
        help_text=_("Switches the terminal on and off. Whoever changes it switches the terminal off."),
    )  # fmt: skip
    idle_seconds = models.PositiveSmallIntegerField(
        _("cleared after so many seconds without a touch"), default=60,
        validators=[MinValueValidator(10), MaxValueValidator(600)],
    )  # fmt: skip
    active = models.BooleanField(_("in use"), default=True)

    panels = [FieldPanel(name) for name in ("code", "place", "key", "idle_seconds", "active")]

    class Meta:
        ordering = ("code",)
        verbose_name = _("terminal in a service hall")
        verbose_name_plural = _("terminals in service halls")

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
