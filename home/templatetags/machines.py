"""What machines read of a page, what a telephone dials, and the language of what stands in another one than the page."""

from functools import lru_cache

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cases.documents import mark, share
from home import markup, pictures, structured
from home.words import language_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def page_meta(context: Context) -> SafeString:
    """Canonical address, Open Graph and JSON-LD of a public page; nothing on anybody's own pages."""
    request, page = context.get("request"), context.get("page")
    if request is None or not structured.is_public(request.path) or not context.get("title"):
        return SafeString("")
    brand, first = context.get("site_brand") or {}, request.path == "/"
    summary = getattr(page, "search_description", "") or context.get("intro") or brand.get("slogan", "")
    graph = structured.open_graph(
        str(context["title"]), str(summary), request.path, brand.get("name", ""), get_language() or "",
        "website" if page is None or first else "article", _picture(context),
    )  # fmt: skip
    said = [*(structured.website(brand) if first else ()), *getattr(page, "structured", list)()]
    return graph + structured.block([*said, *structured.breadcrumbs(context.get("breadcrumbs") or (), request.path)])


def _picture(context: Context) -> structured.Picture:
    """The page's own; nothing that somebody typed into an address gets onto one."""
    page, title, brand = context.get("page"), str(context["title"]), context.get("site_brand") or {}
    site = brand.get("name", "")
    kind = "checklist" if context.get("sheet") else getattr(page, "picture_kind", "")
    if not kind and context["request"].GET:
        return structured.Picture(static("img/share.png"), 512, 512, site or title)
    where = pictures.address(kind or "page", title, site, get_language() or "")
    return structured.Picture(where, share.WIDTH, share.HEIGHT, " · ".join(filter(None, (title, site))))


@lru_cache(maxsize=1024)
def _code(address: str) -> SafeString:
    return mark_safe(mark.picture(address))  # noqa: S308  drawn here, from an address without markup


@register.inclusion_tag("components/on_paper.html", takes_context=True)
def on_paper(context: Context) -> dict[str, object]:
    """At the end of a printed page: its address, and the QR code that opens it. A terminal prints its own."""
    request = context.get("request")
    if request is None or context.get("kiosk"):
        return {}
    address = structured.absolute(request.path)
    return {"address": address, "symbol": _code(address)}


@register.filter
def dial(number: object) -> SafeString:
    """A telephone number as a link."""
    return markup.phone(number)


@register.filter
def han(text: object) -> object:
    """Chinese words on a page in another language, marked as such for screen readers and hyphenation."""
    marked = language_mark(text)
    return format_html("<span{}>{}</span>", marked, text) if marked else text
