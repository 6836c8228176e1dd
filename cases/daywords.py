"""Days and their lamps as people say them, in the active language. The one place where a date becomes words; pure functions."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

WEEK_ZH = "一二三四五六日"
WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
LAMPS = {
    "green": gettext_noop("On track"),
    "yellow": gettext_noop("Due soon"),
    "red": gettext_noop("Overdue"),
    "blue": gettext_noop("Finished"),
}
NO_LAMP = gettext_noop("Clock not running")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_INSIDE = re.compile(rf"(?<![\w-]){ISO_DAY.pattern}(?![\w-])", re.ASCII)


def is_chinese() -> bool:
    """Is the active language Chinese?"""
    return str(get_language() or "zh").startswith("zh")


def date_words(day: dt.date | dt.datetime, *, time: bool = False, short: bool = False) -> str:
    """2026年12月14日（星期一） / Mon 14 December 2026; short: 2026-12-14 / 14 Dec 2026."""
    clock = f" {day:%H:%M}" if time and isinstance(day, dt.datetime) else ""
    if is_chinese():
        if short:
            return f"{day:%Y-%m-%d}{clock}"
        return f"{day.year}年{day.month}月{day.day}日（星期{WEEK_ZH[day.weekday()]}）{clock.strip()}"
    month = MONTHS_EN[day.month - 1]
    if short:
        return f"{day.day} {month[:3]} {day.year}{clock}"
    return f"{WEEK_EN[day.weekday()]} {day.day} {month} {day.year}{clock and ',' + clock}"


def lamp_word(colour: str) -> str:
    """The word of a warning lamp."""
    return _(LAMPS.get(colour, NO_LAMP))


def local_day(moment: dt.datetime | None) -> dt.date | None:
    """The day of a moment at the office."""
    return timezone.localdate(moment) if moment else None


def plain_day(day: dt.date) -> str:
    """2026年12月14日 / 14 December 2026: inside a sentence, where the day of the week says nothing."""
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def year_words(day: dt.date) -> str:
    """2026年 / 2026."""
    return f"{day.year}年" if is_chinese() else str(day.year)


def month_words(day: dt.date) -> str:
    """2026年12月 / December 2026."""
    return f"{day.year}年{day.month}月" if is_chinese() else f"{MONTHS_EN[day.month - 1]} {day.year}"


def week_words(monday: dt.date) -> str:
    """2026-11-23 – 2026-11-29 / 23 Nov 2026 – 29 Nov 2026."""
    return " – ".join(date_words(day, short=True) for day in (monday, monday + dt.timedelta(days=6)))


def told(value: object) -> str:
    """A day as a message or an event keeps it (``2026-12-14``) in words; anything else stands for itself."""
    if isinstance(value, dt.date):
        return date_words(value)
    text = "" if value is None else str(value)
    return date_words(dt.date.fromisoformat(text)) if ISO_DAY.fullmatch(text) else text


def with_days(text: str) -> str:
    """A line of a log as it is kept, its days (``2026-12-14``) said as lists say them: short, in the reader's language."""
    return DAY_INSIDE.sub(lambda found: _said(found[0]), text)


def _said(text: str) -> str:
    """A day in words; what only looks like one stands for itself."""
    try:
        return date_words(dt.date.fromisoformat(text), short=True)
    except ValueError:
        return text
