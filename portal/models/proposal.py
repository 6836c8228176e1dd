"""What editors owe a page beside its review: withdrawals that wait for another person, words to check against the record."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cases.models import User


class ProposalState(models.TextChoices):
    OPEN = "open", _("waits for another person")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")


class WithdrawalProposal(models.Model):
    """That a published page be taken down, or lead to the page that replaces it; decided by another person.

    Writer: ``portal.withdrawing``. Rows stay: they say who wanted it, who agreed, and why.
    """

    page = models.ForeignKey(Page, models.PROTECT, related_name="withdrawals", verbose_name=_("page"))
    successor = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page that replaces it")
    )
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    asked_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("proposal to withdraw a page")
        verbose_name_plural = _("proposals to withdraw pages")
        constraints = [
            models.UniqueConstraint(
                fields=("page",), condition=Q(state=ProposalState.OPEN), name="one_open_withdrawal_per_page",
                violation_error_message=_("A withdrawal of this page waits already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state=ProposalState.OPEN),
                name="withdrawal_decided_by_somebody",
                violation_error_message=_("A decision has its person and its moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ProposalState.AGREED, ProposalState.REFUSED)) | ~Q(decided_by=F("asked_by")),
                name="withdrawal_decided_by_another",
                violation_error_message=_("Somebody else has to decide on what you proposed."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.page} · {self.get_state_display()}"


class CheckWhy(models.TextChoices):
    CHANGED = "changed", _("the record has changed: check the words")
    RETIRED = "retired", _("the item is no longer in force: say what replaces it")
    RETURNED = "returned", _("the item is in force again: check the words")


class WordsCheck(models.Model):
    """Words of an editor to be checked because the record beside them has changed. Writer: ``portal.keeping``."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="words_checks", verbose_name=_("page"))
    why = models.CharField(_("why"), max_length=10, choices=CheckWhy.choices)
    changes = models.JSONField(_("what has changed"), default=list)
    since = models.DateTimeField(_("since"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    class Meta:
        ordering = ("since", "pk")
        verbose_name = _("words to check")
        verbose_name_plural = _("words to check")
        constraints = [
            models.UniqueConstraint(
                fields=("page",), condition=Q(done_at__isnull=True), name="one_open_words_check_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_why_display()}"
