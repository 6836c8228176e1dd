"""One indicator for each part: a bar from zero, its value in words, and the target as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.charts.axis import fitting

LINE = 32  # px


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
    width, height = room.names + room.wide + room.after, len(rows) * LINE + 8
    return format_html(
        '<div class="gantt bars" tabindex="0" role="region" aria-label="{label}"><svg width="{w}" height="{h}" '
        'viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving>'
        '<defs><rect id="{ident}" width="{w}" height="{f}"/></defs>{bars}{line}</svg></div>',
        label=label,
        w=width,
        h=height,
        f=LINE - 2,
        ident=room.ident,
        bars=format_html_join("", "{}", ((_bar(row, top, 4 + n * LINE, room),) for n, row in enumerate(rows))),
        line=_line(target, top, height, room) if target else "",
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
