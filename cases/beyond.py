"""Indicators that rest on other things than cases (domain C.10), counted by whoever keeps those things.

Who keeps them puts the indicator here when the site starts: statistics, boards and public numbers then say the same. Its rule
asks of the lines only for the day; what it counted is listed by ``things``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.counting import Figure, Lines, Period
from cases.indicators import Indicator


@dataclass(frozen=True)
class Thing:
    """One of the things that were counted: its day, its words, how it stands, and where it is read."""

    day: date | None
    words: str
    stands: str
    url: str = ""


@dataclass(frozen=True)
class Things:
    """Those that a person may see, and how many others there are."""

    shown: list[Thing]
    hidden: int = 0


@dataclass(frozen=True)
class Beyond:
    """An indicator. ``things``: for a person, in a period, up to a day, those that were counted (True) or those that were not;
    ``public``: whether everybody reads its value."""

    indicator: Indicator
    things: Callable[[Any, Period, date, bool], Things]
    public: bool = False

    def figure(self, period: Period, today: date) -> Figure:
        """Its value, over the whole site."""
        return self.indicator.rule(Lines([], [], today), period)


_known: dict[str, Beyond] = {}


def register(row: Beyond) -> None:
    """Called once when the site starts."""
    _known[row.indicator.code] = row


def every() -> list[Beyond]:
    """All of them, in the order in which they were put here."""
    return list(_known.values())


def find(code: str) -> Beyond | None:
    """The one with this code."""
    return _known.get(code)
