"""The published pages nearest to a question, where no page has it as it was typed (W-067).

Parts of the question that a page has, by any of their other words, the rarer the heavier; a title counts thrice. No model,
the same answer on every machine: nothing is asked of the database. The table of texts is held until something is published.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Page

from home import pagecache
from home.models import PublicPage
from home.search import dictionary, parts, words
from home.search.parts import Part, Question

# How gladly each kind answers a question.
KINDS = {"guide": 1.2, "question": 1.1, "policy": 0.7, "category": 0.8, "notice": 0.7, "page": 0.8}
ANSWERS = ("question", "guide", "policy")
TITLE = 3
OTHER = 0.9  # what another word for the same counts beside the one that was typed
WHOLE = 0.5  # what is added when the title is nothing but what was asked
LEAST = 0.4  # share of the question that a page must have, unless it has a known word or a whole run of it


@dataclass(frozen=True)
class Entry:
    """A page with its titles and its text, both spaced like in the index."""

    pk: int
    kind: str
    titles: tuple[str, ...]
    text: str
    size: int


@dataclass(frozen=True)
class Near:
    """A page with how near it is, and whether it has every part of the question that any page has."""

    pk: int
    kind: str
    value: float
    whole: bool


def nearest(question: str, most: int = 3, kinds: Collection[str] = ANSWERS) -> list[Near]:
    """The nearest pages, the best first; none where nothing is near."""
    asked = parts.of(question, dictionary.current())
    entries = pagecache.held("nearest", _read)
    rarity = {part: weight for part in asked.subject + asked.fillers if (weight := _rarity(part, entries))}
    found = (_near(asked, entry, rarity) for entry in entries if entry.kind in kinds)
    return sorted((row for row in found if row), key=lambda row: (-row.value, row.pk))[:most]


def _rarity(part: Part, entries: tuple[Entry, ...]) -> float:
    """What a part weighs: nothing when no page has it, much when few have."""
    having = sum(any(_has(said, entry) for said in part.sought) for entry in entries)
    return part.weight * math.log((len(entries) + 1) / having) if having else 0.0


def _has(said: str, entry: Entry) -> bool:
    return said in entry.text or any(said in title for title in entry.titles)


def _near(asked: Question, entry: Entry, rarity: dict[Part, float]) -> Near | None:
    """How near a page is; none when it has too little of the subject."""
    value, met, known = 0.0, frozenset[int](), False
    titled: set[str] = set()
    living = [part for part in asked.subject if part in rarity]
    for part in (*living, *(part for part in asked.fillers if part in rarity)):
        share, said = _meets(part, entry)
        value += rarity[part] * share
        if share and part in living:
            met |= part.span
            known = known or part.known
        if share >= TITLE * OTHER:
            titled.add(said)
    if not met or not (known or asked.has_whole(met) or len(met) >= LEAST * asked.size):
        return None
    covered = max((_covered(title, titled) for title in entry.titles), default=0.0)
    value *= KINDS[entry.kind] * (1 + WHOLE * covered)
    return Near(entry.pk, entry.kind, value, all(part.span <= met for part in living))


def _meets(part: Part, entry: Entry) -> tuple[float, str]:
    """How well a page has a part, and by which word; long texts have every word at some place."""
    best, by = 0.0, ""
    for number, said in enumerate(part.sought):
        share = OTHER if number else 1.0
        if any(said in title for title in entry.titles):
            share *= TITLE
        elif said in entry.text:
            share /= 1 + math.log1p(entry.size) / 8
        else:
            continue
        if (share, len(said)) > (best, len(by)):
            best, by = share, said
    return best, by


def _covered(title: str, said: set[str]) -> float:
    """The share of a title that is made of the words asked for."""
    rest = title
    for one in sorted(said, key=lambda one: (-len(one), one)):
        rest = rest.replace(one.strip(), "")
    return 1 - len(rest.replace(" ", "")) / max(1, len(title.replace(" ", "")))


def _read() -> tuple[Entry, ...]:
    """Every page that search finds, in both languages."""
    pages = [page for page in Page.objects.live().public().specific().order_by("path") if isinstance(page, PublicPage)]
    pages = [page for page in pages if page.search_kind in KINDS and page.is_findable]
    for model in {type(page) for page in pages}:
        prefetch_related_objects([page for page in pages if type(page) is model], *model.search_prefetch)
    return tuple(_entry(page) for page in pages)


def _entry(page: PublicPage) -> Entry:
    titles = dict.fromkeys(words.spaced(title) for title in _in_both(lambda: page.shown_title))
    text = words.spaced(strip_tags(" , ".join(_in_both(page.search_text))))
    return Entry(page.pk, page.search_kind, tuple(f" {title} " for title in titles), f" {text} ", text.count(" "))


def _in_both(say: Callable[[], str]) -> list[str]:
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(say())
    return found
