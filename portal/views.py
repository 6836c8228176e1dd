"""Public addresses that are not pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cases.queries import circulars, duties
from home.models import HomePage, PublicPage


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Everything that is published: the children of the home page, and theirs."""
    front = HomePage.objects.live().first()
    tree: list[tuple[PublicPage, list[tuple[str, str]]]] = []
    if front is not None:
        every = front.get_descendants().live().public().filter(depth__lte=front.depth + 2).specific()
        below = [page for page in every if not isinstance(page, PublicPage) or page.is_findable]
        by_path: dict[str, tuple[PublicPage, list[tuple[str, str]]]] = {
            page.path: (page, []) for page in below if page.depth == front.depth + 1
        }
        for page in below:
            if page.depth == front.depth + 2 and page.path[: -Page.steplen] in by_path:
                by_path[page.path[: -Page.steplen]][1].append((page.shown_title, page.url or "/"))
        tree = [(page, [*children, *page.drawn_below()]) for page, children in by_path.values()]
    response = render(
        request,
        "portal/sitemap.html",
        {"title": _("Site map"), "tree": tree, "breadcrumbs": [(_("Home"), "/"), (_("Site map"), "")]},
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
def circular(request: HttpRequest, number: str) -> HttpResponse:
    """A public notice of praise or criticism; of a withdrawn one only that it was withdrawn (W-095, P-092)."""
    row = circulars.public_one(number)
    if row is None:
        raise Http404
    crumbs = [(_("Home"), "/"), (row.get_kind_display(), "")]
    title = row.get_kind_display() if row.withdrawn_at else row.title
    return render(request, "portal/circular.html", {"title": title, "circular": row, "breadcrumbs": crumbs})
