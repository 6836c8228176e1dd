"""Legends: every mark of a picture drawn alone, as it is in the picture."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.charts import signs

# Marks of the Gantt chart in 28 × 18 pixels.
MARKS = {
    "plan": '<path class="gb" d="M1 3h26v12H1z"/>',
    "crit": '<g class="crit"><path class="gb" d="M2 2h20v10H2z"/></g><path class="gc" d="M18 12v5m-4-4l4 4 4-4"/>',
    "happened": '<path class="gb" d="M1 3h26v12H1z"/><path class="ga" d="M1 9h17"/>',
    "pause": '<path class="gb" d="M1 3h26v12H1z"/><path class="gz" stroke="url(#k-h)" d="M8 9h12"/>',
    "baseline": '<path class="gx" d="M1 9h26"/>',
    "now": '<path class="gb" d="M1 4h16v12H1z"/><path class="gn" d="M1 1h25v17"/>',
    "waiting": '<path class="gw" d="M1 2h26v14H1z"/>',
    "milestone": '<path class="gd" d="M14 2l7 7-7 7-7-7z"/>',
    "spread": '<path class="sd" d="M2 9L8 6 14 2 20 6 26 9 20 12 14 16 8 12z"/>',
    "middle": '<path class="sm" d="M14 1v16"/>',
    "way": '<path class="gxd" d="M14 3l6 6-6 6-6-6z"/>',
    "range": '<path class="gr" d="M2 5v8m0-4H26m0-4v8"/>',
}
# Lines of the network in 36 × 14 pixels.
LINES = ("all", "any", "cond", "soft", "milestone", "crit")


def gantt_mark(name: str) -> SafeString:
    """A mark of the Gantt chart, or the sign of a lamp."""
    if name in signs.SHAPES:
        shape = f'<g class="{name}"><g class="sign">{signs.SHAPES[name]}</g></g>'
        return _svg(14, 14, shape)
    shape = MARKS[name]
    return _svg(28, 18, (f"<defs>{signs.hatch('k')}</defs>" if "#k-h" in shape else "") + shape)


def line_mark(kind: str) -> SafeString:
    """A line of the network."""
    return _svg(36, 14, f'<path class="ne ne-{kind}" d="M1 7h28"/><path class="na ne-{kind}" d="M28 3l7 4-7 4"/>')


def _svg(width: int, height: int, shape: str) -> SafeString:
    return format_html(
        '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">{2}</svg>',
        width,
        height,
        mark_safe(shape),  # noqa: S308  (constants of this module)
    )
