"""Notices of praise (通报表扬) and criticism (通报曝光): written by one, approved by another, withdrawn with a trace."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_findings import Audience, CircularAct, CircularKind, CircularStatus
from cases.models.finding import Finding
from cases.models.organisation import Region, Unit
from cases.models.people import User

NUMBERED = (CircularStatus.ISSUED, CircularStatus.WITHDRAWN)


class Circular(models.Model):
    """One notice about a unit, or a person of it, in a place (W-095, P-092). Writer: ``actions.circulars``.

    It gets its number when it is issued. ``names_person``: the writer chose, and the approver agreed, that the person is named.
    """

    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CircularKind.choices)
    audience = models.CharField(_("read by"), max_length=10, choices=Audience.choices, default=Audience.INTERNAL)
    region = models.ForeignKey(Region, models.PROTECT, related_name="circulars", verbose_name=_("place"))
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="circulars", verbose_name=_("finding")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="circulars", verbose_name=_("unit"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="circulars", verbose_name=_("person")
    )
    names_person = models.BooleanField(_("the person is named in it"), default=False)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=10, choices=CircularStatus.choices, default=CircularStatus.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    issued_at = models.DateTimeField(_("date of issue"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        ordering = ("-written_at", "-pk")
        verbose_name = _("notice of praise or criticism")
        verbose_name_plural = _("notices of praise and criticism")
        indexes = [models.Index(fields=("audience", "status", "issued_at"), name="circular_public")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="circular_seen_by_two",
                violation_error_message=_("A notice is written by one person and approved by another."),
            ),
            models.CheckConstraint(
                condition=Q(status=CircularStatus.ISSUED, number__isnull=False, issued_at__isnull=False, approved_by__isnull=False)
                | ~Q(status=CircularStatus.ISSUED),
                name="issued_circular_is_numbered",
                violation_error_message=_("A notice that is issued has its number, its day and who approved it."),
            ),
            models.CheckConstraint(
                condition=Q(kind=CircularKind.PRAISE) | Q(finding__isnull=False),
                name="criticism_rests_on_finding",
                violation_error_message=_("Criticism rests on a confirmed finding."),
            ),
            models.CheckConstraint(
                condition=Q(status=CircularStatus.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_why="")
                | ~Q(status=CircularStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="withdrawn_circular_says_why",
                violation_error_message=_("Say why the notice is withdrawn."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or self.title


class CircularStep(models.Model):
    """What happened to a notice. Append-only: the database refuses to change or delete it. Writer: ``actions.circulars``."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=10, choices=CircularAct.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("circular", "pk")
        verbose_name = _("step of a notice")
        verbose_name_plural = _("steps of notices")

    def __str__(self) -> str:
        return f"{self.circular_id} {self.act}"
