"""A policy promoter's whole day, from the first look at the dashboard to the page that goes up by itself (W-066, W-067, P-093)."""

import os
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, picture
from tests.browser.hands import fill, press, send, told
from tests.browser.test_publishing import approval

WHO = os.getpid()
LOOKED_FOR = f"冰雪驿站{WHO}备案"  # no page knows it this morning
ENTRY = f"{LOOKED_FOR}要交什么？"
WRONG, RIGHT = "交三份材料，须付代办费。", "交两份材料，帮代办不收费。"
CORRECTION = "帮代办不收费，请改正。"
NOTICE = f"示例通知{WHO}：冰雪驿站集中办理"
ASKED = f"冰雪驿站{WHO}夜里施工要和谁说？我是示例企业的钱示例，电话13900001234。"
ANSWER = "向当地城市管理部门申请，代办员可以代为提交。"
MINUTE = timedelta(minutes=1)
HERE = ZoneInfo("Asia/Shanghai")


@pytest.mark.req("W-066", "W-067", "P-093")
def test_a_promoters_whole_day(person: Person) -> None:
    promoter, reviewer, reader = person("demo-promoter@example.com"), person("demo-reviewer@example.com"), person()

    # Before nine: readers look for something that is not there, say that a page did not help, and ask.
    look_for(reader)
    expect(reader.locator("main .hits a", has_text=LOOKED_FOR)).to_have_count(0)
    say_no(reader)
    number, code = ask(reader)

    # The day begins: what readers miss stands on the dashboard, and that a question waits.
    dashboard(promoter)
    expect(promoter.locator("main li", has_text=LOOKED_FOR)).to_be_visible()
    expect(promoter.locator("main tr", has_text="待答复的咨询")).not_to_contain_text(re.compile(r"\s0\s*–"))
    picture(promoter, "promoter-morning")

    written_and_corrected(promoter, reviewer, reader)

    # A notice for a set hour: approved now, up when the hour has come.
    later = write(promoter, "通知", {"input[name=title]": NOTICE})
    when = schedule(promoter)
    submit(promoter)
    approve(reviewer, NOTICE)
    reader.goto("/news/")
    expect(reader.locator("main", has_text=NOTICE)).to_have_count(0)  # control: its hour has not come

    title = question_becomes_entry(promoter, reviewer, reader, number, code)

    # The evening: nothing waits any more of what the day brought, and the notice has gone up by itself.
    dashboard(promoter)
    for done in (ENTRY, title, NOTICE):
        expect(promoter.locator("main li", has_text="待审核").filter(has_text=done)).to_have_count(0)
    comes_up(reader, when)
    promoter.goto(later)
    picture(promoter, "promoter-evening")


def written_and_corrected(promoter: Page, reviewer: Page, reader: Page) -> None:
    """Written, sent for approval; the reviewer wants it corrected and says what; then it is published."""
    address = write(promoter, "常见问题", {"input[name=title]": ENTRY, "textarea[name=answer]": WRONG})
    submit(promoter)
    expect(approval(promoter, ENTRY)).to_have_count(0)  # nobody approves their own words
    ask_for_correction(reviewer, address)
    dashboard(promoter)
    expect(promoter.locator("main li", has_text=ENTRY)).to_contain_text(CORRECTION)
    picture(promoter, "promoter-corrected")
    press(promoter, promoter.locator("main li a", has_text=ENTRY))
    promoter.fill("textarea[name=answer]", RIGHT)
    submit(promoter)
    look_for(reader)
    expect(reader.locator("main .hits a", has_text=ENTRY)).to_have_count(0)  # control: not before somebody approved
    approve(reviewer, ENTRY)
    look_for(reader)
    press(reader, reader.locator("main .hits a", has_text=ENTRY))
    expect(reader.locator("main")).to_contain_text(RIGHT)
    expect(reader.locator("main")).not_to_contain_text(WRONG)


