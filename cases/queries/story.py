"""The case as people read it: whose turn, what happened, what comes, how far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import paperwords, permissions, transitions
from cases.enums import Action, CaseStatus, DocumentKind, MeetingKind
from cases.models import Case, CaseEvent, IssuedDocument, User
from cases.queries import deadlines, documents, readiness, sentences
from cases.queries.lamps import lamp_for, why_date

S = CaseStatus


def possible(case: Case, user: User) -> list[Action]:
    """What this person may do with the case now: the table, the permissions, and what must have happened before."""
    return [
        action
        for action in transitions.available(case.status)
        if permissions.may(user, action, case) and readiness.ready(case, action)
    ]


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: enterprise, agency, units or nobody; in words, with the date."""

    side: str
    sentence: str
    due: date | None = None


def whose_turn(case: Case, *, waiting: Sequence[IssuedDocument] | None = None) -> Turn:
    """One sentence for the head of every page of the case. ``waiting``: unsigned documents, when a list has fetched them."""
    due, paper = case.next_due, paperwords.signed_paper(case.scheme.agreement_kind)
    awaiting = None
    if case.status in {S.SUSPENDED, S.AGREEMENT, S.COMPLETION}:
        awaiting = next(iter(documents.awaiting_enterprise(case) if waiting is None else waiting), None)
    pending = case.status in {S.AGREEMENT, S.COMPLETION} and awaiting is None
    said: dict[str, tuple[str, str]] = {
        S.DRAFT: ("enterprise", _("Fill in the application and submit it.")),
        S.SUBMITTED: ("agency", _("The agency checks the application.")),
        S.CORRECTING: ("enterprise", _("Correct what the agency asked for and send it back.")),
        S.GENERATION: ("units", _("The member units review the project; the government decides.")),
        S.ACCEPTED: ("agency", _("The agency draws up the %(paper)s.") % {"paper": paper}),
        S.AGREEMENT: ("agency", _("The agency checks the signed paper."))
        if pending
        else ("enterprise", _("Read and sign the %(paper)s.") % {"paper": paper}),
        S.SIGNED: ("agency", _("The agency confirms the items and tells you once what is needed.")),
        S.NOTIFIED: ("agency", _("The agency sets the roadmap with its dates.")),
        S.UNDERWAY: ("agency", _("The agency carries the items through the departments.")),
        S.SUSPENDED: ("enterprise", _("Sign the suspension form."))
        if awaiting
        else ("nobody", _("The service is suspended.")),
        S.DELIVERING: ("agency", _("The agency hands over the results.")),
        S.COMPLETION: ("agency", _("The agency checks the signed paper."))
        if pending
        else ("enterprise", _("Confirm that everything was handed over.")),
        S.CLOSED: ("nobody", _("Everything is done.")),
        S.ARCHIVED: ("nobody", _("Everything is done and filed.")),
        S.DECLINED: ("nobody", _("The application was declined.")),
        S.WITHDRAWN: ("nobody", _("The application was withdrawn.")),
        S.TERMINATED: ("nobody", _("The service was terminated.")),
    }
    side, sentence = said[case.status]
    if case.status == S.SUSPENDED:
        due = None  # the date on record is the expected end of the pause, not a limit for anybody's turn
    return Turn(side, sentence, due)


@dataclass(frozen=True)
class StageStep:
    """A step of the way: done, current or ahead."""

    code: str
    label: str
    state: str
    on: date | None = None


