"""Site search: what is asked, in which order it is answered, what is shown of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search.query import SearchQuery

from home.models import PublicPage
from home.search import words

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
        return [_hit(specific[page.pk], kind, self.terms) for page, kind in rows if page.pk in specific]


def find(query: str) -> Found:
    """Published pages for any input: pages with all words, or else pages with some. Three queries at most."""
    terms = words.terms(query)
    pages = _search(words.build(query))
    loose = not pages and len(words.runs(query)) > 1
    if loose:
        pages = _search(words.build(query, every=False))
    rows = [(page, kind) for page in pages if (kind := page.specific_class.search_kind) in KINDS]
    order = list(KINDS)
    rows.sort(key=lambda row: (_title_rank(row[0], terms), order.index(row[1])))
    return Found(words.plain(query)[: words.MAX_CHARS].strip(), rows, terms, loose)


def _search(query: SearchQuery | None) -> list[Page]:
    """Pages by relevance."""
    if query is None:
        return []
    found = Page.objects.live().public().defer_streamfields().search(query)[:CAP]
    return [page for page in found if issubclass(page.specific_class or Page, PublicPage)]


def _title_rank(page: Page, terms: list[str]) -> int:
    """0: the title is what was asked; 1: the title has it; 2: only the text has it."""
    title = words.plain(page.title)
    if title in terms:
        return 0
    return 1 if any(term in title for term in terms) else 2


def _hit(page: PublicPage, kind: str, terms: list[str]) -> Hit:
    return Hit(page, kind, mark(page.shown_title, terms), mark(excerpt(page.search_text(), terms), terms))


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
    folded = words.aligned(text)
    parts: list[str] = []
    at = 0
    while at < len(text):
        term = next((term for term in terms if term and folded.startswith(term, at)), "")
        if term:
            parts.append(format_html("<mark>{}</mark>", text[at : at + len(term)]))
            at += len(term)
        else:
            parts.append(conditional_escape(text[at]))
            at += 1
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
