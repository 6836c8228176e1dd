"""After the end: follow-up visits that are owed, rectifications that are open, what still lacks before one is closed."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases import permissions
from cases.enums import Action, CaseStatus
from cases.enums_finish import (
    FOLLOW_UP,
    RECTIFICATION,
    RECTIFICATION_CHECKED,
    BenefitStatus,
    FollowUpOutcome,
    RectificationStatus,
    StepKind,
)
from cases.models import (
    Case,
    FollowUp,
    Membership,
    PolicyBenefit,
    Post,
    Rectification,
    RectificationStep,
    TeamMember,
    Urge,
    User,
)
from cases.permissions import CHIEF_ROLES, HANDLER_ROLES, SUPERVISING
from cases.queries import cases, people, tree
from cases.transitions import FINAL


def owed_visits(user: User) -> QuerySet[FollowUp]:
    """Follow-up visits that this person owes (P-070): of the team, or of the agency while there is no team."""
    return FollowUp.objects.filter(cases.mine(user, "case__"), on__isnull=True)


def owed_rectifications(user: User) -> QuerySet[Rectification]:
    """Bad evaluations that wait for this person, as ``who_puts_right`` says: to be put right, or to be called back and checked."""
    head = Q(case__handling_unit__in=permissions.headed_units(user))
    over = [post.unit.region.path for post in user.active_posts if post.role in SUPERVISING]
    undone = Q(status=RectificationStatus.OPEN)
    undone |= Q(status=RectificationStatus.CALLED, last_said=FollowUpOutcome.LEFT)
    nobody = Q(responsible=None) | Q(responsible__is_active=False)
    wanted = undone & (Q(responsible=user) | nobody & head)
    if over or permissions.headed_units(user):
        independent = head | tree.within(over, "case__region__path") & ~Exists(_free_heads())
        wanted |= Q(status__in=RECTIFICATION_CHECKED) & independent & ~_had_part(user)
    found = Rectification.objects.annotate(last_said=_last_said()).filter(wanted, cases.reach(user, "case__"))
    return found.exclude(case__enterprise__in=list(user.member_of))


def _last_said() -> Subquery:
    """The outcome of the last call-back."""
    made = FollowUp.objects.filter(rectification=OuterRef("pk"), on__isnull=False)
    return Subquery(made.order_by("-pk").values("outcome")[:1])


def _had_part(user: User) -> Q:
    """``party`` for a query: rectifications in which this person had a part."""
    held = Rectification.held_by.through.objects.filter(user=user.pk)
    wrote = RectificationStep.objects.filter(by=user.pk)
    return Q(responsible=user) | Q(pk__in=held.values("rectification")) | Q(pk__in=wrote.values("rectification"))


def _free_heads() -> QuerySet[Post]:
    """Posts of heads of the agency of the outer rectification who had no part in it."""
    row, person = OuterRef(OuterRef("pk")), OuterRef("user")
    held = Rectification.held_by.through.objects.filter(rectification=row, user=person)
    named = Rectification.objects.filter(pk=row, responsible=person)
    wrote = RectificationStep.objects.filter(rectification=row, by=person)
    own = Membership.objects.filter(enterprise=OuterRef(OuterRef("case__enterprise")), user=person)
    posts = Post.objects.active().filter(unit=OuterRef("case__handling_unit"), role__in=CHIEF_ROLES)
    return posts.filter(~Exists(held), ~Exists(named), ~Exists(wrote), ~Exists(own), user__is_active=True)


def asked_benefits(user: User) -> QuerySet[PolicyBenefit]:
    """Benefits that enterprises asked for and nobody has applied for or refused yet (W-070)."""
    found = PolicyBenefit.objects.filter(cases.mine(user, "case__"), status=BenefitStatus.ASKED)
    return found.exclude(case__status__in=FINAL - {CaseStatus.ARCHIVED})


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
    """Whom the rectification waits for: the person named, the heads where nobody is; once it was answered those who check,
    and again the person named where the enterprise said that something is left."""
    found = []
    if row.status == RectificationStatus.OPEN or (row.status == RectificationStatus.CALLED and not content(row)):
        active = row.responsible is not None and row.responsible.is_active
        found += [row.responsible] if row.responsible and active else list(people.chiefs(row.case))
    if row.status in RECTIFICATION_CHECKED:
        found += who_checks(row)
    return list(dict.fromkeys(found))


def party(row: Rectification) -> set[int]:
    """Who had a part in putting it right: whoever is or was responsible, whoever wrote a measure or a reply (C.5)."""
    held = {user.pk for user in row.held_by.all()} | {step.by_id for step in row.steps.all()}
    return held | ({row.responsible_id} if row.responsible_id else set())


def may_call_back(user: User, row: Rectification) -> bool:
    """Nobody asks after his own work: whoever had no part in it, and of the team only while nobody else of the agency is left."""
    if not permissions.may(user, Action.CALL_BACK, row.case) or user.pk in party(row):
        return False
    return user.pk not in _served(row) or user in who_calls_back(row)


def _served(row: Rectification) -> set[int]:
    """Who was ever in the team: the evaluation is of their service."""
    return set(TeamMember.objects.filter(case=row.case_id).values_list("user", flat=True))


def may_check(user: User, row: Rectification) -> bool:
    """Nobody checks his own work: a head of the agency, or a supervisor or manager above, who had no part in it."""
    return permissions.may(user, Action.CHECK_RECTIFICATION, row.case) and user.pk not in party(row)


def who_calls_back(row: Rectification) -> list[User]:
    """Who is asked to: the others of the agency; where there is none, those of the team who had no part in putting it right,
    and then those who check."""
    agency = _free(row, people.in_posts(row.case.handling_unit, HANDLER_ROLES))
    team, served = _free(row, people.of_agency(row.case)), _served(row)
    others = [user for user in agency if user.pk not in served]
    return others or list(dict.fromkeys(agency + team)) or who_checks(row)


def who_checks(row: Rectification) -> list[User]:
    """Who is asked to: the other heads of the agency; where there is none, the supervisors and overall managers above."""
    return _free(row, people.chiefs(row.case)) or _free(row, people.over(row.case.region, SUPERVISING))


def _free(row: Rectification, found: QuerySet[User]) -> list[User]:
    """Without those who had a part in it, and without people of the enterprise."""
    return list(found.exclude(pk__in=party(row)).exclude(memberships__enterprise=row.case.enterprise_id).order_by("pk"))


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
        .prefetch_related("held_by", "steps__by", "calls__by", "calls__document__file")
        .first()
    )


def replies(case: Case) -> QuerySet[RectificationStep]:
    """What the enterprise was answered about its bad evaluation."""
    return RectificationStep.objects.filter(rectification__case=case, kind=StepKind.REPLY).order_by("pk")
