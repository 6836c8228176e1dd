"""A question broken into parts: the words that are known, else pairs of neighbouring Han characters, and Latin words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from home.search import words
from home.search.dictionary import Dictionary
from home.search.fillers import ASKING, ENGLISH, SMALL

MAX_CHARS = 400
MAX_PARTS = 40
FILLER = 0.12  # what a filler word weighs beside a word of the subject
LOOSE = 0.5  # what a pair with a small character in it weighs
_HAN = re.compile(f"[{words.HAN}]+|[^{words.HAN}]+")


@dataclass(frozen=True)
class Part:
    """One part with other words for it, what it weighs beside its rarity, and the characters of the question that it stands for."""

    said: tuple[str, ...]
    weight: float
    span: frozenset[int]
    known: bool = False

    @cached_property
    def sought(self) -> tuple[str, ...]:
        """The words as they stand in a text that is spaced; Latin ones also as the beginning of a longer word."""
        return tuple(f" {words.spaced(one)}" + ("" if one.isascii() and len(one) > 3 else " ") for one in self.said)


@dataclass(frozen=True)
class Question:
    """The parts of the subject, the filler words, and what was written without a break, all as places in the question."""

    subject: tuple[Part, ...]
    fillers: tuple[Part, ...]
    runs: tuple[frozenset[int], ...]

    @cached_property
    def size(self) -> int:
        """How many characters the subject has."""
        return len(frozenset[int]().union(*(part.span for part in self.subject)))

    @property
    def spoken(self) -> list[str]:
        """Every word of the subject and every other word for it, the longest first; for highlighting."""
        return sorted({word for part in self.subject for word in part.said}, key=len, reverse=True)

    @property
    def unknown(self) -> list[str]:
        """What is left between the known words and the fillers: its pairs put together again."""
        found: list[tuple[int, str]] = []  # where it ends, and the text
        for part in self.subject:
            pair, end = part.said[0], max(part.span)
            if not part.known and not pair.isascii():
                found.append((end, found.pop()[1] + pair[-1]) if found and found[-1][0] in part.span else (end, pair))
        return [text for _end, text in found]

    def has_whole(self, met: frozenset[int]) -> bool:
        """Whether all that was written in one run is among these places."""
        return any(run <= met for run in self.runs)


def of(question: str, known: Dictionary) -> Question:
    """The parts of whatever is typed; none of it is an error."""
    flat = words.plain(words.simplified(question[:MAX_CHARS]))[:MAX_CHARS]
    subject: list[Part] = []
    fillers: list[Part] = []
    runs: list[frozenset[int]] = []
    for run in words.RUN.finditer(flat):
        begun = len(subject)
        for piece in _HAN.finditer(run[0]):
            at, text = run.start() + piece.start(), piece[0]
            found = _latin(text, at, known) if text.isascii() else _han(text, at, known)
            for part, is_filler in found:
                (fillers if is_filler else subject).append(part)
        if len(subject) > begun:
            runs.append(frozenset[int]().union(*(part.span for part in subject[begun:])))
    return Question(tuple(subject[:MAX_PARTS]), tuple(fillers[:MAX_PARTS]), tuple(runs))


def _latin(text: str, at: int, known: Dictionary) -> Iterator[tuple[Part, bool]]:
    for found in re.finditer(r"[a-z0-9]+", text):
        word, start = found[0], at + found.start()
        if len(word) < 2:
            continue
        others = known.others(word)
        stem = word[:-1] if len(word) > 4 and word.endswith("s") else word
        weight = FILLER if word in ENGLISH else 1.0
        part = Part((stem, *others), weight, frozenset(range(start, start + len(word))), bool(others))
        yield part, word in ENGLISH


def _han(text: str, at: int, known: Dictionary) -> Iterator[tuple[Part, bool]]:
    """Known words and fillers, the longest first; what is left between them in pairs."""
    left, here = 0, 0
    while here < len(text):
        word = known.word_at(text, here, ASKING)
        if not word:
            here += 1
            continue
        yield from _pairs(text[left:here], at + left)
        span = frozenset(range(at + here, at + here + len(word)))
        others = known.others(word) if word in known.kept else ()
        if word in ASKING:
            yield Part((word, *others), FILLER, span), True
        else:
            yield Part((word, *others), min(len(word), 4) - 1.0, span, known=True), False
        here += len(word)
        left = here
    yield from _pairs(text[left:], at + left)


def _pairs(text: str, at: int) -> Iterator[tuple[Part, bool]]:
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        weight = LOOSE if SMALL.intersection(pair) else 1.0
        yield Part((pair,), weight, frozenset((at + place, at + place + 1))), False
