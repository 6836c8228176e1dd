"""The published pages nearest to a question asked in a whole sentence, where search by words finds nothing (W-067).

Pairs of Han characters and Latin words that question and page share, the rarer the heavier; a title counts thrice. No
model, no dictionary, the same answer on every machine. The table of pairs is held until something is published.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Page

from home import pagecache
from home.models import PublicPage
from home.search import dictionary, words

KINDS = {"question": 1.3, "guide": 1.0, "policy": 0.8}  # what is answered, and how gladly
TITLE = 3
LEAST = 2.2  # below it, what is shared is only the small words that every question has


@dataclass(frozen=True)
class Entry:
    """A page with the pairs in its title and in its text."""

    pk: int
    kind: str
    title: frozenset[str]
    text: frozenset[str]


@dataclass(frozen=True)
class Table:
    """All entries, and how rare a pair is among them."""

    entries: tuple[Entry, ...]
    weight: dict[str, float]


def pairs(text: str) -> set[str]:
    """Neighbouring Han characters and whole Latin words."""
    found = words.tokens(text)
    han = {a + b for a, b in pairwise(found) if not a.isascii() and not b.isascii()}
    return han | {word for word in found if word.isascii() and len(word) > 2}


def asked(question: str) -> set[str]:
    """The pairs of a question, with those of the official words for what it names."""
    flat = words.plain(words.simplified(question[: words.MAX_CHARS * 4]))
    found = pairs(flat)
    for group in dictionary.current().groups:
        if any(word in flat for word in group):
            found |= pairs(group[-1])
    return found


def nearest(question: str, most: int = 3) -> list[tuple[int, str]]:
    """(page, kind) of the nearest pages, the best first; none where nothing is near."""
    wanted = asked(question)
    table = pagecache.held("nearest", _read)
    scored = sorted(((score(wanted, entry, table.weight), entry) for entry in table.entries), key=lambda row: -row[0])
    return [(entry.pk, entry.kind) for value, entry in scored[:most] if value >= LEAST]


def score(wanted: Iterable[str], entry: Entry, weight: dict[str, float]) -> float:
    """How near a page is."""
    found = 0.0
    for pair in wanted:
        found += weight.get(pair, 0.0) * (TITLE if pair in entry.title else 1 if pair in entry.text else 0)
    return found * KINDS[entry.kind] / (1 + math.log1p(len(entry.text)) / 6)


def _read() -> Table:
    entries = []
    with override("zh-hans"):
        for page in Page.objects.live().public().specific().iterator(chunk_size=100):
            if isinstance(page, PublicPage) and page.search_kind in KINDS and page.is_findable:
                title = pairs(f"{page.title} {page.title_en}")
                own = " ".join(str(getattr(page, name, "")) for name in ("lead_en", "answer_en"))
                entries.append(
                    Entry(
                        page.pk,
                        page.search_kind,
                        frozenset(title),
                        frozenset(pairs(strip_tags(f"{page.search_text()} {own}"))),
                    )
                )
    spread = Counter(pair for entry in entries for pair in entry.title | entry.text)
    return Table(tuple(entries), {pair: math.log((len(entries) + 1) / n) for pair, n in spread.items()})
