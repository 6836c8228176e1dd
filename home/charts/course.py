"""The course of the service (annex 2 of P-094): stages from top to bottom, beside each what enterprise, agency and units do."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.daywords import is_chinese
from cases.queries.course import AGENCY, ENTERPRISE, UNITS, Step
from home.charts.axis import folded

STAGE, LANE, EDGE = 232, 278, 12  # px: width of a stage, of a lane, round the picture
HEAD, LINE, PAD, GAP = 34, 22, 14, 22  # px: lane heads, a line of text, inside a box, between stages
HANG = 12  # px: further in for a line that goes on
ROOM, STAGE_ROOM, LATIN = 19.5, 15.5, 1.18  # Chinese characters in a lane and in a stage; Latin letters run narrower


def lanes() -> list[tuple[str, str]]:
    """The three sides, from left to right."""
    return [(ENTERPRISE, _("Enterprise")), (AGENCY, _("Assisting agency")), (UNITS, _("Groups and units"))]


def course_svg(steps: Sequence[Step], label: str) -> SafeString:
    """The course as SVG. The table beside it says the same in words."""
    width = STAGE + 3 * LANE + 2 * EDGE
    tops, y = [], EDGE + HEAD
    for number, step in enumerate(steps, 1):
        tops.append((y, _tall(number, step)))
        y += tops[-1][1] + GAP
    height = y - GAP + EDGE
    middle = EDGE + (STAGE - 18) / 2
    arrows = "".join(
        f"M{middle:g} {top + tall}V{top + tall + GAP - 2}m-5 -7l5 7l5 -7" for top, tall in tops[:-1]
    )  # from stage to stage
    return format_html(
        '<div class="network whole" tabindex="0" role="region" aria-label="{label}">'
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{grid}'
        '<path class="ne course-way" d="{arrows}"/>{rows}</svg></div>',
        label=label,
        w=width,
        h=height,
        grid=_grid(height),
        arrows=arrows,
        rows=format_html_join(
            "", "{}", ((_row(n, step, *at),) for n, (step, at) in enumerate(zip(steps, tops, strict=True), 1))
        ),
    )


Lines = list[tuple[str, int]]  # text, and how far in it stands


def _lines(phrases: Sequence[str], room: float) -> Lines:
    """Phrases one below the other; a long one goes on below itself, further in."""
    folds = (folded(words, room, 1) for words in phrases)
    return [(line, HANG if n else 0) for parts in folds for n, line in enumerate(parts)]


def _name(number: int, step: Step) -> Lines:
    return _lines([f"{number}. {step.stage.label}"], STAGE_ROOM * (1 if is_chinese() else LATIN))


def _limits(step: Step) -> Lines:
    return _lines(step.limits, (STAGE_ROOM + 1) * (1 if is_chinese() else LATIN))


def _tall(number: int, step: Step) -> int:
    acts = [len(_lines(step.of(side), ROOM)) for side in (ENTERPRISE, AGENCY, UNITS)]
    return max([*acts, len(_name(number, step)) + len(_limits(step))]) * LINE + PAD


def _x(lane: int) -> int:
    return EDGE + STAGE + lane * LANE


def _grid(height: float) -> SafeString:
    """The lanes: their names and the lines between them."""
    heads = [(_x(n) + 10, EDGE + 20, name) for n, (_code, name) in enumerate(lanes())]
    lines = [(_x(n), EDGE, _x(n), height - EDGE) for n in range(3)]
    return format_html(
        "{}{}",
        format_html_join("", '<path class="gl" d="M{} {}L{} {}"/>', lines),
        format_html_join("", '<text class="gh" x="{}" y="{}">{}</text>', heads),
    )


def _row(number: int, step: Step, top: int, tall: int) -> SafeString:
    """One stage: its box with the limits, and the acts of each side in its lane."""
    name, first = _name(number, step), top + 22
    names = [(EDGE + 10 + further, first + n * LINE, words) for n, (words, further) in enumerate(name)]
    limits = [
        (EDGE + 10 + further, first + n * LINE, words) for n, (words, further) in enumerate(_limits(step), len(name))
    ]
    acts = [
        (_x(lane) + 10 + further, first + n * LINE, words)
        for lane, (side, _side) in enumerate(lanes())
        for n, (words, further) in enumerate(_lines(step.of(side), ROOM))
    ]
    return format_html(
        '<g class="course"><rect class="gs" x="{x}" y="{y}" width="{w}" height="{h}" rx="4"/>'
        '<rect class="nb" x="{x}" y="{y}" width="{s}" height="{h}" rx="4"/>'
        "{names}{limits}{acts}</g>",
        x=EDGE,
        y=top,
        w=STAGE + 3 * LANE,
        s=STAGE - 18,
        h=tall,
        names=format_html_join("", '<text class="gh" x="{}" y="{}">{}</text>', names),
        limits=format_html_join("", '<text class="gm" x="{}" y="{}">{}</text>', limits),
        acts=format_html_join("", '<text x="{}" y="{}">{}</text>', acts),
    )
