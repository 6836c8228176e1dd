"""Problems on the way and requests to departments: raised, taken up, brought before a meeting, solved."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums_work import ProblemKind, ProblemStatus
from cases.models.case import Case
from cases.models.item import CaseItem
from cases.models.meeting import Meeting
from cases.models.organisation import Unit
from cases.models.people import User


class Problem(models.Model):
    """What one unit cannot solve alone, with the units needed (P-032, P-052), or a request to units (W-076).

    Writer: ``actions.problems``. ``lead`` takes it up; ``conference`` is the joint conference it was escalated to (W-091).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="problems")
    case_item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="problems")
    kind = models.CharField(_("kind"), max_length=15, choices=ProblemKind.choices)
    text = models.TextField(_("what it is about"))
    wanted = models.ManyToManyField(Unit, related_name="wanted_for", verbose_name=_("units needed"))
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="leading_problems", verbose_name=_("lead unit"))
    status = models.CharField(_("status"), max_length=10, choices=ProblemStatus.choices, default=ProblemStatus.RAISED)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="problems_raised", verbose_name=_("raised by"))
    raised_at = models.DateTimeField(_("raised"), default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="problems_taken")
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    plan = models.CharField(_("what will be done"), max_length=500, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="problems")
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True)
    escalated_why = models.CharField(_("why it was escalated"), max_length=500, blank=True)
    conference = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="problems_escalated")
    result = models.TextField(_("result"), blank=True)
    solved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)

    class Meta:
        ordering = ("-raised_at", "-pk")
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        indexes = [models.Index(fields=("lead", "status"), name="problem_lead_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ProblemStatus.SOLVED, solved_at__isnull=False) & ~Q(result="")
                | ~Q(status=ProblemStatus.SOLVED) & Q(solved_at__isnull=True),
                name="solved_problem_has_result",
                violation_error_message=_("A problem is closed with its result."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
