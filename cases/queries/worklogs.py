"""An agent's day as the cases tell it, with the own words (P-071)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from cases.enums import PostRole
from cases.models import CaseEvent, Post, User, WorkLog
from cases.queries import cases, sentences, tree
from cases.queries.weekly_draft import happened

MAX_DAYS = 31
OVERSEERS = (PostRole.OVERALL_MANAGER, PostRole.CHIEF_AGENT, PostRole.WORK_SUPERVISOR, PostRole.CHIEF_LIAISON)


@dataclass(frozen=True)
class Line:
    """Something this agent did: when, in which case, what."""

    at: datetime
    case: str
    sentence: str


@dataclass(frozen=True)
class Day:
    """One day of the log."""

    day: date
    lines: list[Line]
    text: str


def readable(reader: User) -> list[User]:
    """Whose logs this person may read: the own, and for heads and supervisors those of the region."""
    paths = [post.unit.region.path for post in reader.active_posts if post.role in OVERSEERS]
    found = {reader.pk: reader}
    if paths:
        posts = Post.objects.active().filter(tree.within(paths, "unit__region__path"))
        posts = posts.exclude(role=PostRole.ADMINISTRATOR)
        found |= {user.pk: user for user in User.objects.filter(posts__in=posts, is_active=True).distinct()}
    return sorted(found.values(), key=lambda user: (user.pk != reader.pk, user.name))


def days(agent: User, since: date, until: date, reader: User) -> list[Day]:
    """Days with something on them, the newest first. Only cases that the reader may see are told of."""
    events = happened(CaseEvent.objects.filter(actor=agent, case__in=cases.visible_to(reader)), since, until)
    rows = list(events.select_related("case__project").order_by("at", "pk"))
    names = sentences.item_names(row.data["item"] for row in rows if row.data.get("item"))
    words = dict(WorkLog.objects.filter(agent=agent, day__range=(since, until)).values_list("day", "text"))
    by_day: dict[date, list[Line]] = {day: [] for day in words}
    for row in rows:
        at = timezone.localtime(row.at)
        line = Line(at, f"{row.case.number} {row.case.project.name}", sentences.event(row, names))
        by_day.setdefault(at.date(), []).append(line)
    return [Day(day, by_day[day], words.get(day, "")) for day in sorted(by_day, reverse=True)]


def span(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """A sensible time: the last seven days unless said, never more than a month."""
    last = min(until or today, today)
    first = since or last - timedelta(days=6)
    return max(min(first, last), last - timedelta(days=MAX_DAYS - 1)), last
