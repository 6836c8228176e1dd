"""The range of each milestone: how its days are spread, the middle, eight of ten, and the day that is promised."""

import datetime as dt
from collections import Counter

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.queries.side_by_side import Forecast, Outlook
from home.charts.axis import fitting

LINE, WIDE, EDGE, HALF = 112, 448, 56, 18  # px
WEEK = 7
POINTS = 60


def strips_svg(found: Forecast) -> SafeString:
    """One strip a milestone, each on its own scale: what is a year away would flatten what is near."""
    if not found.rows:
        return SafeString("")
    width, height = WIDE + 2 * EDGE, len(found.rows) * LINE + 6
    return format_html(
        '<div class="gantt strip" tabindex="0" role="region" aria-label="{label}"><svg width="{w}" height="{h}" '
        'viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving>'
        '<defs><rect id="s-f" width="{w}" height="{f}"/></defs>{strips}</svg></div>',
        label=_("Forecast of the milestones"),
        w=width,
        h=height,
        f=LINE - 4,
        strips=format_html_join("", "{}", ((_strip(row, 2 + n * LINE),) for n, row in enumerate(found.rows))),
    )


class _Scale:
    """The days of one strip: from the first to the last run, and to the promised day if that lies outside."""

    def __init__(self, row: Outlook) -> None:
        days = [row.range.ends[0], row.range.ends[-1], *([row.promised.toordinal()] if row.promised else [])]
        self.first, self.last = min(days) - 1, max(days) + 1

    def x(self, day: dt.date | float) -> float:
        number = day.toordinal() if isinstance(day, dt.date) else day
        return round(EDGE + (number - self.first) / (self.last - self.first) * WIDE, 1)


def _strip(row: Outlook, y: int) -> SafeString:
    scale, middle = _Scale(row), y + 66
    said = f"{row.percent} % · {row.word}" if row.percent is not None else row.word
    return format_html(
        '<g tabindex="0" role="listitem"><title>{}</title><use href="#s-f" y="{}"/><text x="8" y="{}">'
        '<tspan class="gh">{}</tspan> <tspan class="gm">{}</tspan></text><path class="gl" d="M{} {}h{}"/>{}{}{}</g>',
        spoken(row),
        y,
        y + 19,
        fitting(row.name, 20),
        said,
        EDGE,
        middle,
        WIDE,
        format_html('<path class="sd" d="{}"/>', _density(row, scale, middle)) if row.open_ else "",
        _range(row, scale, middle) if row.open_ else "",
        _promise(row, scale, middle),
    )


def _range(row: Outlook, scale: _Scale, middle: int) -> SafeString:
    """Eight of ten with the days at both ends; the middle as a thick stroke. Days that would collide are left to the table."""
    left, right, half = scale.x(row.range.early), scale.x(row.range.late), scale.x(row.range.middle)
    words = [(left, "end", row.range.early), (right, "start", row.range.late)] if right > left else []
    return format_html(
        '<path class="gr" d="M{} {}v12m0-6H{}m0-6v12"/><path class="sm" d="M{} {}v{}"/>{}',
        f"{left:g}",
        middle - 6,
        f"{right:g}",
        f"{half:g}",
        middle - HALF,
        2 * HALF,
        format_html_join(
            "",
            '<text class="gm" x="{}" y="{}" text-anchor="{}">{}</text>',
            ((f"{x:g}", middle + 34, anchor, date_words(day, short=True)) for x, anchor, day in words),
        ),
    )


def _promise(row: Outlook, scale: _Scale, middle: int) -> SafeString:
    if row.promised is None:
        return SafeString("")
    x = scale.x(row.promised)
    return format_html(
        '<path class="gd" d="M{} {}l7 7-7 7-7-7z"/><text class="gh" x="{}" y="{}" text-anchor="middle">{}</text>',
        f"{x:g}",
        middle - 7,
        f"{x:g}",
        middle - 24,
        date_words(row.promised, short=True),
    )


def spoken(row: Outlook) -> str:
    """What the strip says."""
    days = {
        "name": row.name,
        "early": date_words(row.range.early, short=True),
        "late": date_words(row.range.late, short=True),
        "middle": date_words(row.range.middle, short=True),
    }
    said = _("%(name)s: in 8 of 10 runs between %(early)s and %(late)s, in half of them by %(middle)s") % days
    if row.promised and row.percent is not None:
        said += _("; the roadmap says %(day)s, kept with %(percent)s%% probability") % {
            "day": date_words(row.promised, short=True),
            "percent": row.percent,
        }
    return said


def _density(row: Outlook, scale: _Scale, middle: int) -> str:
    """How often the runs end where, averaged over a week (nothing ends on a weekend): thickest where most end."""
    first, last, counts = row.range.ends[0], row.range.ends[-1], Counter(row.range.ends)
    step = max(1, (last - first) // POINTS)
    days = range(first - WEEK // 2, last + WEEK // 2 + 1, step)
    mean = {day: sum(counts[day + n] for n in range(-(WEEK // 2), WEEK // 2 + 1)) for day in days}
    most = max(mean.values()) or 1
    points = [(min(max(scale.x(day), EDGE), EDGE + WIDE), HALF * n / most) for day, n in mean.items()]
    up = "".join(f"L{x:g} {middle - tall:.1f}" for x, tall in points)
    down = "".join(f"L{x:g} {middle + tall:.1f}" for x, tall in reversed(points))
    return f"M{points[0][0]:g} {middle}{up}{down}z"
