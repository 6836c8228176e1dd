"""An administrator changes a limit in the browser; what runs keeps the old one."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk
from tests.browser.conftest import Person, picture
from tests.browser.hands import fill, follow, press, refused, send, told

ITEM = "G01"


@pytest.mark.req("W-060")
def test_a_changed_limit_leaves_a_version_and_no_running_case_changes(person: Person) -> None:
    administrator, agent, reader = person("demo-admin@example.com"), person("demo-agent@example.com"), person()
    before = limit_in_case(agent)
    days = shorten_limit(administrator)
    assert limit_in_case(agent) == before, "what was promised in a running case stays"
    reader.goto(f"/guides/{ITEM.lower()}/")
    expect(reader.locator("main dl.glance")).to_contain_text(re.compile(rf"{days}\s?个工作日"))


def limit_in_case(page: Page) -> int:
    """The promised working days of the item, as the case shows them."""
    page.goto("/office/")
    desk.find_case(page, desk.RUNNING)
    desk.section(page, "items")
    words = page.locator("main table tr", has_text=ITEM).locator("td.num").inner_text()
    return int(re.sub(r"\D", "", words))


def shorten_limit(page: Page) -> int:
    """From the rail to the row; without a reason nothing is changed; the history shows both values."""
    page.goto("/office/")
    press(page, page.locator(".desk-rail a[href='/office/reference/']"))
    follow(page, "/office/reference/items/")
    page.locator("main details.filter > summary").click()
    page.locator("main .filter-fields input:visible").first.fill(ITEM)
    press(page, page.locator("main .filter-fields button"))
    press(page, page.locator("main a.row-link", has_text=ITEM).first)
    was = page.input_value("main input[name=promised_days]")
    days = int(was) - 1
    fill(page, {"promised_days": days})
    send(page)
    refused(page)
    assert page.input_value("main input[name=promised_days]") == str(days), "what was typed is kept"
    fill(page, {"reason": "示例公告〔2026〕1号"})
    send(page)
    told(page)
    if not page.locator("main a[href$='/history/']").count():
        press(page, page.locator("main a.row-link", has_text=ITEM).first)
    follow(page, "/history/")
    newest = page.locator("main section.section").first
    expect(newest).to_contain_text("示例公告〔2026〕1号")
    expect(newest.locator("del")).to_have_text(was)
    expect(newest.locator("ins")).to_have_text(str(days))
    picture(page, "administrator-history")
    return days
