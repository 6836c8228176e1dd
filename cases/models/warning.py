"""When a lamp turns yellow: rules that officials change, with versions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Certainty, Watched
from cases.models.organisation import Named


class WarningRule(Named):
    """When the lamp of a clock turns yellow (domain C.7). Of the rules in use for a clock the first by ``order`` holds."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    clock = models.CharField(_("clock watched"), max_length=12, choices=Watched.choices)
    yellow_percent = models.PositiveSmallIntegerField(_("yellow at so many percent of the time left"), default=20)
    yellow_days = models.PositiveSmallIntegerField(_("yellow at so many working days left"), default=2)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)
    source_zh = models.CharField(_("source (Chinese)"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=400)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("clock", "order", "code")
        verbose_name = _("warning rule")
        verbose_name_plural = _("warning rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(yellow_percent__lte=100),
                name="warning_percent_of_hundred",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            )
        ]

    @property
    def source(self) -> str:
        return self._local("source")
