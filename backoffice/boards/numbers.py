"""A number on a board is the number of rows of a list: counted by the list itself, and a link to it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode

from backoffice.paging import MAX_COUNT
from backoffice.views.generic import ListView
from backoffice.views.statistics import COUNTED, REST
from cases.actions import board_counts
from cases.counting import Period
from cases.queries.boards import Ask, Counted, Told

DAYS = 30  # counted back from today; compared with as many before


@dataclass(frozen=True)
class Number:
    """So many rows, and the address of the list that shows them. ``more``: there are more than are counted."""

    count: int
    url: str
    more: bool = False

    def __str__(self) -> str:
        return str(number_format(self.count, force_grouping=True)) + ("+" if self.more else "")


@dataclass(frozen=True)
class Lot:
    """Rows of a list of the desk: the name of its address, and what it is narrowed by."""

    place: str
    query: str = ""

    @property
    def url(self) -> str:
        address = reverse(f"office:{self.place}")
        return f"{address}?{self.query}" if self.query else address

    def opened(self, request: HttpRequest) -> ListView:
        """The list itself, as the reader would open it."""
        path = reverse(f"office:{self.place}")
        view: type[ListView] = resolve(path).func.view_class  # type: ignore[attr-defined]
        return view.opened(request, path, self.query)

    def number(self, request: HttpRequest) -> Number:
        return number(self.opened(request).get_table_data().counted, self.url)


def number(counted: int, url: str) -> Number:
    """As the pager of the list says it: no further than it counts."""
    return Number(min(counted, MAX_COUNT), url, counted > MAX_COUNT)


def days(today: date) -> Period:
    """The days that a board looks back on."""
    return Period(today - timedelta(days=DAYS - 1), today)


@dataclass
class Reader:
    """Who reads a board, when, and what is counted for it over all cases: once for the whole board."""

    request: HttpRequest
    ask: Ask
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        wanted = self.ask.codes or self.ask.splits
        self.counted: Counted | None = board_counts.read(self.request.user, self.ask) if wanted else None

    def indicated(self, code: str, told: Told, **more: Any) -> Number:
        """The cases that an indicator counted; where it counted none, those that it found wanting."""
        part, count = (COUNTED, told.cases) if told.cases else (REST, told.rest)
        asked = {"part": part, "period": "own", "since": self.ask.period.start, "until": self.ask.period.end}
        address = reverse("office:statistics_cases", args=[code])
        return Number(count, f"{address}?{urlencode(asked | more)}")

    def split_url(self, code: str, by: str) -> str:
        """The same indicator by parts, under Statistics."""
        asked = {
            "period": "own",
            "since": self.ask.period.start,
            "until": self.ask.period.end,
            "figure": code,
            "by": by,
        }
        return f"{reverse('office:statistics')}?{urlencode(asked)}"
