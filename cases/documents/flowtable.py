"""《代办服务流程表》: a work group's departments, items, agents, materials, fees, planned days (P-062 to P-065)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow:
    """One row, in the order the document names its six columns. ``planned`` is a phrase such as 5个工作日."""

    authority: str
    item: str
    agent: str
    materials: tuple[str, ...]
    fees: str
    planned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTable:
    """What the flow table shows. No rows means that the group states that it has no items for this project."""

    number: str
    group: str
    project: ProjectFacts
    rows: tuple[FlowRow, ...]
    signed_on: date
    due_on: date
    issued_at: date
    version: int = 1
    change_reason: str = ""
    agent_signature: Signature = UNSIGNED


def flow_table(data: FlowTable) -> Rendered:
    """Print the group's table, landscape, its head repeated on every page."""
    return produce("flowtable", data, issued_at=data.issued_at)
