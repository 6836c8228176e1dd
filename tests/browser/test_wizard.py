"""From “which approvals do I need?” to a draft, in a real browser without scripts: answers survive the sign-in (W-064)."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PASSWORD, Site


@pytest.mark.req("W-064")
def test_a_visitor_without_scripts_answers_signs_in_and_has_a_draft(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/which-approvals/")
    page.locator("main a[href*='category=WHS']").click()
    page.locator("input[name=funding][value=private]").check()
    page.locator("input[name=land_acquisition][value=grant]").check()
    page.fill("input[name=investment]", "12000")
    page.locator("button[name=go][value=next]").click()
    page.locator("input[name=E01][value=no]").check()
    page.locator("button[name=go][value=result]").click()
    expect(page).to_have_url(re.compile(r"/which-approvals/result/\?category=WHS&.*E01=no"))
    expect(page.locator("#needed")).to_be_visible()
    page.locator("#apply a.button").click()
    page.fill("input[name=login]", "demo-enterprise@example.com")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/my/projects/new/\?.*E01=no"))
    assert page.input_value("input[name=investment]") == "12000"
    page.fill("input[name=name]", "浏览器示例仓储")
    page.fill("input[name=address]", "示例路 3 号")
    page.locator("select[name=region]").select_option(label="寿光市")
    page.locator("button[name=way][value=next]").click()
    expect(page).to_have_url(re.compile(r"/my/cases/.*/project/money/"))
    assert page.locator("input[name=funding][value=private]").is_checked()
    context.close()
