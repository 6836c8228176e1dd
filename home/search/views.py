"""/search/: what is published, by words."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import ProjectCategory, Stage
from home import pagecache, reading
from home.search import finder, words

PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results in groups, guides first; ``q`` the words, ``kind`` a group, ``page`` a page of results. Never fails on input."""
    form = NarrowForm(request.GET)
    found = finder.find(request.GET.get("q", "")[: words.MAX_CHARS * 4], **form.chosen())
    if found.query and not found.is_exact and not form.is_used:
        reading.missed(request, found.query)
    kind = request.GET.get("kind", "")
    kind = kind if kind in finder.KINDS else ""
    page = Paginator(found.of_kind(kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Search: %(query)s") % {"query": found.query} if found.query else _("Search"),
        "query": found.query,
        "found": found,
        "meant": [(word, "?" + urlencode({"q": word})) for word in found.meant],
        "hits": found.hits(page.object_list),
        "page_obj": page,
        "chips": _chips(found, kind, form.chosen()),
        "form": form,
        "kind": kind,
        "breadcrumbs": [(_("Home"), "/"), (_("Search"), "")],
    }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What one may mean, while one types: ``{"found": [{"label", "url", "kind"}]}``. From memory, no question to the database."""
    found = finder.suggest(request.GET.get("q", "")[: words.MAX_CHARS])
    response = JsonResponse({"found": [asdict(one) for one in found]})
    patch_cache_control(response, private=True, max_age=60)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


class NarrowForm(forms.Form):
    """Categories and stages by which results are narrowed; an unknown one narrows nothing."""

    category = forms.ChoiceField(label=gettext_lazy("Category of project"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        categories, stages = pagecache.held(f"narrow.{get_language()}", _groups)
        self.fields["category"].choices = [("", _("All")), *categories]
        self.fields["stage"].choices = [("", _("All")), *stages]
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    @property
    def is_used(self) -> bool:
        return any(self.chosen().values())


def _groups() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Categories and stages as choices in the reader's language."""
    return (
        [(row.code, row.name) for row in ProjectCategory.objects.all()],
        [(row.code, row.name) for row in Stage.objects.order_by("order")],
    )


def _chips(found: finder.Found, kind: str, narrowed: dict[str, str]) -> list[dict[str, object]]:
    """One filter per group that has hits, and one for all."""
    counts, kept = found.counts(), {name: value for name, value in narrowed.items() if value}
    rows = [("", _("All"), len(found.pages)), *((code, str(finder.KINDS[code]), n) for code, n in counts.items())]
    return [
        {"url": "?" + urlencode({"q": found.query} | kept | ({"kind": code} if code else {})), "label": label, "count": n,
         "active": code == kind}
        for code, label, n in rows
    ]  # fmt: skip
