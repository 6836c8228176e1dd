"""What hands do on every page: press what is offered, fill in what is asked, read what is said."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD


def press(page: Page, place: Locator) -> None:
    """Press something that leads to another page, and be there."""
    with page.expect_navigation():
        place.click()


def send(page: Page, button: str = "") -> None:
    """Press the page's one main button, or the one with these words."""
    offered = page.locator("main .actions button[type=submit]:visible, main .actions button:not([type]):visible")
    chosen = offered.filter(has_text=button) if button else offered.and_(page.locator("button.button:not(.quiet)"))
    press(page, chosen.last)


def follow(page: Page, link: str, within: str = "main") -> None:
    """Press a link of the page by the end of its address, opening the menu that holds it."""
    found = page.locator(f"{within} a[href$='{link}']").first
    menu = page.locator(f"{within} details:has(a[href$='{link}']) > summary")
    if not found.is_visible() and menu.count():
        menu.first.click()
    press(page, found)


def open_own(page: Page, number: str) -> None:
    """As the enterprise: open one of one's own cases, however many stand before it."""
    page.goto("/my/")
    card = page.locator("main .case-card", has_text=number)
    while not card.count():
        press(page, page.locator("main a[rel=next]"))
    press(page, card.locator("h2 a"))


def fill(page: Page, values: Mapping[str, Any]) -> None:
    """Field name → text, True/False for a tick, a path for a file, or the value of a choice."""
    for name, value in values.items():
        fields = page.locator(f"main [name='{name}']")
        kind = fields.first.get_attribute("type") or fields.first.evaluate("field => field.tagName")
        if isinstance(value, Path):
            fields.first.set_input_files(value)
        elif isinstance(value, bool):
            fields.first.set_checked(value)
        elif kind in {"radio", "checkbox"}:
            _choose(fields, value if isinstance(value, (list, set, tuple)) else [value])
        elif kind == "SELECT":
            label = str(value)
            named = fields.first.locator("option").filter(has_text=label).count()
            fields.first.select_option(label=label) if named else fields.first.select_option(label)
        else:
            fields.first.fill(str(value))


def _choose(fields: Locator, wanted: Any) -> None:
    values = {str(value) for value in wanted}
    for box in fields.all():
        chosen = box.get_attribute("value") in values
        if chosen or box.get_attribute("type") == "checkbox":
            box.set_checked(chosen)


def take_turn(page: Page) -> None:
    """The one thing that the head of the page says is one's own to do now."""
    press(page, page.locator("main .turn a.button"))


def told(page: Page, words: str = "") -> None:
    """The page says that it was done (and with which words)."""
    said = page.locator(".messages li.tone-good")
    expect(said.first).to_be_visible()
    if words:
        expect(page.locator(".messages")).to_contain_text(words)


def refused(page: Page, words: str = "") -> None:
    """The page says what is wrong, and it is the first thing that has the focus."""
    summary = page.locator(".error-summary")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    if words:
        expect(summary).to_contain_text(words)


def a_pdf(folder: Path, name: str) -> Path:
    """A real PDF of one page."""
    made = pikepdf.new()
    made.add_blank_page()
    out = io.BytesIO()
    made.save(out)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def opens_as_pdf(page: Page, link: Locator) -> int:
    """What is behind a link is a PDF that this person may read; returns its pages."""
    address = link.get_attribute("href") or ""
    answer = page.request.get(address)
    assert answer.status == 200, address
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        return len(document.pages)


def sign_online(page: Page, password: str = PASSWORD) -> None:
    """Read, tick, say again who one is, sign."""
    page.check("main input[name=consent]")
    page.fill("main input[name=password]", password)
    press(page, page.locator("main #online button.seal"))
