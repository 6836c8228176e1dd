"""Lamps: a colour and the sentence that explains it by its facts and by the rule that it follows (domain C.7)."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import worktime
from cases.daywords import date_words
from cases.enums import CaseStatus, Watched
from cases.models import Case
from cases.queries import calendars, warnings

ONE = timedelta(days=1)
COLOURS = ("red", "yellow", "green", "grey")  # of the next date of a case
# The next date of a suspended case that goes on all the same: what an authority has accepted (P-073).
GOES_ON = ("promised", "special")
# What is still owed then has lists of its own.
ENDED = (CaseStatus.CLOSED, CaseStatus.ARCHIVED, CaseStatus.TERMINATED)


def days_left(due: date, today: date | None = None) -> int:
    """Working days from today to ``due``; negative when it has passed."""
    today = today or timezone.localdate()
    cal = calendars.current()
    return worktime.used(today, due, cal) if due >= today else -max(1, worktime.used(due, today, cal))


def lamp_for(due: date | None, today: date | None = None) -> str:
    """green, yellow (few working days left, by the rule in force), red (past), grey (no date)."""
    if due is None:
        return "grey"
    left = days_left(due, today)
    return "red" if left < 0 else "yellow" if left <= warnings.rule(Watched.DATE).days else "green"


def last_near_day(today: date) -> date:
    """The last day of which ``lamp_for`` says yellow; yesterday where no rule is in use."""
    day, days = today - ONE, warnings.rule(Watched.DATE).days
    while days_left(day + ONE, today) <= days:
        day += ONE
    return day


def stands(case: Case) -> bool:
    """Whether the next date of the case stands still: it is suspended, and nothing goes on at an authority."""
    return case.status == CaseStatus.SUSPENDED and case.next_what not in GOES_ON


def rests(case: Case) -> bool:
    """Whether the next date of the case lights no lamp: the case is over, or the date stands still."""
    return case.status in ENDED or stands(case)


def of_case(case: Case, today: date | None = None) -> str:
    """The lamp of the next date of a case, in lists, filters, boards and files for others."""
    return "grey" if rests(case) else lamp_for(case.next_due, today)


def burning(colour: str, today: date) -> Q:
    """Cases whose next date has this lamp, as ``of_case`` says: one that ``rests`` is grey. Of items: ``item_lamps``."""
    near, halted = last_near_day(today), Q(status=CaseStatus.SUSPENDED) & ~Q(next_what__in=GOES_ON)
    runs = ~(halted | Q(status__in=ENDED))
    if colour == "grey":
        return Q(next_due=None) | ~runs
    days = {
        "red": Q(next_due__lt=today),
        "yellow": Q(next_due__range=(today, near)),
        "green": Q(next_due__gt=max(near, today - ONE)),
    }
    return days[colour] & runs


def within(today: date, length: timedelta, path: str = "next_due") -> Q:
    """A date from today on, within ``length``."""
    return Q(**{f"{path}__range": (today, today + length)})


def lamp_of(reading: worktime.Clock | None, clock: Watched) -> worktime.Lamp:
    """The lamp of a clock by the rule in force for it."""
    rule = warnings.rule(clock)
    return worktime.lamp(reading, rule.percent / 100, rule.days)


def why_date(due: date | None, today: date | None = None) -> str:
    """The sentence behind ``lamp_for``."""
    if due is None:
        return _("No date is set.")
    left = days_left(due, today)
    return _sentence([_left(left), _("due %(day)s") % {"day": date_words(due)}], Watched.DATE)


def why(reading: worktime.Clock | None, clock: Watched) -> str:
    """The sentence behind ``lamp_of``: how much of how much is used, what is left, until when, by which rule."""
    if reading is None:
        return _("The clock has not begun.")
    whole = reading.used + max(0, reading.remaining)
    used = {"used": reading.used, "whole": whole if reading.remaining >= 0 else reading.used + reading.remaining}
    if reading.state == "stopped":
        facts = [_("finished after %(used)s of %(whole)s working days") % used]
        facts += [_left(reading.remaining)] if reading.overdue else []
    else:
        facts = [_("working day %(used)s of %(whole)s, %(left)s") % (used | {"left": _left(reading.remaining)})]
    if reading.state == "paused":
        facts.append(_("the clock stands; the date is the earliest possible"))
    if reading.paused_days:
        days = reading.paused_days
        facts.append(ngettext("%(n)d working day not counted", "%(n)d working days not counted", days) % {"n": days})
    facts.append(_("due %(day)s") % {"day": date_words(reading.due)})
    if reading.provisional:
        facts.append(_("provisional: the calendar of these days is not published yet"))
    return _sentence(facts, clock)


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(n)d working day overdue", "%(n)d working days overdue", -days) % {"n": -days}
    return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}


def _sentence(facts: list[str], clock: Watched) -> str:
    rule = warnings.rule(clock)
    named = rule.words() if rule is not warnings.NONE else _("no rule in use")
    return _("; ").join([*facts, _("rule: %(rule)s") % {"rule": named}])
