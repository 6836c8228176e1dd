"""/search/: what is published, by words."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import reading
from home.search import finder, words

PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results in groups, guides first; ``q`` the words, ``kind`` a group, ``page`` a page of results. Never fails on input."""
    found = finder.find(request.GET.get("q", "")[: words.MAX_CHARS * 4])
    if found.query and not found.pages:
        reading.missed(request, found.query)
    kind = request.GET.get("kind", "")
    kind = kind if kind in finder.KINDS else ""
    page = Paginator(found.of_kind(kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Search: %(query)s") % {"query": found.query} if found.query else _("Search"),
        "query": found.query,
        "found": found,
        "hits": found.hits(page.object_list),
        "page_obj": page,
        "chips": _chips(found, kind),
        "breadcrumbs": [(_("Home"), "/"), (_("Search"), "")],
    }
    return render(request, "search/search.html", context)


def _chips(found: finder.Found, kind: str) -> list[dict[str, object]]:
    """One filter per group that has hits, and one for all."""
    counts = found.counts()
    rows = [("", _("All"), len(found.pages)), *((code, str(finder.KINDS[code]), n) for code, n in counts.items())]
    return [
        {"url": "?" + urlencode({"q": found.query} | ({"kind": code} if code else {})), "label": label, "count": n,
         "active": code == kind}
        for code, label, n in rows
    ]  # fmt: skip
