"""Weeks, months and years as reports know them: which one is over, how it is named, how many lie between. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from cases import counting
from cases.counting import ONE, Period
from cases.daywords import month_words, week_words, year_words
from cases.enums_reports import Rhythm

MONTHS = {Rhythm.MONTH: 1, Rhythm.YEAR: 12}
WEEK = re.compile(r"(\d{4})-W(\d{1,2})", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))


def around(rhythm: Rhythm, day: date, back: int = 0) -> Period:
    """The week, month or year of the day, or the one so many before it."""
    if rhythm == Rhythm.WEEK:
        monday = day - timedelta(days=day.weekday() + 7 * back)
        return Period(monday, monday + timedelta(days=6))
    length = MONTHS[rhythm]
    return counting.month(day, back, length)


def over(rhythm: Rhythm, today: date) -> Period:
    """The latest one that is over."""
    return around(rhythm, today, 1)


def following(rhythm: Rhythm, period: Period) -> Period:
    """The next one."""
    return around(rhythm, period.end + ONE)


def between(rhythm: Rhythm, first: Period, last: Period) -> int:
    """How many lie between the two, neither of them counted."""
    if rhythm == Rhythm.WEEK:
        return (last.start - first.start).days // 7 - 1
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return months // MONTHS[rhythm] - 1


def key(rhythm: Rhythm, period: Period) -> str:
    """As an address has it: 2026, 2026-11, 2026-W48."""
    if rhythm == Rhythm.WEEK:
        year, week, _day = period.start.isocalendar()
        return f"{year}-W{week:02}"
    return f"{period.start:%Y-%m}" if rhythm == Rhythm.MONTH else f"{period.start:%Y}"


def parse(text: str) -> tuple[Rhythm, Period]:
    """The same read again; ``ValueError`` for anything else."""
    if found := WEEK.fullmatch(text):
        return Rhythm.WEEK, around(Rhythm.WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := MONTH.fullmatch(text):
        return Rhythm.MONTH, around(Rhythm.MONTH, date(int(found[1]), int(found[2]), 1))
    if YEAR.fullmatch(text):
        return Rhythm.YEAR, around(Rhythm.YEAR, date(int(text), 1, 1))
    raise ValueError("no week, month or year")


def words(rhythm: Rhythm, period: Period) -> str:
    """As people say it."""
    said = {Rhythm.WEEK: week_words, Rhythm.MONTH: month_words, Rhythm.YEAR: year_words}
    return said[rhythm](period.start)
