"""What readers tell us without a word about themselves: whether a page was useful, and what they looked for in vain."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageFeedback(models.Model):
    """One answer to “was this page useful?”. Writer: ``home.reading``."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    useful = models.BooleanField(_("useful"))
    comment = models.CharField(_("what was missing"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("opinion on a page")
        verbose_name_plural = _("opinions on pages")

    def __str__(self) -> str:
        return f"{self.page_id} {self.useful}"


class MissedSearch(models.Model):
    """Words that found nothing, counted. Writer: ``home.reading``."""

    words = models.CharField(_("words"), max_length=100, unique=True)
    times = models.PositiveIntegerField(_("how often"), default=0)
    last_at = models.DateTimeField(_("last time"), default=timezone.now)

    class Meta:
        ordering = ("-times", "-last_at")
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")

    def __str__(self) -> str:
        return self.words


class BrokenLink(models.Model):
    """A link inside the site that leads nowhere; found anew every night. Writer: ``portal.linkcheck``."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    target = models.CharField(_("leads to"), max_length=300)
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        ordering = ("page", "target")
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")

    def __str__(self) -> str:
        return self.target
