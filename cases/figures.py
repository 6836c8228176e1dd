"""A figure: a value, how many of how many it rests on, the cases behind it, and what it is made of. Pure.

What a figure is made of is enough to join it with that of other cases: large sets are counted part by part
(``cases.tally``) and come out as if they had been counted at once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Made = int | tuple[int, int]


class How(StrEnum):
    """How a value comes from what is counted."""

    NUMBER = "number"
    SHARE = "share"
    EACH = "each"
    MEAN = "mean"
    MEDIAN = "median"
    TOTAL = "total"
    SAVED = "saved"


@dataclass(frozen=True)
class Figure:
    """A value (None: there was nothing to count), how many of how many it rests on, and the cases behind both.

    ``made``: the lengths that it is the mean, the median or the sum of, with how often each occurs; of what was saved the
    pairs of what was promised and what the law allows.
    """

    value: float | None
    count: int = 0
    of: int = 0
    cases: frozenset[int] = field(default=frozenset(), repr=False)
    rest: frozenset[int] = field(default=frozenset(), repr=False)
    how: How = field(default=How.NUMBER, repr=False, compare=False)
    made: Mapping[Made, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def behind(self) -> frozenset[int]:
        """Every case that the value rests on."""
        return self.cases | self.rest


def worth(how: How, count: int, of: int, made: Mapping[Made, int]) -> float | None:
    """The value; None where there is nothing to count it of."""
    if how == How.NUMBER:
        return count
    if how == How.TOTAL:
        return _total(made)
    if not of:
        return None
    if how == How.SHARE:
        return 100 * count / of
    if how == How.EACH:
        return count / of
    if how == How.SAVED:
        law = sum(pair[1] * times for pair, times in made.items() if isinstance(pair, tuple))
        promise = sum(pair[0] * times for pair, times in made.items() if isinstance(pair, tuple))
        return 100 * (1 - promise / law)
    return _total(made) / of if how == How.MEAN else _median(made)


def _total(made: Mapping[Made, int]) -> int:
    return sum(length * times for length, times in made.items() if isinstance(length, int))


def _median(made: Mapping[Made, int]) -> float:
    """Half are no longer: the middle one, or the mean of the two in the middle."""
    lengths = sorted((length, times) for length, times in made.items() if isinstance(length, int))
    many, below, middle = sum(times for _length, times in lengths), 0, list[int]()
    for length, times in lengths:
        before, below = below, below + times
        middle += [length for place in ((many - 1) // 2, many // 2) if before <= place < below]
    return (middle[0] + middle[1]) / 2


def behind(lines: Iterable[Any]) -> frozenset[int]:
    """The cases of lines of cases or of items."""
    return frozenset(getattr(line, "case", line.key) for line in lines)


def number(lines: Collection[Any]) -> Figure:
    """How many."""
    return Figure(len(lines), len(lines), len(lines), behind(lines))


def share(part: Collection[Any], whole: Collection[Any]) -> Figure:
    """How many of how many, in percent. ``rest``: the cases of what is not counted."""
    counted = set(part)
    others = [line for line in whole if line not in counted]
    return shared(len(part), len(whole), behind(part), behind(others))


def shared(count: int, of: int, cases: frozenset[int], rest: frozenset[int]) -> Figure:
    """So many of so many, in percent."""
    return Figure(worth(How.SHARE, count, of, {}), count, of, cases, rest, How.SHARE)


def lengths(how: How, values: Iterable[Made], held: Collection[Any]) -> Figure:
    """The mean, the median, the sum … of what the lines have."""
    made = Counter(values)
    return Figure(worth(how, len(held), len(held), made), len(held), len(held), behind(held), how=how, made=made)
