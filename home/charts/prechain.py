"""The chain of pre-approvals as a graph from left to right: what stands on what, and which link is broken (W-056)."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.prechain import Hold
from cases.queries.prechain import ChainRow, hold_words, sentence
from home.charts import signs
from home.charts.axis import fitting
from home.charts.layers import Edge, Segment, layout
from home.charts.network import BOX, EDGE, GAP, LINE, TALL

TONES = {
    Hold.FORMAL: "done",
    Hold.PREAPPROVED: "good",
    Hold.ACCEPTED: "act",
    Hold.APPLIED: "due",
    Hold.NOTHING: "halted",
    Hold.BROKEN: "late",
}
# Drawn in this order: a broken link lies on top. Form first: solid, long dashes, dots, a heavy line with crosses of its own.
KINDS = ("none", "pre", "formal", "broken")


def prechain_svg(rows: Sequence[ChainRow], known: Mapping[str, str], ident: str = "pc") -> SafeString:
    """The chain as SVG; each box leads to ``#chain-<code>``, its line of the table beside it."""
    if not rows:
        return SafeString("")
    by_code = {row.code: row for row in rows}
    edges = [
        Edge(before, row.code, _kind(by_code[before], row)) for row in rows for group in row.befores for before in group
    ]
    placed = layout([row.code for row in rows], edges)
    places = dict(placed.places) | {code: (0, placed.rows + n) for n, code in enumerate(sorted(placed.alone))}
    width = max(2, placed.ranks) * (BOX + GAP) - GAP + 2 * EDGE
    height = round((placed.rows + len(placed.alone)) * LINE) + 2 * EDGE
    return format_html(
        '<div class="network" tabindex="0" role="region" aria-label="{label}">'
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving="plane">'
        "<defs>{defs}</defs>{lines}{boxes}</svg></div>",
        label=_("Chain of pre-approvals"),
        w=width,
        h=height,
        defs=mark_safe(signs.defs(ident) + f'<rect id="{ident}-b" width="{BOX}" height="{TALL}" rx="4"/>'),  # noqa: S308
        lines=_lines(placed.segments),
        boxes=format_html_join("", "{}", ((_box(row, places[row.code], known, ident),) for row in rows)),
    )


def _kind(before: ChainRow, after: ChainRow) -> str:
    """How a link carries: by a formal result, by a pre-approval, not at all, or it is broken."""
    if after.hold == Hold.FORMAL or before.hold == Hold.FORMAL:
        return "formal"
    if before.hold == Hold.BROKEN or before.shaky:
        return "broken"
    return "pre" if before.hold in {Hold.PREAPPROVED, Hold.ACCEPTED} else "none"


def _lines(segments: Sequence[Segment]) -> SafeString:
    drawn = []
    for kind in KINDS:
        pieces = sorted({_piece(one) for one in segments if one.kind == kind})
        arrows = sorted({_arrow(one) for one in segments if one.kind == kind and one.last})
        if pieces:
            drawn.append((kind, "".join(pieces), kind, "".join(arrows)))
    return format_html_join("", '<path class="ne pc-{}" d="{}"/><path class="na pc-{}" d="{}"/>', drawn)


def _middle(y: float) -> float:
    return round(EDGE + y * LINE + TALL / 2, 1)


def _piece(segment: Segment) -> str:
    left = EDGE + segment.rank * (BOX + GAP) + BOX
    y, to_y, half = _middle(segment.y), _middle(segment.to_y), GAP / 2
    begin = f"M{left - BOX} {y:g}H{left}" if segment.bent else f"M{left} {y:g}"
    if y == to_y:
        return f"{begin}H{left + GAP:g}"
    return f"{begin}c{half:g} 0 {half:g} {to_y - y:g} {GAP} {to_y - y:g}"


def _arrow(segment: Segment) -> str:
    right = EDGE + (segment.rank + 1) * (BOX + GAP)
    return f"M{right - 7} {_middle(segment.to_y) - 4:g}l7 4-7 4"


def _box(row: ChainRow, place: tuple[int, float], known: Mapping[str, str], ident: str) -> SafeString:
    rank, line = place
    tone = "due" if row.shaky and row.hold != Hold.BROKEN else TONES[row.hold]
    word = _("broken above") if row.shaky and row.hold != Hold.BROKEN else hold_words(row.hold)
    return format_html(
        '<a role="listitem" href="#chain-{}" class="{}" transform="translate({} {})"><title>{}</title>'
        '<use class="nb" href="#{}-b"/><text x="9" y="17"><tspan class="gh">{}</tspan> <tspan class="gm">{}</tspan></text>'
        '<text x="9" y="35">{}</text>{}</a>',
        row.code,
        tone,
        f"{EDGE + rank * (BOX + GAP):g}",
        f"{round(EDGE + line * LINE, 1):g}",
        sentence(row, known),
        ident,
        row.code,
        word,
        fitting(row.item.item.name, 12.5),
        signs.use(ident, tone, 162, 5),
    )
