"""The course of the service as a scheme has it: its stages, who does what in each, and the limits (P-094, annex 2; W-044 to W-050).

Read from the table of steps and the scheme's own numbers: a third scheme is drawn without a line of code.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases import paperwords, permissions, transitions
from cases.enums import Action as A
from cases.enums import CaseStatus as S
from cases.enums import DocumentKind, Who
from cases.models import Case, ServiceScheme

# What the course consists of; each is said once, in the first stage that has it. Corrections of the record are no step of it.
ACTS = (
    A.SUBMIT, A.REQUEST_CORRECTION, A.ANSWER_CORRECTION, A.OPEN_GENERATION, A.CALL_MEETING, A.GIVE_OPINION, A.HOLD_MEETING,
    A.DECIDE_GENERATION, A.ACCEPT, A.OFFER_AGREEMENT, A.SIGN_AGREEMENT, A.SET_TEAM, A.CONFIRM_ITEMS, A.NOTIFY_ONCE,
    A.FILE_FLOW_TABLE, A.SET_PLAN, A.RECORD_FACT, A.ADD_RESULT, A.START_DELIVERY, A.DELIVER, A.ISSUE_COMPLETION,
    A.SIGN_COMPLETION, A.EVALUATE, A.ARCHIVE,
)  # fmt: skip
ENTERPRISE, AGENCY, UNITS = "enterprise", "agency", "units"
_SIDES = {
    ENTERPRISE: {Who.APPLICANT, Who.SIGNATORY},
    AGENCY: {Who.HANDLER, Who.CHIEF, Who.KEEPER},
    UNITS: {Who.OPINION_GIVER, Who.GROUP, Who.ITEM_WORKER},
}


@dataclass(frozen=True)
class Stage:
    """A stage of the way: its code, its name, the statuses that a case has in it."""

    code: str
    label: str
    statuses: frozenset[str]


def way(scheme: ServiceScheme) -> list[Stage]:
    """From application to evaluation."""
    review = _("Joint review and notification") if scheme.joint_review else _("Notification")
    found = [
        ("apply", pgettext("stage", "Application"), {S.DRAFT}),
        ("check", _("Check"), {S.SUBMITTED, S.CORRECTING}),
        ("generation", _("Generation review"), {S.GENERATION}),
        ("agreement", str(DocumentKind(scheme.agreement_kind).label), {S.ACCEPTED, S.AGREEMENT}),
        ("review", review, {S.SIGNED}),
        ("plan", _("Roadmap"), {S.NOTIFIED}),
        ("items", _("Items"), {S.UNDERWAY}),
        ("delivery", _("Hand-over"), {S.DELIVERING, S.COMPLETION}),
        ("evaluation", _("Evaluation"), {S.CLOSED, S.ARCHIVED}),
    ]
    return [
        Stage(code, label, frozenset(statuses))
        for code, label, statuses in found
        if code != "generation" or scheme.generation_review
    ]


@dataclass(frozen=True)
class Act:
    """What one side does in a stage; ``side``: enterprise, agency or units."""

    words: str
    side: str


@dataclass(frozen=True)
class Step:
    """A stage with what happens in it and the limits that the scheme sets."""

    stage: Stage
    acts: tuple[Act, ...]
    limits: tuple[str, ...]

    def of(self, side: str) -> list[str]:
        return [act.words for act in self.acts if act.side == side]


def course(scheme: ServiceScheme) -> list[Step]:
    """Every stage of the scheme with its acts in the order of the service."""
    said: set[A] = set()
    steps = []
    for stage in way(scheme):
        acts = [act for act in ACTS if act not in said and _side(scheme, stage, act)]
        said.update(acts)
        told = (Act(paperwords.act(act, scheme.agreement_kind), _side(scheme, stage, act)) for act in acts)
        steps.append(Step(stage, tuple(told), tuple(_limits(scheme, stage.code))))
    return steps


def _side(scheme: ServiceScheme, stage: Stage, act: A) -> str:
    """Whose the act is in the stage; "" when the stage, or the scheme, does not know it."""
    asked = Case(scheme=scheme)
    for status in S:
        step = transitions.step(status, act) if status in stage.statuses else None
        if step is not None and permissions.in_scheme(step, asked):
            return next((side for side, who in _SIDES.items() if step.who in who), "")
    return ""


def _working_days(days: int) -> str:
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def _limits(scheme: ServiceScheme, code: str) -> list[str]:
    """What the scheme promises or asks in a stage."""
    if code == "check":
        return [_("Corrections within %(days)s") % {"days": _working_days(scheme.correction_days)}]
    if code == "generation":
        words = {"n": scheme.generation_meetings, "days": _working_days(scheme.meeting_interval_wd)}
        return [_("%(n)s meetings, at most %(days)s apart") % words]
    if code == "plan" and scheme.flow_tables:
        return [_("Flow tables within %(days)s of signing") % {"days": _working_days(scheme.flow_table_wd)}]
    if code == "items":
        return [
            _("Enquiries answered within %(days)s") % {"days": _working_days(scheme.answer_wd)},
            _("Progress told every %(days)s") % {"days": _working_days(scheme.feedback_wd)},
        ]
    if code == "delivery":
        return [_("Results delivered within %(days)s") % {"days": _working_days(scheme.delivery_wd)}]
    return []


def schemes() -> QuerySet[ServiceScheme]:
    """Schemes that some place has chosen."""
    return ServiceScheme.objects.filter(regions__isnull=False).distinct().order_by("-code").prefetch_related("regions")
