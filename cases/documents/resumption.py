"""《续办委托书》: takes up a suspended service again; our own form, as the policy names none (A.3, point 4)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import CHIEF_AGENT, UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """What the form shows: when and why the service stopped, from when and with what contents it goes on."""

    number: str
    project: ProjectFacts
    centre: str
    chief_agent: str
    suspended_on: date | None
    ground: str
    resumed_on: date | None
    contents: tuple[str, ...]
    issued_at: date
    keeper: str = CHIEF_AGENT
    agent_signature: Signature = UNSIGNED
    owner_signature: Signature = UNSIGNED
    unit_signature: Signature = UNSIGNED


def resumption(data: Resumption) -> Rendered:
    """Print the form in two copies, like the authorisation that it continues."""
    return produce("resumption", data, issued_at=data.issued_at)
