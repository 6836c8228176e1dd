"""Supervision orders (督办单): what a unit is ordered to put right in a case, its answers, and what the check said of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_work import OrderGround, OrderStatus
from cases.models.case import Case
from cases.models.item import CaseItem, StoredFile
from cases.models.organisation import Unit
from cases.models.paper import IssuedDocument
from cases.models.people import User


class SupervisionOrder(models.Model):
    """One order to one unit about one thing of a case (W-095, P-092). Writer: ``actions.supervision``.

    ``facts`` keeps what the record showed on the day of the order (what, label, due, days late), whatever happens to it
    later: findings, notices and referrals hang on the order and read them there.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="orders")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="orders", verbose_name=_("unit addressed"))
    ground = models.CharField(_("what it rests on"), max_length=20, choices=OrderGround.choices)
    facts = models.JSONField(_("facts"), default=dict)
    demand = models.TextField(_("what has to be done"))
    days = models.PositiveSmallIntegerField(_("working days to answer"))
    due = models.DateField(_("answer due"))
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus.choices, default=OrderStatus.ISSUED)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="orders_issued", verbose_name=_("issued by"))
    issued_at = models.DateTimeField(_("date of the order"), default=timezone.now)
    sent_back_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, related_name="order")
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        ordering = ("-issued_at", "-pk")
        verbose_name = _("supervision order")
        verbose_name_plural = _("supervision orders")
        indexes = [models.Index(fields=("unit", "status"), name="order_unit_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[OrderStatus.ISSUED, OrderStatus.ANSWERED], closed_at__isnull=True)
                | Q(status__in=[OrderStatus.CLOSED, OrderStatus.WITHDRAWN], closed_at__isnull=False),
                name="settled_order_has_its_day",
                violation_error_message=_("An order is settled on a day."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="order_leaves_a_day",
                violation_error_message=_("An order leaves the unit one working day at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.demand[:40]

    @property
    def number(self) -> str:
        """The number of its first paper, which it keeps: a later one carries it with the version behind (``papers.later``)."""
        paper = self.document
        if paper is None:
            return ""
        return paper.number.removesuffix(f"-{paper.version}") if paper.version > 1 else paper.number


class SupervisionReply(models.Model):
    """One answer of the unit, and what the check said: accepted, or sent back with the reason. Writer: ``actions.supervision``."""

    order = models.ForeignKey(SupervisionOrder, models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("what was done"))
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    why = models.CharField(_("words of the check"), max_length=500, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        ordering = ("order", "round")
        verbose_name = _("answer to an order")
        verbose_name_plural = _("answers to orders")
        constraints = [
            models.UniqueConstraint(fields=("order", "round"), name="one_answer_per_round"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, checked_at__isnull=True)
                | Q(accepted=True, checked_at__isnull=False)
                | Q(accepted=False, checked_at__isnull=False) & ~Q(why=""),
                name="answer_sent_back_says_why",
                violation_error_message=_("Say why the answer is sent back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} #{self.round}"
