"""A directed graph in layers, left to right, with few crossings. Pure: codes and edges in, places and routes out.

The classic four steps (Sugiyama, Tagawa, Toda 1981): ranks by longest path, bends where an edge passes a rank, order
within ranks by barycentres and swaps, heights by isotonic regression. Same input, same picture.
"""

from bisect import bisect, insort
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

SWEEPS = 12
BEND = 0.34  # rows that a passing edge takes; an item takes 1
Node = Hashable  # an item's code, or a bend (source, kind, rank)


@dataclass(frozen=True)
class Edge:
    """``before`` comes before ``after``; edges of one source and kind share their way as long as they can."""

    before: str
    after: str
    kind: str


@dataclass(frozen=True)
class Segment:
    """A piece of an edge between two neighbouring ranks, in rows: from (rank, y) to (rank + 1, y); ``last`` has the arrow."""

    kind: str
    rank: int
    y: float
    to_y: float
    last: bool
    bent: bool  # it begins at a bend, not at an item


@dataclass(frozen=True)
class Layout:
    """``places``: rank and row of every code that has an edge; ``alone``: the codes that have none."""

    places: dict[str, tuple[int, float]]
    segments: tuple[Segment, ...]
    alone: tuple[str, ...]
    ranks: int
    rows: float
    crossings: int


def layout(codes: Sequence[str], edges: Iterable[Edge]) -> Layout:
    """Place the codes. An edge to or from a code that is not given is left out; a circle is cut for the ranks only."""
    known = set(codes)
    inside = [edge for edge in dict.fromkeys(edges) if {edge.before, edge.after} <= known and edge.before != edge.after]
    tied = {code for edge in inside for code in (edge.before, edge.after)}
    nodes = [code for code in codes if code in tied]
    forward = _acyclic(nodes, inside)
    ranks = _ranks(nodes, forward)
    graph = _Graph(nodes, forward, ranks)
    graph.order()
    heights = graph.heights()
    return Layout(
        places={code: (ranks[code], heights[code]) for code in nodes},
        segments=tuple(graph.segments(heights)),
        alone=tuple(code for code in codes if code not in tied),
        ranks=len(graph.layers),
        rows=max((heights[code] + 1 for code in heights), default=0),
        crossings=graph.crossings(),
    )


