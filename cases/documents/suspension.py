"""《代办服务中止单》: annex 4 of 普政办发〔2021〕1号 (P-073, P-074, P-094), printed in two copies."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import CHIEF_AGENT, UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce

ANNEX = "附件 4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Everything annex 4 shows. The paper has two blanks for the reason: the ``ground`` and its ``explanation``."""

    project: ProjectFacts
    ground: str
    explanation: str
    suspended_on: date | None
    issued_at: date
    annex: str = ANNEX
    keeper: str = CHIEF_AGENT
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def suspension(data: Suspension) -> Rendered:
    """Print the suspension form, one copy for the project owner and one for the chief agent."""
    return produce("suspension", data, issued_at=data.issued_at)
