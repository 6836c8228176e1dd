"""A terminal in a service hall: set up by an administrator, used by two visitors, and nothing of the first is left (W-063)."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, Person, Site, picture, sign_in
from tests.browser.hands import press
from tests.browser.test_looks import barriers, too_wide

pytestmark = pytest.mark.req("W-063")
SHORT, LONG, TOUCH = 10, 300, 64
PAGES = {
    "home": "/", "guide": "/guides/c05/", "category": "/categories/gongye/", "checklist": "/checklists/gongye/",
    "search": "/search/?q=施工许可", "ask": "/ask-online/", "login": "/accounts/login/", "policies": "/policies/",
    "wizard": "/which-approvals/questions/?category=IND&funding=private", "progress": "/progress/",
}  # fmt: skip
TAKEN_ALONG = {"wizard": PAGES["wizard"], "login": "/my/"}  # answers that are meant to be passed on; the door behind it
SMALL = """least => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
    .filter(part => part.checkVisibility() && !part.closest('svg') && !part.matches('.skip'))
    .filter(part => { const box = part.getBoundingClientRect(); return box.width < least - 0.5 || box.height < least - 0.5; })
    .map(part => part.outerHTML.slice(0, 100))"""


@pytest.fixture
def chief_editor(site: Site, person: Person) -> Page:
    """Signed in as who keeps the publishing side, made with the command that the manual names."""
    email = f"chief-editor-{os.getpid()}@example.com"
    words = ("createsuperuser", "--noinput", "--email", email, "--name", "示例主编")
    site.manage(*words, DJANGO_SUPERUSER_PASSWORD=PASSWORD)  # once; the later tests find it there
    page = person(email)
    if "confirm-email" in page.url:
        page.fill("input[name=code]", site.wait_for_mail(email, r"\b([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\b"))
        press(page, page.locator("form:has(input[name=code]) button[type=submit]").first)
    return page


def keep_station(page: Page, code: str, idle: int) -> str:
    """Write the row of a terminal; returns the address with which its browser starts."""
    page.goto("/cms/snippets/portal/kiosk/add/")
    page.fill("input[name=code]", code)
    page.fill("input[name=place]", "示例大厅一楼")
    page.fill("input[name=idle_seconds]", str(idle))
    key = page.input_value("input[name=key]")
    page.locator("footer button[type=submit], form button[type=submit]").filter(has_text="保存").first.click()
    expect(page.locator("main table")).to_contain_text(code)
    return f"/kiosk/?station={code}&key={key}"


@pytest.fixture
def terminal(site: Site, chromium: Browser) -> Iterator[BrowserContext]:
    window = chromium.new_context(viewport={"width": 1080, "height": 1920}, locale="zh-CN", base_url=site.url)
    window.set_default_timeout(15000)
    yield window
    window.close()


def left_behind(window: BrowserContext) -> set[str]:
    return {cookie["name"] for cookie in window.cookies()}


def test_after_the_first_visitor_walked_away_the_second_finds_nothing(
    chief_editor: Page, terminal: BrowserContext
) -> None:
    start = keep_station(chief_editor, f"S-{os.getpid()}", SHORT)
    page = terminal.new_page()
    page.goto(start)
    expect(page).to_have_url("/")
    expect(page.locator("[data-kiosk-time]")).to_be_hidden()  # nobody has come yet
    press(page, page.locator(".modes button[name=language]"))
    page.goto("/checklists/gongye/")
    page.locator("input[name=have]:visible").first.check()
    assert page.evaluate("localStorage.length") == 1
    sign_in(page, "demo-enterprise@example.com")
    page.goto("/my/projects/new/?category=IND")
    name = page.locator("main input[name=name]")
    name.fill("第一位办事人的示例项目")

    # Still here: pressed when the time is nearly over, it begins again.
    expect(page.locator(".kiosk-bar.is-near")).to_be_visible(timeout=SHORT * 1000)
    picture(page, "kiosk-nearly-over")
    page.locator("[data-kiosk-stay]").click()
    expect(page.locator(".kiosk-bar.is-near")).to_have_count(0)
    expect(name).to_have_value("第一位办事人的示例项目")

    # Gone: back to the start, whatever was begun.
    page.wait_for_url("/", timeout=(SHORT + 10) * 1000)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert left_behind(terminal) == {"kiosk"}
    assert page.evaluate("localStorage.length") == 0
    for _step in range(4):
        page.go_back()
        page.wait_for_load_state()
        expect(page.locator("body")).not_to_contain_text("第一位办事人")
        expect(page.locator("body")).not_to_contain_text("示例装备")
        expect(page.locator(".account, .who, form[action*=logout]")).to_have_count(0)
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.goto("/checklists/gongye/")
    expect(page.locator("input[name=have]:visible").first).not_to_be_checked()


def test_without_scripts_the_page_goes_back_by_itself(chief_editor: Page, site: Site, chromium: Browser) -> None:
    start = keep_station(chief_editor, f"N-{os.getpid()}", SHORT)
    window = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = window.new_page()
    page.goto(start)
    sign_in(page, "demo-enterprise@example.com")
    page.wait_for_url("/", timeout=(SHORT + 10) * 1000)
    assert left_behind(window) == {"kiosk"}
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    window.close()


def test_every_page_can_be_touched_read_and_taken_along(chief_editor: Page, terminal: BrowserContext) -> None:
    start = keep_station(chief_editor, f"L-{os.getpid()}", LONG)
    page = terminal.new_page()
    page.goto("/guides/c05/")
    assert page.evaluate(SMALL, TOUCH), "control: elsewhere links are as small as text"
    page.goto(start)
    faults: list[str] = []
    for name, address in PAGES.items():
        for width, height in ((1080, 1920), (1280, 900)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            picture(page, f"kiosk-{name}-{width}")
            faults += [f"{name} at {width}: {fault}" for fault in [*too_wide(page), *page.evaluate(SMALL, TOUCH)]]
        faults += [f"{name}: {fault}" for fault in barriers(page)]
        code = page.locator("#on-your-phone .kiosk-address").inner_text()
        assert code.endswith(TAKEN_ALONG.get(name, address.split("?")[0])), code
    assert not faults
    outside = "a[href^='http'], a[href^='tel:'], a[href^='mailto:'], a[download], a[target], iframe, a[href$='.pdf'], a[href^='/files/']"
    expect(page.locator(outside)).to_have_count(0)


TORN = """room => [...document.querySelectorAll('main a')].filter(part => {
    const words = document.createRange(); words.selectNodeContents(part);
    const next = part.nextSibling;
    return next && next.nodeType === 3 && next.textContent.trim() && part.checkVisibility()
        && part.getBoundingClientRect().right - words.getBoundingClientRect().right > room;
}).map(part => part.outerHTML.slice(0, 100))"""


def test_short_links_in_a_text_are_not_torn_apart(chief_editor: Page, terminal: BrowserContext) -> None:
    start = keep_station(chief_editor, f"T-{os.getpid()}", LONG)
    page = terminal.new_page()
    page.goto(start)
    for address in ("/guides/c05/", "/checklists/c05/"):
        page.goto(address)
        assert not page.evaluate(TORN, 12)
        expect(page.locator(".link-run").first).to_be_visible()
    page.locator("main p").first.evaluate("place => { place.innerHTML = '<a href=\"/\">一</a>、二'; }")
    assert page.evaluate(TORN, 12), "control: a gap would be found"


def test_a_paper_of_ones_own_opens_on_the_phone(chief_editor: Page, terminal: BrowserContext) -> None:
    start = keep_station(chief_editor, f"P-{os.getpid()}", LONG)
    page = terminal.new_page()
    page.goto(start)
    sign_in(page, "demo-enterprise@example.com")
    page.goto("/my/documents/")
    expect(page.locator("a[href^='/files/']")).to_have_count(0)
    press(page, page.locator("main .files a[href^='/kiosk/phone/']").first)
    expect(page.locator("main .kiosk-code svg")).to_be_visible()
    expect(page.locator("main .kiosk-address")).to_contain_text("/files/")
    assert not barriers(page)
    picture(page, "kiosk-phone")
    press(page, page.locator(".kiosk-bar a[href='/kiosk/end/']"))
    expect(page).to_have_url("/")
    assert left_behind(terminal) == {"kiosk"}


def test_on_paper_links_and_ticks_need_no_room_for_a_finger(chief_editor: Page, terminal: BrowserContext) -> None:
    start = keep_station(chief_editor, f"D-{os.getpid()}", LONG)
    page = terminal.new_page()
    page.goto(start)
    page.goto("/checklists/c05/")
    tick = page.locator("input[name=have]").first
    high = "part => part.getBoundingClientRect().height"
    assert tick.evaluate(high) >= TOUCH
    page.emulate_media(media="print")
    assert tick.evaluate(high) < TOUCH / 2
    page.goto("/guides/c05/")
    assert page.locator("main li a:visible").first.evaluate(high) < TOUCH / 2
    expect(page.locator("#on-your-phone svg")).to_be_visible()
    expect(page.locator(".kiosk-bar")).to_be_hidden()


CODES = """[...document.querySelectorAll('.kiosk-code, .take .symbol, .on-paper svg')].filter(part => part.checkVisibility()).length"""


def test_one_code_stands_on_a_page_and_the_bar_leads_to_it(chief_editor: Page, terminal: BrowserContext) -> None:
    start = keep_station(chief_editor, f"Q-{os.getpid()}", LONG)
    page = terminal.new_page()
    page.goto(start)
    page.goto("/checklists/c05/")
    assert page.evaluate(CODES) == 1
    expect(page.locator(".kiosk-bar a[href='#on-your-phone']")).to_be_visible()
    page.locator("input[name=have]").first.check()
    page.locator("button[name=go][value=link]").click()
    expect(page.locator("#take .symbol svg")).to_be_visible()
    assert page.evaluate(CODES) == 1
    expect(page.locator("#on-your-phone")).to_contain_text(f"Q-{os.getpid()}")
    expect(page.locator(".kiosk-bar a[href='#on-your-phone']")).to_be_hidden()
    expect(page.locator(".kiosk-bar a[href='#take']")).to_be_visible()
    picture(page, "kiosk-one-code")
    page.emulate_media(media="print")
    assert page.evaluate(CODES) == 1
    page.emulate_media(media="screen")
    page.locator("input[name=have]").nth(1).check()
    expect(page.locator("#take")).to_be_hidden()
    assert page.evaluate(CODES) == 1, "the code of the page is back"
    page.locator(".kiosk-foot .kiosk-code").evaluate("part => part.style.setProperty('display', 'block', 'important')")
    page.locator("button[name=go][value=link]").click()
    expect(page.locator("#take .symbol svg")).to_be_visible()
    assert page.evaluate(CODES) == 2, "control: two codes would be counted"
