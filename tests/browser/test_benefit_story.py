"""A benefit from the public list to its decision: claimed, followed up, granted; another one refused with the reason (W-070, W-077)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk
from tests.browser.conftest import PASSWORD, Person, picture
from tests.browser.desk import today
from tests.browser.hands import fill, open_own, press, send, told
from tests.browser.test_looks import barriers, too_wide

pytestmark = [pytest.mark.req("W-070"), pytest.mark.req("W-077")]
ANSWERS = "category=IND&region=370783&funding=private&land_acquisition=grant&investment=20000"
WHY = "地块取得早于政策施行之日，不在兑现范围。"


def claim(page: Page, number: int) -> str:
    """From the public page into a claim for the running case; returns the name of the benefit."""
    page.goto(f"/which-benefits/?{ANSWERS}")
    card = page.locator("main .benefit:has(a[href*='/my/benefits/claim/'])").nth(number)
    name = card.locator("h3").evaluate("head => head.firstChild.textContent.trim()")
    press(page, card.locator("a[href*='/my/benefits/claim/']"))
    if "/accounts/login/" in page.url:
        page.fill("input[name=login]", "demo-enterprise@example.com")
        page.fill("input[name=password]", PASSWORD)
        press(page, page.locator("form:has(input[name=password]) button[type=submit]").first)
    expect(page).to_have_url(re.compile("/my/benefits/claim/"))
    expect(page.locator("main .lead").first).to_contain_text(name)
    assert [*barriers(page), *too_wide(page)] == []
    picture(page, f"benefit-choose-{number}")
    press(page, page.locator(".case-card", has_text=desk.RUNNING).locator(".actions a"))
    assert name in page.input_value("main textarea[name=text]")
    send(page)
    told(page)
    expect(page.locator("#claims ~ article, section:has(#claims)").first).to_contain_text(name)
    return name


def of_agent(page: Page, name: str) -> None:
    """From the day's list of duties to the claim on the case."""
    page.goto("/office/")
    press(page, page.locator("main a", has_text=f"跟进政策兑现：{name}").first)
    expect(page.locator("#benefits article", has_text=name)).to_contain_text("企业提出")


def decide(page: Page, name: str, **values: str) -> None:
    press(page, page.locator("#benefits article", has_text=name).locator("a[href*='/decide']").first)
    fill(page, {"decided_on": today(), **values})
    send(page)
    told(page)


def test_a_claim_is_granted_and_another_refused_with_the_reason(person: Person) -> None:
    enterprise, agent = person(), person("demo-agent@example.com")
    first, second = claim(enterprise, 0), claim(enterprise, 1)

    of_agent(agent, first)
    picture(agent, "benefit-asked-at-the-agency")
    press(agent, agent.locator("#benefits article", has_text=first).locator("a[href*='claim=']"))
    assert agent.input_value("main input[name=policy]") == first
    fill(agent, {"amount": "500000", "applied_on": today()})
    send(agent)
    told(agent)
    desk.section(agent, "after")
    decide(agent, first, status="granted", granted="300000")
    of_agent(agent, second)
    decide(agent, second, status="refused", reason=WHY)
    desk.section(agent, "after")
    picture(agent, "benefit-decided-at-the-agency")
    assert barriers(agent) == []

    enterprise.goto("/my/messages/")
    for words in (first, second, WHY):
        expect(enterprise.locator("main")).to_contain_text(words)
    open_own(enterprise, desk.RUNNING)
    case = enterprise.locator("#benefits")
    expect(case.locator("li", has_text=first)).to_contain_text(
        re.compile("已兑现.*申请金额 50 万元.*准予 30 万元", re.DOTALL)
    )
    expect(case.locator("li", has_text=second)).to_contain_text(WHY)
    press(enterprise, enterprise.locator("main a[href$='/benefits/'], aside a[href$='/benefits/']").first)
    expect(enterprise.locator("article.card", has_text=second)).to_contain_text(WHY)
    expect(enterprise.locator("article.card", has_text=first)).to_contain_text("准予 30 万元")
    assert [*barriers(enterprise), *too_wide(enterprise)] == []
    picture(enterprise, "benefit-decided")
