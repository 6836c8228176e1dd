"""The regular account of the progress to the enterprise: when it is due, and a draft from what really happened (P-072)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice, takewhile
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import worktime
from cases.daywords import date_words
from cases.enums import Action, CaseStatus, ItemStatus
from cases.models import Case, Note, User
from cases.queries import account, calendars, cases, deadlines, sentences
from cases.transitions import ITEM_DONE

TOLD_IN = (CaseStatus.SIGNED, CaseStatus.NOTIFIED, CaseStatus.UNDERWAY, CaseStatus.DELIVERING)
# What the enterprise wrote or read already is no news to it.
NO_NEWS = (Action.MESSAGE, Action.TELL_PROGRESS, Action.SIGN_AGREEMENT)
MOST_EVENTS, MOST_DATES = 30, 5


def last_told(case: Case) -> datetime | None:
    """When the enterprise was last told; before the first account, the signing."""
    found = case.notes.filter(progress=True).aggregate(last=Max("created_at"))["last"]
    return found or case.signed_at


def due(case: Case, told: datetime | None) -> date | None:
    """By when the next account is owed, in working days of the scheme; None while the service does not run."""
    if told is None or case.status not in TOLD_IN:
        return None
    return _last_day(timezone.localtime(told).date(), case.term("feedback_wd"))


def _last_day(told: date, days: int) -> date:
    return worktime.due(told, days, "wd", calendars.current()).date


@dataclass(frozen=True)
class Owed:
    """A case whose enterprise is to be told."""

    case: Case
    due: date


def owed_by(user: User, today: date | None = None) -> list[Owed]:
    """Accounts due today or overdue, the longest overdue first."""
    days = owed_days(user, today)
    found = Case.objects.select_related("project", "enterprise").in_bulk([pk for pk, _day in days])
    return [Owed(found[pk], day) for pk, day in days]


def owed_days(user: User, today: date | None = None, limit: int | None = None) -> list[tuple[int, date]]:
    """The keys of their cases and the days, in the same order; with ``limit`` only so many."""
    last, due_on = today or timezone.localdate(), _due_on()
    # Two arms, each of an index: with an "or" between them the database goes through every case there is.
    own, free = (_told(Case.objects.filter(part)) for part in (cases.of_own_team(user), cases.without_team(user)))
    told = sorted(_running(own.union(free)), key=lambda row: (row.at, row.pk))
    found = list[tuple[date, datetime, int]]()
    # Who was told earlier and is promised as many days is due earlier: of each number of days only the first are counted out.
    for days in {row.days for row in told}:
        ahead = ((due_on(row), row.at, row.pk) for row in told if row.days == days)
        found += islice(takewhile(lambda one: one[0] <= last, ahead), limit)
    return [(pk, day) for day, _at, pk in sorted(found)[:limit]]


def due_by(among: QuerySet[Case], last: date) -> list[int]:
    """Of these cases the primary keys of those whose account is due by a day."""
    due_on = _due_on()
    return [row.pk for row in _running(_told(among).iterator(2000)) if due_on(row) <= last]


class Told(NamedTuple):
    """When an enterprise was last told, and after how many working days it is again: as promised, else as the scheme says."""

    pk: int
    at: datetime
    promised: int | None
    usual: int

    @property
    def days(self) -> int:
        return self.usual if self.promised is None else self.promised


def _due_on() -> Callable[[Told], date]:
    """By when the next account is owed. What was counted out for one of thousands of cases is not counted again."""
    last_day = cache(_last_day)
    return lambda row: last_day(timezone.localtime(row.at).date(), row.days)


def _told(found: QuerySet[Case]) -> QuerySet[Case, tuple[Any, ...]]:
    """Of running cases what ``Told`` says. Of thousands only this is read."""
    running = found.filter(status__in=TOLD_IN).order_by()
    return running.values_list("pk", _told_at(), "terms__feedback_wd", "scheme__feedback_wd")


def _running(rows: Iterable[tuple[Any, ...]]) -> Iterator[Told]:
    """Those whose service has begun."""
    return (row for row in map(Told._make, rows) if row.at is not None)


def _told_at() -> Coalesce:
    last = Note.objects.filter(case=OuterRef("pk"), progress=True).order_by("-created_at").values("created_at")[:1]
    return Coalesce(Subquery(last), F("signed_at"), output_field=DateTimeField())


def draft(case: Case) -> str:
    """What happened since the last account, how far the items are, what comes next: in the language of the enterprise."""
    with translation.override(case.created_by.language):
        happened = _happened(case) or [_("No step was recorded in this time; the agency keeps following it up.")]
        return "\n".join([*happened, _items(case), *_next(case)])


def _happened(case: Case) -> list[str]:
    since = last_told(case)
    events = case.events.filter(public=True).exclude(action__in=NO_NEWS).order_by("seq")
    if since is not None:
        events = events.filter(at__gt=since)
    return account.lines(events[:MOST_EVENTS], case.scheme.agreement_kind)


def _items(case: Case) -> str:
    statuses = list(case.items.exclude(status=ItemStatus.DROPPED).order_by().values_list("status", flat=True))
    done = sum(1 for status in statuses if status in ITEM_DONE)
    return _("Items finished: %(done)s of %(total)s.") % {"done": done, "total": len(statuses)}


def _next(case: Case) -> list[str]:
    today = timezone.localdate()
    coming = [row for row in deadlines.for_enterprise(case) if row.what != "answer" and row.date >= today][:MOST_DATES]
    if not coming:
        return []
    lines = [f"· {date_words(row.date)} {sentences.deadline(row.what, row.label)}" for row in coming]
    return [_("What comes next:"), *lines]
