"""Between the levels (0+N) and the way out, by hand, in a real browser: up to the city, a direct contact, a termination."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import applying, desk
from tests.browser.conftest import Person, Site, picture
from tests.browser.desk import act, section, today
from tests.browser.hands import fill, follow, press, refused, send, sign_online, take_turn, told

ITEMS = {"L01", "L11", "G01"}


@dataclass
class Way:
    """One case and the windows of those who work on it."""

    site: Site
    owner: Page
    agent: Page
    number: str = ""
    address: str = ""
    name: str = ""


def apply(way: Way, name: str, items: set[str]) -> None:
    """From the owner's own page to the receipt."""
    owner, way.name = way.owner, name
    owner.goto("/my/")
    press(owner, owner.locator("main a[href='/my/projects/new/']").first)
    owner.locator("main .choice", has_text="工业").locator("input[name=category]").first.check()
    facts = {"name": name, "region": "寿光市", "address": "示例大道 19 号", "investment": "32000"}
    applying.project_pages(owner, facts)
    applying.choose_items(owner, items, set())
    send(owner, "上传并继续")
    way.number, way.address = applying.submit(owner, "levels")


@pytest.mark.req("W-034", "W-035", "W-036", "W-038", "W-039")
def test_a_case_goes_up_to_the_city_while_one_item_is_asked_of_its_contact(
    person: Person, site: Site, tmp_path: Path
) -> None:
    way = Way(site, person("demo-enterprise@example.com"), person("demo-agent@example.com"))
    apply(way, f"浏览器示例升级项目 {os.getpid()}", ITEMS)
    city = person("gao@example.com")
    go_up(way, city)
    ask_the_contact(way, city)
    accept(way, city)


def ask_the_contact(way: Way, city: Page) -> None:
    """Direct contact: the one item of the county is offered to its contact there, returned once with a reason, then taken."""
    contact = way.agent
    offer_item(city)
    expect(city.locator("main")).to_contain_text("陈帮办")
    contact.goto("/office/")
    expect(contact.locator("main")).to_contain_text(way.name)
    desk.find_case(contact, way.number)
    section(contact, "levels")
    press(contact, contact.locator("main a[href$='/return/']").first)
    send(contact)
    refused(contact)
    fill(contact, {"reason": "请补充选址说明。"})
    send(contact)
    told(contact)
    city.reload()
    expect(city.locator("main")).to_contain_text("请补充选址说明。")
    offer_item(city)
    contact.goto("/office/")
    desk.find_case(contact, way.number)
    section(contact, "levels")
    press(contact, contact.locator("main a[href$='/accept/']").first)
    send(contact)
    told(contact)


def offer_item(city: Page) -> None:
    section(city, "levels")
    press(city, city.locator("main a[href*='/items/'][href$='/offer/']").first)
    fill(
        city,
        {"reason": "该事项由县级部门办理，请对接人协助。", "channel": "courier", "papers": "选址说明，复印件，1 份"},
    )
    send(city)
    refused(city)  # a courier has a tracking number
    fill(city, {"reference": "示例快递 SF0000000001"})
    send(city)
    told(city)


def go_up(way: Way, city: Page) -> None:
    """Most items belong to the city: its chief liaison takes the whole case and names who looks after the enterprise."""
    agent = way.agent
    desk.find_case(agent, way.number)
    section(agent, "levels")
    press(agent, agent.locator("main a[href$='/levels/offer/']").first)
    fill(agent, {"reason": "三个事项中两个属市级权限。", "channel": "platform"})
    send(agent)
    told(agent)
    city.goto("/office/")
    expect(city.locator("main")).to_contain_text(way.name)
    desk.find_case(city, way.number)
    section(city, "levels")
    picture(city, "levels-offered")
    press(city, city.locator("main a[href$='/accept/']").first)
    send(city)
    told(city)
    expect(city.locator(".case-head")).to_contain_text(way.number)
    section(city, "levels")
    expect(city.locator("main")).to_contain_text("潍坊市")
    # The county, which met the enterprise first, still reads the case but decides nothing any more (W-034).
    agent.goto("/office/")
    desk.find_case(agent, way.number)
    assert not agent.locator(".case-head a[href$='/accept/']").count()


def accept(way: Way, city: Page) -> None:
    """Whoever handles the case accepts it; the owner reads it at once."""
    desk.find_case(city, way.number)
    act(city, "accept", {"ground": "major_list", "reference": "潍坊市2026年重点项目名单（示例）第9号"})
    way.owner.goto(way.address)
    expect(way.owner.locator("main")).to_contain_text("受理")
    picture(way.owner, "levels-owner")


@pytest.mark.req("P-074", "W-050")
def test_a_service_is_terminated_with_its_reason_and_nothing_goes_on(person: Person, site: Site) -> None:
    way = Way(site, person("demo-enterprise@example.com"), person("demo-agent@example.com"))
    manager = person("demo-manager@example.com")
    name = f"浏览器示例终止项目 {os.getpid()}"
    apply(way, name, {"L01", "L08"})
    desk.find_case(way.agent, way.number)
    act(way.agent, "accept", {"ground": "major_list", "reference": "寿光市2026年重点项目名单（示例）第8号"})
    desk.find_case(manager, way.number)
    act(manager, "offer-agreement")
    way.owner.goto(way.address)
    take_turn(way.owner)
    sign_online(way.owner)
    told(way.owner)
    manager.reload()
    follow(manager, "/terminate/", within=".case-head")
    send(manager)
    refused(manager)
    fill(manager, {"reason": "企业决定不再实施该项目。"})
    send(manager)
    told(manager)
    expect(manager.locator(".case-head")).to_contain_text("已终止")
    assert not manager.locator(".case-head a[href$='/resume/'], .case-head a[href$='/set-plan/']").count()
    site.wait_for_mail("demo-enterprise@example.com", f"({re.escape(name)})")
    way.owner.goto(way.address)
    expect(way.owner.locator("main")).to_contain_text("终止")
    expect(way.owner.locator("main")).to_contain_text("企业决定不再实施该项目。")
    left = way.owner.locator("main .turn a.button")
    assert [left.nth(at).get_attribute("href").split("/")[-2] for at in range(left.count())] == ["evaluate"]
    # A page that was open before does nothing any more.
    way.agent.reload()
    follow(way.agent, "/note/", within=".case-head")
    assert today() in way.agent.content() or way.agent.locator("main textarea").count()
    picture(way.owner, "terminated-owner")
