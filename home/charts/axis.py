"""Days to pixels: the axis that every picture with dates stands on."""

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.daywords import MONTHS_EN, is_chinese

NAMES = 250  # px, column of names
HEAD = 44  # px, months and weeks
WIDE = 720  # px that a plan takes unless it is very long: what a laptop shows beside the names
LEAST, MOST = 1.6, 16.0  # px a day
WEEKLY = 120  # days up to which each week has its line


class Axis:
    """From the Monday before the first day to a week after the last; ``x`` says where a day begins."""

    def __init__(self, days: Sequence[dt.date], offset: int = NAMES, wide: int = WIDE) -> None:
        first, last = min(days), max(days)
        self.offset = offset
        self.first = first - dt.timedelta(days=first.weekday())
        self.days = (last - self.first).days + 8
        self.weekly = self.days <= WEEKLY
        self.step = max(LEAST, min(MOST, wide / self.days))
        self.width = offset + round(self.days * self.step)

    def x(self, day: dt.date) -> int:
        """Whole pixels: edges are sharp and the picture is small."""
        return round(self.offset + (day - self.first).days * self.step)

    def middle(self, day: dt.date) -> int:
        return round(self.offset + ((day - self.first).days + 0.5) * self.step)

    def span(self, start: dt.date, end: dt.date, least: int = 3) -> tuple[int, int]:
        """Left edge and width of ``start`` to ``end``, both days whole."""
        left = self.x(start)
        return left, max(least, self.x(end + dt.timedelta(days=1)) - left)

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

    def named_months(self) -> list[dt.date]:
        """Months whose name has room: those that carry their year first, then what fits between."""
        months = self.months()
        years = [day for day in months if day == months[0] or day.month == 1]
        shown: list[dt.date] = []
        for day in [*years, *(day for day in months if day not in years)]:
            left, right = self.x(day), self.x(day) + (80 if day in years else 34)
            apart = (
                right <= self.x(other) or left >= self.x(other) + (80 if other in years else 34) for other in shown
            )
            if right <= self.width and all(apart):
                shown.append(day)
        return sorted(shown)


def month_word(day: dt.date, first: bool) -> str:
    """9月 / Sep, with the year where it begins."""
    if first or day.month == 1:
        return f"{day.year}年{day.month}月" if is_chinese() else f"{MONTHS_EN[day.month - 1][:3]} {day.year}"
    return f"{day.month}月" if is_chinese() else MONTHS_EN[day.month - 1][:3]


def grid(axis: Axis, height: int) -> SafeString:
    """Lines of months (and weeks of a short plan) with their words."""
    weeks, shown, months = axis.weeks(), axis.named_months(), axis.months()
    lines = "".join(f"M{axis.x(day)} {26 if day in weeks and day.day > 7 else 0}V{height}" for day in months)
    lines += "".join(f"M{axis.x(day)} 26V{height}" for day in weeks)
    words = format_html_join(
        "",
        '<text class="gh" x="{}" y="18">{}</text>',
        ((axis.x(day) + 5, month_word(day, day == months[0])) for day in shown),
    )
    dates = format_html_join(
        "",
        '<text class="gm" x="{}" y="39">{}</text>',
        ((axis.x(day) + 4, f"{day:%d}") for day in weeks),
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
        left,
        wide,
        "gt" if inside else "gta",
        mark,
        left + (17 if before and not inside else 5),
        word,
    )


_CLOSING = "，。、；：！？）》”’·,.;:!?)"


def folded(text: str, width: float, hang: float = 0) -> list[str]:
    """The text in lines of ``width`` Chinese characters, the later ones ``hang`` narrower: nothing is left out.

    Words of Latin letters stay whole where they can, and no line begins with a sign that closes.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest:
        room = width - (hang if lines else 0)
        end = _end(rest, room)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 2 and _may_end(lines[-2], len(lines[-2]) - 1):
        lines[-2], lines[-1] = lines[-2][:-1], lines[-2][-1] + lines[-1]  # no character stands alone
    return lines or [""]


def _end(text: str, width: float) -> int:
    """Where the first line of a text ends."""
    used = 0.0
    for index, letter in enumerate(text):
        used += 1 if ord(letter) > 0x2E80 else 0.56
        if used > width and index and letter not in _CLOSING + " ":
            return max((at for at in range(1, index + 1) if _may_end(text, at)), default=index)
    return len(text)


def _may_end(text: str, at: int) -> bool:
    """Whether a line may end before the letter at ``at``."""
    before, after = text[at - 1], text[at]
    return after not in _CLOSING and (before == " " or ord(before) > 0x2E80 or ord(after) > 0x2E80)


def fitting(text: str, width: float) -> str:
    """Text that fits ``width`` Chinese characters; a Latin letter counts 0.56 of one."""
    used = 0.0
    for index, letter in enumerate(text):
        used += 1 if ord(letter) > 0x2E80 else 0.56
        if used > width:
            return text[: max(1, index - 1)] + "…"
    return text
