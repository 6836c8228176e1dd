"""Every main page at three widths in two languages: fits, says nothing to the console, passes axe; pictures for people to look at."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser import desk
from tests.browser.conftest import Site, picture, sign_in

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PORTAL = {
    "home": "/", "guides": "/guides/", "guide": "/guides/l08/", "categories": "/categories/", "category": "/categories/gongye/",
    "checklist": "/checklists/gongye/", "checklist-item": "/checklists/c05/", "checklists": "/checklists/",
    "policies": "/policies/", "questions": "/ask/", "search": "/search/?q=施工许可",
    "search-nothing": "/search/?q=qqqqq", "login": "/accounts/login/", "signup": "/accounts/signup/", "sitemap": "/sitemap/",
    "wizard": "/which-approvals/", "wizard-about": "/which-approvals/about/?category=IND",
    "wizard-ask": "/which-approvals/questions/?category=IND&funding=private",
    "wizard-result": "/which-approvals/result/?category=IND&start=2026-12-01&works=400&funding=private&investment=20000&E01=unsure",
    "progress": "/progress/", "benefits": "/which-benefits/?category=IND&region=370783&funding=private",
    "organisation": "/organisation/", "service-course": "/service-course/", "numbers": "/numbers/",
    "not-found": "/there-is-nothing-here/",
}  # fmt: skip
MINE = {
    "my-home": "/my/", "my-messages": "/my/messages/", "my-documents": "/my/documents/", "my-enterprises": "/my/enterprises/",
    "my-checklists": "/my/checklists/",
    "my-account": "/my/account/", "my-new-project": "/my/projects/new/?category=IND", "my-new-enterprise": "/my/enterprises/new/",
}  # fmt: skip
OFFICE = {
    "office-home": "/office/", "office-cases": "/office/cases/", "office-items": "/office/items/", "office-meetings": "/office/meetings/",
    "office-documents": "/office/documents/", "office-enterprises": "/office/enterprises/",
    "office-search-nothing": "/office/search/?q=qqqqq",
}  # fmt: skip
ROADMAP = (
    "roadmap/network/", "roadmap/strategies/", "roadmap/forecast/", "roadmap/try/?days_C01=30", "roadmap/versions/",
)  # fmt: skip
SECTIONS = (
    "", "items/", "materials/", "documents/", "meetings/", "roadmap/", *ROADMAP, "time/", "hand-over/", "notes/", "events/",
)  # fmt: skip
FORMS = ("call-meeting/", "set-plan/", "team/", "note/", "suspend/")
REFERENCE = {
    "reference": "/office/reference/", "reference-items": "/office/reference/items/", "reference-row": "/office/reference/items/13/",
    "reference-scheme": "/office/reference/schemes/1/", "reference-matrix": "/office/reference/matrix/gongye/",
    "reference-notice": "/office/reference/days/notice/", "people": "/office/people/", "changes": "/office/reference/changes/",
}  # fmt: skip
WIDE, NARROW, LEAST = 1280, 390, 320  # a desk, a phone of today, the smallest phone
Window = Callable[..., Page]


@pytest.fixture
def window(site: Site, chromium: Browser, language: str) -> Iterator[Window]:
    """A window in this language, signed in."""
    opened: list[BrowserContext] = []

    def open_window(email: str = "") -> Page:
        context = chromium.new_context(viewport={"width": WIDE, "height": 900}, locale="zh-CN", base_url=site.url)
        context.set_default_timeout(15000)
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        opened.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    yield open_window
    for context in opened:
        context.close()


def look(page: Page, addresses: dict[str, str], language: str) -> list[str]:
    """Open each address, wide, narrow and as narrow as can be; returns everything that is wrong with it."""
    faults: list[str] = []
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, address in addresses.items():
        said.clear()
        page.goto(address)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            picture(page, f"{name}-{width}-{language}")
            # Each width and each language once: together they see every barrier at half the time.
            found = barriers(page) if (width == NARROW) == (language == "zh-hans") else []
            faults += [f"{name} at {width}: {fault}" for fault in [*too_wide(page), *found]]
        page.set_viewport_size({"width": LEAST, "height": 900})
        faults += [f"{name} at {LEAST}: {fault}" for fault in too_wide(page)]
        faults += [f"{name}: {sentence}" for sentence in said]
    page.remove_listener("console", hear)
    return faults


def too_wide(page: Page) -> list[str]:
    """Names of what reaches beyond the window, when the page scrolls sideways."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => { const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return [];
        const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
        return ['wider than the window: ' + wide.slice(0, 4).map(e => e.tagName + '.' + e.className).join(' ')]; }"""
    )


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2 A and AA."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in found]


BOTH_LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


@BOTH_LANGUAGES
def test_the_published_side_looks_right(window: Window, language: str) -> None:
    page = window()
    policies = {f"policy-{number}": link for number, link in enumerate(inside(page, "/policies/"))}
    question = inside(page, "/ask/")[0]
    assert not look(page, PORTAL | policies | {"question": question}, language)


@BOTH_LANGUAGES
def test_the_enterprises_pages_look_right(window: Window, language: str) -> None:
    page = window("demo-enterprise@example.com")
    page.goto("/my/")
    links = page.locator("main .case-card h2 a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    cases = {f"my-case-{n}": link for n, link in enumerate(links)}
    more: dict[str, str] = {}
    for link in links:
        page.goto(link)
        offered = page.locator(
            "main .turn a.button, main a[href$='/roadmap/'], main aside a[href$='/withdraw/'], main .tasks a, main .views .chip"
        )
        for address in offered.evaluate_all("links => links.map(a => a.getAttribute('href').split('?')[0])"):
            kind = address.strip("/").split("/")[3:4]  # my, cases, which one, what for
            more.setdefault(f"my-{''.join(kind) or 'case'}", address)
    assert not look(page, MINE | cases | more, language)


@BOTH_LANGUAGES
def test_the_desk_looks_right(window: Window, language: str) -> None:
    page = window("demo-manager@example.com")
    case = case_address(page, desk.RUNNING)
    sections = {
        f"case-{name.split('?')[0].strip('/').replace('/', '-') or 'overview'}": case + name
        for name in (*SECTIONS, *FORMS)
    }
    page.goto(case + "items/")
    item = page.locator("main a.row-link").first.get_attribute("href") or ""
    page.goto(item)
    sections |= {"case-item": item, "case-record": f"{item}record/"}
    assert not look(page, OFFICE | sections, language)


@BOTH_LANGUAGES
def test_reference_data_and_the_three_groups_look_right(window: Window, language: str) -> None:
    page = window("demo-admin@example.com")
    faults = look(page, REFERENCE, language)
    chief = window("demo-chief@example.com")
    case = case_address(chief, "BDB-210214-2026-0001")
    pages = {
        "chief-home": "/office/",
        "chief-case": case,
        "chief-meetings": case + "meetings/",
        "chief-call": case + "call-meeting/",
    }
    case = case_address(chief, "BDB-210214-2026-0002")
    pages |= {"chief-roadmap": case + "roadmap/", "chief-events": case + "events/"}
    assert not faults + look(chief, pages, language)


@pytest.mark.req("W-062")
@pytest.mark.parametrize("language", ["zh-hans"])
def test_on_a_phone_the_desk_serves_city_county_and_town(window: Window, language: str) -> None:
    """Every level works with a phone: nothing scrolls sideways, the menu and the next step can be pressed."""
    levels = {
        "city": "demo-supervisor@example.com",
        "county": "demo-manager@example.com",
        "town": "unit-210214t03-town@example.com",
    }
    for level, email in levels.items():
        page = window(email)
        page.set_viewport_size({"width": NARROW, "height": 844})
        page.goto("/office/cases/")
        assert not too_wide(page), level
        page.locator("main a.row-link").first.click()
        page.wait_for_load_state()
        assert not too_wide(page), level
        heading = page.locator("main h1")
        assert heading.is_visible(), level
        for link in page.locator("main a.button:visible").all():
            box = link.bounding_box()
            assert box, level
            assert box["height"] >= 24, level  # WCAG 2.2, target size
            assert box["x"] >= 0, level
            assert box["x"] + box["width"] <= NARROW, level


def inside(page: Page, address: str) -> list[str]:
    """Addresses of the pages that a list links; a feed, which does not end with a stroke, is no page."""
    page.goto(address)
    paths = page.locator("main a").evaluate_all("links => links.map(a => new URL(a.href).pathname)")
    return [
        path for path in dict.fromkeys(paths) if path.startswith(address) and path != address and path.endswith("/")
    ]


def case_address(page: Page, number: str) -> str:
    """Find a case by its number from the head of any page of the desk."""
    page.goto("/office/")
    return desk.find_case(page, number)
