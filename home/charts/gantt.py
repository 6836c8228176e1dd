"""The roadmap as a picture: one row an item, by day. What every row has is drawn once for all rows, so it stays small."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from home.charts import signs
from home.charts.axis import HEAD, NAMES, Axis, fitting, grid, today_line
from home.charts.rows import Bar, bars, sentence, stacked

ROW, GROUP, BAR = 28, 30, 12  # px, heights
DAY_WIDE = 88  # px that a day in digits takes
TOP, MIDDLE = 7, 13  # px from the top of a row to its bar and to the middle of it
FAR = 45  # days beyond the plan to which today may stretch the axis at least
Placed = tuple[int, Bar]


def gantt_svg(
    rows: Iterable[Any],
    today: dt.date | None = None,
    lang: str | None = None,
    ident: str = "g",
    label: str = "",
) -> SafeString:
    """The roadmap as SVG; rows are read by ``rows.bar``. ``ident`` keeps two charts of one page apart."""
    with override(lang or get_language()):
        found = [_until(row, today) for row in bars(rows)]
        return _svg(found, today, ident, label or _("Roadmap by date")) if found else SafeString("")


def _until(row: Bar, today: dt.date | None) -> Bar:
    """What is still going on is drawn until today."""
    if today is None or row.before:
        return row
    open_ = [replace(pause, end=max(pause.start, today)) if pause.end is None else pause for pause in row.pauses]
    ended = row.actual_end or (max(row.actual_start, today) if row.actual_start else None)
    return replace(row, actual_end=ended, pauses=tuple(open_))


def _axis(rows: Sequence[Bar], today: dt.date | None) -> Axis:
    dates = [day for row in rows for day in row.days()]
    if today and dates:
        far = dt.timedelta(max(FAR, (max(dates) - min(dates)).days))
        today = today if min(dates) - far <= today <= max(dates) + far else None
    if today:
        dates.append(today)
    return Axis(dates or [dt.date(2026, 1, 1)])


def _svg(rows: list[Bar], today: dt.date | None, ident: str, label: str) -> SafeString:
    axis = _axis(rows, today)
    lines = list(stacked(rows, HEAD + 4, ROW, GROUP))
    height = lines[-1][0] + ROW + 6
    placed = [(y, row) for y, _group, row in lines if row is not None]
    heads = [(y, group) for y, group, row in lines if row is None]
    return format_html(
        '<div class="gantt" tabindex="0" role="region" aria-label="{label}">'
        '<svg class="gantt-plan" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving>'
        '{defs}{back}{grid}{under}<use class="gantt-print" href="#{id}-n"/>{bars}{over}{line}</svg>'
        '<svg class="gantt-pin" width="{n}" height="{h}" aria-hidden="true" focusable="false">'
        '<g id="{id}-n" transform="translate(8 18)">{names}</g></svg></div>',
        label=label,
        w=axis.width,
        h=height,
        defs=_defs(axis, ident),
        back=_bands(heads, axis),
        grid=grid(axis, height),
        under=_under(placed, axis),
        bars=format_html_join("", "{}", ((_row(row, axis, y, ident),) for y, row in placed)),
        over=_over(placed, axis, ident),
        line=today_line(axis, today, height) if today else SafeString(""),
        id=ident,
        n=NAMES,
        names=_names(lines),
    )


def _defs(axis: Axis, ident: str) -> SafeString:
    """What rows share: the band that shows the focus, the hatch of a pause, the signs of the lamps."""
    band = format_html('<rect id="{}-f" x="{}" width="{}" height="{}"/>', ident, NAMES, axis.width - NAMES - 2, ROW - 2)
    return format_html("<defs>{}{}{}</defs>", band, signs.hatch(ident), signs.defs(ident))


def _bands(heads: list[tuple[int, str]], axis: Axis) -> SafeString:
    return format_html(
        '<path class="gs" d="{}"/>', "".join(f"M0 {y}h{axis.width}v{GROUP - 2}h{-axis.width}z" for y, _group in heads)
    )


def _names(lines: Sequence[tuple[int, str, Bar | None]]) -> SafeString:
    drawn = []
    for y, group, row in lines:
        text = fitting(group, 17) if row is None else fitting(f"{'▲ ' if row.critical else ''}{row.name}", 17.5)
        strong = SafeString(' class="gh"') if row is None or row.critical else ""
        drawn.append((strong, y + 1 if row is None else y, text))
    return format_html_join("", '<text{} y="{}">{}</text>', drawn)


def _row(row: Bar, axis: Axis, y: int, ident: str) -> SafeString:
    """What has the focus and the tooltip: band, bar, sign."""
    return format_html(
        '<g tabindex="0" role="listitem" class="{}"><title>{}</title><use href="#{}-f" y="{}"/>{}</g>',
        f"{row.state}{' crit' if row.critical else ''}".strip(),
        sentence(row),
        ident,
        y,
        _mark(row, axis, y, ident),
    )


def _mark(row: Bar, axis: Axis, y: int, ident: str) -> SafeString:
    if row.before:
        return format_html('<text class="gm" x="{}" y="{}">✓ {}</text>', NAMES + 8, y + 18, row.end or "")
    if row.milestone and row.end:
        return _milestone(row, row.end, axis, y)
    if not row.start or not row.end:
        text = fitting(row.waiting or _("waiting, no dates yet"), 16)
        return format_html(
            '<path class="gw" d="M{0} {1}h230v18h-230z"/><text class="gm" x="{2}" y="{3}">{4}</text>',
            NAMES + 8,
            y + 5,
            NAMES + 16,
            y + 18,
            text,
        )
    x, wide = axis.span(row.start, row.end, 4)
    sign = signs.use(ident, row.state, axis.x(_right(row) + dt.timedelta(days=1)) + 4, y + 6)
    return format_html('<path class="gb" d="{}"/>{}', f"M{x} {y + TOP}h{wide}v{BAR}h-{wide}z", sign)


def _right(row: Bar) -> dt.date:
    """The last day on which something of the row is drawn: signs stand after it."""
    return max(day for day in (row.end, row.actual_end, row.now_end, row.range_end) if day)


def _milestone(row: Bar, day: dt.date, axis: Axis, y: int) -> SafeString:
    """The diamond with its day; where it will be another day as things stand, that one after it, clear of both diamonds."""
    x, said = axis.middle(day), f"{day} → {row.now_end or '?'}" if row.now_end or row.now_waiting else str(day)
    ends = [x, *(axis.middle(end) for end in (row.range_end, row.now_end) if end)]
    right = max(ends) + 12
    fits = right < axis.width - DAY_WIDE * (2 if row.now_end or row.now_waiting else 1)
    at = (right, SafeString("")) if fits else (min(ends) - 12, SafeString(' text-anchor="end"'))
    return format_html(
        '<path class="gd" d="{}"/><text class="gm" x="{}"{} y="{}">{}</text>',
        f"M{x} {y + 6}l7 7-7 7-7-7z",
        *at,
        y + 18,
        said,
    )


def _path(name: str, pieces: Iterable[str], extra: str = "") -> SafeString:
    line = "".join(pieces)
    return format_html('<path class="{}"{} d="{}"/>', name, extra, line) if line else SafeString("")


def _line(axis: Axis, start: dt.date, end: dt.date, y: int) -> str:
    """A bar as the middle line of its stroke: half the bytes of a box."""
    x, wide = axis.span(start, end)
    return f"M{x} {y}h{wide}"


def _under(placed: Sequence[Placed], axis: Axis) -> SafeString:
    """The plan it is compared with: a thin line under each bar, a hollow diamond for a milestone; and the range."""
    lines, hollow, ranges = [], [], []
    for y, row in placed:
        if row.milestone and row.baseline_end:
            hollow.append(f"M{axis.middle(row.baseline_end)} {y + 6}l7 7-7 7-7-7z")
        elif row.baseline_start and row.baseline_end:
            lines.append(_line(axis, row.baseline_start, row.baseline_end, y + 23))
        if row.range_start and row.range_end:
            left, right = axis.x(row.range_start), axis.x(row.range_end + dt.timedelta(days=1))
            ranges.append(f"M{left} {y + 9}v8m0-4H{right}m0-4v8")
    return format_html("{}{}{}", _path("gx", lines), _path("gxd", hollow), _path("gr", ranges))


def _over(placed: Sequence[Placed], axis: Axis, ident: str) -> SafeString:
    """What really happened, the pauses in it, what will be as things stand, and the critical path from bar to bar."""
    happened, paused, now = [], [], []
    for y, row in placed:
        if row.milestone and row.now_end:
            now.append(f"M{axis.middle(row.now_end)} {y + 6}l7 7-7 7-7-7z")
        elif row.now_start and row.now_end:
            now.append(f"{_line(axis, row.now_start, row.now_end, y + TOP - 3)}v{BAR + 6}")
        if row.before or row.milestone:
            continue
        if row.actual_start and row.actual_end:
            happened.append(_line(axis, row.actual_start, max(row.actual_start, row.actual_end), y + MIDDLE))
        paused += [
            _line(axis, pause.start, pause.end, y + MIDDLE)
            for pause in row.pauses
            if pause.end and pause.end >= pause.start and axis.shows(pause.start)
        ]
    hatch = format_html(' stroke="url(#{}-h)"', ident)
    paths = _path("gz", paused, hatch), _path("gn", now), _path("gc", _chain(placed, axis))
    return format_html("{}{}{}{}", _rimmed("".join(happened), ident), *paths)


def _rimmed(line: str, ident: str) -> SafeString:
    """A line on the colour of any bar: drawn twice from one path, the first time wider and in the colour of the paper."""
    if not line:
        return SafeString("")
    drawn = '<defs><path id="{0}-a" d="{1}"/></defs><use class="gar" href="#{0}-a"/><use class="ga" href="#{0}-a"/>'
    return format_html(drawn, ident, line)


def _chain(placed: Sequence[Placed], axis: Axis) -> Iterable[str]:
    """From the end of a critical bar straight down (or up) to the one that begins with it."""
    places = {
        row.code: (y, row) for y, row in placed if row.critical and row.end and not row.milestone and not row.before
    }
    for y, row in places.values():
        from_y, before = places.get(row.bound_by, (0, None))
        if before is None or before.end is None:
            continue
        x = axis.middle(before.end)
        if from_y < y:
            yield f"M{x} {from_y + TOP + BAR + 1}V{y + TOP - 2}m-4-6l4 6 4-6"
        else:
            yield f"M{x} {from_y + TOP - 1}V{y + TOP + BAR + 2}m-4 6l4-6 4 6"
