"""The roadmap as a picture: an inline SVG of bars by day, for eyes, keyboard and paper; a table stands beside it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from home.words import MONTHS_EN

register = template.Library()

NAMES = 250  # px, column of names
ROW, HEAD, GROUP, BAR = 28, 44, 30, 12  # px, heights
LAMP_CLASS = {"green": "good", "yellow": "due", "red": "late", "grey": "halted", "blue": "done"}
MARKS = {"done": "✓", "late": "!", "due": "!", "halted": "II"}


def _get(row: Any, name: str, default: Any = None) -> Any:
    value = row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)
    return default if value is None else value


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _cut(text: str, width: float) -> str:
    """Text that fits `width` Chinese characters; a Latin letter counts 0.56 of one."""
    used = 0.0
    for index, letter in enumerate(text):
        used += 1 if ord(letter) > 0x2E80 else 0.56
        if used > width:
            return text[: max(1, index - 1)] + "…"
    return text


class _Scale:
    """Days to pixels, and the lines of weeks or months."""

    def __init__(self, days: Sequence[dt.date]) -> None:
        first, last = min(days), max(days)
        self.first = first - dt.timedelta(days=first.weekday())
        self.days = (last - self.first).days + 8
        self.weekly = self.days <= 140
        self.step = max(3.0 if self.days > 400 else 0.0, min(16.0, 860 / self.days))
        self.width = NAMES + round(self.days * self.step)

    def x(self, day: dt.date) -> float:
        return round(NAMES + (day - self.first).days * self.step, 1)

    def months(self) -> list[dt.date]:
        day, found = self.first.replace(day=1), []
        while (day - self.first).days < self.days:
            found.append(max(day, self.first))
            day = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return found

    def weeks(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=n) for n in range(0, self.days, 7)] if self.weekly else []


def _month_word(day: dt.date, first: bool) -> str:
    chinese = str(get_language() or "zh").startswith("zh")
    if first or day.month == 1:
        return f"{day.year}年{day.month}月" if chinese else f"{MONTHS_EN[day.month - 1][:3]} {day.year}"
    return f"{day.month}月" if chinese else MONTHS_EN[day.month - 1][:3]


def _grid(scale: _Scale, height: int) -> SafeString:
    months, weeks = scale.months(), scale.weeks()
    lines = "".join(f"M{scale.x(day):g} {26 if day in weeks and day.day > 7 else 0}V{height}" for day in months)
    lines += "".join(f"M{scale.x(day):g} 26V{height}" for day in weeks)
    shown: list[dt.date] = []
    for at, day in enumerate(months):
        with_year = not shown or day.month == 1
        if scale.step * _days_in(months, at, scale) > (64 if with_year else 26):
            shown.append(day)
    words = format_html_join(
        "",
        '<text class="gh" x="{}" y="18">{}</text>',
        ((f"{scale.x(day) + 5:g}", _month_word(day, day == shown[0])) for day in shown),
    )
    dates = format_html_join(
        "",
        '<text class="gm" x="{}" y="39">{}</text>',
        ((f"{scale.x(day) + 4:g}", f"{day:%d}") for day in weeks),
    )
    return format_html('<path class="gl" d="{}M0 {}H{}"/>{}{}', lines, HEAD, scale.width, words, dates)


def _days_in(months: list[dt.date], at: int, scale: _Scale) -> int:
    end = months[at + 1] if at + 1 < len(months) else scale.first + dt.timedelta(days=scale.days)
    return (end - months[at]).days


def _state(row: Any) -> str:
    if _get(row, "done", False):
        return "done"
    lamp = _get(row, "lamp", "")
    if str(getattr(lamp, "value", lamp)) == "grey" and not _get(row, "begun", True):
        return ""  # not begun is not the same as a stopped clock
    return LAMP_CLASS.get(str(getattr(lamp, "value", lamp)), "")


def _sentence(row: Any, state: str) -> str:
    """What a reader who cannot see the bar is told."""
    start, end = _day(_get(row, "start")), _day(_get(row, "end"))
    parts = [f"{_get(row, 'code', '')} {_get(row, 'label', '')}".strip()]
    parts.append(f"{start} – {end}" if start and end else str(_get(row, "waiting", "")) or _("waiting, no dates yet"))
    if _get(row, "critical", False):
        parts.append(_("critical path"))
    word = {"done": _("finished"), "late": _("overdue"), "due": _("due soon"), "halted": _("clock stopped")}.get(state)
    return ", ".join([*parts, word] if word else parts)


def _bar(row: Any, scale: _Scale, y: int, state: str) -> SafeString:
    start, end = _day(_get(row, "start")), _day(_get(row, "end"))
    if _get(row, "before", False):
        return format_html('<text class="gm" x="{}" y="{}">{} {}</text>', NAMES + 8, y + 18, MARKS["done"], end or "")
    if not start or not end:
        text = _cut(str(_get(row, "waiting", "") or _get(row, "waits_for", "")) or _("waiting, no dates yet"), 30)
        return format_html(
            '<rect class="gw" x="{}" y="{}" width="230" height="18" rx="3"/><text class="gm" x="{}" y="{}">{}</text>',
            NAMES + 8,
            y + 5,
            NAMES + 16,
            y + 18,
            text,
        )
    x, width = scale.x(start), max(4.0, ((end - start).days + 1) * scale.step)
    planned = _baseline(row, scale, y)
    mark = MARKS.get(state, "")
    after = format_html('<text x="{}" y="{}">{}</text>', f"{x + width + 5:g}", y + 18, mark) if mark else SafeString("")
    return format_html(
        '{}<rect class="gb" x="{}" y="{}" width="{}" height="{}" rx="2"/>{}',
        planned,
        f"{x:g}",
        y + 7,
        f"{width:g}",
        BAR,
        after,
    )


def _baseline(row: Any, scale: _Scale, y: int) -> SafeString:
    start, end = _day(_get(row, "baseline_start")), _day(_get(row, "baseline_end"))
    if not start or not end:
        return SafeString("")
    width = ((end - start).days + 1) * scale.step
    return format_html(
        '<rect class="gx" x="{}" y="{}" width="{}" height="3"/>', f"{scale.x(start):g}", y + 22, f"{width:g}"
    )


def _stacked(rows: Sequence[Any]) -> Iterable[tuple[int, str, Any]]:
    """(y, group heading or "", row or None) from top to bottom."""
    y, group = HEAD + 4, ""
    for row in rows:
        name = str(_get(row, "group", "") or _get(row, "stage", ""))
        if name and name != group:
            group = name
            yield y, name, None
            y += GROUP
        yield y, "", row
        y += ROW


def gantt_svg(
    rows: Iterable[Any], today: dt.date | None = None, lang: str | None = None, ident: str = "gantt"
) -> SafeString:
    """The roadmap as SVG.

    Rows are objects or dicts with label, code, start, end, done, critical, lamp, group, waiting, baseline_start
    and baseline_end. A row with ``before`` was finished before the plan began: its day is written, not drawn.
    """
    with override(lang or get_language()):
        return _svg(list(rows), today, ident)


def _drawn(stacked: list[Any], scale: _Scale) -> tuple[list[Any], list[SafeString], list[SafeString]]:
    """The bands of the groups, the names and the bars."""
    bands, labels, bars = [], [], []
    for y, group, row in stacked:
        if row is None:
            bands.append((y, scale.width, GROUP - 2))
            labels.append(format_html('<text font-weight="600" x="8" y="{}">{}</text>', y + 19, _cut(group, 17)))
            continue
        state = _state(row)
        critical = bool(_get(row, "critical", False))
        text = _cut(f"{'▲ ' if critical else ''}{_get(row, 'code', '')} {_get(row, 'label', '')}".strip(), 17.5)
        labels.append(
            format_html(
                '<text x="8" y="{}"{}>{}</text>', y + 18, SafeString(' font-weight="600"') if critical else "", text
            )
        )
        bars.append(
            format_html(
                '<g tabindex="0" role="listitem" class="{}"><title>{}</title>'
                '<rect class="gf" x="{}" y="{}" width="{}" height="{}"/>{}</g>',
                f"{state}{' crit' if critical else ''}".strip(),
                _sentence(row, state),
                NAMES,
                y,
                scale.width - NAMES - 2,
                ROW - 2,
                _bar(row, scale, y, state),
            )
        )
    return bands, labels, bars


def _svg(rows: list[Any], today: dt.date | None, ident: str) -> SafeString:
    names = ("start", "end", "baseline_start", "baseline_end")
    inside = [row for row in rows if not _get(row, "before", False)]
    known = [day for row in inside for name in names if (day := _day(_get(row, name)))]
    dates = [*known, today] if today else known
    if not rows:
        return SafeString("")
    scale = _Scale(dates or [dt.date(2026, 1, 1)])
    stacked = list(_stacked(rows))
    height = stacked[-1][0] + ROW + 6
    bands, labels, bars = _drawn(stacked, scale)
    line = _today(scale, today, height) if today else SafeString("")
    back = format_html_join("", '<rect class="gs" y="{}" width="{}" height="{}"/>', bands)
    return format_html(
        '<div class="gantt" tabindex="0" role="region" aria-label="{label}">'
        '<svg class="gantt-plan" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="list" aria-label="{label}">'
        '{back}{grid}<use class="gantt-print" href="#{id}-names"/>{bars}{line}</svg>'
        '<svg class="gantt-pin" width="{n}" height="{h}" aria-hidden="true" focusable="false">'
        '<g id="{id}-names">{labels}</g></svg></div>',
        label=_("Roadmap by date"),
        w=scale.width,
        h=height,
        back=back,
        grid=_grid(scale, height),
        id=ident,
        n=NAMES,
        labels=format_html_join("", "{}", ((part,) for part in labels)),
        bars=format_html_join("", "{}", ((part,) for part in bars)),
        line=line,
    )


def _today(scale: _Scale, today: dt.date, height: int) -> SafeString:
    x, word = scale.x(today), _("Today")
    wide = 10 + sum(13 if ord(letter) > 0x2E80 else 8 for letter in word)
    return format_html(
        '<path class="gt" d="M{x} 26V{h}"/><rect class="gp" x="{x}" y="26" width="{w}" height="17"/>'
        '<text class="gtt" x="{t}" y="39">{word}</text>',
        x=f"{x:g}",
        h=height,
        w=wide,
        t=f"{x + 5:g}",
        word=word,
    )


@register.simple_tag
def gantt(rows: Iterable[Any], today: dt.date | None = None, ident: str = "gantt") -> SafeString:
    """Draw the roadmap; see `gantt_svg`."""
    return gantt_svg(rows, today, ident=ident)