def _acyclic(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges without those that close a circle when the nodes are walked in their order."""
    after: dict[str, list[Edge]] = {code: [] for code in nodes}
    for edge in edges:
        after[edge.before].append(edge)
    closed: set[str] = set()
    kept: list[Edge] = []
    for root in nodes:
        path, stack = {root}, [(root, iter(after[root]))]
        if root in closed:
            continue
        while stack:
            here, rest = stack[-1]
            edge = next(rest, None)
            if edge is None:
                stack.pop()
                path.discard(here)
                closed.add(here)
            elif edge.after not in path:
                kept.append(edge)
                if edge.after not in closed:
                    path.add(edge.after)
                    stack.append((edge.after, iter(after[edge.after])))
    return kept


def _ranks(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Longest path from the left; then what has more behind it than before it moves right to what it serves."""
    before: dict[str, set[str]] = {code: set() for code in nodes}
    after: dict[str, set[str]] = {code: set() for code in nodes}
    for edge in edges:
        before[edge.after].add(edge.before)
        after[edge.before].add(edge.after)
    open_, ready, order = {code: len(before[code]) for code in nodes}, [c for c in nodes if not before[c]], list[str]()
    rank = dict.fromkeys(nodes, 0)
    while ready:
        code = ready.pop(0)
        order.append(code)
        for other in sorted(after[code]):
            rank[other] = max(rank[other], rank[code] + 1)
            open_[other] -= 1
            if not open_[other]:
                ready.append(other)
    for code in reversed(order):
        if after[code] and len(after[code]) > len(before[code]):
            rank[code] = min(rank[other] for other in after[code]) - 1
    least = min(rank.values(), default=0)
    return {code: value - least for code, value in rank.items()}


class _Graph:
    """Layers of items and bends, and what joins neighbouring layers."""

    def __init__(self, nodes: Sequence[str], edges: Sequence[Edge], ranks: dict[str, int]) -> None:
        self.ranks: dict[Node, int] = dict(ranks)
        self.right: dict[Node, list[Node]] = {code: [] for code in nodes}
        self.left: dict[Node, list[Node]] = {code: [] for code in nodes}
        self.kinds: dict[tuple[Node, Node], list[str]] = {}
        for edge in edges:
            self._lead(edge)
        self.layers: list[list[Node]] = [[] for _rank in range(max(self.ranks.values(), default=-1) + 1)]
        for node, rank in self.ranks.items():
            self.layers[rank].append(node)

    def _lead(self, edge: Edge) -> None:
        here: Node = edge.before
        for rank in range(self.ranks[edge.before] + 1, self.ranks[edge.after] + 1):
            there: Node = edge.after if rank == self.ranks[edge.after] else (edge.before, edge.kind, rank)
            if there not in self.right:
                self.right[there], self.left[there], self.ranks[there] = [], [], rank
            if there not in self.right[here]:
                self.right[here].append(there)
                self.left[there].append(here)
            kinds = self.kinds.setdefault((here, there), [])
            if edge.kind not in kinds:
                kinds.append(edge.kind)
            here = there

    def order(self) -> None:
        """Sweep to and fro by barycentres, swap neighbours, keep the best."""
        best, least = [list(layer) for layer in self.layers], self.crossings()
        for turn in range(SWEEPS):
            if not least:
                break
            self._sweep(rightward=turn % 2 == 0)
            self._swap()
            found = self.crossings()
            if found < least:
                best, least = [list(layer) for layer in self.layers], found
        self.layers = best

    def _sweep(self, *, rightward: bool) -> None:
        near = self.left if rightward else self.right
        order = range(1, len(self.layers)) if rightward else range(len(self.layers) - 2, -1, -1)
        for rank in order:
            at = {node: n for n, node in enumerate(self.layers[rank - 1 if rightward else rank + 1])}
            here = {node: n for n, node in enumerate(self.layers[rank])}

            def centre(node: Node, at: dict[Node, int] = at, here: dict[Node, int] = here) -> float:
                places = [at[other] for other in near[node] if other in at]
                return sum(places) / len(places) if places else here[node]

            self.layers[rank].sort(key=centre)

    def _swap(self) -> None:
        for rank, layer in enumerate(self.layers):
            sides = [
                ({node: n for n, node in enumerate(self.layers[at])}, near)
                for at, near in ((rank - 1, self.left), (rank + 1, self.right))
                if 0 <= at < len(self.layers)
            ]
            for n in range(len(layer) - 1):
                one, two = layer[n], layer[n + 1]
                if self._cost(two, one, sides) < self._cost(one, two, sides):
                    layer[n], layer[n + 1] = two, one

    @staticmethod
    def _cost(one: Node, two: Node, sides: list[tuple[dict[Node, int], dict[Node, list[Node]]]]) -> int:
        """Crossings between the lines of two neighbours when ``one`` stands above ``two``."""
        return sum(1 for at, near in sides for a in near[one] for b in near[two] if at[a] > at[b])

    def crossings(self) -> int:
        """How many pairs of segments cross."""
        total = 0
        for rank, layer in enumerate(self.layers[:-1]):
            at = {node: n for n, node in enumerate(self.layers[rank + 1])}
            seen: list[int] = []
            for node in layer:
                ends = sorted(at[other] for other in self.right[node])
                total += sum(len(seen) - bisect(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return total

    def heights(self) -> dict[Node, float]:
        """A row for every node: as near to its neighbours as the order and the room allow."""
        found: dict[Node, float] = {}
        for layer in self.layers:
            y = 0.0
            for node in layer:
                found[node] = y
                y += _room(node)
        for turn in range(SWEEPS):
            layers = self.layers if turn % 2 == 0 else self.layers[::-1]
            for layer in layers:
                sides = (
                    (self.left, self.right) if turn >= SWEEPS // 2 else (self.left if turn % 2 == 0 else self.right,)
                )
                wished = []
                for node in layer:
                    near = [found[other] for side in sides for other in side[node]] or [found[node]]
                    wished.append(sum(near) / len(near))
                found.update(zip(layer, spread(wished, [_room(node) for node in layer]), strict=True))
        top = min(found.values(), default=0.0)
        return {node: round(y - top, 3) for node, y in found.items()}

    def segments(self, heights: dict[Node, float]) -> Iterable[Segment]:
        for (here, there), kinds in self.kinds.items():
            for n, kind in enumerate(sorted(kinds)):
                shift = 0.14 * (n - (len(kinds) - 1) / 2)
                yield Segment(
                    kind=kind,
                    rank=self.ranks[here],
                    y=heights[here] + shift,
                    to_y=heights[there] + shift,
                    last=isinstance(there, str),
                    bent=not isinstance(here, str),
                )


def _room(node: Node) -> float:
    return 1.0 if isinstance(node, str) else BEND


def spread(wished: Sequence[float], room: Sequence[float]) -> list[float]:
    """Heights nearest to what is wished (least squares) that keep the order and leave each its room to the next.

    Pool adjacent violators: with the room taken off, what is left has only to be ascending.
    """
    taken, offset = 0.0, []
    for n in range(len(wished)):
        taken += (room[n - 1] + room[n]) / 2 if n else 0.0
        offset.append(taken)
    blocks: list[tuple[float, int]] = []
    for n, wish in enumerate(wished):
        total, count = wish - offset[n], 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    level = [total / count for total, count in blocks for _n in range(count)]
    return [height + gap for height, gap in zip(level, offset, strict=True)]
