"""Addresses that are no pages and are looked for all the same: how far is my case, complain, whom to call, the numbers.

The fronts put theirs here when they start.
"""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from home.search import words


@dataclass(frozen=True)
class Place:
    """A view with its name, one sentence, and the words by which people look for it, in both languages."""

    view: str
    title: Promise
    text: Promise
    words: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(self.view)


_places: list[Place] = []


def register(*places: Place) -> None:
    """Called once at the start."""
    _places.extend(place for place in places if place not in _places)


def every() -> list[Place]:
    return list(_places)


@cache
def _known(place: Place) -> tuple[str, ...]:
    """Every word by which it is found, folded like a query."""
    found = [word for line in place.words for word in (line.split(" ") if not line.isascii() else [line])]
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(str(place.title))
    return tuple(words.plain(one) for one in found)


def find(query: str, known: words.Knowing | None = None, most: int = 3) -> list[Place]:
    """Places that are meant by every word of the query (or another word for it), those named so first."""
    wanted = [(run, *(known.others(run) if known else ())) for run in words.runs(query)]
    if not wanted:
        return []
    found = []
    for number, place in enumerate(_places):
        if all(any(_meets(word, said) for word in run for said in _known(place)) for run in wanted):
            title = words.plain(str(place.title))
            found.append((not any(word in title for run in wanted for word in run), number, place))
    return [place for _named, _number, place in sorted(found, key=lambda row: row[:2])[:most]]


def _meets(word: str, said: str) -> bool:
    """Latin letters at the beginning of a word; Chinese anywhere, and also the other way round when the known word is most of
    what was asked. One sign alone means nothing."""
    if len(word) < 2:
        return False
    if word.isascii():
        return len(word) > 2 and f" {word}" in f" {said}"
    return word in said or (len(said) > 1 and said in word and 2 * len(said) >= len(word))
