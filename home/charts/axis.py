"""Days to pixels: the axis that every picture with dates stands on."""

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.daywords import MONTHS_EN, is_chinese

NAMES = 250  # px, column of names
HEAD = 44  # px, months and weeks
WIDE = 860  # px that a plan of up to a year takes
WEEKLY = 140  # days up to which each week has its line


class Axis:
    """From the Monday before the first day to a week after the last; ``x`` says where a day begins."""

    def __init__(self, days: Sequence[dt.date], offset: int = NAMES, wide: int = WIDE) -> None:
        first, last = min(days), max(days)
        self.offset = offset
        self.first = first - dt.timedelta(days=first.weekday())
        self.days = (last - self.first).days + 8
        self.weekly = self.days <= WEEKLY
        self.step = max(3.0 if self.days > 400 else 0.0, min(16.0, wide / self.days))
        self.width = offset + round(self.days * self.step)

    def x(self, day: dt.date) -> float:
        return round(self.offset + (day - self.first).days * self.step, 1)

    def span(self, start: dt.date, end: dt.date, least: float = 3.0) -> tuple[float, float]:
        """Left edge and width of ``start`` to ``end``, both days whole."""
        return self.x(start), round(max(least, ((end - start).days + 1) * self.step), 1)

    def shows(self, day: dt.date) -> bool:
        return 0 <= (day - self.first).days < self.days

    def months(self) -> list[dt.date]:
        day, found = self.first.replace(day=1), []
        while (day - self.first).days < self.days:
            found.append(max(day, self.first))
            day = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return found

    def weeks(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=n) for n in range(0, self.days, 7)] if self.weekly else []

    def _days_in(self, months: list[dt.date], at: int) -> int:
        end = months[at + 1] if at + 1 < len(months) else self.first + dt.timedelta(days=self.days)
        return (end - months[at]).days

    def named_months(self) -> list[dt.date]:
        """Months whose name has room."""
        months, shown = self.months(), list[dt.date]()
        for at, day in enumerate(months):
            with_year = not shown or day.month == 1
            if self.step * self._days_in(months, at) > (64 if with_year else 26):
                shown.append(day)
        return shown


def month_word(day: dt.date, first: bool) -> str:
    """9月 / Sep, with the year where it begins."""
    if first or day.month == 1:
        return f"{day.year}年{day.month}月" if is_chinese() else f"{MONTHS_EN[day.month - 1][:3]} {day.year}"
    return f"{day.month}月" if is_chinese() else MONTHS_EN[day.month - 1][:3]


def grid(axis: Axis, height: int) -> SafeString:
    """Lines of months (and weeks of a short plan) with their words."""
    weeks, shown = axis.weeks(), axis.named_months()
    lines = "".join(f"M{axis.x(day):g} {26 if day in weeks and day.day > 7 else 0}V{height}" for day in axis.months())
    lines += "".join(f"M{axis.x(day):g} 26V{height}" for day in weeks)
    words = format_html_join(
        "",
        '<text class="gh" x="{}" y="18">{}</text>',
        ((f"{axis.x(day) + 5:g}", month_word(day, day == shown[0])) for day in shown),
    )
    dates = format_html_join(
        "",
        '<text class="gm" x="{}" y="39">{}</text>',
        ((f"{axis.x(day) + 4:g}", f"{day:%d}") for day in weeks),
    )
    return format_html('<path class="gl" d="{}M0 {}H{}"/>{}{}', lines, HEAD, axis.width, words, dates)


def today_line(axis: Axis, today: dt.date, height: int) -> SafeString:
    """The line of today; outside the axis the word stands at the edge with an arrow to where it would be."""
    word, inside, before = _("Today"), axis.shows(today), today < axis.first
    wide = 10 + sum(13 if ord(letter) > 0x2E80 else 8 for letter in word) + (0 if inside else 12)
    x = axis.x(today) if inside else axis.offset if before else axis.width
    left = min(x, axis.width - wide)
    mark = (
        f"M{x:g} 26V{height}"
        if inside
        else f"M{left + 10:g} 30l-5 4 5 4z"
        if before
        else f"M{axis.width - 10} 30l5 4-5 4z"
    )
    return format_html(
        '<rect class="gp" x="{}" y="26" width="{}" height="17"/><path class="{}" d="{}"/><text class="gtt" x="{}" y="39">{}</text>',
        f"{left:g}",
        wide,
        "gt" if inside else "gta",
        mark,
        f"{left + (17 if before and not inside else 5):g}",
        word,
    )


def fitting(text: str, width: float) -> str:
    """Text that fits ``width`` Chinese characters; a Latin letter counts 0.56 of one."""
    used = 0.0
    for index, letter in enumerate(text):
        used += 1 if ord(letter) > 0x2E80 else 0.56
        if used > width:
            return text[: max(1, index - 1)] + "…"
    return text