def question_becomes_entry(promoter: Page, reviewer: Page, reader: Page, number: str, code: str) -> str:
    """Answered, read by who asked, made an entry without names and numbers; returns its title."""
    promoter.goto("/office/letters/")
    press(promoter, promoter.locator("main a.row-link", has_text=number))
    press(promoter, promoter.locator("main a[href$='/answer/'], .case-head a[href$='/answer/']").first)
    fill(promoter, {"text": ANSWER})
    send(promoter)
    told(promoter)
    reader.goto("/letters/")
    fill(reader, {"number": number, "code": code})
    send(reader)
    expect(reader.locator("main")).to_contain_text(ANSWER)
    press(promoter, promoter.locator("main a[href$='/entry/'], .case-head a[href$='/entry/']").first)
    send(promoter)
    told(promoter)
    press(promoter, promoter.locator("main a[href^='/cms/pages/'][href$='/edit/']"))
    title = promoter.input_value("input[name=title]")
    assert f"冰雪驿站{WHO}夜里施工" in title
    assert "13900001234" not in title
    assert "钱示例" not in title
    submit(promoter)
    approve(reviewer, title)
    reader.goto("/")
    reader.fill("header input[name=q]", f"冰雪驿站{WHO}夜里施工")
    press(reader, reader.locator("header .search button"))
    expect(reader.locator("main .hits")).to_contain_text("夜里施工")
    expect(reader.locator("main")).not_to_contain_text("13900001234")
    return title


def look_for(page: Page) -> None:
    """Search as any reader does."""
    page.goto("/")
    page.locator("header input[name=q]").fill(LOOKED_FOR)
    press(page, page.locator("header .search button"))


def say_no(page: Page) -> None:
    page.goto("/guides/c05/")
    press(page, page.locator(".useful button[value=no]"))


def ask(page: Page) -> tuple[str, str]:
    """A question to the agency; returns receipt number and code."""
    page.goto("/ask-online/")
    form = page.locator("#send form")
    form.locator("[name=text]").fill(ASKED)
    form.locator("select[name=region]").select_option(label="寿光市")
    form.locator("[name=name]").fill("钱示例")
    press(page, form.locator("button[type=submit]"))
    if page.locator("#best").count():  # first the three best answers
        press(page, page.locator("#send form button[type=submit]"))
    said = page.locator("main").inner_text()
    number, code = (
        re.search(r"ZX-[0-9A-Z-]+", said),
        re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b", said.split("ZX-")[1][20:]),
    )
    assert number, said
    assert code, said
    return number[0], code[0]


def dashboard(page: Page) -> None:
    """First in the menu."""
    page.goto("/cms/promoter/")


def write(page: Page, below: str, values: dict[str, str]) -> str:
    """A new page below a list, filled in; returns its address in the editor when it is saved as a draft."""
    page.goto("/cms/pages/")
    front = "main a[href='/cms/pages/3/'], main tbody a[href^='/cms/pages/'][href$='/']:not([href*=edit])"
    press(page, page.locator(front).last)
    press(page, page.locator(f"main a[title*='{below}'][title*='子页面']").first)
    press(page, page.locator("a[href$='/add_subpage/']").first)
    for field, value in values.items():
        page.fill(field, value)
    press(page, page.locator("footer button.action-save"))
    expect(page).to_have_url(re.compile(r"/cms/pages/\d+/edit/"))
    return page.url


def submit(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    press(page, page.locator("button[name=action-submit], button[name=action-restart-workflow]").first)


def schedule(page: Page) -> datetime:
    """Set the hour: the next whole minute but one, as an editor types it."""
    when = (datetime.now(HERE) + 2 * MINUTE).replace(second=0, microsecond=0)
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("button[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    dialog = page.locator("#schedule-publishing-dialog")
    dialog.locator("input[name=go_live_at]").fill(f"{when:%Y-%m-%d %H:%M}")
    dialog.locator("input[name=go_live_at]").press("Tab")
    with page.expect_navigation():
        dialog.locator("button[type=submit]").press("Enter")  # the calendar that has opened lies over it
    return when


def approve(page: Page, title: str) -> None:
    press(page, approval(page, title).first)


def ask_for_correction(page: Page, address: str) -> None:
    """The reviewer reads it in the editor and says what is to be put right."""
    page.goto(address)
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("footer button[data-workflow-action-name=reject]").click()
    page.locator(".modal textarea[name$=comment]").fill(CORRECTION)
    press(page, page.locator(".modal button[type=submit]"))


def comes_up(page: Page, when: datetime) -> None:
    """The worker looks every minute."""
    until = when + 2 * MINUTE
    while datetime.now(HERE) < until:
        page.goto("/news/")
        if page.locator("main a", has_text=NOTICE).count():
            break
        page.wait_for_timeout(3000)
    press(page, page.locator("main a", has_text=NOTICE))
    expect(page.locator("main h1")).to_have_text(NOTICE)
