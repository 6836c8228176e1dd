"""Checklists that an enterprise has ticked, and with which cases it shares them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.catalogue import ApprovalItem, ProjectCategory
from cases.models.people import Enterprise, User
from cases.ticks import LONGEST, NONE, WIDTH, Ticks, read


class TickedList(models.Model):
    """Ticks of one checklist, kept for an enterprise or, before there is one, for a person. Writer: ``actions.checklists``.

    ``seen``: {code of a paper: fingerprint of its facts} of the record as it was when the list was last looked through.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(ProjectCategory, models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(ApprovalItem, models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="ticked_lists")
    by = models.ForeignKey(User, models.PROTECT, related_name="ticked_lists")
    ticks = models.CharField(_("ticks"), max_length=LONGEST)
    seen = models.JSONField(default=dict)
    version = models.CharField(_("version of the record"), max_length=WIDTH)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-saved_at",)
        verbose_name = _("ticked checklist")
        verbose_name_plural = _("ticked checklists")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=True, item__isnull=False) | Q(category__isnull=False, item__isnull=True),
                name="ticked_list_of_category_or_item",
                violation_error_message=_("A checklist is that of a category or that of an item."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.saved_at:%Y-%m-%d}"

    @property
    def code(self) -> str:
        """Of the category or the item."""
        row = self.category or self.item
        return row.code if row else ""

    @property
    def marked(self) -> Ticks:
        return read(self.ticks) or NONE


class SharedTicks(models.Model):
    """An enterprise shows a ticked list to those who work on one of its cases, until it takes it back."""

    ticked = models.ForeignKey(TickedList, models.CASCADE, related_name="shares")
    case = models.ForeignKey(Case, models.PROTECT, related_name="shared_ticks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at",)
        verbose_name = _("shared checklist")
        verbose_name_plural = _("shared checklists")
        constraints = [
            models.UniqueConstraint(
                fields=("ticked", "case"), condition=Q(taken_back_at__isnull=True), name="list_shared_once_with_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticked_id} → {self.case_id}"
