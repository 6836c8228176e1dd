"""The items as a graph from left to right: boxes that link to their line of the list, lines by kind."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.queries.network import Network, Node, sentence
from home.charts import signs
from home.charts.axis import fitting
from home.charts.layers import Edge, Layout, Segment, layout
from home.charts.rows import LAMP_CLASS

BOX, TALL, GAP, LINE = 182, 44, 64, 56  # px: width and height of a box, between ranks, from row to row
EDGE = 12
CRITICAL = "crit"
KINDS = ("all", "any", "cond", "soft", "milestone", CRITICAL)  # drawn in this order: the critical path lies on top


def network_svg(network: Network, ident: str = "n") -> SafeString:
    """The graph as SVG; boxes link to ``#need-<code>``, where the list beside it says the same in words."""
    if not network.nodes:
        return SafeString("")
    edges = [Edge(tie.before, tie.after, CRITICAL if tie.critical else tie.kind) for tie in network.ties]
    placed = layout([node.code for node in network.nodes], edges)
    width = max(2, placed.ranks) * (BOX + GAP) - GAP + 2 * EDGE
    top = round(placed.rows * LINE) + 2 * EDGE
    spare = _spare(network, placed, width, top)
    height = top + spare[1]
    return format_html(
        '<div class="network" tabindex="0" role="region" aria-label="{label}">'
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="list" aria-label="{label}" data-roving="plane">'
        "<defs>{defs}</defs>{lines}{boxes}{alone}</svg></div>",
        label=_("What needs what"),
        w=width,
        h=height,
        defs=mark_safe(signs.defs(ident) + f'<rect id="{ident}-b" width="{BOX}" height="{TALL}" rx="4"/>'),  # noqa: S308
        lines=_lines(placed.segments),
        boxes=format_html_join(
            "",
            "{}",
            (
                (_box(node, *_corner(placed.places[node.code]), ident),)
                for node in sorted(network.nodes, key=lambda node: placed.places.get(node.code, (0, 0)))
                if node.code in placed.places
            ),
        ),
        alone=spare[0],
    )


def _corner(place: tuple[int, float]) -> tuple[float, float]:
    rank, row = place
    return EDGE + rank * (BOX + GAP), round(EDGE + row * LINE, 1)


def _spare(network: Network, placed: Layout, width: int, top: int) -> tuple[SafeString, int]:
    """Items without any link, in lines under the graph; and the height that they take."""
    alone = [node for node in network.nodes if node.code in placed.alone]
    if not alone:
        return SafeString(""), 0
    across = max(1, (width - 2 * EDGE + 16) // (BOX + 16))
    boxes = [
        (_box(node, EDGE + n % across * (BOX + 16), top + 30 + n // across * LINE, "n"),)
        for n, node in enumerate(alone)
    ]
    drawn = format_html(
        '<text class="gh" x="{}" y="{}">{}</text>{}',
        EDGE,
        top + 16,
        _("Wait for nothing and hold up nothing"),
        format_html_join("", "{}", boxes),
    )
    return drawn, 30 + -(-len(alone) // across) * LINE


def _lines(segments: Sequence[Segment]) -> SafeString:
    """One path for all pieces of a kind."""
    drawn = []
    for kind in KINDS:
        pieces = sorted({_piece(segment) for segment in segments if segment.kind == kind})
        arrows = sorted({_arrow(segment) for segment in segments if segment.kind == kind and segment.last})
        if pieces:
            drawn.append((kind, "".join(pieces), kind, "".join(arrows)))
    return format_html_join("", '<path class="ne ne-{}" d="{}"/><path class="na ne-{}" d="{}"/>', drawn)


def _middle(y: float) -> float:
    return round(EDGE + y * LINE + TALL / 2, 1)


def _piece(segment: Segment) -> str:
    left = EDGE + segment.rank * (BOX + GAP) + BOX
    right, half = left + GAP, GAP / 2
    y, to_y = _middle(segment.y), _middle(segment.to_y)
    begin = f"M{left - BOX} {y:g}H{left}" if segment.bent else f"M{left} {y:g}"
    if y == to_y:
        return f"{begin}H{right:g}"
    return f"{begin}c{half:g} 0 {half:g} {to_y - y:g} {GAP} {to_y - y:g}"


def _arrow(segment: Segment) -> str:
    right = EDGE + (segment.rank + 1) * (BOX + GAP)
    return f"M{right - 7} {_middle(segment.to_y) - 4:g}l7 4-7 4"


def _box(node: Node, x: float, y: float, ident: str) -> SafeString:
    row = node.row
    state = _state(node)
    classes = " ".join(filter(None, [state, CRITICAL if node.critical else "", "event" if node.event else ""]))
    head = f"{'▲ ' if node.critical else ''}{'◆' if node.event else node.code}"
    day = date_words(node.end, short=True) if node.end else ""
    sign = signs.use(ident, state, 162, 5) if row and state else SafeString("")
    return format_html(
        '<a role="listitem" href="#need-{}" class="{}" transform="translate({} {})"><title>{}</title>'
        '<use class="nb" href="#{}-b"/><text x="9" y="17"><tspan class="gh">{}</tspan> <tspan class="gm">{}</tspan></text>'
        '<text x="9" y="35">{}</text>{}</a>',
        node.code,
        classes,
        f"{x:g}",
        f"{y:g}",
        sentence(node),
        ident,
        head,
        day,
        fitting(node.name, 12.5),
        sign,
    )


def _state(node: Node) -> str:
    row = node.row
    if row is None or node.event:
        return ""
    if row.done:
        return "done"
    return "" if row.lamp == "grey" and not row.begun else LAMP_CLASS.get(row.lamp, "")


def lines_of(network: Network) -> Iterable[Node]:
    """The nodes of the list beside the picture: events last."""
    return sorted(network.nodes, key=lambda node: node.event)
