"""Charges that the law demands per item, and their payment. The service itself is free (P-003)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_papers import Payer
from cases.models.item import CaseItem, StoredFile
from cases.models.people import User


class ItemFee(models.Model):
    """A statutory charge of an item: on what ground, how much, by when, who pays. Never changed: a correction takes its
    place. Append-only. Writer: ``actions.fees``."""

    case_item = models.ForeignKey(CaseItem, models.PROTECT, related_name="fees")
    name = models.CharField(_("charge"), max_length=100)
    basis = models.CharField(_("legal ground"), max_length=300)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    due = models.DateField(_("due"), null=True, blank=True)
    payer = models.CharField(_("who pays"), max_length=12, choices=Payer.choices, default=Payer.ENTERPRISE)
    note = models.CharField(_("note"), max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    void = models.BooleanField(_("not charged at all"), default=False)
    what_was_wrong = models.CharField(_("what was wrong"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("case_item_id", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="fee_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="fee_has_its_ground",
                violation_error_message=_("No charge without its legal ground."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, void=False) | (Q(corrects__isnull=False) & ~Q(what_was_wrong="")),
                name="fee_correction_says_why",
                violation_error_message=_("Say what was wrong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class FeePayment(models.Model):
    """A charge was paid, with the proof. Append-only. Writer: ``actions.fees``."""

    fee = models.OneToOneField(ItemFee, models.PROTECT, related_name="payment")
    on = models.DateField(_("paid on"))
    proof = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("proof of payment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("fee_id",)

    def __str__(self) -> str:
        return f"{self.fee_id} {self.on}"
