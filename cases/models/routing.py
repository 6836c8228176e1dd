"""Between agencies and levels: chief contacts, what was decided about the way of a case, and the handshakes that follow."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import MaterialForm
from cases.models.case import Case
from cases.models.catalogue import ApprovalItem, ProjectCategory
from cases.models.item import CaseItem, StoredFile
from cases.models.organisation import Region, Unit
from cases.models.paper import IssuedDocument
from cases.models.people import User
from cases.routes import OPEN, Channel, RouteKind, TransferScope, TransferStatus


class ChiefContact(models.Model):
    """The one person who answers for an item, or for a category of projects, in a place (W-032). Writer: ``actions.chief_contacts``.

    A row is never changed, only ended; the rows of the past are the history.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="chief_contacts", verbose_name=_("region"))
    item = models.ForeignKey(
        ApprovalItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chief_contacts",
        verbose_name=pgettext_lazy("approval", "item"),
    )
    category = models.ForeignKey(
        ProjectCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chief_contacts",
        verbose_name=_("category"),
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="contact_for", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("region__code", "category__order", "item__code", "-since", "-pk")
        verbose_name = _("chief contact")
        verbose_name_plural = _("chief contacts")
        constraints = [
            models.UniqueConstraint(
                fields=("region", "item"),
                condition=Q(until__isnull=True, item__isnull=False),
                name="one_chief_contact_per_item",
            ),
            models.UniqueConstraint(
                fields=("region", "category"),
                condition=Q(until__isnull=True, category__isnull=False),
                name="one_chief_contact_per_category",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(category__isnull=True),
                name="contact_for_item_or_category",
                violation_error_message=_("A chief contact answers for one item or for one category."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="contact_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.item or self.category}"


class RouteDecision(models.Model):
    """What a person decided about the way of a case, beside the shares that were shown (domain A.3-7). Writer: ``actions.transfers``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="route_decisions")
    kind = models.CharField(_("way"), max_length=8, choices=RouteKind.choices)
    proposed = models.BooleanField(_("as proposed"))
    shares = models.JSONField(default=dict)
    items = models.ManyToManyField(
        CaseItem, blank=True, related_name="+", verbose_name=pgettext_lazy("approval", "items")
    )
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("decision about the way")
        verbose_name_plural = _("decisions about the way")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="route_has_reason", violation_error_message=_("Give the reason.")
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Transfer(models.Model):
    """A handshake between agencies: a whole case, or one item for its chief contact (W-035 to W-039).

    ``status`` is written by ``actions.transfers`` alone, from ``routes.TRANSFER_TABLE``. Access of the receiving side begins
    with the offer (reading) and the acceptance (acting) and ends with the return or the end.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    scope = models.CharField(max_length=4, choices=TransferScope.choices)
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="transfers")
    decision = models.OneToOneField(RouteDecision, models.PROTECT, related_name="transfer")
    status = models.CharField(_("status"), max_length=9, choices=TransferStatus.choices, default=TransferStatus.OFFERED)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_sent", verbose_name=_("from"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_received", verbose_name=_("to"))
    to_user = models.ForeignKey(User, models.PROTECT, related_name="transfers", verbose_name=_("addressed to"))
    channel = models.CharField(_("way of sending the papers"), max_length=8, choices=Channel.choices)
    reference = models.CharField(_("address, folder, tracking number or bearer"), max_length=200, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    due = models.DateField(_("answer by"))
    urged_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=500, blank=True)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-offered_at", "-pk")
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=("to_unit", "status", "case"), name="transfer_to_unit"),
            models.Index(fields=("to_user", "status", "case"), name="transfer_to_user"),
            models.Index(fields=("status", "due"), name="transfer_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(scope=TransferScope.CASE, status__in=OPEN),
                name="one_open_transfer_per_case",
            ),
            models.UniqueConstraint(
                fields=("case_item",),
                condition=Q(scope=TransferScope.ITEM, status__in=OPEN),
                name="one_open_contact_per_item",
            ),
            models.CheckConstraint(
                condition=Q(scope=TransferScope.CASE, case_item__isnull=True)
                | Q(scope=TransferScope.ITEM, case_item__isnull=False),
                name="transfer_of_item_names_it",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PLATFORM) | ~Q(reference=""),
                name="transfer_channel_has_proof",
                violation_error_message=_("Say how the sending can be proved."),
            ),
            models.CheckConstraint(
                condition=~Q(status=TransferStatus.RETURNED) | ~Q(answer=""),
                name="returned_transfer_has_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(TransferStatus.ACCEPTED, TransferStatus.RETURNED))
                | Q(answered_at__isnull=False),
                name="answered_transfer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=TransferStatus.ACCEPTED, channel=Channel.BY_HAND) | Q(receipt__isnull=False),
                name="papers_by_hand_have_receipt",
                violation_error_message=_("Papers that were brought by hand need the signed receipt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} → {self.to_unit}"


class TransferPaper(models.Model):
    """One line of the list of materials that go with a transfer (W-039)."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="papers")
    name = models.CharField(_("paper"), max_length=200)
    form = models.CharField(max_length=12, choices=MaterialForm.choices, default=MaterialForm.ELECTRONIC)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("transfer_id", "pk")

    def __str__(self) -> str:
        return self.name
