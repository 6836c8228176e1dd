"""What needs what in a case: the items as a graph, and the same in words for each item."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cases.enums import LinkKind
from cases.listwords import clauses
from cases.models import Case, CaseItem
from cases.queries import measures, roadmap
from cases.queries.gantt import GanttRow, event_word

STRENGTH = (LinkKind.ALL, LinkKind.ANY, LinkKind.IF_PRESENT, LinkKind.SOFT)


@dataclass(frozen=True)
class Need:
    """One end of a link: the other item's code and name, how it is needed, and whether it is part of the case."""

    code: str
    name: str
    kind: str
    inside: bool = True

    @property
    def how(self) -> str:
        """The kind of the link in words."""
        return str(LinkKind(self.kind).label)


@dataclass
class Node:
    """An item of the case, or (``event``) a milestone outside the plan that items wait for."""

    code: str
    name: str
    stage: str = ""
    event: bool = False
    row: GanttRow | None = None
    needs: list[Need] = field(default_factory=list)
    needed_by: list[Need] = field(default_factory=list)
    end: date | None = None

    @property
    def critical(self) -> bool:
        return self.row is not None and self.row.critical


@dataclass(frozen=True)
class Tie:
    """``before`` comes before ``after``; ``critical``: it fixes the start of an item on the critical path."""

    before: str
    after: str
    kind: str
    critical: bool


@dataclass(frozen=True)
class Network:
    nodes: list[Node]
    ties: list[Tie]


def of_case(case: Case, rows: Iterable[GanttRow], works_completed: date | None = None) -> Network:
    """The graph of the case's items, with the dates and states of ``rows`` (none before there is a plan)."""
    items = roadmap.items_of(case)
    by_code = {row.code: row for row in rows}
    nodes = {item.item.code: _node(item, by_code.get(item.item.code)) for item in items}
    ties: list[Tie] = []
    for item in items:
        for before, kind in _links(item, nodes, works_completed).items():
            ties.append(_tie(nodes, before, item.item.code, kind))
    if works_completed and roadmap.WORKS_COMPLETED in nodes and measures.START in nodes:
        ties.append(_tie(nodes, measures.START, roadmap.WORKS_COMPLETED, LinkKind.ALL))
    for node in nodes.values():
        node.needs.sort(key=lambda need: (not need.inside, need.code))
        node.needed_by.sort(key=lambda need: need.code)
    return Network(list(nodes.values()), ties)


def _node(item: CaseItem, row: GanttRow | None) -> Node:
    return Node(item.item.code, item.item.name, item.item.stage.name, row=row, end=row.end if row else None)


def _links(item: CaseItem, nodes: dict[str, Node], works: date | None) -> dict[str, str]:
    """Code before → kind, for every link inside the case; what is needed from outside is noted with the item.

    Of two links between the same two the stronger one counts, as for the dates.
    """
    found: dict[str, str] = {}
    here = nodes[item.item.code]
    for link in item.item.links.all():
        if link.kind == LinkKind.MILESTONE:
            nodes.setdefault(link.milestone, Node(link.milestone, event_word(link.milestone), event=True, end=works))
            found[link.milestone] = link.kind
        elif link.requires is not None and link.requires.code in nodes:
            code = link.requires.code
            found[code] = min(found.get(code, link.kind), link.kind, key=STRENGTH.index)
        elif link.requires is not None and link.kind == LinkKind.ALL:
            here.needs.append(Need(link.requires.code, link.requires.name, link.kind, inside=False))
    return found


def _tie(nodes: dict[str, Node], before: str, after: str, kind: str) -> Tie:
    one, two = nodes[before], nodes[after]
    two.needs.append(Need("" if one.event else one.code, one.name, kind))
    one.needed_by.append(Need(two.code, two.name, kind))
    critical = two.row is not None and two.row.critical and (two.row.bound_by == before or one.event)
    return Tie(before, after, kind, critical and (one.critical or one.event))


def sentence(node: Node) -> str:
    """What a reader who cannot see the picture is told about a node."""
    parts = [f"{'' if node.event else node.code} {node.name}".strip()]
    if node.critical:
        parts.append(_("critical path"))
    if node.end:
        parts.append(_("until %(day)s") % {"day": node.end})
    needs = [need.code or need.name for need in node.needs if need.inside]
    parts.append(_("needs %(codes)s") % {"codes": " ".join(needs)} if needs else _("needs nothing of this case"))
    if node.needed_by:
        parts.append(_("is needed by %(codes)s") % {"codes": " ".join(need.code for need in node.needed_by)})
    return clauses(parts)
