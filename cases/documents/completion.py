"""《代办服务办结单》: annex 5 of 普政办发〔2021〕1号 (P-076, P-094), printed in two copies."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import CHIEF_AGENT, UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce

ANNEX = "附件 5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Everything annex 5 shows. ``district`` stands before 重大项目帮办代办服务工作 in the fixed wording."""

    project: ProjectFacts
    completed_on: date | None
    issued_at: date
    district: str = "普兰店区"
    annex: str = ANNEX
    keeper: str = CHIEF_AGENT
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def completion(data: Completion) -> Rendered:
    """Print the completion form, one copy for the project owner and one for the agents (代办服务人员)."""
    return produce("completion", data, issued_at=data.issued_at)
