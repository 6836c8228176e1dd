"""What search knows beside the words of the pages: synonyms of the editors, pinyin of the titles, what each page is about.

Read once by each process and held until anything is published or changed (``home.pagecache``).
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from django.db.models import prefetch_related_objects
from django.utils.translation import override
from pypinyin import lazy_pinyin
from wagtail.models import Page

from home import pagecache
from home.models import PublicPage, Synonyms
from home.search import words
from home.search.synonyms import GROUPS

MOST_SPELLED = 8  # Chinese words that letters may stand for
SHORTEST = 3  # letters that are looked for inside a title; fewer stand for whole words alone
LONGEST = 40
LONGEST_WORD = 8  # of the words that every question has
T = TypeVar("T")


@dataclass(frozen=True)
class Spelled:
    """A Chinese text with its syllables, one for each character; what is no Han character stands for itself."""

    text: str
    syllables: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Spelled":
        plain = words.plain(text)
        return cls(plain, tuple(lazy_pinyin(plain, errors=list)))

    @cached_property
    def initials(self) -> str:
        return "".join(part[:1] or " " for part in self.syllables)

    @cached_property
    def _starts(self) -> dict[int, int]:
        """{place in the letters: number of the syllable that begins there}."""
        return {at: n for n, at in enumerate(accumulate((len(part) for part in self.syllables), initial=0))}

    def meant(self, letters: str, *, whole: bool = False) -> Iterator[str]:
        """The parts of the text that the letters stand for: by initials (sgxk) or in full (shigongxuke)."""
        if whole:
            if letters in (self.initials, "".join(self.syllables)):
                yield self.text
            return
        at = self.initials.find(letters)
        if at >= 0:
            yield self.text[at : at + len(letters)]
        full = "".join(self.syllables)
        at = full.find(letters)
        while at >= 0:
            start, end = self._starts.get(at), self._starts.get(at + len(letters))
            if start is not None and end is not None and end - start > 1:
                yield self.text[start:end]
                return
            at = full.find(letters, at + 1)

    def reads(self, typed: str) -> str:
        """The part of the text that is typed half in characters, half in letters, initials among whole syllables (施工xk, shigongxk)."""
        for start in range(len(self.text)):
            reached = {0}  # how much of what was typed is read so far, in every way of reading it
            for at in range(start, len(self.text)):
                reached = {done for begun in reached for done in self._read_on(typed, begun, at)}
                if len(typed) in reached and at > start:
                    return self.text[start : at + 1]
                if not reached:
                    break
        return ""

    def _read_on(self, typed: str, begun: int, at: int) -> Iterator[int]:
        """Where one may be in what was typed after this character: itself, its syllable, or the beginning of its syllable."""
        syllable, rest = self.syllables[at], typed[begun:]
        for said in {self.text[at], syllable, syllable[:1], syllable[: 2 if syllable[1:2] == "h" else 1]}:
            if said and rest.startswith(said):
                yield begun + len(said)


@dataclass(frozen=True)
class Drawn:
    """What is drawn from the record of a page and is no page of its own: its names in both languages, its address."""

    title: str
    title_en: str
    url: str

    def name(self, *, chinese: bool) -> str:
        """The title in one language."""
        return self.title if chinese else self.title_en


@dataclass(frozen=True)
class Entry:
    """A published page: titles in both languages, address, kind, and the categories and stages that it speaks of (codes)."""

    pk: int
    kind: str
    title: str
    title_en: str
    url: str
    categories: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    beside: tuple[Drawn, ...] = ()
    below: tuple[Drawn, ...] = ()
    path: str = ""

    def name(self, *, chinese: bool) -> str:
        """The title in one language."""
        return self.title if chinese else self.title_en


@dataclass(frozen=True)
class Dictionary:
    """Synonyms and titles, for ``words.build`` and for suggestions."""

    groups: tuple[tuple[str, ...], ...] = GROUPS
    entries: tuple[Entry, ...] = ()
    spelled: tuple[Spelled, ...] = field(default=())

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        return {word: tuple(other for other in group if other != word) for group in self.groups for word in group}

    @property
    def kept(self) -> Container[str]:
        """Every word of the synonyms."""
        return self._others

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._others), default=0)

    def word_at(self, text: str, at: int, more: Container[str] = ()) -> str:
        """The longest word of the synonyms, or of ``more``, that begins there; empty when none does."""
        for size in range(min(max(self._longest, LONGEST_WORD), len(text) - at), 0, -1):
            word = text[at : at + size]
            if word in self._others or word in more:
                return word
        return ""

    @cached_property
    def _words(self) -> tuple[Spelled, ...]:
        return tuple(Spelled.of(word) for group in self.groups for word in group)

    @cached_property
    def by_pk(self) -> dict[int, Entry]:
        return {entry.pk: entry for entry in self.entries}

    def others(self, run: str) -> tuple[str, ...]:
        """Other words for a run: its synonyms, those of a known word inside it, what its letters stand for."""
        if run in self._others:
            return self._others[run]
        if run.isascii():
            found = self.meant(run)
            return tuple(dict.fromkeys((*found, *(other for word in found for other in self._others.get(word, ())))))
        inside = max((word for word in self._others if word in run and len(word) > 1), key=len, default="")
        return tuple(run.replace(inside, other) for other in self._others.get(inside, ()))

    def meant(self, letters: str) -> tuple[str, ...]:
        """Chinese words that pinyin letters stand for, the shortest first; none for what is no pinyin."""
        if not letters.isalpha() or not 2 <= len(letters) <= LONGEST:
            return ()
        found = [part for word in self._words for part in word.meant(letters, whole=True)]
        if len(letters) >= SHORTEST:
            found += [part for title in self.spelled for part in title.meant(letters)]
        kept = {part for part in found if not part.isascii()}
        return tuple(sorted(kept, key=lambda part: (len(part), part))[:MOST_SPELLED])

    def read(self, query: str) -> tuple[str, ...]:
        """What a query means that mixes characters, syllables and initials, or parts initials by spaces; with other words for it."""
        typed = "".join(words.runs(query))
        if not SHORTEST <= len(typed) <= LONGEST or not any(sign.isascii() and sign.isalpha() for sign in typed):
            return ()
        found = {part for one in (*self._words, *self.spelled) if (part := one.reads(typed))} - {typed}
        kept = sorted(found, key=lambda part: (len(part), part))[:MOST_SPELLED]
        return tuple(dict.fromkeys((*kept, *(other for word in kept for other in self._others.get(word, ())))))

    def alike(self, query: str) -> tuple[str, ...]:
        """Known words that sound like what was typed and are written otherwise (环平 for 环评)."""
        typed = "".join(words.runs(query))
        if not 2 <= len(typed) <= LONGEST or typed.isascii():
            return ()
        return tuple(word for word in self.meant("".join(lazy_pinyin(typed))) if word != typed)

    def official(self, said: Iterable[str]) -> tuple[str, ...]:
        """The official words for known ones."""
        meant = set(said)
        return tuple(group[-1] for group in self.groups if meant.intersection(group))


def current() -> Dictionary:
    """The dictionary as things stand."""
    return pagecache.held("dictionary", _read)


def _read() -> Dictionary:
    kept = tuple(row.group for row in Synonyms.objects.filter(live=True))
    entries = tuple(_entries())
    return Dictionary(kept, entries, tuple(Spelled.of(entry.title) for entry in entries))


def _entries() -> Iterator[Entry]:
    pages = [page for page in Page.objects.live().public().specific().order_by("path") if isinstance(page, PublicPage)]
    for model in {type(page) for page in pages}:
        records = {name.split("__")[0] for name in model.search_prefetch}
        prefetch_related_objects([page for page in pages if type(page) is model], *records)
    for page in pages:
        if page.search_kind and page.is_findable:
            categories, stages = page.facets()
            title, title_en = _in_both(lambda page=page: page.shown_title)
            yield Entry(
                page.pk, page.search_kind, title, title_en, page.url or "/", frozenset(categories), frozenset(stages),
                _drawn(page.drawn_beside), _drawn(page.drawn_below), page.path,
            )  # fmt: skip


def _drawn(rows: Callable[[], list[tuple[str, str]]]) -> tuple[Drawn, ...]:
    pairs = zip(*_in_both(rows), strict=True)
    return tuple(Drawn(chinese, english, url) for (chinese, url), (english, _same) in pairs)


def _in_both(say: Callable[[], T]) -> tuple[T, T]:
    """What is said in Chinese, and in English."""
    with override("zh-hans"):
        chinese = say()
    with override("en"):
        return chinese, say()
