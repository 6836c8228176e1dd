"""The kinds of panels. Each is a declaration; ``draw`` makes of it what its template shows, with every number it tells."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from backoffice.boards.numbers import Lot, Number, Reader
from backoffice.nav import address
from backoffice.views.statistics import COUNTED, REST
from cases import beyond
from cases.daywords import lamp_word
from cases.indicators import INDICATORS, Unit
from cases.queries import lamps, splits
from cases.queries.boards import Place
from cases.queries.statistics import Reading
from home.charts.split import Bar, Measure, split_svg
from home.templatetags.look import LAMPS
from home.words import measured

Words = str | Promise
MOST = 12  # bars of a picture


@dataclass(frozen=True)
class Card:
    """A figure as it is drawn. ``said``: what it is compared with; ``tone``: better or worse, of the desk's tones."""

    label: Words
    value: str
    number: Number | None = None
    said: str = ""
    verdict: str = ""
    behind: bool = False
    """The value is not the number of the list: the list is named below it."""
    things: bool = False
    """What the list has is no case."""
    tone: str = ""
    page: str = ""
    """Where to do something about it, where no list is behind it."""


@dataclass(frozen=True)
class Listed:
    """How many rows of a list."""

    label: Words
    lot: Lot
    tone: str = ""
    """How it is marked when it is not zero."""

    def card(self, reader: Reader) -> Card:
        return self.drawn(reader.number(self.lot))

    def drawn(self, found: Number) -> Card:
        """The same of a number that was counted elsewhere."""
        return Card(self.label, str(found), found, tone=self.tone if found.count else "")


@dataclass(frozen=True)
class Indicated:
    """An indicator of the last days, compared with as many before. ``name``: instead of that of the indicator."""

    code: str
    name: Words = ""

    def card(self, reader: Reader) -> Card:
        row = INDICATORS[self.code]
        if reader.counted is None:
            return Card(self.name or row.label, "…", said=_("is being counted"))
        now = reader.counted.now[self.code]
        read = Reading(row, now.figure, reader.counted.before[self.code].figure)
        return Card(
            self.name or row.label,
            measured(read.now.value, row.unit),
            reader.indicated(self.code, now),
            compared(read),
            "" if read.better is None else _("better") if read.better else _("worse"),
            behind=row.unit != Unit.COUNT or read.now.value != now.cases,
        )


def compared(read: Reading) -> str:
    """The period before, and the difference."""
    said = {"value": measured(read.before.value, read.indicator.unit)}
    if read.change is None:
        return _("before: %(value)s") % said
    said["difference"] = measured(read.change, read.indicator.unit, signed=True)
    return _("before: %(value)s (%(difference)s)") % said


@dataclass(frozen=True)
class Beyond:
    """An indicator that rests on other things than cases, of the same days, counted at this moment."""

    code: str

    def card(self, reader: Reader) -> Card | None:
        row = beyond.find(self.code)
        if row is None:
            return None
        days = reader.ask.period
        now, before = row.figure(days, reader.today), row.figure(days.before(), reader.today)
        read = Reading(row.indicator, now, before)
        part = COUNTED if now.count else REST
        count = now.count
        if now.of and not count:
            count = len(row.things(reader.request.user, days, reader.today, False).shown)
        url = f"{reverse('office:statistics_things', args=[self.code])}?part={part}&{reader.days}"
        verdict = "" if read.better is None else _("better") if read.better else _("worse")
        value, label = measured(now.value, row.indicator.unit), row.indicator.label
        return Card(label, value, Number(count, url), compared(read), verdict, things=True)


@dataclass(frozen=True)
class Measured:
    """What is no mere list or indicator; ``query`` makes the card, or none where it is not the reader's."""

    query: Callable[[Reader], Card | None]

    def card(self, reader: Reader) -> Card | None:
        return self.query(reader)


