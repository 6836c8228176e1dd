"""《通报》: praise or criticism of a unit, numbered, in the name of its place (W-095, P-092)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class Circular:
    """What the notice shows. ``person`` only when the notice names one; ``finding``: the number of what criticism rests on."""

    number: str
    kind: str
    public: bool
    region: str
    unit: str
    person: str
    title: str
    text: str
    finding: str
    issued_at: date
    withdrawn_at: date | None = None


def circular(data: Circular) -> Rendered:
    """Print the notice."""
    return produce("circular", data, issued_at=data.issued_at)
