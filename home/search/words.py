"""Words for a search engine that knows only spaces: each Han character is a word, a run of them is a phrase."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Protocol

from opencc import OpenCC
from wagtail.search.query import And, Not, Or, Phrase, PlainText, SearchQuery

MAX_CHARS = 100
MAX_RUNS = 8
# Unified ideographs with extensions A to H, compatibility ideographs, and 〇.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TOKEN = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
# A run is what a reader wrote without a space or punctuation in between.
RUN = re.compile(r"[^\W_]+(?:[+\-.][^\W_]+)*")


def plain(text: str) -> str:
    """Full-width and compatibility forms folded (ＡＢＣ１２３ -> abc123), lower case, no control characters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in folded)


def aligned(text: str) -> str:
    """Like ``plain``, but character for character, so that a place found in it is the same place in the text."""
    return "".join(map(_aligned, text))


@lru_cache(maxsize=1 << 15)
def _aligned(char: str) -> str:
    return new if len(new := plain(char)) == 1 else char


def simplified(text: str) -> str:
    """Traditional characters as simplified ones (施工許可 -> 施工许可): readers from Hong Kong and Taiwan ask with them."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    return OpenCC("t2s")


def spaced(text: str) -> str:
    """The text as it goes into the index: 施工许可（BIM） -> "施 工 许 可 bim". Without punctuation, because PostgreSQL
    would read a sign into a number (1+3+N).
    """
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The words of the index in a text, without punctuation."""
    return _TOKEN.findall(plain(text))


def runs(query: str) -> list[str]:
    """What the reader asks for, one entry per unbroken run; capped, so that no input is too long to answer."""
    found = RUN.findall(plain(simplified(query[: MAX_CHARS * 4]))[:MAX_CHARS])
    return list(dict.fromkeys(found))[:MAX_RUNS]


class Knowing(Protocol):
    """Knows other words for a run, or for several that are one word together (``home.search.dictionary``)."""

    @property
    def kept(self) -> Container[str]: ...

    def others(self, run: str) -> tuple[str, ...]: ...


def units(query: str, known: Knowing | None = None) -> list[str]:
    """The runs; those that are known as one word together (planning permission) as one."""
    found, rest = [], runs(query)
    while rest:
        sizes = range(len(rest), 1, -1) if known else ()
        size = next((n for n in sizes if known and " ".join(rest[:n]) in known.kept), 1)
        found.append(" ".join(rest[:size]))
        rest = rest[size:]
    return found


def terms(query: str, known: Knowing | None = None) -> list[str]:
    """Every word that counts as a hit: the runs and other words for them, longest first; for highlighting."""
    wanted = units(query, known)
    others = (other for unit in wanted for other in _others(unit, known))
    return sorted({*runs(query), *wanted, *others}, key=len, reverse=True)


def build(query: str, known: Knowing | None = None, *, every: bool = True) -> SearchQuery | None:
    """A query of phrases: all runs (or any of them), each by itself or by another word for it; None: nothing to look for."""
    parts = [_unit(unit, _others(unit, known)) for unit in units(query, known)]
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return found[0] if len(found) == 1 else (And(found) if every else Or(found))


def _unit(unit: str, others: Iterable[str]) -> SearchQuery | None:
    """All runs of the unit, or another word for the whole of it."""
    alone = [part for part in (any_of([run]) for run in unit.split(" ")) if part is not None]
    other = any_of(others)
    if len(alone) < 2:
        return any_of([unit, *others])
    return Or([And(alone), other]) if other else And(alone)


def _others(run: str, known: Knowing | None) -> tuple[str, ...]:
    return known.others(run) if known else ()


def any_of(words: Iterable[str]) -> SearchQuery | None:
    """A query of phrases, any of which is enough; None: nothing to look for."""
    phrases = [Phrase(" ".join(found)) for word in words if (found := tokens(word))]
    return None if not phrases else phrases[0] if len(phrases) == 1 else Or(phrases)


def translate(query: SearchQuery | str, *, every: bool = True) -> SearchQuery | None:
    """Any query of Wagtail's own (the admin's search boxes) as phrases over the same words; None: nothing left of it."""
    if isinstance(query, str):
        return build(query, every=every)
    if isinstance(query, PlainText):
        return build(query.query_string, every=query.operator == "and")
    if isinstance(query, Phrase):
        found = tokens(query.query_string[: MAX_CHARS * 4])
        return Phrase(" ".join(found)) if found else None
    if isinstance(query, Not):
        inner = translate(query.subquery)
        return None if inner is None else Not(inner)
    if isinstance(query, And | Or):
        parts = [part for part in (translate(part) for part in query.subqueries) if part is not None]
        return None if not parts else parts[0] if len(parts) == 1 else type(query)(parts)
    return query


def texts_in(value: object) -> Iterator[str]:
    """All strings in nested lists and dicts."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
    else:
        yield str(value)
