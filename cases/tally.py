"""What was counted of some cases, and can be joined with what was counted of others (``cases.figures``). Pure.

A year of a whole city is more than any memory holds at once: its cases are read so many at a time, each part is tallied and
let go, and the tallies are joined. The sum says what counting everything at once would say; nothing is estimated.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.counting import CaseLine, ItemLine, Lines, Period
from cases.counting import parts as parts_of
from cases.figures import Figure, How, Made, worth
from cases.indicators import INDICATORS

WORST = 30  # single items that are named
Row = tuple[int, int, str, str]
"""How bad, the key of the item, its day, and the day it was decided or nothing."""


@dataclass(frozen=True)
class Ask:
    """What is counted: under which name, in which days, which indicators, and of which parts each (none: all together)."""

    name: str
    period: Period
    codes: tuple[str, ...]
    by: str = ""


@dataclass
class Sum:
    """A figure without its cases, of which only the numbers are kept: those counted, and those of the rest."""

    how: How
    count: int = 0
    of: int = 0
    cases: int = 0
    rest: int = 0
    made: Counter[Made] = field(default_factory=Counter)

    @classmethod
    def of_figure(cls, figure: Figure) -> "Sum":
        return cls(figure.how, figure.count, figure.of, len(figure.cases), len(figure.rest), Counter(figure.made))

    @property
    def value(self) -> float | None:
        return worth(self.how, self.count, self.of, self.made)

    def add(self, other: "Sum") -> None:
        self.count, self.of = self.count + other.count, self.of + other.of
        self.cases, self.rest = self.cases + other.cases, self.rest + other.rest
        self.made.update(other.made)


@dataclass
class Tally:
    """So many cases, and what was counted of them: {name of the ask: {part: {indicator: sum}}}."""

    cases: int = 0
    sums: dict[str, dict[str, dict[str, Sum]]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Join what was counted of other cases."""
        self.cases += other.cases
        self.rows = worst([*self.rows, *other.rows])
        for name, parts in other.sums.items():
            for part, found in parts.items():
                mine = self.sums.setdefault(name, {}).setdefault(part, {})
                for code, one in found.items():
                    mine.setdefault(code, Sum(one.how)).add(one)

    def all(self, name: str) -> dict[str, Sum]:
        """What was counted of all together."""
        return self.sums.get(name, {}).get("", {})

    def parts(self, name: str) -> dict[str, dict[str, Sum]]:
        """What was counted of each part, by its key as text."""
        return self.sums.get(name, {})


def count(lines: Lines, asks: Sequence[Ask], rows: Iterable[Row] = ()) -> Tally:
    """Count it of these lines."""
    found = Tally(len(lines.cases), rows=worst(rows))
    held: dict[str, dict[str, Lines]] = {"": {"": lines}}
    for ask in asks:
        if ask.by not in held:
            held[ask.by] = {str(part): some for part, some in by_parts(lines, ask.by).items()}
        found.sums[ask.name] = {
            part: {code: Sum.of_figure(INDICATORS[code].rule(some, ask.period)) for code in ask.codes}
            for part, some in held[ask.by].items()
        }
    return found


def worst(rows: Iterable[Row]) -> list[Row]:
    """The worst first, as many as are named; of equals the older item."""
    return sorted(rows, key=lambda row: (-row[0], row[1]))[:WORST]


def by_parts(lines: Lines, by: str) -> dict[Hashable, Lines]:
    """The lines of each part, in one pass over all; a line that belongs to several is in each of them."""
    cases, items = dict[Hashable, list[CaseLine]](), dict[Hashable, list[ItemLine]]()
    for line in lines.cases:
        for part in parts_of(line.groups, by):
            cases.setdefault(part, []).append(line)
    for item in lines.items:
        for part in parts_of(item.groups, by):
            items.setdefault(part, []).append(item)
    return {part: Lines(cases.get(part, []), items.get(part, []), lines.today) for part in cases | items}


def packed(tally: Tally) -> dict[str, Any]:
    """As JSON has it."""
    return {
        "cases": tally.cases,
        "rows": [list(row) for row in tally.rows],
        "sums": {
            name: {part: {code: _sum(one) for code, one in found.items()} for part, found in parts.items()}
            for name, parts in tally.sums.items()
        },
    }


def _sum(one: Sum) -> list[Any]:
    made = [[list(length) if isinstance(length, tuple) else length, times] for length, times in one.made.items()]
    return [one.how.value, one.count, one.of, one.cases, one.rest, made]


def unpacked(data: dict[str, Any]) -> Tally:
    """The same read again."""
    sums = {
        name: {part: {code: _again(one) for code, one in found.items()} for part, found in parts.items()}
        for name, parts in data["sums"].items()
    }
    rows: list[Row] = [(bad, key, due, decided) for bad, key, due, decided in data["rows"]]
    return Tally(data["cases"], sums, rows)


def _again(data: list[Any]) -> Sum:
    how, count_, of, cases, rest, made = data
    lengths: Counter[Made] = Counter()
    for length, times in made:
        lengths[(length[0], length[1]) if isinstance(length, list) else length] = times
    return Sum(How(how), count_, of, cases, rest, lengths)
