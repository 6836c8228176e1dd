"""A promoter writes, somebody else approves, everybody finds it."""

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person, picture
from tests.browser.hands import press

TITLE = f"夜间浇筑混凝土要办什么手续（{os.getpid()}）？"
ANSWER = "向城市管理部门申请夜间施工，以当地规定为准。"


@pytest.mark.req("W-066")
def test_a_page_is_written_by_one_approved_by_another_and_found_by_all(person: Person) -> None:
    promoter, reviewer, reader = person("demo-promoter@example.com"), person("demo-reviewer@example.com"), person()
    write(promoter)
    look_for(reader)
    expect(reader.locator("main .hits", has_text=TITLE)).to_have_count(0)
    expect(approval(promoter)).to_have_count(0)  # the writer is not offered to approve
    offered = approval(reviewer)
    expect(offered.first).to_be_visible()
    with reviewer.expect_navigation():
        offered.first.click()
    look_for(reader)
    press(reader, reader.locator("main .hits a", has_text=TITLE))
    expect(reader.locator("main h1")).to_have_text(TITLE)
    expect(reader.locator("main")).to_contain_text(ANSWER)
    picture(reader, "publishing-found")


def write(page: Page) -> None:
    """Through the pages to the questions, add one, hand it in for review."""
    page.goto("/cms/pages/")
    press(
        page,
        page.locator(
            "main a[href='/cms/pages/3/'], main tbody a[href^='/cms/pages/'][href$='/']:not([href*=edit])"
        ).last,
    )
    press(page, page.locator("main a[title*='常见问题'][title*='子页面']").first)
    press(page, page.locator("a[href$='/add_subpage/']").first)
    page.fill("input[name=title]", TITLE)
    page.fill("textarea[name=answer]", ANSWER)
    assert not page.locator("button[name=action-publish]").count(), "who writes does not publish"
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    press(page, page.locator("button[name=action-submit]"))


def look_for(page: Page) -> None:
    """Search as any reader does."""
    page.goto("/")
    page.locator("header input[name=q]").fill("夜间浇筑混凝土")
    press(page, page.locator("header .search button"))


def approval(page: Page, title: str = TITLE) -> Locator:
    """The buttons on the first page of the publishing side that approve what was written, unfolded."""
    page.goto("/cms/")
    row = page.locator("main tr", has_text=title)
    if row.count():
        row.locator("[data-w-dropdown-target=toggle]").first.click()
    return row.locator("button[data-workflow-action-url$='/']:not([data-launch-modal])").filter(has_text="批准")
