"""A checklist in a real browser: ticked, reloaded, carried to another device by its QR code, kept after signing in, on paper."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Person, Site, picture
from tests.browser.test_looks import RULES

LIST = "/checklists/c05/"
FORGET_ONE = """() => {
  const kept = JSON.parse(localStorage.getItem("ticks.C05"));
  kept.seen.pop();
  localStorage.setItem("ticks.C05", JSON.stringify(kept));
}"""


@pytest.fixture
def elsewhere(site: Site, chromium: Browser) -> Iterator[Page]:
    """Another device: nothing is known there."""
    window = chromium.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN", base_url=site.url)
    yield window.new_page()
    window.close()


def clean(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def ticked(page: Page) -> list[str]:
    return page.eval_on_selector_all("input[name=have]:checked", "boxes => boxes.map(box => box.value)")


def link_of(page: Page) -> str:
    page.locator("button[name=go][value=link]").click()
    field = page.locator("#take-address")
    expect(field).to_be_visible()
    return field.input_value()


@pytest.mark.req("W-064")
def test_ticks_stay_travel_and_are_kept(person: Person, elsewhere: Page) -> None:
    page = person()
    page.goto(LIST)
    boxes = page.locator("input[name=have]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    mine = ticked(page)
    page.reload()
    assert ticked(page) == mine
    expect(page.locator("[data-count]")).to_contain_text("2份")
    assert clean(page) == []

    # By the QR code to a phone: the ticks are there, stay after a reload, and the address is short again.
    address = link_of(page)
    expect(page.locator("#take svg")).to_be_visible()
    assert clean(page) == []
    elsewhere.goto(address)
    assert ticked(elsewhere) == mine
    expect(elsewhere.locator("[data-brought]")).to_be_visible()
    assert elsewhere.evaluate("document.documentElement.scrollWidth") <= 390
    assert clean(elsewhere) == []
    picture(elsewhere, "checklist-on-a-phone")
    elsewhere.locator(f"input[value={mine[0]}]").uncheck()
    expect(elsewhere.locator("#take")).to_be_hidden()  # it would bring back something else
    elsewhere.reload()
    assert ticked(elsewhere) == mine[1:]

    # Scanned where something else was ticked: that can be brought back.
    elsewhere.goto(address)
    assert ticked(elsewhere) == mine
    elsewhere.locator("[data-undo]").click()
    assert ticked(elsewhere) == mine[1:]

    # Signed in and kept.
    page.locator("button[name=go][value=save]").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.fill("input[name=login]", "demo-enterprise@example.com")
    page.fill("input[name=password]", "bangdaiban-demo-2026")
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/my/checklists/keep/"))
    assert clean(page) == []
    page.locator("main form.form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/my/checklists/[0-9a-f-]{36}/"))
    expect(page.locator("main")).to_contain_text("2份")
    assert clean(page) == []
    picture(page, "checklist-kept")
    page.get_by_role("link", name="继续勾选").click()
    assert ticked(page) == mine


def test_what_the_record_asks_anew_is_marked_at_the_next_visit(person: Person) -> None:
    page = person()
    page.goto(LIST)
    page.locator("input[name=have]").first.check()
    page.evaluate(FORGET_ONE)
    page.reload()
    expect(page.locator(".papers .badge")).to_have_count(1)
    page.reload()
    expect(page.locator(".papers .badge")).to_have_count(0)


def test_on_paper_the_ticks_and_the_code_are_there(person: Person) -> None:
    page = person()
    page.goto("/checklists/gongye/")
    page.locator("input[name=have]:visible").first.check()
    page.evaluate("window.print = () => { document.body.dataset.printed = '1'; }")
    page.locator("[data-print]").click()
    expect(page.locator("body[data-printed]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator("#take svg")).to_be_visible()
    expect(page.locator("aside.side")).to_be_hidden()
    expect(page.locator("details.fold input[name=have]").first).to_be_visible()
    picture(page, "checklist-printed")


@pytest.mark.req("W-064")
def test_the_browsers_own_print_carries_the_ticks_too(person: Person, elsewhere: Page) -> None:
    page = person()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "go=link" in request.url else None)
    page.goto(LIST)
    boxes = page.locator("input[name=have]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert not asked, "control: what is only ticked stays in this browser"
    page.pdf()  # what Ctrl+P does: the page hears of it and nothing can wait
    expect(page.locator("#take svg")).to_be_visible()
    elsewhere.goto(page.locator("#take-address").input_value())
    assert ticked(elsewhere) == ticked(page)
    page.pdf()
    assert len(asked) == 1, "the code still fits the ticks"
    boxes.nth(1).uncheck()
    expect(page.locator("#take")).to_be_hidden()
    page.pdf()
    elsewhere.goto(page.locator("#take-address").input_value())
    assert ticked(elsewhere) == ticked(page)
    page.emulate_media(media="print")
    expect(page.locator(".on-paper")).to_be_hidden()


def test_without_the_network_paper_still_says_where_the_list_is(person: Person) -> None:
    page = person()
    page.goto(LIST)
    page.locator("input[name=have]").first.check()
    page.context.set_offline(True)
    page.pdf()
    page.emulate_media(media="print")
    expect(page.locator("#take")).to_be_hidden()
    expect(page.locator(".on-paper svg")).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text(LIST)


def test_without_scripts_the_link_keeps_the_ticks(site: Site, chromium: Browser) -> None:
    window = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = window.new_page()
    page.goto(LIST)
    page.locator("input[name=have]").nth(1).check()
    page.locator("button[name=go][value=link]").click()
    expect(page).to_have_url(re.compile(r"/checklists/c05/\?t=[A-Z0-9.-]+#take"))
    expect(page.locator("input[name=have]").nth(1)).to_be_checked()
    expect(page.locator("#take svg")).to_be_visible()
    window.close()


def test_sharing_and_an_application_with_the_ticks(person: Person) -> None:
    page = person("demo-enterprise@example.com")
    page.goto(LIST)
    page.locator("input[name=have]").first.check()
    page.locator("button[name=go][value=save]").click()
    page.locator("main form.form button[type=submit]").click()
    page.get_by_role("link", name="共享给办件的帮代办人员").click()
    page.locator("main input[name=case]").first.check()
    page.locator("main form.form button[type=submit]").click()
    expect(page.get_by_role("button", name="收回")).to_have_count(1)
    assert clean(page) == []
    page.get_by_role("link", name="以这些事项申请").click()
    expect(page).to_have_url(re.compile("/my/projects/new/"))
    expect(page.locator("main")).to_contain_text("勾选已带入")
