"""The case as people read it: whose turn, what happened, what comes, how far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import paperwords, permissions, transitions
from cases.enums import Action, CaseStatus, DocumentKind, MeetingKind
from cases.listwords import clauses
from cases.models import Case, CaseEvent, CaseItem, IssuedDocument, User
from cases.queries import course, deadlines, documents, readiness, sentences, stopped
from cases.queries.lamps import lamp_for, why_date

S = CaseStatus


def possible(case: Case, user: User, items: readiness.Items | None = None) -> list[Action]:
    """What this person may do with the case now: the table, the permissions, and what must have happened before.

    ``items``: what the caller reads of the case's items as well.
    """
    items = items or readiness.Items(case)
    return [
        action
        for action in transitions.available(case.status)
        if permissions.may(user, action, case) and readiness.ready(case, action, items)
    ]


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: enterprise, agency, units or nobody; in words, with the date. ``also``: what waits beside it."""

    side: str
    sentence: str
    due: date | None = None
    also: str = ""


# The paper that a status waits for.
_WAITED = {
    S.AGREEMENT: {DocumentKind.AGREEMENT, DocumentKind.AUTHORISATION},
    S.SUSPENDED: {DocumentKind.SUSPENSION},
    S.COMPLETION: {DocumentKind.COMPLETION},
}


def _also(case: Case, waiting: Sequence[IssuedDocument] | None) -> str:
    """Beside the step, what waits for the enterprise's signature: changed items (P-004), the form of a service that goes on."""
    asked = {
        action for action in (Action.SIGN_SUPPLEMENT, Action.SIGN_RESUMPTION) if transitions.step(case.status, action)
    }
    if not asked or not (case.has("beside") or waiting):
        return ""
    held = list(documents.beside_the_step(case)) if waiting is None else list(waiting)
    by_kind = {row.kind: row.number for row in reversed(held)}
    changed, resumed = by_kind.get(DocumentKind.SUPPLEMENT), by_kind.get(DocumentKind.RESUMPTION)
    said = []
    if changed and Action.SIGN_SUPPLEMENT in asked:
        said.append(
            _(
                "The change of the items waits for the enterprise's signature (%(document)s); what was added is filed then."
            )
            % {"document": changed}
        )
    if resumed and Action.SIGN_RESUMPTION in asked:
        waits = _("The resumption form waits for the enterprise's signature (%(document)s).")
        said.append(waits % {"document": resumed})
    return " ".join(said)


def whose_turn(case: Case, *, waiting: Sequence[IssuedDocument] | None = None) -> Turn:
    """One sentence for the head of every page of the case. ``waiting``: unsigned documents, when a list has fetched them."""
    due, paper = case.next_due, paperwords.signed_paper(case.scheme.agreement_kind)
    awaiting = None
    if case.status in {S.SUSPENDED, S.AGREEMENT, S.COMPLETION}:
        rows = documents.awaiting_enterprise(case) if waiting is None else waiting
        awaiting = next((row for row in rows if row.kind in _WAITED[S(case.status)]), None)
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
    if case.status == S.SUSPENDED or case.status in deadlines.ENDED:
        due = None  # the date on record (end of the pause, visit after the end) is not a limit for anybody's turn
    return Turn(side, sentence, due, _also(case, waiting))


@dataclass(frozen=True)
class StageStep:
    """A step of the way: done, current or ahead."""

    code: str
    label: str
    state: str
    on: date | None = None


def stages(case: Case) -> list[StageStep]:
    """The case's own way, from application to evaluation."""
    evaluated = case.evaluation.at if case.status in deadlines.ENDED and hasattr(case, "evaluation") else None
    on = {
        "apply": case.submitted_at,
        "generation": case.accepted_at,
        "agreement": case.signed_at,
        "review": case.notified_at,
        "delivery": case.closed_at,
        "evaluation": evaluated,
    }
    steps = [(stage, on.get(stage.code)) for stage in course.way(case.scheme)]
    status = case.suspended_from if case.status == S.SUSPENDED else case.status
    at = next((i for i, (stage, _on) in enumerate(steps) if status in stage.statuses), None)
    if at is None:
        return _ended(steps)
    states = [
        "done" if i < at or (i == at and evaluated) else "current" if i == at else "ahead" for i in range(len(steps))
    ]
    return [
        StageStep(stage.code, stage.label, state, timezone.localtime(day).date() if day else None)
        for (stage, day), state in zip(steps, states, strict=True)
    ]


def _ended(steps: list[tuple[course.Stage, datetime | None]]) -> list[StageStep]:
    """Declined, withdrawn or terminated: what has a date was done, nothing is current."""
    return [
        StageStep(stage.code, stage.label, "done" if at else "ahead", timezone.localtime(at).date() if at else None)
        for stage, at in steps
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
            sentences.actor(group[0]),
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


def coming(
    case: Case, limit: int | None = None, *, inside: bool = False, statuses: Collection[str] | None = None
) -> list[Coming]:
    """What is due when, soonest first, or the first ``limit`` of it; ``inside``: also what the enterprise does not read.

    ``statuses``: of the case's items, if the caller has them.
    """
    held = {str(row.pk): ended for row, ended in stopped.held_up(case).values()}
    found = deadlines.all_for(case, inside=inside, statuses=statuses)[:limit]
    return [_coming(row, held.get(row.ref, []) if row.what == "item" else []) for row in found]


def _coming(row: deadlines.Deadline, ended: list[CaseItem]) -> Coming:
    """A day; one that rests on an item which ended without approval is nobody's promise any more: no light, and why."""
    said = sentences.deadline(row.what, row.label)
    if ended:
        return Coming(row.date, clauses([said, stopped.waits(ended)]), "grey", row.what, stopped.why(ended))
    return Coming(row.date, said, lamp_for(row.date), row.what, why_date(row.date))


def next_meeting_number(case: Case) -> int:
    """1 or 2 in the generation review; above the last, nothing is left to call."""
    return case.meetings.filter(kind=MeetingKind.GENERATION, cancelled_at__isnull=True).count() + 1
