"""A number on a board is the number of rows of a list: counted by the list itself, and a link to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import resolve
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.http import urlencode

from backoffice.nav import address
from backoffice.paging import A_MINUTE, LONG, MAX_COUNT, Rows
from backoffice.views.generic import ListView
from backoffice.views.statistics import COUNTED, REST
from cases.actions import board_counts
from cases.counting import Period
from cases.queries import boards
from cases.queries.boards import Ask, Counted, Place, Told, Warned

THOUSAND = 1000
DAYS = 30  # counted back from today; compared with as many before


@dataclass(frozen=True)
class Number:
    """So many rows, and the address of the list that shows them. ``more``: there are more than are counted."""

    count: int
    url: str
    more: bool = False

    def __str__(self) -> str:
        if self.count < THOUSAND:
            return str(self.count)
        return str(number_format(self.count, force_grouping=True)) + ("+" if self.more else "")


@dataclass(frozen=True)
class Lot:
    """Rows of a list of the desk: the name of its address, and what it is narrowed by."""

    place: str
    query: str = ""

    @property
    def url(self) -> str:
        return f"{address(self.place)}?{self.query}" if self.query else address(self.place)

    def opened(self, request: HttpRequest) -> ListView:
        """The list itself, as the reader would open it."""
        path = address(self.place)
        view: type[ListView] = resolve(path).func.view_class  # type: ignore[attr-defined]
        return view.opened(request, path, self.query)

    def number(self, request: HttpRequest) -> Number:
        return number(self.opened(request).table_rows.counted, self.url)


def number(counted: int, url: str) -> Number:
    """As the pager of the list says it: no further than it counts."""
    return Number(min(counted, MAX_COUNT), url, counted > MAX_COUNT)


def days(today: date) -> Period:
    """The days that a board looks back on."""
    return Period(today - timedelta(days=DAYS - 1), today)


@dataclass
class Reader:
    """Who reads a board, when, and what is counted for it over all cases: once for the whole board.

    Whoever sees many cases reads the numbers of the lists as they stood at most a minute ago, as their pagers do.
    """

    request: HttpRequest
    ask: Ask
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        wanted = self.ask.codes or self.ask.splits
        self.counted: Counted | None = board_counts.read(self.request.user, self.ask) if wanted else None
        self.many = bool(wanted) and (self.counted is None or self.counted.cases > LONG)
        self.place = f"{board_counts.place_of(self.request.user, self.ask)}.numbers"
        self.kept: dict[str, Any] = (cache.get(self.place) or {}) if self.many else {}
        self.new = False

    def keep(self) -> None:
        """Called when everything is drawn."""
        if self.many and self.new:
            cache.set(self.place, self.kept, A_MINUTE)

    def number(self, lot: Lot) -> Number:
        found: Number = self._kept(lot.url, lambda: lot.number(self.request))
        return found

    def first(self, lot: Lot, rows: Rows, count: int) -> Number:
        """How many rows the list has, and its first ones, as old as the numbers."""
        found: Number = self._kept(lot.url, lambda: number(rows.counted, lot.url))
        rows.counted = found.count + found.more  # the pager of the table counts no second time
        if found.count:
            rows.known = self._kept(f"{lot.url} first {count}", lambda: rows.keys(slice(count)))
        return found

    def places(self) -> list[Place]:
        found: list[Place] = self._kept("places", lambda: boards.places(self.request.user, self.today))
        return found

    def warned(self) -> Warned:
        """Open early warnings: of the next days by what is watched, overdue ones, those on the highest steps."""
        found: Warned = self._kept("warned", lambda: boards.warned(self.request.user, self.today))
        return found

    def every_place(self) -> list[Place]:
        """With those that have no case."""
        user = self.request.user
        found: list[Place] = self._kept("every place", lambda: boards.places(user, self.today, every=True))
        return found

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self.kept:
            self.kept[name], self.new = make(), True
        return self.kept[name]

    def indicated(self, code: str, told: Told, by: str = "", of: object = "") -> Number:
        """The cases that an indicator counted, of one part ``of`` those it is split ``by``; where it counted none, those that
        it found wanting."""
        part, count = (COUNTED, told.cases) if told.cases else (REST, told.rest)
        of_part = f"&by={by}&of={of}" if by else ""
        return Number(count, f"{address('statistics')}{code}/?part={part}&{self.days}{of_part}")

    @cached_property
    def days(self) -> str:
        """The days that are counted, as Statistics asks for them."""
        return urlencode({"period": "own", "since": self.ask.period.start, "until": self.ask.period.end})

    def split_url(self, code: str, by: str) -> str:
        """The same indicator by parts, under Statistics."""
        return f"{address('statistics')}?{self.days}&figure={code}&by={by}"
