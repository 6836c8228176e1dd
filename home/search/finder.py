"""Site search: what is asked, in which order it is answered, what is shown of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.query import SearchQuery
from wagtail.search.utils import normalise_query_string

from home.models import PublicPage
from home.search import dictionary, places, words
from home.search.places import Place
from home.words import is_chinese

CAP = 400
EXCERPT = 90
# The order of the groups: first what to do, then what applies, then the rest.
KINDS = {
    "guide": _("Guides"),
    "category": _("Categories and checklists"),
    "policy": _("Policies"),
    "question": _("Questions and answers"),
    "notice": _("News"),
    "page": _("Other pages"),
}


@dataclass(frozen=True)
class Hit:
    """One page found; ``title`` and ``excerpt`` are safe HTML with the words marked."""

    page: PublicPage
    kind: str
    title: SafeString
    excerpt: SafeString
    promoted: bool = False
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Found:
    """All hits in order. ``loose`` means that no page has all the words and these have some."""

    query: str
    pages: list[tuple[PublicPage, str]]
    terms: list[str]
    loose: bool
    promoted: frozenset[int] = frozenset()
    places: tuple[Place, ...] = ()

    def counts(self) -> dict[str, int]:
        """{kind: number of hits}, only kinds that have some, in the order of the groups."""
        kinds = [kind for _page, kind in self.pages]
        return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}

    def of_kind(self, kind: str) -> list[tuple[PublicPage, str]]:
        return [row for row in self.pages if row[1] == kind] if kind in KINDS else self.pages

    def hits(self, rows: Iterable[tuple[PublicPage, str]]) -> list[Hit]:
        """The rows of one page of results, made ready for the eye."""
        pks = [page.pk for page, _kind in rows]
        specific = {page.pk: page for page in Page.objects.filter(pk__in=pks).specific()}
        for model in {type(page) for page in specific.values()}:
            prefetch_related_objects(
                [page for page in specific.values() if type(page) is model], *model.search_prefetch
            )
        return [
            _hit(specific[page.pk], kind, self.terms, page.pk in self.promoted)
            for page, kind in rows
            if page.pk in specific
        ]


def find(query: str, *, category: str = "", stage: str = "") -> Found:
    """Published pages for any input: what editors promote for it, then pages with all words, or else pages with some.

    ``category`` and ``stage`` (codes) narrow it to pages that speak of them. Ordered by our own rules to the last place, so
    that every database gives the same answer.
    """
    known = dictionary.current()
    terms = words.terms(query, known)
    pages = _search(words.build(query, known))
    loose = not pages and len(words.runs(query)) > 1
    if loose:
        pages = _search(words.build(query, known, every=False))
    chosen = _promoted(query)
    pages = [*chosen.values(), *(page for page in pages if page.pk not in chosen)]
    pages = [page for page in pages if page.pk in known.by_pk]
    rows = [(page, kind) for page in pages if (kind := page.specific_class.search_kind) in KINDS]
    order, first = list(KINDS), list(chosen)
    about, wholes = {page.pk: known.by_pk[page.pk] for page, _kind in rows}, _wholes(query, known)
    official = {group[-1] for group in known.groups if any(word in group for word in wholes)}
    rows.sort(
        key=lambda row: (
            first.index(row[0].pk) if row[0].pk in chosen else len(first),
            _title_rank(row[0], about[row[0].pk], wholes, terms),
            order.index(row[1]), not _is_official(row[0], official), len(row[0].title), row[0].path,
        )
    )  # fmt: skip
    if category or stage:
        rows = [row for row in rows if _speaks_of(about[row[0].pk], category, stage)]
    asked = words.plain(query)[: words.MAX_CHARS].strip()
    return Found(asked, rows, terms, loose, frozenset(chosen), tuple(places.find(query, known)))


def _speaks_of(entry: dictionary.Entry, category: str, stage: str) -> bool:
    return (not category or category in entry.categories) and (not stage or stage in entry.stages)


def _promoted(query: str) -> dict[int, Page]:
    """{page: page} that editors want first for these very words, in their order."""
    asked = normalise_query_string(words.plain(query))
    if not asked:
        return {}
    picks = SearchPromotion.objects.filter(query__query_string=asked, page__isnull=False).order_by("sort_order")
    wanted = list(picks.values_list("page", flat=True))
    pages = Page.objects.live().public().in_bulk(wanted) if wanted else {}
    return {pk: pages[pk] for pk in wanted if pk in pages and issubclass(pages[pk].specific_class or Page, PublicPage)}


@dataclass(frozen=True)
class Suggestion:
    """A page offered while one types."""

    label: str
    url: str
    kind: str


def suggest(typed: str, most: int = 8) -> list[Suggestion]:
    """Pages whose title has what was typed so far, or another word for it; guides first, then those that begin with it.

    What is drawn beside a page (the checklist of an item) follows the best page, and comes alone when only its name has the words.
    """
    known = dictionary.current()
    wanted = [(run, *known.others(run)) for run in words.runs(typed)]
    if not wanted:
        return []
    order, found = list(KINDS), []
    for entry in known.entries:
        if (begins := _begins(wanted, entry.title, entry.title_en)) is not None:
            found.append((order.index(entry.kind), not begins, len(entry.title), entry.pk, entry, entry))
            continue
        for one in entry.beside:
            if (begins := _begins(wanted, one.title, one.title_en)) is not None:
                found.append((order.index("category"), not begins, len(one.title), entry.pk, one, entry))
    offered: list[Suggestion] = []
    for *_rank, one, entry in sorted(found, key=lambda row: row[:4]):
        offered.append(_suggestion(one, entry))
        if len(offered) == 1 and one is entry:
            offered += [_suggestion(beside, entry) for beside in entry.beside]
    doors = [Suggestion(str(place.title), place.url, str(_("Services"))) for place in places.find(typed, known, most=2)]
    return [*doors, *offered][:most]


def _begins(wanted: list[tuple[str, ...]], *titles: str) -> bool | None:
    """Whether a title begins with what was typed; None when none has every word of it."""
    plain = [words.plain(title) for title in titles]
    if not all(any(word in title for word in run for title in plain) for run in wanted):
        return None
    return any(title.startswith(wanted[0]) for title in plain)


def _suggestion(one: dictionary.Entry | dictionary.Drawn, entry: dictionary.Entry) -> Suggestion:
    kind = KINDS[entry.kind] if one is entry else _("Checklists")
    return Suggestion(one.name(chinese=is_chinese()), one.url, str(kind))


def _search(query: SearchQuery | None) -> list[Page]:
    """Pages by relevance."""
    if query is None:
        return []
    found = Page.objects.live().public().defer_streamfields().search(query)[:CAP]
    return [page for page in found if issubclass(page.specific_class or Page, PublicPage)]


def _wholes(query: str, known: dictionary.Dictionary) -> list[str]:
    """The whole of what was asked; one unbroken word also by its other names (环评 is 环境影响评价)."""
    runs = words.runs(query)
    return [" ".join(runs), *(known.others(runs[0]) if len(runs) == 1 else ())]


def _is_official(page: Page, official: set[str]) -> bool:
    """Whether the title has the official word for what was asked: the approval stands before what only speaks of it."""
    return any(word in page.title for word in official)


def _title_rank(page: Page, entry: dictionary.Entry, wholes: list[str], terms: list[str]) -> int:
    """0: the title is what was asked; 1: it has the whole of it; 2: it has a word of it; 3: only the text has."""
    titles = [words.plain(page.title), words.plain(entry.title_en)]
    if any(title in (*wholes, *terms) for title in titles):
        return 0
    if any(whole in title for whole in wholes for title in titles):
        return 1
    return 2 if any(term in title for term in terms for title in titles) else 3


def _hit(page: PublicPage, kind: str, terms: list[str], promoted: bool) -> Hit:
    found = mark(page.shown_title, terms), mark(excerpt(page.search_text(), terms), terms)
    return Hit(page, kind, *found, promoted, tuple(page.drawn_beside()))


def excerpt(text: str, terms: list[str]) -> str:
    """About 90 characters around the first hit."""
    flat = " ".join(text.split())
    folded = words.aligned(flat)
    at = min((at for term in terms if (at := folded.find(term)) >= 0), default=0)
    start = max(0, at - EXCERPT // 3)
    cut = flat[start : start + EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + EXCERPT < len(flat) else "")


def mark(text: str, terms: list[str]) -> SafeString:
    """The text, escaped, with every hit in <mark>."""
    wanted = "|".join(re.escape(term) for term in terms if term)
    parts: list[str] = []
    at = 0
    for hit in re.finditer(wanted, words.aligned(text)) if wanted else ():
        parts += [
            conditional_escape(text[at : hit.start()]),
            format_html("<mark>{}</mark>", text[hit.start() : hit.end()]),
        ]
        at = hit.end()
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
