"""Ticks of a checklist as they stand in an address, in a QR code and in a row. Pure.

``VVVV-PPPPPPPP-C05.G04-L02-G01``: the record's version, the papers that are there, items already done, items taken that only
depend, items left out that are always needed. A paper's code is made of its item and its name: it never moves when papers are
added, taken out or put into another order, and a paper that becomes another one gets another code.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

LONGEST = 2000  # characters; a QR code of this length is the last that a phone reads from paper
WIDTH = 4
ITEM = r"[A-Z]{1,3}\d{0,2}"
_CODES = rf"(?:{ITEM}(?:\.{ITEM})*)?"
_TEXT = re.compile(
    rf"(?P<version>[A-Z2-7]{{{WIDTH}}})(?:-(?P<have>(?:[A-Z2-7]{{{WIDTH}}})*)"
    rf"(?:-(?P<done>{_CODES})(?:-(?P<taken>{_CODES})(?:-(?P<left>{_CODES}))?)?)?)?"
)


@dataclass(frozen=True)
class Ticks:
    """What a reader has ticked. ``version``: of the record when it was written; empty: not known."""

    have: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    version: str = ""

    def __bool__(self) -> bool:
        return bool(self.have or self.done or self.taken or self.left)

    def within(self, papers: Iterable[str], items: Iterable[str]) -> "Ticks":
        """Only what the checklist has; whatever else came along is passed over."""
        known, rows = frozenset(papers), frozenset(items)
        return replace(
            self, have=self.have & known, done=self.done & rows, taken=self.taken & rows, left=self.left & rows
        )

    def joined(self, other: "Ticks") -> "Ticks":
        """Both together; an item is left out only when both leave it out."""
        return Ticks(
            self.have | other.have,
            self.done | other.done,
            self.taken | other.taken,
            self.left & other.left,
            self.version or other.version,
        )


NONE = Ticks()


@lru_cache(maxsize=8192)
def fingerprint(text: str) -> str:
    """Four characters of base 32 that stand for a text."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:WIDTH].decode()


def paper_code(item: str, name: str) -> str:
    """The code of a paper: of the item that asks for it and its Chinese name."""
    return fingerprint(f"{item}\n{name}")


def write(ticks: Ticks) -> str:
    """The one text for these ticks; letters, digits, "-" and "." only: nothing to quote, and few dots in a QR code."""
    parts = [
        ticks.version or "A" * WIDTH,
        "".join(sorted(ticks.have)),
        *(".".join(sorted(codes)) for codes in (ticks.done, ticks.taken, ticks.left)),
    ]
    return "-".join(parts).rstrip("-")


def read(text: str) -> Ticks | None:
    """The ticks in a text; None for what is none: too long, cut off, made up."""
    found = _TEXT.fullmatch(text.upper()) if len(text) <= LONGEST and text.isascii() else None
    if found is None:
        return None
    have = found["have"] or ""
    papers = frozenset(have[at : at + WIDTH] for at in range(0, len(have), WIDTH))
    done, taken, left = (frozenset(filter(None, (found[name] or "").split("."))) for name in ("done", "taken", "left"))
    return Ticks(papers, done, taken, left, found["version"])


@dataclass(frozen=True)
class Changes:
    """What became different in the record: codes of new papers and of changed ones, how many are asked for no more."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


UNCHANGED = Changes()


def changes(seen: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """Between two states of the record, each {code of a paper: fingerprint of its facts}."""
    return Changes(
        frozenset(now.keys() - seen.keys()),
        frozenset(code for code in now.keys() & seen.keys() if now[code] != seen[code]),
        len(seen.keys() - now.keys()),
    )
