"""Readers of meetings and of what they decided."""

from django.db.models import Exists, F, OuterRef, QuerySet

from cases import permissions
from cases.models import Case, MeetingTask, User
from cases.queries import cases
from cases.transitions import FINAL


def any_open() -> Exists:
    """Whether a case has such tasks, read with the case."""
    rows = MeetingTask.objects.filter(meeting__case=OuterRef("pk"), unit__isnull=False, done_on__isnull=True)
    return Exists(rows.order_by())


def tasks_of(user: User) -> QuerySet[MeetingTask]:
    """What meetings gave to the units that somebody speaks for and nobody has reported as done, the most urgent first."""
    own = MeetingTask.objects.filter(unit__in=permissions.opinion_units(user), done_on=None)
    return own.filter(cases.reach(user, "meeting__case__")).exclude(meeting__case__status__in=FINAL)


def open_tasks(case: Case) -> QuerySet[MeetingTask]:
    """What meetings of the case gave somebody to do and nobody has reported as done, the soonest first."""
    rows = MeetingTask.objects.filter(meeting__case=case, unit__isnull=False, done_on__isnull=True)
    return rows.select_related("unit", "done_by").order_by(F("due").asc(nulls_last=True), "pk")
