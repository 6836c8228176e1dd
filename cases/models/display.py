"""Links of wall screens: a secret address that shows the sums of a place on a display, without signing in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.people import User


class DisplayLink(models.Model):
    """A screen that hangs somewhere, and whose sums it shows. Only the hash of its address is kept.

    It opens nothing but the wall's numbers, counted by the maker's rights at every reading. Writer: ``actions.displays``.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="displays")
    name = models.CharField(_("where the screen hangs"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(_("last shown"), null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("link of a display")
        verbose_name_plural = _("links of displays")

    def __str__(self) -> str:
        return self.name
