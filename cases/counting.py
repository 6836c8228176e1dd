"""How the indicators of the service are counted (domain C.10). Pure; days are working days unless a rule says otherwise.

A figure keeps the cases behind it, those counted and those they are counted out of, so that every number can be opened.
``cases.queries.statistics`` reads the lines; nothing here knows the database.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.figures import Figure as Figure  # of what everybody counts with
from cases.figures import How, behind, lengths, number, share, shared, worth

ONE = timedelta(days=1)
GroupKey = tuple[str, Hashable]
REMAINDER = 0  # the part of what belongs to no part: with it the parts add up to the whole


class Ways(StrEnum):
    """The easier ways of an item (W-053, W-075)."""

    GAP = "gap"
    COMMITMENT = "commitment"
    PREAPPROVAL = "preapproval"
    PARALLEL = "parallel"


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends before it begins")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def before(self) -> "Period":
        """The period to compare with: whole months move by as many months, anything else by as many days."""
        if self.start.day == 1 and (self.end + ONE).day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            index = self.start.year * 12 + self.start.month - 1 - months
            return Period(date(index // 12, index % 12 + 1, 1), self.start - ONE)
        return Period(self.start - (self.end - self.start) - ONE, self.start - ONE)


def month(day: date, back: int = 0, length: int = 1) -> Period:
    """Whole months: ``length`` of them, ``back`` before the one of ``day`` (or before its quarter, half or year)."""
    index = day.year * 12 + (day.month - 1) // length * length - back * length
    after = index + length
    return Period(date(index // 12, index % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - ONE)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What is counted of a case. ``left``: withdrawn, declined, terminated or finished on that day; ``started``: the permit
    was given; ``completed``: the works were; ``certified``: the building is in the register; ``handed``: the days of its
    hand-overs; ``grounds``: why it paused, pause by pause."""

    key: int
    submitted: date
    accepted: date | None = None
    signed: date | None = None
    closed: date | None = None
    left: date | None = None
    corrections: int = 0
    came: tuple[date, ...] = ()
    visits: tuple[date, ...] = ()
    handed: tuple[date, ...] = ()
    pauses: tuple[tuple[date, date | None], ...] = ()
    grounds: tuple[str, ...] = ()
    tables: tuple[tuple[date, date | None], ...] = ()
    tables_filed: date | None = None
    started: date | None = None
    completed: date | None = None
    certified: date | None = None
    rated: date | None = None
    level: int = 0
    called_back: bool = False
    put_right: bool = False
    groups: frozenset[GroupKey] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What is counted of an item. ``due``: the last day of the promised limit as it stands; ``online``: no step on paper;
    ``taken`` and ``left``: the days on which its case was accepted and was over; ``near``: the first day of its yellow lamp;
    ``stops``: special procedures with their first and last day and the last day of their own limit."""

    key: int
    case: int
    taken: date | None = None
    left: date | None = None
    filed: date | None = None
    accepted: date | None = None
    decided: date | None = None
    due: date | None = None
    passed: bool = False
    corrections: int = 0
    refusals: int = 0
    promised: int | None = None
    statutory: int | None = None
    approval: int | None = None
    elapsed: int | None = None
    correction: int | None = None
    special: int | None = None
    online: bool | None = None
    able: frozenset[Ways] = frozenset()
    used: frozenset[Ways] = frozenset()
    gaps: tuple[tuple[date, date | None], ...] = ()
    groups: frozenset[GroupKey] = frozenset()
    near: date | None = None
    stops: tuple[tuple[date, date | None, date | None], ...] = ()


@dataclass(frozen=True)
class Lines:
    """Everything that is counted; ``today`` ends what is still open."""

    cases: Sequence[CaseLine]
    items: Sequence[ItemLine]
    today: date

    def of(self, group: GroupKey) -> "Lines":
        """Only what belongs to a group."""
        by, key = group
        rest = key == REMAINDER
        return Lines(
            [line for line in self.cases if (parts(line.groups, by) == [key] if rest else group in line.groups)],
            [line for line in self.items if (parts(line.groups, by) == [key] if rest else group in line.groups)],
            self.today,
        )


Counted = CaseLine | ItemLine


def parts(groups: Iterable[GroupKey], by: str) -> list[Hashable]:
    """To which parts a line belongs, split in this way; to the remainder if to none."""
    return [key for kind, key in groups if kind == by and key] or [REMAINDER]


def answers_for(agent: int | None, lead: int | None) -> int | None:
    """Whose an item is: its own agent's, else that of the first contact of its case. Statistics and appraisal ask this."""
    return agent or lead


