"""《材料交接单》: originals that change hands between the enterprise and the agency, signed by both (C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce

# By the kind of the hand-over.
DIRECTIONS = {"taken": "企业交代办机构", "returned": "代办机构退企业"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedPaper:
    """One line: a paper and how many originals of it."""

    name: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSlip:
    """What the slip shows. ``direction`` is 企业交代办机构 or 代办机构退企业; ``left`` is what the agency still holds after it."""

    number: str
    case_number: str
    project: ProjectFacts
    unit: str
    direction: str
    giver: str
    taker: str
    handed_on: date
    papers: tuple[HandedPaper, ...]
    left: tuple[HandedPaper, ...]
    note: str
    issued_at: date
    agency_signature: Signature = UNSIGNED
    enterprise_signature: Signature = UNSIGNED


def handover(data: HandoverSlip) -> Rendered:
    """Print the slip: two copies are signed, each side keeps one."""
    return produce("handover", data, issued_at=data.issued_at)
