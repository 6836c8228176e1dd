"""Public addresses that are not pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cases.queries import circulars, duties
from home.search import dictionary
from home.words import is_chinese
from portal.places import PLACES

TOP = 3  # depth of the children of the home page, which lies below the root
Branch = tuple[str, str]  # name, address


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Everything that is published: the children of the home page, and theirs. From memory, as the search knows them."""
    top, chinese = TOP * Page.steplen, is_chinese()
    tree: dict[str, tuple[Branch, list[Branch]]] = {}
    for entry in dictionary.current().entries:
        branch = entry.name(chinese=chinese), entry.url
        if len(entry.path) == top:
            tree[entry.path] = branch, []
        elif len(entry.path) == top + Page.steplen and entry.path[:top] in tree:
            tree[entry.path[:top]][1].append(branch)
    for entry in dictionary.current().entries:
        if entry.below and entry.path in tree:
            tree[entry.path][1].extend((one.name(chinese=chinese), one.url) for one in entry.below)
    response = render(
        request,
        "portal/sitemap.html",
        {
            "title": _("Site map"),
            "tree": tree.values(),
            "views": PLACES,
            "breadcrumbs": [(_("Home"), "/"), (_("Site map"), "")],
        },
    )
    response.published_page = True  # type: ignore[attr-defined]
    return response


@require_safe
def duties_and_contacts(request: HttpRequest) -> HttpResponse:
    """Who answers for what in every place that has published it (W-030): the current version, office numbers only."""
    lists = [{"made": made, "lines": duties.lines(made)} for made in duties.published()]
    title = _("Duties and contacts")
    crumbs = [(_("Home"), "/"), (title, "")]
    return render(
        request,
        "portal/duties.html",
        {"title": title, "lists": lists, "conduct": duties.conduct(), "breadcrumbs": crumbs},
    )


@require_safe
def praise_and_criticism(request: HttpRequest) -> HttpResponse:
    """All public notices of praise and criticism, the newest first (W-095, P-092)."""
    title = _("Praise and criticism")
    crumbs = [(_("Home"), "/"), (title, "")]
    context = {"title": title, "circulars": circulars.published(), "breadcrumbs": crumbs}
    return render(request, "portal/circulars.html", context)


@require_safe
def circular(request: HttpRequest, number: str) -> HttpResponse:
    """A public notice of praise or criticism; of a withdrawn one only that it was withdrawn (W-095, P-092)."""
    row = circulars.public_one(number)
    if row is None:
        raise Http404
    crumbs = [(_("Home"), "/"), (_("Praise and criticism"), reverse("portal:circulars")), (row.get_kind_display(), "")]
    title = row.get_kind_display() if row.withdrawn_at else row.title
    return render(request, "portal/circular.html", {"title": title, "circular": row, "breadcrumbs": crumbs})
