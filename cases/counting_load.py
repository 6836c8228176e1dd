"""How the work lies: lamps of open items (C.7), hand-overs, why cases were suspended (C.10). Pure, as ``cases.counting``."""

from datetime import date

from cases.counting import (
    CaseLine,
    Figure,
    ItemLine,
    Lines,
    Period,
    Rule,
    happened,
    in_hand_lines,
    running,
    undecided,
    until,
)
from cases.figures import behind, number, share


def lamp_on(row: ItemLine, day: date) -> str:
    """The lamp of an open item on a day, as ``worktime.lamp`` lights it: red, yellow, green, or grey while its clock stands."""
    if row.accepted is None or row.accepted > day:
        return "grey"
    if row.due and day > row.due:
        return "red"
    stop = next((one for one in row.stops if one[0] <= day and (one[1] is None or day < one[1])), None)
    if stop is not None:
        return "red" if stop[2] and day > stop[2] else "grey"
    if row.due is None:
        return "grey"
    return "yellow" if row.near and day >= row.near else "green"


def lit(lines: Lines, period: Period, colour: str) -> list[ItemLine]:
    """Items of cases in hand without a decision on the last day of the period, or today, with this lamp on that day."""
    day = until(lines, period)
    return [row for row in undecided(lines, day) if lamp_on(row, day) == colour]


def burning(colour: str) -> Rule:
    """The rule for one lamp."""
    return lambda lines, period: number(lit(lines, period, colour))


def handed(lines: Lines, period: Period) -> Figure:
    """Hand-overs of the period, of the cases in hand in it."""
    found: dict[CaseLine, int] = happened("handed", in_hand_lines(lines, period), period)
    total = sum(found.values())
    return Figure(total, total, total, behind(line for line, times in found.items() if times))


def suspended_for(ground: str) -> Rule:
    """The rule for the suspensions on one ground."""

    def rule(lines: Lines, period: Period) -> Figure:
        rows = running(lines, period)
        return share([row for row in rows if ground in _grounds(row, period)], rows)

    return rule


def _grounds(row: CaseLine, period: Period) -> set[str]:
    """On what grounds suspensions of the case began in the period."""
    return {why for (start, _end), why in zip(row.pauses, row.grounds, strict=True) if start in period}
