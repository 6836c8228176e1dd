"""From an address straight to its page: without asking the database for the site, the first page and every page on the way.

What is published stands still between two publications, so the addresses are held (``home.pagecache``); whatever is not among them
goes the way of Wagtail.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, Site

from home import pagecache


@dataclass(frozen=True)
class Addresses:
    """The one site, the address of its first page in the tree, and {address without the first slash: (page, its type)}."""

    site: Site | None
    above: str
    pages: dict[str, tuple[int, type[Page]]]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A published page; everything else as Wagtail finds it."""
    known = pagecache.held("addresses", _read)
    pk, model = known.pages.get(path, (0, Page))
    if pk and known.site:
        rows = model.objects.select_related(*getattr(model, "serve_with", ()))
        page = rows.filter(pk=pk, live=True, url_path=f"{known.above}{path}").first()
        if page is not None:
            request._wagtail_site = known.site  # type: ignore[attr-defined]
            request._wagtail_route_for_request = (page, [], {})  # type: ignore[attr-defined]
    response: HttpResponse = views.serve(request, path)
    return response


def _read() -> Addresses:
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1:
        return Addresses(None, "", {})  # which one is meant depends on the name that the browser asked for
    above = sites[0].root_page.url_path
    rows = Page.objects.live().filter(url_path__startswith=above).values_list("url_path", "pk", "content_type_id")
    models = {key: ContentType.objects.get_for_id(key).model_class() for key in {row[2] for row in rows}}
    pages = {url.removeprefix(above): (pk, models[key]) for url, pk, key in rows if models[key]}
    return Addresses(sites[0], above, pages)
