"""What the ladder watches, whom each step is told, and the alerts that a person may see (domain C.7, P-070)."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases import ladder as law
from cases import permissions, worktime
from cases.enums import CaseStatus, ItemStatus, OpenDate
from cases.enums_ladder import AlertAct, Rung, Watch
from cases.enums_work import OrderStatus
from cases.models import Alert, Case, CaseItem, MeetingTask, Post, SupervisionOrder, Transfer, User
from cases.queries import (
    calendars,
    cases,
    chief_contacts,
    clocks,
    deadlines,
    ladder,
    meetings,
    people,
    problems,
    progress,
    public_letters,
    sentences,
    sentences_work,
    tree,
    urging,
)
from cases.queries import watched_outside as outside
from cases.queries.watched import Watched
from cases.routes import TransferStatus
from cases.transitions import FINAL

# Dates of ``deadlines`` that belong to nobody in particular: the team looks after them.
OF_THE_TEAM = frozenset(
    {Watch.CORRECTION, Watch.MEETING, Watch.SECOND_MEETING, Watch.RESUME, Watch.GAP, Watch.CONDITION, Watch.INSPECTION, Watch.FEE}
)  # fmt: skip
AT_AUTHORITY = (ItemStatus.RECEIVED, ItemStatus.HANDLING, ItemStatus.SPECIAL)
QUIET = (CaseStatus.DRAFT, *FINAL)
SHOWN = ("case__project", "case__region", "case__handling_unit")  # what a row of the list says of the case
RED = (Rung.SUPERVISE, Rung.CONFER)
SIDES = ("to_user", "offered_by", "to_unit__region", "from_unit")
SOURCES = outside.SOURCES


def of_case(case: Case, today: date) -> list[Watched]:
    """Every date of the case that somebody has to keep."""
    found = [
        Watched(
            one.what, one.label, one.due, one.people, partial(sentences_work.urged, one.what, one.label), rested=one.rested,
            stands=one.stands,
        )
        for one in urging.everything(case, today)
        if one.due is not None
    ]  # fmt: skip
    if case.status in deadlines.ENDED:
        return found
    team = tuple(people.of_agency(case))
    found += _passed_on(case)
    return [*found, *_statutory(case, team, today), *_of_team(case, team), *_account(case, team)] if team else found


def _statutory(case: Case, team: tuple[User, ...], today: date) -> Iterable[Watched]:
    """Legal limits that run; one that a special procedure stops has no day yet, and one broken before it stands still (§45)."""
    cal = calendars.current()
    for row in urging.open_items(case):
        limit, special = clocks.limits(row).get(OpenDate.STATUTORY), row.status == ItemStatus.SPECIAL
        if limit is not None and limit.stopped is None and row.status in AT_AUTHORITY:
            due = limit.last_day(today, cal)
            if special and due >= today:
                continue
            yield Watched(
                Watch.STATUTORY, row.item.code, due, urging.doers(row) or team, partial(_legal_limit, row),
                rested=clocks.stood_still(limit, due, today), stands=special,
            )  # fmt: skip


def _legal_limit(row: CaseItem) -> str:
    return _("Legal limit of “%(name)s”") % {"name": row.item.name}


def _of_team(case: Case, team: tuple[User, ...]) -> Iterable[Watched]:
    for row in deadlines.all_for(case):
        if row.what in OF_THE_TEAM:
            yield Watched(row.what, row.ref, row.date, team, partial(_deadline, case, row.what, row.ref))


def _deadline(case: Case, what: str, ref: str) -> str:
    """The label of a date is made for the reader, so it is read again in the language that is asked for."""
    found = next((row for row in deadlines.all_for(case) if (row.what, row.ref) == (what, ref)), None)
    return sentences.deadline(what, found.label if found else "")


def _passed_on(case: Case) -> Iterable[Watched]:
    """What other units were asked for: to answer a transfer, to do what a meeting decided."""
    if case.status in FINAL:
        return
    for row in case.transfers.filter(status=TransferStatus.OFFERED).select_related(*SIDES):
        doing = _each([row.to_user, *chief_contacts.heads(row.to_unit)])
        heads = (*chief_contacts.heads(row.from_unit), row.offered_by)
        over = tuple(people.supervisors(row.to_unit.region))
        yield Watched(Watch.TRANSFER, str(row.pk), row.due, tuple(doing), partial(_transfer, row), heads, over)
    for task in meetings.open_tasks(case).filter(due__isnull=False):
        if task.unit is not None and task.due is not None:
            doing = list(people.of_units([task.unit]))
            yield Watched(
                Watch.TASK, str(task.pk), task.due, tuple(doing), partial(sentences_work.meeting_task, task.text)
            )


def _transfer(row: Transfer) -> str:
    return _("Answer of %(unit)s to the transfer") % {"unit": row.to_unit.name}


def _account(case: Case, team: tuple[User, ...]) -> Iterable[Watched]:
    """The regular account of the progress to the enterprise (P-070, P-072)."""
    due = progress.due(case, progress.last_told(case))
    if due is not None:
        yield Watched(Watch.PROGRESS, "", due, team, sentences_work.tell_progress)


def to_look_at(today: date) -> list[int]:
    """Cases with a date that comes near or has passed, not looked at today yet: so a run goes on where another was killed."""
    horizon = worktime.due(today, law.lead(ladder.rules()), "wd", calendars.current()).date
    running = CaseItem.objects.filter(status__in=AT_AUTHORITY).values("case")
    orders = SupervisionOrder.objects.filter(status=OrderStatus.ISSUED, due__lte=horizon).values("case")
    offers = Transfer.objects.filter(status=TransferStatus.OFFERED, due__lte=horizon).values("case")
    tasks = MeetingTask.objects.filter(unit__isnull=False, done_on=None, due__lte=horizon).values("meeting__case")
    climbing = Alert.objects.filter(ended_on=None, case__isnull=False).values("case")
    wanted = Q(next_due__lte=horizon)
    for rows in (running, orders, offers, tasks, climbing):
        wanted |= Q(pk__in=rows)
    found = Case.objects.filter(wanted, ~Q(status__in=QUIET) | Q(pk__in=climbing)).exclude(watched_on=today)
    return sorted({*found.values_list("pk", flat=True), *_untold(today)})


def _untold(today: date) -> list[int]:
    """Cases not looked at today whose enterprise is to be told how things stand; that day is not among the dates of a case."""
    rules = [rule for rule in ladder.rules() if rule.watched == Watch.PROGRESS]
    if not rules:
        return []
    last = worktime.due(today, max(0, law.lead(rules)), "wd", calendars.current()).date
    return progress.due_by(Case.objects.exclude(watched_on=today), last)


def told(rung: Rung, watched: Watched, case: Case | None) -> list[User]:
    """Whom a step is told (C.7): those who have to do it; then the heads; then the supervisors; then who calls the conference.

    Red (supervision, conference) goes to the heads and the supervisors, in a case or outside.
    """
    if rung in (Rung.REMIND, Rung.URGE):
        return list(watched.people)
    known = [*watched.heads, *(watched.over if rung in RED else ())]
    if case is None:
        return _each(known) or list(watched.people)
    others = {
        Rung.COORDINATE: lambda: people.of_agency(case),
        Rung.SUPERVISE: lambda: people.supervisors(case.region),
        Rung.CONFER: lambda: problems.conference_people(case),
    }
    return _each([*people.chiefs(case), *others[rung](), *known])


def heads(case: Case) -> list[User]:
    """Who looks over a case that has an alert."""
    return _each([*people.chiefs(case), *people.supervisors(case.region)])


def _each(found: Iterable[User]) -> list[User]:
    """Everybody once, in order."""
    return list({user.pk: user for user in found}.values())


def visible_to(user: User) -> QuerySet[Alert]:
    """Alerts of the cases one may see, and one's own outside cases; those over the place see what belongs to people below.

    What not everybody may know of (a complaint, a finding) is seen by those who may.
    """
    if not user.is_authenticated or not user.is_officer:
        return Alert.objects.none()
    # Subqueries instead of joins: each alert comes once, and a page of thousands of them is read in the order of an index.
    carried = Alert.people.through.objects
    mine = Q(pk__in=carried.filter(user=user).values("alert"))
    below = carried.filter(alert__case__isnull=True, user__posts__in=_posts_below(user))
    own = (mine | Q(pk__in=below.values("alert"))) & ~Q(what__in=outside.GUARDED)
    found = Alert.objects.filter(cases.reach(user, "case__") | own | outside.guarded(user))
    return found.select_related(*SHOWN)


def carried_by(user: User) -> QuerySet[Alert]:
    """Alerts about what this person has to do; all of them are among those that one may see."""
    return Alert.objects.filter(~Q(what__in=outside.GUARDED) | outside.guarded(user), people=user)


def carried_now(user: User) -> list[int]:
    """Keys of those of them that are open: first what has not been heard yet, each the most urgent first; then what was
    acknowledged on its step or put off. Who carries nothing guarded is not asked what he may know of."""
    open_ones = Alert.objects.filter(people=user, ended_on=None).order_by("due", "pk")
    found = list(open_ones.only("what", "rung", "acknowledged", "put_off_until", "ended_on"))
    hidden = {row.pk for row in found if row.what in outside.GUARDED}
    if hidden:
        hidden -= set(carried_by(user).filter(pk__in=hidden).order_by().values_list("pk", flat=True))
    heard = sorted(found, key=lambda row: row.quiet or row.rests_until is not None)
    return [row.pk for row in heard if row.pk not in hidden]


def may_open(user: User, alert: Alert) -> bool:
    """Whether the thing itself is open to whoever sees its alert: a letter is to those who may answer it, and a report that
    nobody has written yet to its author."""
    if alert.what == Watch.REPORT:
        return alert.people.filter(pk=user.pk).exists()
    return alert.what != Watch.LETTER or public_letters.visible_to(user).filter(number=alert.label).exists()


def _posts_below(user: User) -> QuerySet[Post]:
    wanted = tree.within(permissions.supervised_paths(user), "unit__region__path")
    return Post.objects.active().filter(wanted)


def may_answer(user: User, alert: Alert) -> bool:
    """Whoever has to do it acknowledges it."""
    return alert.ended_on is None and not alert.quiet and alert.people.filter(pk=user.pk).exists()


def latest(alert: Alert, today: date) -> date:
    """Until when it may be put off on the step where it stands: counted from the day on which it first was."""
    first = alert.steps.filter(act=AlertAct.PUT_OFF, on__gte=alert.since).order_by("pk").values_list("on", flat=True)
    return worktime.due(first.first() or today, law.MOST_WD, "wd", calendars.current()).date


def may_put_off(user: User, alert: Alert) -> bool:
    """Whoever has to do it, or a head over the case, puts it off; a legal limit is nobody's to put off."""
    if alert.ended_on is not None or alert.what == Watch.STATUTORY:
        return False
    mine = alert.people.filter(pk=user.pk).exists()
    return mine or bool(alert.case and permissions.supervises(user, alert.case))
