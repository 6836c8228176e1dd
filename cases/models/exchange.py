"""Exchanges with other systems: who, when, which file, what became of every line (W-061)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_exchange import IMPORTS, ExchangeKind, Partner
from cases.models.organisation import Unit
from cases.models.people import User


class Exchange(models.Model):
    """One simulated exchange. Append-only (triggers in the database). Writer: ``actions.exchange``.

    An import is first tried (``tried``): nothing is kept but this row. Doing it makes a second row that points to the first.
    """

    kind = models.CharField(_("what"), max_length=20, choices=ExchangeKind.choices)
    partner = models.CharField(_("with"), max_length=10, choices=Partner.choices)
    tried = models.BooleanField(_("only tried"), default=False)
    trial = models.OneToOneField("self", models.PROTECT, null=True, related_name="done", verbose_name=_("tried before"))
    by = models.ForeignKey(User, models.PROTECT, related_name="exchanges", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    name = models.CharField(_("file"), max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    counts = models.JSONField(_("counts"), default=dict)
    lines = models.JSONField(_("lines"), default=list)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("exchange of data")
        verbose_name_plural = _("exchanges of data")
        indexes = [models.Index(fields=("unit", "kind"), name="exchange_unit_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tried=False) | Q(trial__isnull=True, kind__in=IMPORTS), name="trial_is_of_an_import"
            ),
            models.CheckConstraint(
                condition=Q(tried=True) | ~Q(kind__in=IMPORTS) | Q(trial__isnull=False),
                name="import_was_tried_first",
                violation_error_message=_("An import is tried before it is done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class ExchangeKey(models.Model):
    """The number that a line has in the other system, with what it became here: no line is taken in twice. Append-only."""

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=20, choices=ExchangeKind.choices)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    target = models.CharField(max_length=60)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("kind", "key"), name="foreign_line_once")]

    def __str__(self) -> str:
        return f"{self.key} → {self.target}"
