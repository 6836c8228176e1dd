"""One indicator for each part: a bar from zero, its value in words, and the target as a line; what has an address opens it.

It is drawn twice: the style sheet shows the one that fits the room (charts.css: ``.fluid``), so nothing scrolls sideways.
Names stand in as many lines as they need: nothing is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.charts.axis import folded

LINE, FOLDED, MORE = (
    32,
    46,
    16,
)  # px: a row with the name beside its bar, with the name above it, each further line of a name
SMALL = 340  # px: so much every telephone has
WHOLE = 99  # per cent of the width that the longest bar takes where they fold
NAMED = 15  # Chinese characters of a name above a bar, beside its value, on a small telephone


class Bar(NamedTuple):
    """A part: its name, its value (not below zero), the value in words, and what it opens."""

    name: str
    value: float
    said: str
    url: str = ""


@dataclass(frozen=True)
class Measure:
    """Room for the names, the longest bar and the values, in px; ``ident``: unlike that of every other picture of the page."""

    names: int = 200
    wide: int = 360
    after: int = 120
    ident: str = "p-f"


DESK = Measure()


@dataclass(frozen=True)
class _Row:
    """A bar in its place: its lines, the upper edge of its row, which kind of mark it is."""

    bar: Bar
    lines: list[str]
    y: int
    high: int
    linked: bool
    ident: str

    @property
    def mark(self) -> str:
        """Of how high a row the mark behind it is."""
        return self.ident if len(self.lines) == 1 else f"{self.ident}{len(self.lines)}"

    def drawn(self, inside: SafeString) -> SafeString:
        """The row with its words for whoever does not see it. Where some open a list, the others are no items of one."""
        title = format_html("<title>{}: {}</title>", self.bar.name, self.bar.said)
        back = format_html('<use href="#{}" y="{}"/>', self.mark, self.y)
        if self.bar.url:
            return format_html('<a href="{}" class="done">{}{}{}</a>', self.bar.url, title, back, inside)
        role = "img" if self.linked else "listitem"
        return format_html('<g tabindex="0" role="{}" class="done">{}{}{}</g>', role, title, back, inside)


def _rows(bars: Sequence[Bar], room: float, least: int, ident: str) -> list[_Row]:
    found, y, linked = list[_Row](), 4, any(bar.url for bar in bars)
    for bar in bars:
        lines = folded(bar.name, room)
        high = least + MORE * (len(lines) - 1)
        found.append(_Row(bar, lines, y, high, linked, ident))
        y += high
    return found


def _marks(rows: Sequence[_Row], width: str) -> SafeString:
    """What lies behind a row that is looked at: one for each height."""
    return format_html_join(
        "", '<rect id="{}" width="{}" height="{}"/>', dict.fromkeys((r.mark, width, r.high - 2) for r in rows)
    )


def _name(row: _Row, x: int, base: int) -> SafeString:
    """The lines of the name."""
    if len(row.lines) == 1:
        return format_html('<text x="{}" y="{}">{}</text>', x, base, row.lines[0])
    lines = format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((x, base + MORE * n, line) for n, line in enumerate(row.lines))
    )
    return format_html("<text>{}</text>", lines)


def split_svg(
    label: str, rows: Sequence[Bar | tuple[str, float, str]], target: float | None = None, room: Measure = DESK
) -> SafeString:
    """Nothing for no rows."""
    if not rows:
        return SafeString("")
    bars = [Bar(*row) for row in rows]
    top = max([bar.value for bar in bars] + [target or 0]) or 1
    small = room.names + room.wide + room.after <= SMALL
    return format_html(
        '<div class="gantt bars{fluid}" tabindex="0" role="region" aria-label="{label}">{wide}{narrow}</div>',
        fluid="" if small else " fluid",
        label=label,
        wide=_wide(label, bars, top, target, room),
        narrow="" if small else _narrow(label, bars, top, target, room),
    )


def _kind(rows: Sequence[_Row]) -> str:
    """A list of marks, or a group of links."""
    return "group" if rows[0].linked else "list"


def _wide(label: str, bars: Sequence[Bar], top: float, target: float | None, room: Measure) -> SafeString:
    """Names beside the bars."""
    rows = _rows(bars, room.names / 14, LINE, room.ident)
    width, height = room.names + room.wide + room.after, sum(row.high for row in rows) + 8
    return format_html(
        '<svg class="beside" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="{kind}" aria-label="{label}" data-roving>'
        "<defs>{marks}</defs>{bars}{line}</svg>",
        label=label,
        kind=_kind(rows),
        w=width,
        h=height,
        marks=_marks(rows, str(width)),
        bars=format_html_join("", "{}", ((_bar(row, top, room),) for row in rows)),
        line=_line(target, top, height, room) if target else "",
    )


def _narrow(label: str, bars: Sequence[Bar], top: float, target: float | None, room: Measure) -> SafeString:
    """Names above the bars, lengths in parts of whatever width there is; the letters keep their size."""
    rows = _rows(bars, NAMED, FOLDED, f"{room.ident}-n")
    height = sum(row.high for row in rows) + 8
    share = round((target or 0) / top * WHOLE, 1)
    return format_html(
        '<svg class="above" width="100%" height="{h}" role="{kind}" aria-label="{label}" data-roving>'
        "<defs>{marks}</defs>{bars}{line}</svg>",
        label=label,
        kind=_kind(rows),
        h=height,
        marks=_marks(rows, "100%"),
        bars=format_html_join("", "{}", ((_folded(row, top),) for row in rows)),
        line=format_html('<line class="gl" x1="{p}%" x2="{p}%" y1="0" y2="{h}"/>', p=share, h=height) if target else "",
    )


def _folded(row: _Row, top: float) -> SafeString:
    inside = format_html(
        '{name}<text class="gh" x="99%" y="{base}" text-anchor="end">{said}</text>'
        '<rect class="gb" x="0" y="{up}" width="{wide}%" height="14"/>',
        name=_name(row, 4, row.y + 17),
        said=row.bar.said,
        base=row.y + 17,
        up=row.y + row.high - 21,
        wide=round(max(row.bar.value, 0) / top * WHOLE, 1),
    )
    return row.drawn(inside)


def _bar(row: _Row, top: float, room: Measure) -> SafeString:
    wide, down = round(max(row.bar.value, 0) / top * room.wide, 1), (row.high - LINE) // 2
    inside = format_html(
        '{name}<path class="gb" d="M{x} {up}h{wide}v16h-{wide}z"/><text class="gh" x="{after}" y="{base}">{said}</text>',
        name=_name(row, 8, row.y + 20),
        said=row.bar.said,
        base=row.y + down + 20,
        x=room.names,
        up=row.y + down + 7,
        wide=wide,
        after=room.names + wide + 8,
    )
    return row.drawn(inside)


def _line(target: float, top: float, height: int, room: Measure) -> SafeString:
    return format_html('<path class="gl" d="M{} 0v{}"/>', round(room.names + target / top * room.wide, 1), height)
