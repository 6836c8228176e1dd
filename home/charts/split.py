"""One indicator for each part: a bar from zero, its value in words, and the target as a line.

It is drawn twice: the style sheet shows the one that fits the room (charts.css: ``.fluid``), so nothing scrolls sideways.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.charts.axis import fitting

LINE, FOLDED = 32, 46  # px: a row with the name beside its bar, and with the name above it
SMALL = 340  # px: so much every telephone has
WHOLE = 99  # per cent of the width that the longest bar takes where they fold
NAMED = 15  # Chinese characters of a name above a bar, beside its value, on a small telephone


@dataclass(frozen=True)
class Measure:
    """Room for the names, the longest bar and the values, in px; ``ident``: unlike that of every other picture of the page."""

    names: int = 200
    wide: int = 360
    after: int = 120
    ident: str = "p-f"


DESK = Measure()


def split_svg(
    label: str, rows: Sequence[tuple[str, float, str]], target: float | None = None, room: Measure = DESK
) -> SafeString:
    """``rows``: name, value (not below zero), the value in words. Nothing for no rows."""
    if not rows:
        return SafeString("")
    top = max([value for _name, value, _said in rows] + [target or 0]) or 1
    small = room.names + room.wide + room.after <= SMALL
    return format_html(
        '<div class="gantt bars{fluid}" tabindex="0" role="region" aria-label="{label}">{wide}{narrow}</div>',
        fluid="" if small else " fluid",
        label=label,
        wide=_wide(label, rows, top, target, room),
        narrow="" if small else _narrow(label, rows, top, target, room),
    )


def _wide(
    label: str, rows: Sequence[tuple[str, float, str]], top: float, target: float | None, room: Measure
) -> SafeString:
    """Names beside the bars."""
    width, height = room.names + room.wide + room.after, len(rows) * LINE + 8
    return format_html(
        '<svg class="beside" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving>'
        '<defs><rect id="{ident}" width="{w}" height="{f}"/></defs>{bars}{line}</svg>',
        label=label,
        w=width,
        h=height,
        f=LINE - 2,
        ident=room.ident,
        bars=format_html_join("", "{}", ((_bar(row, top, 4 + n * LINE, room),) for n, row in enumerate(rows))),
        line=_line(target, top, height, room) if target else "",
    )


def _narrow(
    label: str, rows: Sequence[tuple[str, float, str]], top: float, target: float | None, room: Measure
) -> SafeString:
    """Names above the bars, lengths in parts of whatever width there is; the letters keep their size."""
    height = len(rows) * FOLDED + 8
    ident = f"{room.ident}-n"
    share = round((target or 0) / top * WHOLE, 1)
    return format_html(
        '<svg class="above" width="100%" height="{h}" role="list" aria-label="{label}" data-roving>'
        '<defs><rect id="{ident}" width="100%" height="{f}"/></defs>{bars}{line}</svg>',
        label=label,
        h=height,
        f=FOLDED - 2,
        ident=ident,
        bars=format_html_join("", "{}", ((_folded(row, top, 4 + n * FOLDED, ident),) for n, row in enumerate(rows))),
        line=format_html('<line class="gl" x1="{p}%" x2="{p}%" y1="0" y2="{h}"/>', p=share, h=height) if target else "",
    )


def _folded(row: tuple[str, float, str], top: float, y: int, ident: str) -> SafeString:
    name, value, said = row
    return format_html(
        '<g tabindex="0" role="listitem" class="done"><title>{name}: {said}</title><use href="#{ident}" y="{y}"/>'
        '<text x="4" y="{base}">{short}</text><text class="gh" x="99%" y="{base}" text-anchor="end">{said}</text>'
        '<rect class="gb" x="0" y="{up}" width="{wide}%" height="14"/></g>',
        name=name,
        said=said,
        y=y,
        base=y + 17,
        ident=ident,
        short=fitting(name, NAMED),
        up=y + 25,
        wide=round(max(value, 0) / top * WHOLE, 1),
    )


def _bar(row: tuple[str, float, str], top: float, y: int, room: Measure) -> SafeString:
    name, value, said = row
    wide = round(max(value, 0) / top * room.wide, 1)
    return format_html(
        '<g tabindex="0" role="listitem" class="done"><title>{name}: {said}</title><use href="#{ident}" y="{y}"/>'
        '<text x="8" y="{base}">{short}</text><path class="gb" d="M{x} {up}h{wide}v16h-{wide}z"/>'
        '<text class="gh" x="{after}" y="{base}">{said}</text></g>',
        name=name,
        said=said,
        y=y,
        base=y + 20,
        ident=room.ident,
        short=fitting(name, room.names / 14),
        x=room.names,
        up=y + 7,
        wide=wide,
        after=room.names + wide + 8,
    )


def _line(target: float, top: float, height: int, room: Measure) -> SafeString:
    return format_html('<path class="gl" d="M{} 0v{}"/>', round(room.names + target / top * room.wide, 1), height)
