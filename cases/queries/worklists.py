"""What an officer has before him: the desk, the tasks, what is due."""

import math
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases import permissions
from cases.enums import Action, CaseStatus, DeliveryMethod, ItemStatus, MeetingKind, SignMethod
from cases.models import (
    Case,
    CaseItem,
    Delivery,
    Meeting,
    Opinion,
    ServiceScheme,
    Signature,
    TeamMember,
    Transfer,
    User,
)
from cases.queries import cases, sentences
from cases.queries.lamps import lamp_for
from cases.queries.results import PASSED
from cases.routes import OPEN
from cases.transitions import FINAL, ITEM_DONE

S = CaseStatus


def desk(user: User) -> QuerySet[Case]:
    """All cases of the desk with what a row shows, in one query."""
    found = cases.visible_to(user).exclude(status=S.DRAFT)
    return counted(found.select_related("project__category", "enterprise", "region", "scheme", "handling_unit"))


def counted(found: QuerySet[Case]) -> QuerySet[Case]:
    """With ``items_total`` and ``items_done``."""
    rows = CaseItem.objects.filter(case=OuterRef("pk")).exclude(status__in=[ItemStatus.DROPPED, ItemStatus.PROPOSED])
    return found.annotate(items_total=_number(rows), items_done=_number(rows.filter(status__in=ITEM_DONE)))


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows hang on the outer case: a subquery, so that only the rows of a page are counted."""
    per_case = rows.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_case), 0)


# What a line says of a case; the kind of agreement is part of its status in words.
IN_A_LINE = (
    "uuid", "number", "status", "next_due", "next_what", "project__name", "enterprise__name", "scheme__agreement_kind",
)  # fmt: skip


def due(user: User, limit: int | None = None) -> QuerySet[Case]:
    """Open cases with a date, soonest first, only so many, chosen before anything is fetched."""
    order = ("next_due", "number")
    found = Case.objects.filter(cases.reach(user)).exclude(status__in=[*FINAL, S.DRAFT]).exclude(next_due=None)
    first = found.order_by(*order).values("pk")[:limit]
    shown = Case.objects.filter(pk__in=first).select_related("project", "enterprise", "scheme")
    return shown.only(*IN_A_LINE).order_by(*order)


@dataclass(frozen=True)
class Task:
    """One thing that waits for this person."""

    case: Case
    action: Action
    sentence: str
    due: date | None
    lamp: str
    receipt: bool = False  # of the hand-over nothing is left but the receipt of a mail


AMONG, AT_ONCE = 150, 50  # candidates, soonest first, among which tasks are looked for; how many are read together
SPARE = 8  # how many more than wanted are read at first: most candidates are tasks

# The step that moves a case on, by status: the one thing to do first.
MAIN_STEP: dict[str, tuple[Action, ...]] = {
    S.SUBMITTED: (Action.ACCEPT, Action.OPEN_GENERATION),
    S.GENERATION: (Action.GIVE_OPINION, Action.HOLD_MEETING, Action.CALL_MEETING, Action.DECIDE_GENERATION),
    S.ACCEPTED: (Action.OFFER_AGREEMENT,),
    S.SIGNED: (Action.GIVE_OPINION, Action.CALL_MEETING, Action.CONFIRM_ITEMS, Action.NOTIFY_ONCE),
    S.NOTIFIED: (Action.FILE_FLOW_TABLE, Action.SET_PLAN),
    S.UNDERWAY: (Action.RECORD_FACT,),
    S.DELIVERING: (Action.DELIVER, Action.ISSUE_COMPLETION),
    S.CLOSED: (Action.KEEP_COPIES, Action.ARCHIVE),
}


def tasks(user: User, limit: int = 50) -> list[Task]:
    """What waits for this person: own and unassigned cases whose next step may be theirs; papers to check first."""
    few = min(limit + SPARE, AMONG)
    made, every = _tasks_among(user, few, limit)
    return made if every or len(made) == limit else _tasks_among(user, AMONG, limit)[0]


def _tasks_among(user: User, among: int, limit: int) -> tuple[list[Task], bool]:
    """Tasks of the soonest so many candidates, and whether these were all there are."""
    ahead, papers = _candidates(user, among)
    made, at_once = list[Task](), min(limit + SPARE, AT_ONCE)
    for part in (ahead[first : first + at_once] for first in range(0, len(ahead), at_once)):
        rows = {case.pk: case for case in _with_what_tasks_ask(user, part)}
        found = ((rows[one.pk], one.pk in papers) for one in part if one.pk in rows)
        made += [task for case, paper in found if (task := _task(case, user, paper))]
        if len(made) >= limit:
            break
    return made[:limit], len(ahead) < among


class Candidate(NamedTuple):
    """What the order of the tasks hangs on, and what is to be asked about the case."""

    due: date | None
    since: datetime | None
    pk: int
    status: str

    @property
    def rank(self) -> tuple[date, float, int]:
        return self.due or date.max, self.since.timestamp() if self.since else math.inf, self.pk


def _candidates(user: User, among: int) -> tuple[list[Candidate], set[int]]:
    """Cases whose next step may be this person's, soonest first, and the keys of those with a paper to check. Those whose turn
    it cannot be stay out: a hundred applications that wait for the enterprise's signature must not hide what is to be done.

    Each part is found by an index: of an "or" between them the database looks at every case there is.
    """
    chief = ~Q(status=S.ACCEPTED) | Q(handling_unit__in=permissions.headed_units(user))  # who offers the agreement
    moved, papers = Q(status__in=MAIN_STEP) & chief, Q(pk__in=_papers().values("document__case"))
    signed = (moved | Q(status__in=[S.AGREEMENT, S.COMPLETION])) & papers
    waiting = (cases.of_own_team(user), cases.without_team(user), cases.elsewhere(user))
    found = {row for part in waiting for row in _soonest(part & moved, among)}
    # A case among the first of all is among the first of those with a paper as well, if it has one.
    to_check = _soonest(cases.reach(user) & signed, among)
    ranked = sorted(found.union(to_check), key=lambda one: one.rank)
    return ranked[:among], {one.pk for one in to_check}


def _soonest(which: Q, among: int) -> list[Candidate]:
    order = (F("next_due").asc(nulls_last=True), F("submitted_at").asc(nulls_last=True), "pk")
    rows = Case.objects.filter(which).order_by(*order).values_list("next_due", "submitted_at", "pk", "status")
    return list(map(Candidate._make, rows[:among]))


# What a task shows and asks of its case, without the long texts of the project.
READ = (
    *(field.name for field in Case._meta.concrete_fields), "project__name", "enterprise__name",
    *(f"scheme__{field.name}" for field in ServiceScheme._meta.concrete_fields),
)  # fmt: skip


def _with_what_tasks_ask(user: User, part: Sequence[Candidate]) -> QuerySet[Case]:
    team = TeamMember.objects.filter(until__isnull=True).only("case", "user", "until").order_by()
    items = [Prefetch("items", CaseItem.objects.order_by())] if permissions.works_by_items(user) else []
    return (
        Case.objects.filter(pk__in=[one.pk for one in part])
        .annotate(**_asked(user, {one.status for one in part}))
        .select_related("project", "enterprise", "scheme")
        .only(*READ)
        .prefetch_related(
            Prefetch("team", team),
            Prefetch("transfers", Transfer.objects.filter(status__in=OPEN).order_by()),
            *items,
        )
    )


def _asked(user: User, statuses: Set[str]) -> dict[str, Exists | Coalesce]:
    """What the steps of these statuses hang on."""
    own, case, asked = [post.unit_id for post in user.active_posts], OuterRef("pk"), dict[str, Exists | Coalesce]()
    if statuses & {S.GENERATION, S.SIGNED}:
        given = Opinion.objects.filter(unit__in=own, case_item__isnull=True).values("meeting")
        ahead = Meeting.objects.filter(case=case, held_on__isnull=True, cancelled_at__isnull=True)
        asked["owes_opinion"] = Exists(ahead.filter(units__in=own).exclude(pk__in=given))
        asked["any_meeting"] = Exists(ahead)
        reviewed = Meeting.objects.filter(case=case, kind=MeetingKind.GENERATION, held_on__isnull=False)
        asked["reviewed"] = _number(reviewed)
    passed = CaseItem.objects.filter(case=case, status__in=PASSED).order_by()
    if S.CLOSED in statuses:
        asked["uncopied"] = Exists(passed.filter(kept_copy__isnull=True))
    if S.DELIVERING in statuses:
        asked["undelivered"] = Exists(passed.filter(deliveries__isnull=True))
        mailed = Delivery.objects.filter(case=case, method=DeliveryMethod.MAIL, receipt__isnull=True)
        asked["unreceipted"] = Exists(mailed.order_by())
    return asked


def _papers() -> QuerySet[Signature]:
    """Signed papers that nobody has compared with their document."""
    return Signature.objects.filter(method=SignMethod.PAPER, confirmed_at__isnull=True, rejected_at__isnull=True)


def _task(case: Case, user: User, paper: bool) -> Task | None:
    if paper and permissions.is_handler(user, case):
        return Task(case, Action.SIGN_AGREEMENT, sentences.check_paper(), case.next_due, lamp_for(case.next_due))
    for action in MAIN_STEP.get(case.status, ()):
        if not permissions.may(user, action, case):
            continue
        if not _has_object(case, action):
            continue
        receipt = action == Action.DELIVER and not getattr(case, "undelivered", True)
        words = sentences.add_receipt() if receipt else sentences.act(case, action)
        return Task(case, action, words, case.next_due, lamp_for(case.next_due), receipt)
    return None


def _has_object(case: Any, action: Action) -> bool:
    """Whether there is a meeting to speak in, to record or still to call (P-021: so many of them), when the step is about one."""
    if action == Action.GIVE_OPINION:
        return bool(case.owes_opinion)
    if action == Action.KEEP_COPIES:
        return bool(case.uncopied)
    if action == Action.DELIVER:
        return bool(case.undelivered or case.unreceipted)
    if action == Action.ISSUE_COMPLETION:
        return not (case.undelivered or case.unreceipted)
    if action == Action.HOLD_MEETING:
        return bool(case.has("meeting"))
    if action == Action.CALL_MEETING and case.status == S.GENERATION:
        return bool(case.reviewed < case.term("generation_meetings"))
    return True


def counts(user: User) -> dict[str, int]:
    """Open cases by status, for the head of the desk."""
    agencies, found = Q(handling_unit__in=cases.own_agencies(user)), Counter[str]()
    going_on = [status for status in S if status not in FINAL | {S.DRAFT}]
    # Those of the agency are counted in an index, which knows nothing of numbers: without drafts all that is open has one.
    # Named one by one the statuses are looked up there; "none of these" would read what is filed as well, half of everything.
    for part in [cases.seen(user)] if cases.sees_places(user) else [agencies, cases.elsewhere(user)]:
        rows = Case.objects.filter(part, status__in=going_on).order_by().values_list("status")
        found.update(dict(rows.annotate(n=Count("*"))))
    return dict(found)
