"""What visitors of the portal wait for: every kind of published page, made anew, and the same from the cache."""

from collections.abc import Iterator

from wagtail.models import Page

from home.benchmark.figures import Target

FRESH, CACHED = Target(ratio=40), Target(ratio=3, queries=0)
ANEW = "fresh=1"  # an address with a parameter is never looked up in the page cache

# One of each kind. The shell knows the portal's pages by their addresses only.
PAGES = {
    "Home page": "/",
    "Guides": "/guides/",
    "Guide": "/guides/c05/",
    "Category guides": "/categories/",
    "Category guide": "/categories/gongye/",
    "Policies": "/policies/",
    "Policy": "/policies/pulandian-13n/",
    "Policy explanation": "/policies/pulandian-13n/jiedu/",
    "Checklists": "/checklists/",
    "Checklist of a category": "/checklists/gongye/",
    "Checklist of an item": "/checklists/c05/",
    "Questions": "/ask/",
    "News": "/news/",
    "Plain page": "/accessibility/",
    "Service promise": "/promise/",
    "Site map": "/sitemap/",
    "Numbers": "/numbers/",
    "Organisation chart": "/organisation/",
    "Service course": "/service-course/",
    "Duties and contacts": "/duties-and-contacts/",
    "Progress by number": "/progress/",
    "Ask a question": "/ask-online/",
    "Complain": "/complain/",
    "Check a paper": "/check/",
    "Wizard": "/which-approvals/",
}
# What somebody asks is answered anew each time; it is no published page, and its figure is told.
ASKED = {
    "Wizard, result": "/which-approvals/result/?category=IND&start=2026-12-01&works=400&funding=private&investment=20000",
    "Benefits": "/which-benefits/?category=IND&funding=private",
    "Search for 施工许可": "/search/?q=%E6%96%BD%E5%B7%A5%E8%AE%B8%E5%8F%AF",
    "Suggestions for sgxk": "/search/suggest/?q=sgxk",
}
KEPT = ("Home page", "Guide", "Category guide", "Policy", "Checklist of a category", "Questions", "Site map")


def one_of(kind: str) -> str:
    """The address of the first published page of a type."""
    page = Page.objects.live().filter(content_type__model=kind).order_by("path").first()
    if page is None or not page.url:
        raise RuntimeError(f"No page of the type {kind} is published: `load_pages` did not run.")
    return str(page.url)


def figures() -> Iterator[tuple[str, str, Target]]:
    """(name, address, target), the cached ones first."""
    for name in KEPT:
        yield f"{name}, from the cache", PAGES[name], CACHED
    made = PAGES | {"Question": one_of("questionpage"), "Notice": one_of("noticepage")}
    for name, address in made.items():
        yield f"{name}, not from the cache", f"{address}?{ANEW}", FRESH
    for name, address in ASKED.items():
        yield name, address, Target()