Rule = Callable[[Lines, Period], Figure]


def _values(lines: Iterable[ItemLine], name: str, how: How) -> Figure:
    """Of a length that the lines have."""
    held = [line for line in lines if getattr(line, name) is not None]
    return lengths(how, (getattr(line, name) for line in held), held)


def in_hand_lines(lines: Lines, period: Period) -> list[CaseLine]:
    return [line for line in lines.cases if was_in_hand(line, period)]


def happened(days: str, served: Iterable[CaseLine], period: Period) -> dict[CaseLine, int]:
    return {line: sum(day in period for day in getattr(line, days)) for line in served}


def _per_case(days: str, lines: Lines, period: Period) -> Figure:
    served = in_hand_lines(lines, period)
    found = happened(days, served, period)
    total = sum(found.values())
    having = [line for line, times in found.items() if times]
    others = [line for line, times in found.items() if not times]
    value = worth(How.EACH, total, len(served), {})
    return Figure(value, total, len(served), behind(having), behind(others), How.EACH)


def was_in_hand(line: CaseLine, period: Period) -> bool:
    """Accepted by the end of the period, and not over before it began."""
    return (
        line.accepted is not None and line.accepted <= period.end and (line.left is None or line.left >= period.start)
    )


def until(lines: Lines, period: Period) -> date:
    return min(period.end, lines.today)


def _decided(lines: Lines, period: Period) -> list[ItemLine]:
    return [line for line in lines.items if line.decided in period]


def _with_due(lines: Lines, period: Period) -> list[ItemLine]:
    return [line for line in _decided(lines, period) if line.due is not None]


def _filed(lines: Lines, period: Period) -> list[ItemLine]:
    return [line for line in lines.items if line.filed in period]


def _rated(lines: Lines, period: Period) -> list[CaseLine]:
    return [line for line in lines.cases if line.rated in period]


def _bad(lines: Lines, period: Period) -> list[CaseLine]:
    return [line for line in _rated(lines, period) if line.level <= 2]


def received(lines: Lines, period: Period) -> Figure:
    return number([line for line in lines.cases if line.accepted in period])


def finished(lines: Lines, period: Period) -> Figure:
    return number([line for line in lines.cases if line.closed in period])


def in_hand(lines: Lines, period: Period) -> Figure:
    day = until(lines, period)
    return number(
        [row for row in lines.cases if row.accepted and row.accepted <= day and not (row.left and row.left <= day)]
    )


def open_items(lines: Lines, period: Period) -> Figure:
    """Items of cases in hand that had no decision on the last day."""
    return number(undecided(lines, until(lines, period)))


def undecided(lines: Lines, day: date) -> list[ItemLine]:
    held = [row for row in lines.items if row.taken and row.taken <= day and not (row.left and row.left <= day)]
    return [row for row in held if not (row.decided and row.decided <= day)]


def finished_of_due(lines: Lines, period: Period) -> Figure:
    day = until(lines, period)
    due = [line for line in lines.items if line.due and line.due in period and line.due <= day]
    return share([line for line in due if line.decided is not None and line.decided <= day], due)


def on_time(lines: Lines, period: Period) -> Figure:
    rows = _with_due(lines, period)
    return share([row for row in rows if row.decided and row.due and row.decided <= row.due], rows)


def _early(lines: Lines, period: Period) -> list[ItemLine]:
    rows = _with_due(lines, period)
    return [row for row in rows if row.approval is not None and row.promised and row.approval < row.promised]


def early(lines: Lines, period: Period) -> Figure:
    return share(_early(lines, period), _with_due(lines, period))


def days_gained(lines: Lines, period: Period) -> Figure:
    rows = _early(lines, period)
    return lengths(How.TOTAL, ((row.promised or 0) - (row.approval or 0) for row in rows), rows)


def compression(lines: Lines, period: Period) -> Figure:
    rows = [row for row in _decided(lines, period) if row.statutory and row.promised is not None]
    return lengths(How.SAVED, ((row.promised or 0, row.statutory or 0) for row in rows), rows)


def _decided_before(row: ItemLine, period: Period) -> bool:
    return row.decided is not None and row.decided < period.start


def _ran(lines: Lines, period: Period) -> list[ItemLine]:
    """Items whose promised limit ran in the period."""
    day = until(lines, period)
    return [
        row
        for row in lines.items
        if row.due and row.accepted and row.accepted <= day and not _decided_before(row, period)
    ]


