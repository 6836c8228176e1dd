"""What ends an early warning: the thing is done, or it has another date. Called with every act on a case, so it knows no turn."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from cases.enums_ladder import AlertAct, Watch
from cases.models import Alert, AlertStep, Case, User
from cases.queries import alerts as readers
from cases.queries import watched_outside
from cases.queries.watched import Watched


def end(rows: Iterable[Alert], watched: Iterable[Watched], today: date) -> None:
    """What is no longer watched is done, or has another date: that one is an alert of its own."""
    known = {one.key for one in watched}
    for alert in rows:
        if (alert.what, alert.label, alert.due) not in known:
            alert.ended_on = today
            alert.save(update_fields=["ended_on"])
            AlertStep.objects.create(alert=alert, act=AlertAct.END, on=today)


def settle(case: Case) -> None:
    """After an act on the case: what it settled leaves the list at once, not with tomorrow's look."""
    climbing = list(case.alerts.filter(ended_on=None))
    if climbing:
        today = timezone.localdate()
        end(climbing, readers.of_case(case, today), today)


def over(what: Watch, label: str) -> None:
    """What belongs to no case is done: its alert leaves the list at once, too."""
    end(Alert.objects.filter(case=None, what=what, label=label, ended_on=None), [], timezone.localdate())


def another(what: Watch) -> None:
    """What belongs to no case has been done: whatever has another date by now leaves the list at once."""
    today = timezone.localdate()
    end(Alert.objects.filter(case=None, what=what, ended_on=None), watched_outside.SOURCES[what](today), today)


def reported(author: User) -> None:
    """A weekly report was handed in: alerts of weeks that it covers are over."""
    today = timezone.localdate()
    climbing = list(Alert.objects.filter(case=None, what=Watch.REPORT, people=author, ended_on=None))
    if climbing:
        end(climbing, watched_outside.reports_of(author, today), today)
