"""《预审批意见》: what was reviewed, what is missing, how it is controlled, until when it holds (W-054, domain C.8)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.parts import UNSIGNED, ProjectFacts, Signature
from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A missing condition and the day by which it is met."""

    text: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The pre-approval of the link before, which serves as material for this one (W-056)."""

    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreApproval:
    """What the paper shows. ``reference``: the number of the department's own paper, when the agency recorded it."""

    number: str
    case_number: str
    project: ProjectFacts
    item: str
    authority: str
    basis: str
    necessary: str
    key_points: str
    control: str
    conditions: tuple[Missing, ...]
    stands_on: tuple[Ground, ...]
    reference: str
    valid_until: date | None
    issued_at: date
    unit_signature: Signature = UNSIGNED


def preapproval(data: PreApproval) -> Rendered:
    """Print the opinion under the name of the deciding department."""
    return produce("preapproval", data, issued_at=data.issued_at)