def stages(case: Case) -> list[StageStep]:
    """The case's own way, from application to evaluation."""
    evaluated = case.evaluation.at if case.status in {S.CLOSED, S.ARCHIVED} and hasattr(case, "evaluation") else None
    steps: list[tuple[str, str, set[str], datetime | None]] = [
        ("apply", _("Application"), {S.DRAFT}, case.submitted_at),
        ("check", _("Check"), {S.SUBMITTED, S.CORRECTING}, None),
    ]
    if case.scheme.generation_review:
        steps.append(("generation", _("Generation review"), {S.GENERATION}, case.accepted_at))
    steps += [
        ("agreement", str(DocumentKind(case.scheme.agreement_kind).label), {S.ACCEPTED, S.AGREEMENT}, case.signed_at),
        (
            "review",
            _("Joint review and notification") if case.scheme.joint_review else _("Notification"),
            {S.SIGNED},
            case.notified_at,
        ),
        ("plan", _("Roadmap"), {S.NOTIFIED}, None),
        ("items", _("Items"), {S.UNDERWAY}, None),
        ("delivery", _("Hand-over"), {S.DELIVERING, S.COMPLETION}, case.closed_at),
        ("evaluation", _("Evaluation"), {S.CLOSED, S.ARCHIVED}, evaluated),
    ]
    status = case.suspended_from if case.status == S.SUSPENDED else case.status
    at = next((i for i, step in enumerate(steps) if status in step[2]), None)
    if at is None:
        return _ended(steps)
    states = [
        "done" if i < at or (i == at and evaluated) else "current" if i == at else "ahead" for i in range(len(steps))
    ]
    return [
        StageStep(code, label, state, timezone.localtime(on).date() if on else None)
        for (code, label, _statuses, on), state in zip(steps, states, strict=True)
    ]


def _ended(steps: list[tuple[str, str, set[str], datetime | None]]) -> list[StageStep]:
    """Declined, withdrawn or terminated: what has a date was done, nothing is current."""
    return [
        StageStep(code, label, "done" if on else "ahead", timezone.localtime(on).date() if on else None)
        for code, label, _statuses, on in steps
    ]


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    actor_name: str
    sentence: str
    kind: str


WINDOW = 8  # events read for one line: drafts are saved often
# Of an event and its actor only what a line tells: neither hashes nor accounts.
_TOLD = ("case_id", "seq", "at", "actor_id", "action", "old_status", "new_status", "data", "public", "actor__name")


def timeline(case: Case, user: User, names: Mapping[str, str] | None = None, limit: int | None = None) -> list[Entry]:
    """What happened, newest first, or the last ``limit`` of it; the enterprise sees public events only.

    ``names``: those of the case's items, if the caller has them at hand.
    """
    events = case.events.select_related("actor").only(*_TOLD).order_by("-seq")
    if permissions.is_applicant(user, case):
        events = events.filter(public=True)
    groups = _folded(events, limit)
    named = {group[0].data["item"] for group in groups if group[0].data.get("item")}
    if names is None or not named <= names.keys():
        names = sentences.item_names(named)
    paper = case.scheme.agreement_kind
    return [
        Entry(
            group[0].at,
            group[0].actor.name if group[0].actor else _("System"),
            sentences.edits(len(group), sentences.event(group[0], names, paper)),
            group[0].action,
        )
        for group in groups
    ]


def _folded(events: QuerySet[CaseEvent], limit: int | None) -> list[list[CaseEvent]]:
    """The last ``limit`` lines, newest first; savings by one person that follow one another are one line."""
    window = limit * WINDOW if limit else None
    rows = list(events[:window])
    if window and len(rows) == window and rows[-1].action == Action.EDIT:
        rows = list(events)  # the count of the last line would be cut off

    def line(row: CaseEvent) -> object:
        return (row.actor_id, row.old_status, row.new_status) if row.action == Action.EDIT else row.seq

    return [list(group) for _key, group in groupby(rows, line)][:limit]


@dataclass(frozen=True)
class Coming:
    """Something with a date ahead."""

    date: date
    sentence: str
    lamp: str
    what: str
    why: str = ""


def coming(case: Case, limit: int | None = None) -> list[Coming]:
    """What is due when, soonest first, or the first ``limit`` of it."""
    return [
        Coming(row.date, sentences.deadline(row.what, row.label), lamp_for(row.date), row.what, why_date(row.date))
        for row in deadlines.all_for(case)[:limit]
    ]


def next_meeting_number(case: Case) -> int:
    """1 or 2 in the generation review; above the last, nothing is left to call."""
    return case.meetings.filter(kind=MeetingKind.GENERATION, cancelled_at__isnull=True).count() + 1
