"""What the public writes: questions, suggestions, complaints; signed in or not, with a name or without (P-093, W-064, W-067)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import checkcodes
from cases.enums_letters import LetterAct, LetterDesk, LetterKind
from cases.models.case import Case
from cases.models.catalogue import ApprovalItem
from cases.models.organisation import Region, Unit
from cases.models.people import User


class PublicLetter(models.Model):
    """A letter with its receipt number and the code that only its writer has. Writer: ``actions.public_letters``.

    ``hidden_from``: people whom it concerns (the team of the case, whoever is named): they never see it.
    """

    number = models.CharField(_("receipt number"), max_length=40, unique=True)
    code = models.CharField(_("code"), max_length=checkcodes.LENGTH, default=checkcodes.make, editable=False)
    sending = models.UUIDField(_("sending"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    text = models.TextField(_("text"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="letters")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    person = models.CharField(_("person"), max_length=60, blank=True)
    page = models.CharField(_("page"), max_length=200, blank=True)
    item = models.ForeignKey(
        ApprovalItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=pgettext_lazy("approval", "item"),
    )
    writer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="letters")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    contact = models.CharField(_("telephone or e-mail"), max_length=120, blank=True)
    hidden_from = models.ManyToManyField(User, blank=True, related_name="+")
    desk = models.CharField(_("who answers"), max_length=16, choices=LetterDesk.choices)
    desk_region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("place"))
    assigned_to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("received"), default=timezone.now)
    due = models.DateField(_("to be answered by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("letter of the public")
        verbose_name_plural = _("letters of the public")
        indexes = [models.Index(fields=("desk", "desk_region", "answered_at"), name="letter_desk")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answered_letter_has_its_answer",
                violation_error_message=_("An answer has its words, its day and who gave it."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def printed_code(self) -> str:
        return checkcodes.grouped(self.code)

    @property
    def in_time(self) -> bool:
        """Answered by its day, or still within it."""
        day = timezone.localtime(self.answered_at).date() if self.answered_at else timezone.localdate()
        return day <= self.due


class LetterStep(models.Model):
    """What happened to a letter. Append-only: the database refuses to change or delete it."""

    letter = models.ForeignKey(PublicLetter, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=12, choices=LetterAct.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    desk = models.CharField(max_length=16, choices=LetterDesk.choices)
    desk_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ("letter", "pk")
        verbose_name = _("step of a letter")
        verbose_name_plural = _("steps of letters")

    def __str__(self) -> str:
        return f"{self.letter} {self.act}"
