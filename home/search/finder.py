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
from home.search import dictionary, nearest, parts, places, words
from home.search.places import Place
from home.words import is_chinese

CAP = 400
EXCERPT = 90
MOST_NEAR = 10  # pages shown where none has the query as it stands
NEAR_ENOUGH = 0.2  # of how near the first of them is
MOST_MEANT = 4
# A stretch of Chinese: characters and their punctuation, with numbers and short Latin words between them.
_SIGN = f"{words.HAN}\u3001-\u303f\uff01-\uff65"
CHINESE = re.compile(f"[\u201c\u2018]?[{_SIGN}](?:[^{_SIGN}\n]{{0,12}}[{_SIGN}])*[\u201d\u2019]?")
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
    """All hits in order. ``loose`` means that no page has the query as it stands: these are the nearest, ``meant`` are
    other words to look for."""

    query: str
    pages: list[tuple[PublicPage, str]]
    terms: list[str]
    loose: bool
    promoted: frozenset[int] = frozenset()
    places: tuple[Place, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether something has what was asked."""
        return bool(self.places or (self.pages and not self.loose))

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
    """Published pages for any input: what editors promote for it, then pages with all words, or else the nearest ones.

    ``category`` and ``stage`` (codes) narrow it to pages that speak of them. Ordered by our own rules to the last place, so
    that every database gives the same answer.
    """
    known = dictionary.current()
    chosen = _promoted(query)
    pages, wholes, terms = _exact(query, known)
    rows = _in_order(
        [*chosen.values(), *(page for page in pages if page.pk not in chosen)], list(chosen), wholes, terms
    )
    loose = not rows and bool(words.runs(query))
    meant = _meant(query, known) if loose else ()
    if loose:
        rows, terms = _nearest(query, known)
    if not rows and meant:
        pages, wholes, terms = _exact(meant[0], known)
        rows = _in_order(pages, [], wholes, terms)
    if category or stage:
        rows = [row for row in rows if _speaks_of(known.by_pk[row[0].pk], category, stage)]
    asked = words.plain(query)[: words.MAX_CHARS].strip()
    return Found(asked, rows, terms, loose, frozenset(chosen), tuple(places.find(query, known)), meant)


def _exact(query: str, known: dictionary.Dictionary) -> tuple[list[Page], list[str], list[str]]:
    """Pages with everything that was typed; the whole of what was asked, and every word that counts as a hit.

    What is typed half in letters (施工xk, sg xk) is read as Chinese when it finds nothing as it stands.
    """
    if found := _search(words.build(query, known)):
        return found, _wholes(query, known), words.terms(query, known)
    read = list(known.read(query))
    return _search(words.any_of(read)), read, sorted(read, key=len, reverse=True)


def _in_order(pages: list[Page], first: list[int], wholes: list[str], terms: list[str]) -> list[tuple[PublicPage, str]]:
    """What editors put first, then by title, kind, and official word."""
    known, order = dictionary.current(), list(KINDS)
    rows = [(page, page.specific_class.search_kind) for page in pages if page.pk in known.by_pk]
    rows = [row for row in rows if row[1] in KINDS]
    official = set(known.official(wholes))
    rows.sort(
        key=lambda row: (
            first.index(row[0].pk) if row[0].pk in first else len(first),
            _title_rank(row[0], known.by_pk[row[0].pk], wholes, terms),
            order.index(row[1]), not _is_official(known.by_pk[row[0].pk], official), len(row[0].title), row[0].path,
        )
    )  # fmt: skip
    return rows


def _nearest(query: str, known: dictionary.Dictionary) -> tuple[list[tuple[PublicPage, str]], list[str]]:
    """Where no page has the query as it stands: pages with all its parts, or else those that are nearest; and the words of it."""
    near = nearest.nearest(query, MOST_NEAR, KINDS)
    near = [one for one in near if one.value >= near[0].value * NEAR_ENOUGH]
    near = [one for one in near if one.whole] + [one for one in near if not one.whole]
    pages = Page.objects.live().public().defer_streamfields().in_bulk([one.pk for one in near])
    rows = [(pages[one.pk], one.kind) for one in near if one.pk in pages]
    return rows, parts.of(query, known).spoken


def _meant(query: str, known: dictionary.Dictionary) -> tuple[str, ...]:
    """What the reader may have meant: words that sound alike, and the official words for what was said."""
    asked = parts.of(query, known)
    alike = (word for said in (query, *asked.unknown) for word in known.alike(said))
    official = known.official(part.said[0] for part in asked.subject if part.known)
    typed = "".join(words.runs(query))
    return tuple(word for word in dict.fromkeys((*alike, *official)) if word != typed)[:MOST_MEANT]


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
    wanted = [(unit, *known.others(unit)) for unit in words.units(typed, known)]
    if not wanted:
        return []
    doors = [Suggestion(str(place.title), place.url, str(_("Services"))) for place in places.find(typed, known, most=2)]
    return [*doors, *(_titled(wanted, known) or (_titled([read], known) if (read := known.read(typed)) else []))][:most]


def _titled(wanted: list[tuple[str, ...]], known: dictionary.Dictionary) -> list[Suggestion]:
    """Pages, and what is drawn beside them, whose title has one word of each group."""
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
    return offered


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
    """The whole of what was asked; one word also by its other names (环评 is 环境影响评价)."""
    units = words.units(query, known)
    return [" ".join(units), *(known.others(units[0]) if len(units) == 1 else ())]


def _is_official(entry: dictionary.Entry, official: set[str]) -> bool:
    """Whether a title has the official word for what was asked: the approval stands before what only speaks of it."""
    titles = (entry.title, words.plain(entry.title_en))
    return any(word in title for word in official for title in titles)


def _title_rank(page: Page, entry: dictionary.Entry, wholes: list[str], terms: list[str]) -> int:
    """0: the title is what was asked; 1: it is another word for it; 2: it has the whole of it; 3: it has a word of it; 4: only
    the text has."""
    titles = [words.plain(page.title), words.plain(entry.title_en)]
    if wholes and wholes[0] in titles:
        return 0
    if any(title in (*wholes, *terms) for title in titles):
        return 1
    if any(whole in title for whole in wholes for title in titles):
        return 2
    return 3 if any(term in title for term in terms for title in titles) else 4


def _hit(page: PublicPage, kind: str, terms: list[str], promoted: bool) -> Hit:
    text = _of_one_language(page.search_text(), terms)
    found = mark(page.shown_title, terms), mark(excerpt(text, terms), terms)
    return Hit(page, kind, *found, promoted, tuple(page.drawn_beside()))


def _of_one_language(text: str, terms: list[str]) -> str:
    """To readers of English the English part of a text, or the Chinese part where the hit is in it alone."""
    if is_chinese():
        return text
    chinese, english = " ".join(CHINESE.findall(text)), " ".join(CHINESE.sub(" ", text).split())
    hits = [any(term in words.aligned(part) for term in terms) for part in (english, chinese)]
    return english if english and (hits[0] or not hits[1]) else chinese


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
