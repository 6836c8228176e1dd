"""Strategies side by side: for each a bar until the goal, with the milestones on the way as signs."""

import datetime as dt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.queries.side_by_side import SideBySide, Way
from home.charts.axis import HEAD, Axis, fitting, grid

NAMES, LINE, WIDE, AFTER = 260, 34, 500, 200


def ways_svg(found: SideBySide) -> SafeString:
    """One bar a strategy, from the first day to the goal; what it gains stands after it in words."""
    known = [way for way in found.ways if way.goal]
    if not known:
        return SafeString("")
    axis = Axis([found.start, *(way.goal for way in known if way.goal)], NAMES, WIDE)
    width, height = axis.width + AFTER, HEAD + len(found.ways) * LINE + 8
    return format_html(
        '<div class="gantt bars" tabindex="0" role="region" aria-label="{label}"><svg width="{w}" height="{h}" '
        'viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving>'
        '<defs><rect id="w-f" width="{w}" height="{f}"/></defs>{grid}{bars}</svg></div>',
        label=_("Strategies until: %(goal)s") % {"goal": found.goal_word},
        w=width,
        h=height,
        f=LINE - 2,
        grid=grid(axis, height),
        bars=format_html_join(
            "", "{}", ((_bar(way, found, axis, HEAD + 4 + n * LINE),) for n, way in enumerate(found.ways))
        ),
    )


def _bar(way: Way, found: SideBySide, axis: Axis, y: int) -> SafeString:
    goal = way.goal
    said = _gain(way)
    x, wide = axis.span(found.start, goal) if goal else (axis.offset, 0)
    on_way = [
        axis.middle(cell.day)
        for cell in way.cells
        if cell.day and goal and cell.milestone != found.goal and found.start <= cell.day < goal
    ]
    marks = "".join(f"M{at} {y + 10}l6 6-6 6-6-6z" for at in dict.fromkeys(on_way))
    return format_html(
        '<g tabindex="0" role="listitem" class="{}"><title>{}</title><use href="#w-f" y="{}"/>'
        '<text x="8" y="{}"{}>{}</text><path class="gb" d="M{} {}h{}v18h-{}z"/>{}'
        '<text x="{}" y="{}"><tspan class="gh">{}</tspan> <tspan class="gm">{}</tspan></text></g>',
        "crit done" if way.best else "done" if way.in_force else "",
        f"{way.name}: {date_words(goal, short=True) if goal else _('no date yet')}, {said}",
        y,
        y + 21,
        SafeString(' class="gh"') if way.best else "",
        fitting(("★ " if way.best else "") + way.name, 18),
        x,
        y + 7,
        wide,
        wide,
        format_html('<path class="gxd" d="{}"/>', marks) if marks else "",
        x + wide + 8,
        y + 21,
        _short(goal) if goal else "–",
        said,
    )


def _short(day: dt.date) -> str:
    return date_words(day, short=True)


def _gain(way: Way) -> str:
    """−12 working days, or what it is compared with."""
    if way.in_force and not way.gained:
        return _("compared with this")
    if not way.gained:
        return "±0"
    return _("%(n)s wd sooner") % {"n": way.gained} if way.gained > 0 else _("%(n)s wd later") % {"n": -way.gained}
