"""Questions that the knowledge base answered at once: counted, without anybody's name (W-067)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class DirectAnswer(models.Model):
    """Somebody typed a question, was shown an entry, and said that it suffices. Writer: ``portal.asking``."""

    words = models.CharField(_("question"), max_length=200, blank=True)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+", verbose_name=_("page"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    station = models.CharField(_("station code"), max_length=20, blank=True, help_text=_("The terminal, if at one."))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("question answered at once")
        verbose_name_plural = _("questions answered at once")

    def __str__(self) -> str:
        return self.words