@dataclass(frozen=True)
class Panel(ABC):
    """What every panel has: its title and a sentence that helps to read it."""

    title: Words
    help: Words
    template = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Indicators that it needs."""
        return ()

    @property
    def splits(self) -> tuple[tuple[str, str], ...]:
        """Indicators by parts that it needs."""
        return ()

    @abstractmethod
    def draw(self, reader: Reader) -> dict[str, Any]:
        """What the template shows; ``numbers``: everything that opens a list."""


@dataclass(frozen=True)
class Figures(Panel):
    """Figures side by side."""

    of: tuple[Listed | Indicated | Beyond | Measured, ...]
    template = "office/board/figures.html"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.of if isinstance(one, Indicated))

    def draw(self, reader: Reader) -> dict[str, Any]:
        cards = [card for one in self.of if (card := one.card(reader)) is not None]
        return {"cards": cards, "numbers": [card.number for card in cards if card.number is not None]}


@dataclass(frozen=True)
class Rows(Panel):
    """The first rows of a list, as the list shows them."""

    lot: Lot
    none: Words
    shown: int = 5
    template = "office/board/rows.html"

    def draw(self, reader: Reader) -> dict[str, Any]:
        view = self.lot.opened(reader.request)
        view.table_pagination = {"per_page": self.shown}
        found = reader.first(self.lot, view.table_rows, self.shown)
        table = view.get_table(**view.get_table_kwargs(), orderable=False)
        return {"table": table, "all": found, "none": self.none, "more": found.count > self.shown, "numbers": [found]}


@dataclass(frozen=True)
class Bars(Panel):
    """An indicator by parts, as picture and as table; each part opens its cases."""

    code: str
    by: str
    template = "office/board/bars.html"

    @property
    def splits(self) -> tuple[tuple[str, str], ...]:
        return ((self.code, self.by),)

    def draw(self, reader: Reader) -> dict[str, Any]:
        row = INDICATORS[self.code]
        if reader.counted is None:
            return {"waits": True, "numbers": []}
        told = dict(reader.counted.parts[self.code, self.by])
        names = splits.names(self.by, set(told))
        parts = [(name, told[key].figure.value or 0, key[1], told[key]) for key, name in names.items()]
        if row.unit == Unit.COUNT or row.better < 0:  # what is not there needs no bar; of many parts the largest
            parts = sorted((part for part in parts if part[1]), key=lambda part: -part[1])
        drawn = [
            (name, value, measured(one.figure.value, row.unit), reader.indicated(self.code, one, by=self.by, of=key))
            for name, value, key, one in parts[:MOST]
        ]
        bars = [Bar(name, value, said, found.url if found.count else "") for name, value, said, found in drawn]
        return {
            "indicator": row,
            "rows": drawn,
            "svg": split_svg(str(self.title), bars, row.target, Measure(ident=f"{self.code}-{self.by}")),
            "all": reader.split_url(self.code, self.by) if len(parts) > MOST else "",
            "numbers": [found for _name, _value, _said, found in drawn],
        }


@dataclass(frozen=True)
class Tile:
    """A place with its lamps: (tone, icon, word, number) of each that burns, and what is due within a week."""

    name: str
    open: Number
    soon: Number
    lamps: list[tuple[str, str, str, Number]]


@dataclass(frozen=True)
class Lamps(Panel):
    """The open cases of each place by the lamp of their next date."""

    template = "office/board/lamps.html"

    def draw(self, reader: Reader) -> dict[str, Any]:
        return drawn_tiles(reader.places())


def drawn_tiles(places: list[Place]) -> dict[str, Any]:
    """The tiles with every number on them."""
    tiles = [_tile(place) for place in places]
    numbers = [one for tile in tiles for one in (tile.open, tile.soon, *(lamp[3] for lamp in tile.lamps))]
    return {"tiles": tiles, "numbers": numbers}


def _tile(place: Place) -> Tile:
    here = f"{address('cases')}?status=open&region={place.region.pk}"
    return Tile(
        place.region.name,
        Number(place.open, here),
        Number(place.soon, f"{here}&due=week"),
        [
            (*LAMPS[colour], lamp_word(colour), Number(place.lamps[colour], f"{here}&lamp={colour}"))
            for colour in lamps.COLOURS
        ],
    )


@dataclass(frozen=True)
class Shares(Panel):
    """Something measured, as bars: (name, value, the value in words)."""

    query: Callable[[], list[tuple[str, float, str]]]
    none: Words
    template = "office/board/shares.html"

    def draw(self, reader: Reader) -> dict[str, Any]:
        rows = self.query()
        svg = split_svg(str(self.title), rows, room=Measure(ident="shares"))
        return {"rows": rows, "svg": svg, "none": self.none, "numbers": []}
