"""What the ladder watches, whom each step is told, and the alerts that a person may see (domain C.7, P-070)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases import ladder as law
from cases import permissions, worktime
from cases.enums import CaseStatus, ItemStatus, OpenDate, PostRole
from cases.enums_ladder import AlertAct, Rung, Watch
from cases.enums_work import OrderStatus
from cases.models import Alert, Case, CaseItem, Post, SupervisionOrder, User
from cases.queries import (
    calendars,
    cases,
    clocks,
    deadlines,
    ladder,
    people,
    problems,
    sentences,
    sentences_work,
    tree,
    urging,
    weekly,
)
from cases.transitions import FINAL

# Dates of ``deadlines`` that belong to nobody in particular: the team looks after them.
OF_THE_TEAM = frozenset(
    {Watch.CORRECTION, Watch.MEETING, Watch.SECOND_MEETING, Watch.RESUME, Watch.GAP, Watch.CONDITION, Watch.INSPECTION, Watch.FEE}
)  # fmt: skip
AT_AUTHORITY = (ItemStatus.RECEIVED, ItemStatus.HANDLING, ItemStatus.SPECIAL)
QUIET = (CaseStatus.DRAFT, *FINAL)
SHOWN = ("case__project", "case__region", "case__handling_unit")  # what a row of the list says of the case


@dataclass(frozen=True)
class Watched:
    """A date that is watched: what, by when, whose it is; ``words`` names it in the reader's language.

    ``heads`` are told of the higher steps where no case says who they are; ``address`` is where the thing is done. ``rested`` and
    ``stands`` are those of ``urging.Matter``: what stands still keeps its step and takes none.
    """

    what: str
    label: str
    due: date
    people: tuple[User, ...]
    words: Callable[[], str]
    heads: tuple[User, ...] = ()
    address: str = ""
    rested: int = 0
    stands: bool = False

    @property
    def key(self) -> tuple[str, str, date]:
        return (self.what, self.label, self.due)


# Dates outside cases; each app adds what it knows (weekly reports here, reviews of pages in the portal).
Source = Callable[[date], Iterable[Watched]]
SOURCES: dict[Watch, Source] = {}


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
    return [*found, *_statutory(case, team, today), *_of_team(case, team)] if team else found


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


def reports(today: date) -> Iterable[Watched]:
    """Weekly reports that are owed, each by its author; the chief agents of the place are the heads."""
    posts = Post.objects.active().filter(role__in=weekly.REPORTING)
    for user in User.objects.filter(posts__in=posts, is_active=True).distinct().order_by("pk"):
        for owed in weekly.owed_by(user, today):
            heads = tuple(people.over(owed.region, frozenset({PostRole.CHIEF_AGENT})))
            label = f"{owed.post.pk}-{owed.level}"
            yield Watched(Watch.REPORT, label, owed.until, (user,), partial(_report, owed, user), heads)


def _report(owed: weekly.Owed, user: User) -> str:
    return _("%(level)s: %(name)s") % {"level": owed.level.label, "name": user.name}


SOURCES[Watch.REPORT] = reports


def to_look_at(today: date) -> list[int]:
    """Cases with a date that comes near or has passed, not looked at today yet: so a run goes on where another was killed."""
    horizon = worktime.due(today, law.lead(ladder.rules()), "wd", calendars.current()).date
    running = CaseItem.objects.filter(status__in=AT_AUTHORITY).values("case")
    orders = SupervisionOrder.objects.filter(status=OrderStatus.ISSUED, due__lte=horizon).values("case")
    climbing = Alert.objects.filter(ended_on=None, case__isnull=False).values("case")
    wanted = Q(next_due__lte=horizon) | Q(pk__in=running) | Q(pk__in=orders) | Q(pk__in=climbing)
    found = Case.objects.filter(wanted, ~Q(status__in=QUIET) | Q(pk__in=climbing)).exclude(watched_on=today)
    return list(found.order_by("pk").values_list("pk", flat=True))


def told(rung: Rung, watched: Watched, case: Case | None) -> list[User]:
    """Whom a step is told (C.7): those who have to do it; then the heads; then the supervisors; then who calls the conference."""
    if rung in (Rung.REMIND, Rung.URGE):
        return list(watched.people)
    if case is None:
        return list(watched.heads)
    others = {
        Rung.COORDINATE: lambda: people.of_agency(case),
        Rung.SUPERVISE: lambda: people.supervisors(case.region),
        Rung.CONFER: lambda: problems.conference_people(case),
    }
    return _each([*people.chiefs(case), *others[rung]()])


def heads(case: Case) -> list[User]:
    """Who looks over a case that has an alert."""
    return _each([*people.chiefs(case), *people.supervisors(case.region)])


def _each(found: Iterable[User]) -> list[User]:
    """Everybody once, in order."""
    return list({user.pk: user for user in found}.values())


def visible_to(user: User) -> QuerySet[Alert]:
    """Alerts of the cases one may see, and one's own outside cases; those over the place read all reports."""
    if not user.is_authenticated or not user.is_officer:
        return Alert.objects.none()
    # Subqueries instead of joins: each alert comes once, and a page of thousands of them is read in the order of an index.
    carried = Alert.people.through.objects
    mine = Q(pk__in=carried.filter(user=user).values("alert"))
    below = carried.filter(alert__case__isnull=True, user__posts__in=_posts_below(user))
    found = Alert.objects.filter(cases.seen(user, "case__") | mine | Q(pk__in=below.values("alert")))
    return found.select_related(*SHOWN)


def carried_by(user: User) -> QuerySet[Alert]:
    """Alerts about what this person has to do; all of them are among those that one may see."""
    return Alert.objects.filter(people=user)


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
