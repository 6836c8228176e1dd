"""The code by which an enterprise follows its case without signing in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import checkcodes
from cases.models.case import Case


class ProgressCode(models.Model):
    """Random, known to the enterprise alone: on its page and on its receipt (W-064). Writer: ``actions.progress_codes``."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="progress_code")
    code = models.CharField(_("progress code"), max_length=checkcodes.LENGTH, default=checkcodes.make, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("cases.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("progress code")
        verbose_name_plural = _("progress codes")

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """As people copy it: 7F3K-Q9TB-02XM."""
        return checkcodes.grouped(self.code)