def past_limit(lines: Lines, period: Period) -> list[ItemLine]:
    """Items past their promised limit (超期) on the last day of the period or on the day of decision."""
    day = until(lines, period)
    return [row for row in _ran(lines, period) if row.due and min(row.decided or day, day) > row.due]


def overdue(lines: Lines, period: Period) -> Figure:
    """Of the items on the clock in the period, those that were past their promised limit."""
    return share(past_limit(lines, period), _ran(lines, period))


def first_time(lines: Lines, period: Period) -> Figure:
    rows = _filed(lines, period)
    settled = [row for row in rows if row.accepted or row.refusals or row.corrections]
    return share([row for row in settled if row.accepted and not row.refusals and not row.corrections], settled)


def corrected(lines: Lines, period: Period) -> Figure:
    rows = _filed(lines, period)
    return share([row for row in rows if row.corrections], rows)


def refused(lines: Lines, period: Period) -> Figure:
    rows = _filed(lines, period)
    return share([row for row in rows if row.refusals], rows)


def online(lines: Lines, period: Period) -> Figure:
    rows = [row for row in _decided(lines, period) if row.online is not None]
    return share([row for row in rows if row.online], rows)


def way_used(way: Ways) -> Rule:
    """The rule for one of the easier ways: items decided in the period that used it, of those that could."""

    def rule(lines: Lines, period: Period) -> Figure:
        able = [row for row in _decided(lines, period) if way in row.able or way in row.used]
        return share([row for row in able if way in row.used], able)

    return rule


def gaps_kept(lines: Lines, period: Period) -> Figure:
    """Of the late papers promised for a day that has come, those that were there by it."""
    day = until(lines, period)
    promises = [(row, due, kept) for row in lines.items for due, kept in row.gaps if due in period and due <= day]
    kept = [row for row, due, came in promises if came and came <= due]
    broken = [row for row, due, came in promises if not (came and came <= due)]
    return shared(len(kept), len(promises), behind(kept), behind(broken))


def satisfied(lines: Lines, period: Period) -> Figure:
    rows = _rated(lines, period)
    return share([row for row in rows if row.level >= 3], rows)


def bad(lines: Lines, period: Period) -> Figure:
    return share(_bad(lines, period), _rated(lines, period))


def put_right(lines: Lines, period: Period) -> Figure:
    rows = _bad(lines, period)
    return share([row for row in rows if row.put_right], rows)


def called_back(lines: Lines, period: Period) -> Figure:
    rows = _bad(lines, period)
    return share([row for row in rows if row.called_back], rows)


def running(lines: Lines, period: Period) -> list[CaseLine]:
    return [row for row in lines.cases if row.signed and row.signed <= period.end and was_in_hand(row, period)]


def suspended(lines: Lines, period: Period) -> Figure:
    rows = running(lines, period)
    return share([row for row in rows if any(start in period for start, _end in row.pauses)], rows)


def resumed(lines: Lines, period: Period) -> Figure:
    """Of the pauses that began in the period, those that have ended since."""
    begun = [(row, end) for row in lines.cases for start, end in row.pauses if start in period]
    over = [row for row, end in begun if end is not None]
    standing = behind(row for row, end in begun if end is None)
    return shared(len(over), len(begun), behind(over), standing)


def tables_in_time(lines: Lines, period: Period) -> Figure:
    """Of the flow tables due in the period, those filed by their day (P-062)."""
    day = until(lines, period)
    owed = [(row, due, filed) for row in lines.cases for due, filed in row.tables if due in period and due <= day]
    good = [row for row, due, filed in owed if filed and filed <= due]
    late = behind(row for row, due, filed in owed if not (filed and filed <= due))
    return shared(len(good), len(owed), behind(good), late)


def between(first: str, last: str) -> Rule:
    def rule(lines: Lines, period: Period) -> Figure:
        rows = [row for row in lines.cases if getattr(row, last) in period and getattr(row, first)]
        return lengths(How.MEDIAN, ((getattr(row, last) - getattr(row, first)).days for row in rows), rows)

    return rule


def trips(lines: Lines, period: Period) -> Figure:
    return _per_case("came", lines, period)


def visits(lines: Lines, period: Period) -> Figure:
    return _per_case("visits", lines, period)


def mean_of(name: str) -> Rule:
    return lambda lines, period: _values(_decided(lines, period), name, How.MEAN)


def median_of(name: str) -> Rule:
    return lambda lines, period: _values(_decided(lines, period), name, How.MEDIAN)
