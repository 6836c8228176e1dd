"""What every kind of import says about a line that it has taken in."""

from dataclasses import dataclass

from cases.enums_exchange import LineState


@dataclass(frozen=True)
class Taken:
    """What a line became: its state, what it is about, and the row here."""

    state: LineState
    about: str = ""
    target: str = ""
