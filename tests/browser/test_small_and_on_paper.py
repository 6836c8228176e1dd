"""The published side on the smallest phone in large type with high contrast, and on paper: nothing is cut (W-062, W-063)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, picture
from tests.browser.hands import press
from tests.browser.test_looks import LEAST, NARROW, too_wide

PAPER = 673  # A4 without its margins, in CSS pixels
PAGES = {
    "home": "/", "guide": "/guides/c05/", "category": "/categories/gongye/", "checklist": "/checklists/gongye/",
    "question": "/ask/shen-me-shi-biao-zhun-di/", "course": "/service-course/", "duties": "/duties-and-contacts/",
    "wizard": "/which-approvals/result/?category=IND&funding=private", "benefits": "/which-benefits/?category=IND",
}  # fmt: skip
CUT = """room => [...document.querySelectorAll('main :is(th, td, p, li, h2, h3)')]
    .filter(part => part.checkVisibility() && !part.closest('.sr-only, svg') && part.getBoundingClientRect().right > room + 1)
    .map(part => part.outerHTML.slice(0, 100))"""


@pytest.mark.req("W-062")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_large_type_with_high_contrast_fits_the_smallest_phone(person: Person, language: str) -> None:
    page = person()
    page.goto("/")
    if language == "en":
        press(page, page.locator(".modes button[name=language]"))
    page.locator(".modes button[name=size]").click()
    page.locator(".modes button[name=contrast]").click()
    expect(page.locator("html[data-size=large][data-contrast=high]")).to_have_count(1)
    faults: list[str] = []
    for name, address in PAGES.items():
        page.goto(address)
        for width in (NARROW, LEAST):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{name} at {width}: {fault}" for fault in too_wide(page)]
    assert not faults


@pytest.mark.req("W-062")
def test_on_paper_nothing_is_cut_and_no_step_loses_its_words(person: Person) -> None:
    page = person()
    faults: list[str] = []
    for name, address in PAGES.items():
        on_paper(page, address)
        faults += [f"{name}: {fault}" for fault in page.evaluate(CUT, PAPER)]
        expect(
            page.locator("header .search, .doors, .identity, .breadcrumbs, .useful").locator("visible=true")
        ).to_have_count(0)
    assert not faults
    on_paper(page, PAGES["guide"])
    assert page.evaluate("getComputedStyle(document.querySelector('.walk > li')).breakInside") == "avoid"
    expect(page.locator(".on-paper svg")).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text(PAGES["guide"])
    picture(page, "guide-on-paper")
    page.emulate_media(media="screen")
    expect(page.locator(".on-paper")).to_be_hidden()


def on_paper(page: Page, address: str) -> None:
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    page.goto(address)
