"""The State Council's notice of a year's holidays, entered as one act (domain D.2)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import recompute, reference_log
from cases.actions.reference import allowed
from cases.daywords import date_words
from cases.exceptions import BadInput
from cases.models import CalendarDay, User
from cases.queries import reference

MAKEUP = "调休上班"
FIELDS = ("is_workday", "name", "kind", "source", "provisional")
Rest = tuple[date, date, str]


def enter_notice(year: int, *, rest: Sequence[Rest], work: Sequence[date], source: str, reason: str, by: User) -> int:
    """Write every day of ``year`` as the notice says and mark the year certain; returns how many days changed.

    ``rest``: (first, last, name of the holiday); ``work``: weekend days that are worked. A notice may reach into the
    neighbouring years (2022-12-31 belonged to the notice of 2023): of those only the days named change. What a roadmap
    promised stays; open dates follow the new calendar, in the background.
    """
    reason = allowed(CalendarDay, reason, by)
    if not source.strip():
        raise BadInput(_("Name the notice: its number or address."), field="source")
    named = _named(year, rest, work)
    with transaction.atomic(), recompute.after_change(by) as change:
        there = {row.date: row for row in CalendarDay.objects.select_for_update().filter(date__in=_dates(year, named))}
        before = reference_log.Said(str(year), reference.year_snapshot(year))
        outside = {day: reference_log.said(there[day]) for day in named if day.year != year and day in there}
        wanted = [_row(day, named, source.strip()) for day in _dates(year, named)]
        new = [row for row in wanted if row.date not in there]
        differing = [there[row.date] for row in wanted if row.date in there and _take(there[row.date], row)]
        CalendarDay.objects.bulk_create(new)
        CalendarDay.objects.bulk_update(differing, FIELDS)
        if new or differing:
            reference_log.keep_before(CalendarDay, before)
            snapshot = reference.year_snapshot(year)
            change.version = reference_log.write(CalendarDay, str(year), snapshot, reason, by)
        for row in differing:
            if row.date in outside:
                reference_log.changed(row, outside[row.date], reason, by)
    return len(new) + len(differing)


def _named(year: int, rest: Sequence[Rest], work: Sequence[date]) -> dict[date, tuple[bool, str]]:
    """{date: (worked, name)} of the days that the notice names; refuses what cannot be."""
    if not 2000 <= year <= 2100:
        raise BadInput(_("Enter the year of the notice with four digits."), field="year")
    if not rest:
        raise BadInput(_("A notice names at least one holiday."), field="rest")
    named: dict[date, tuple[bool, str]] = {}
    for first, last, name in rest:
        if last < first or (last - first).days > 20:
            raise BadInput(_("A holiday ends on or after its first day and lasts at most three weeks."), field="rest")
        if not name.strip():
            raise BadInput(_("Name the holiday."), field="rest")
        for day in _between(first, last):
            if day in named:
                raise BadInput(_("%(day)s is named twice.") % {"day": date_words(day)}, field="rest")
            named[day] = (False, name.strip())
    for day in work:
        if day in named:
            raise BadInput(_("%(day)s is named twice.") % {"day": date_words(day)}, field="work")
        if day.weekday() < 5:
            raise BadInput(
                _("%(day)s is not a Saturday or Sunday: it is worked anyway.") % {"day": date_words(day)}, field="work"
            )
        named[day] = (True, MAKEUP)
    for day in named:
        if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
            raise BadInput(
                _("%(day)s does not belong to the notice of %(year)s.") % {"day": date_words(day), "year": year},
                field="work" if named[day][0] else "rest",
            )
    return named


def _between(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _dates(year: int, named: dict[date, tuple[bool, str]]) -> list[date]:
    return sorted({*_between(date(year, 1, 1), date(year, 12, 31)), *named})


def _row(day: date, named: dict[date, tuple[bool, str]], source: str) -> CalendarDay:
    worked, name = named.get(day, (day.weekday() < 5, ""))
    kinds = {(True, True): "makeup", (True, False): "holiday", (False, True): "workday", (False, False): "weekend"}
    return CalendarDay(
        date=day, is_workday=worked, name=name, kind=kinds[day in named, worked], source=source[:100], provisional=False
    )


def _take(stored: CalendarDay, wanted: CalendarDay) -> bool:
    """Make the stored day say what is wanted; whether it said something else."""
    differing = [name for name in FIELDS if getattr(stored, name) != getattr(wanted, name)]
    for name in differing:
        setattr(stored, name, getattr(wanted, name))
    return bool(differing)
