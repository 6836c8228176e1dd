"""代办工作日志: what an agent did on the days of a time, with the own words (P-071)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDay:
    """One day: lines from the cases (moment, case, what), and the agent's own words."""

    day: date
    lines: tuple[tuple[str, str, str], ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklog:
    """What the log shows."""

    agent: str
    unit: str
    since: date
    until: date
    days: tuple[LogDay, ...]
    issued_at: date


def worklog(data: Worklog) -> Rendered:
    """Print the log."""
    return produce("worklog", data, issued_at=data.issued_at)
