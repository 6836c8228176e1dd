"""《代办服务委托书》: annex 3 of 普政办发〔2021〕1号 (P-060, P-094), printed in two copies."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """Everything annex 3 shows. ``centre`` is where the chief agent sits; ``contents`` are the entrusted 代办内容."""

    project: ProjectFacts
    chief_agent: str
    contents: tuple[str, ...]
    issued_at: date
    centre: str = "普兰店区市民服务中心"
    annex: str = "附件 3"
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def authorisation(data: Authorisation) -> Rendered:
    """Print the authorisation, one copy for the project owner and one for the chief agent."""
    return produce("authorisation", data, issued_at=data.issued_at)
