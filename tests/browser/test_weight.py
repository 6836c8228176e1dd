"""What a visitor has to wait for: bytes of the first page with everything it needs, nothing that jumps, no other host."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_looks import inside

MOST = 100_000  # bytes: style, fonts and script included
PAGES = {
    "home": "/", "guides": "/guides/", "guide": "/guides/c05/", "categories": "/categories/", "category": "/categories/gongye/",
    "checklists": "/checklists/", "checklist": "/checklists/gongye/", "policies": "/policies/", "questions": "/ask/",
    "notices": "/news/", "plain": "/accessibility/", "search": "/search/?q=施工许可", "wizard": "/which-approvals/",
    "wizard-result": "/which-approvals/result/?category=IND&start=2026-12-01&works=400&funding=private&investment=20000",
    "benefits": "/which-benefits/?category=IND&region=370783&funding=private", "numbers": "/numbers/", "organisation": "/organisation/",
    "course": "/service-course/", "duties": "/duties-and-contacts/", "progress": "/progress/", "ask": "/ask-online/",
    "complain": "/complain/", "check": "/check/", "sitemap": "/sitemap/", "login": "/accounts/login/",
}  # fmt: skip
WATCH = """window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value; })
.observe({type: 'layout-shift', buffered: true});"""


@dataclass
class Visit:
    """What one page cost a visitor who comes for the first time."""

    received: float = 0
    hosts: set[str] = field(default_factory=set)
    moved: float = 0


@pytest.fixture
def newcomer(site: Site, chromium: Browser) -> Iterator[Page]:
    """A phone that has never been here, for each page anew."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=site.url)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def visit(page: Page, address: str) -> Visit:
    found = Visit()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.on(
        "Network.loadingFinished", lambda event: setattr(found, "received", found.received + event["encodedDataLength"])
    )
    wire.on("Network.requestWillBeSent", lambda event: found.hosts.add(urlsplit(event["request"]["url"]).netloc))
    page.goto(address, wait_until="networkidle")
    page.mouse.wheel(0, 20000)
    page.wait_for_timeout(150)
    found.moved = page.evaluate("window.moved")
    wire.detach()
    return found


def test_every_kind_of_page_is_light_stands_still_and_asks_no_other_host(newcomer: Page, site: Site) -> None:
    policy = inside(newcomer, "/policies/")[0]
    newcomer.goto(policy)
    explanation = newcomer.locator("main .pointer a").first.get_attribute("href") or ""
    more = {"policy": policy, "explanation": explanation, "question": inside(newcomer, "/ask/")[0]}
    faults = []
    for name, address in (PAGES | more).items():
        cost = visit(newcomer, address)
        print(f"{name}: {cost.received / 1000:.1f} KB, moved {cost.moved:.4f}")
        if not 5_000 < cost.received < MOST:
            faults.append(f"{name}: {cost.received / 1000:.1f} KB")
        if cost.moved > 0.0001:
            faults.append(f"{name}: the layout moves by {cost.moved:.4f}")
        if cost.hosts - {urlsplit(site.url).netloc, ""}:
            faults.append(f"{name}: asks {cost.hosts}")
    newcomer.set_viewport_size({"width": 1280, "height": 900})
    for name in ("home", "guide", "category", "checklist", "policies", "search", "wizard-result"):
        if (moved := visit(newcomer, PAGES[name]).moved) > 0.0001:
            faults.append(f"{name}, wide: the layout moves by {moved:.4f}")
    assert not faults


def test_control_the_same_page_unpacked_and_a_page_that_jumps_would_be_found(newcomer: Page) -> None:
    newcomer.set_extra_http_headers({"Accept-Encoding": "identity"})
    assert visit(newcomer, "/checklists/gongye/").received > MOST
    jump = "setTimeout(() => document.body.prepend(Object.assign(document.createElement('p'), {textContent: 'x'})), 0)"
    newcomer.evaluate("window.scrollTo(0, 0)")
    newcomer.evaluate(jump)
    newcomer.wait_for_timeout(300)
    assert newcomer.evaluate("window.moved") > 0


def test_the_signs_of_the_doors_stand_where_they_are_before_their_words_have_come(newcomer: Page) -> None:
    """A slow line brings the sign of a door in one piece of the page and its word in the next."""
    newcomer.goto("/guides/")
    sign = newcomer.locator(".doors .icon").first
    before = sign.bounding_box()
    newcomer.evaluate("""() => { for (const door of document.querySelectorAll('.doors a'))
        for (const part of [...door.childNodes]) if (!part.classList?.contains('icon')) part.remove(); }""")
    after = sign.bounding_box()
    assert before
    assert after
    assert before["y"] == after["y"]
