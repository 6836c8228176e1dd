"""After the end: follow-up visits that are owed, rectifications that are open, what still lacks before one is closed."""

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.enums import CaseStatus
from cases.enums_finish import (
    FOLLOW_UP,
    RECTIFICATION,
    RECTIFICATION_CHECKED,
    BenefitStatus,
    FollowUpOutcome,
    RectificationStatus,
    StepKind,
)
from cases.models import Case, FollowUp, PolicyBenefit, Rectification, RectificationStep, Urge, User
from cases.permissions import CHIEF_ROLES, HANDLER_ROLES
from cases.queries import cases, people, progress
from cases.transitions import FINAL


def owed_visits(user: User) -> QuerySet[FollowUp]:
    """Follow-up visits that this person owes (P-070): of the team, or of the agency while there is no team."""
    mine = cases.visible_to(user).filter(progress.mine(user))
    found = FollowUp.objects.filter(on__isnull=True, case__in=mine)
    return found.select_related("case__project", "case__enterprise").order_by(F("due").asc(nulls_last=True), "pk")


def owed_rectifications(user: User) -> QuerySet[Rectification]:
    """Bad evaluations that this person has to put right; where nobody is named, or one waits to be closed, the heads."""
    units = [post.unit_id for post in user.active_posts if post.role in CHIEF_ROLES]
    head = Q(case__handling_unit__in=units)
    wanted = Q(responsible=user) | head & (Q(responsible=None) | Q(status__in=RECTIFICATION_CHECKED))
    found = Rectification.objects.exclude(status=RectificationStatus.CLOSED).filter(wanted)
    return (
        found.filter(case__in=cases.visible_to(user))
        .select_related("case__project", "case__enterprise")
        .order_by("due", "pk")
    )


def asked_benefits(user: User) -> QuerySet[PolicyBenefit]:
    """Benefits that enterprises asked for and nobody has applied for or refused yet (W-070)."""
    mine = cases.visible_to(user).filter(progress.mine(user)).exclude(status__in=FINAL - {CaseStatus.ARCHIVED})
    found = PolicyBenefit.objects.filter(status=BenefitStatus.ASKED, case__in=mine)
    return found.select_related("case__project", "case__enterprise").order_by(F("due").asc(nulls_last=True), "pk")


def visits(user: User) -> QuerySet[FollowUp]:
    """Follow-up visits and call-backs of the cases one may see, owed and made."""
    return FollowUp.objects.filter(case__in=cases.visible_to(user)).annotate(urged_on=_urged_on(FOLLOW_UP))


def rectifications(user: User) -> QuerySet[Rectification]:
    """Bad evaluations of the cases one may see, open and closed."""
    return Rectification.objects.filter(case__in=cases.visible_to(user)).annotate(urged_on=_urged_on(RECTIFICATION))


def _urged_on(what: str) -> Subquery:
    return Subquery(Urge.objects.filter(case=OuterRef("case"), what=what).order_by("-on").values("on")[:1])


def late(case: Case, today: date) -> tuple[FollowUp | None, Rectification | None]:
    """The visit and the rectification of the case that are past their date."""
    visit = case.follow_ups.filter(on__isnull=True, due__lt=today).first()
    bad = case.rectifications.exclude(status=RectificationStatus.CLOSED).filter(due__lt=today)
    return visit, bad.select_related("responsible").first()


def who_puts_right(row: Rectification) -> list[User]:
    """Whose the rectification is: of the person named; of the heads where nobody is, or where it waits to be closed."""
    named = [row.responsible] if row.responsible and row.responsible.is_active else []
    heads = people.chiefs(row.case) if not named or row.status in RECTIFICATION_CHECKED else []
    return list(dict.fromkeys([*named, *heads]))


def may_call_back(user: User, row: Rectification) -> bool:
    """Anybody but the person responsible: nobody asks after his own work (C.5)."""
    return user.pk != row.responsible_id


def who_calls_back(row: Rectification) -> list[User]:
    """Who can: the others of the agency and of the team."""
    found = [*people.in_posts(row.case.handling_unit, HANDLER_ROLES), *people.of_agency(row.case)]
    return [user for user in dict.fromkeys(found) if may_call_back(user, row)]


def still_owed() -> Q:
    """Cases with a visit that is owed or a rectification that is not closed."""
    visits = FollowUp.objects.filter(on__isnull=True)
    bad = Rectification.objects.exclude(status=RectificationStatus.CLOSED)
    return Q(pk__in=visits.values("case")) | Q(pk__in=bad.values("case"))


def lacking(row: Rectification) -> list[str]:
    """What a rectification lacks before it can be closed; empty when nothing does."""
    steps = {step.kind: step for step in row.steps.all()}  # the last of each kind
    made = [call for call in row.calls.all() if call.on]
    found = []
    if StepKind.MEASURE not in steps:
        found.append(_("the measure"))
    if StepKind.REPLY not in steps:
        found.append(_("the reply to the enterprise"))
    if StepKind.REPLY not in steps or not made or made[-1].at is None or made[-1].at < steps[StepKind.REPLY].at:
        found.append(_("the call-back after the reply"))
    return found


def content(row: Rectification) -> bool:
    """Whether the enterprise said at the last call-back that nothing is left to do."""
    last = [call for call in row.calls.all() if call.on]
    return bool(last) and last[-1].outcome == FollowUpOutcome.SETTLED


def of_case(case: Case) -> Rectification | None:
    """The rectification of the case with its steps and call-backs; a case is evaluated once."""
    return (
        case.rectifications.select_related("responsible", "closed_by", "evaluation")
        .prefetch_related("steps__by", "calls__by", "calls__document__file")
        .first()
    )


def replies(case: Case) -> QuerySet[RectificationStep]:
    """What the enterprise was answered about its bad evaluation."""
    return RectificationStep.objects.filter(rectification__case=case, kind=StepKind.REPLY).order_by("pk")
