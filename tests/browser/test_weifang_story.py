"""The whole way of a 潍坊 case (0+N), by hand, in a real browser: from “I have no account” to the archive."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import applying, desk
from tests.browser.applying import SECRET
from tests.browser.conftest import Person, Site, picture
from tests.browser.desk import act, section, today
from tests.browser.hands import a_pdf, fill, follow, opens_as_pdf, press, refused, send, sign_online, take_turn, told

OWNER = f"new-owner-{os.getpid()}@example.com"
COLLEAGUE = f"colleague-{os.getpid()}@example.com"
ENTERPRISE = f"浏览器示例 {os.getpid()} 有限公司"
PROJECT = f"浏览器示例项目 {os.getpid()}"
ITEMS = {"L01", "L08", "L09"}
WAY = "W-003", "W-013", "W-050", "W-051", "W-052", "W-064", "W-072", "W-073", "W-074"


@dataclass
class Way:
    """One case and the windows of those who work on it."""

    site: Site
    folder: Path
    owner: Page
    colleague: Page
    agent: Page
    manager: Page
    number: str = ""
    address: str = ""

    def home(self, page: Page) -> None:
        """The owner comes back to the case, as from a bookmark."""
        page.goto(self.address)


@pytest.mark.req(*WAY)
def test_an_enterprise_goes_the_whole_way(person: Person, site: Site, tmp_path: Path) -> None:
    owner = applying.register(person, site, OWNER, "新业主（示例）")
    applying.create_enterprise(owner, ENTERPRISE, "370783")
    colleague = applying.invite_colleague(owner, person, site, COLLEAGUE, ENTERPRISE)
    agent, manager = person("demo-agent@example.com"), person("demo-manager@example.com")
    way = Way(site, tmp_path, owner, colleague, agent, manager)
    apply(way)
    correct(way)
    agree(way)
    review(way)
    work(way)
    pause(way)
    finish(way)
    look_back(way)


def apply(way: Way) -> None:
    applying.from_guide_to_application(way.owner, "企业投资项目备案", "企业投资项目备案", "gongye", ITEMS)
    facts = {"name": PROJECT, "region": "寿光市", "address": "示例大道 9 号", "investment": "32000"}
    applying.project_pages(way.owner, facts)
    applying.choose_items(way.owner, ITEMS, {"M03"})
    applying.hand_in_papers(way.owner, way.folder)
    way.number, way.address = applying.submit(way.owner, "weifang", "企业基本情况.pdf")
    for page in (way.agent, way.manager):
        desk.find_case(page, way.number)


def correct(way: Way) -> None:
    """The agency asks for one fact and one paper; nothing else can be changed; then it accepts."""
    agent, owner = way.agent, way.owner
    follow(agent, "/request-correction/", within=".case-head")
    fill(agent, {"subject_0": "field:scale", "why_0": "请写明建筑面积和层数。"})
    paper = agent.locator("main select[name=subject_1] option", has_text="企业基本情况").first
    fill(agent, {"subject_1": paper.get_attribute("value"), "why_1": "扫描件缺第二页。"})
    send(agent)
    told(agent)
    way.site.wait_for_mail(OWNER, f"(请补正：{PROJECT})")
    way.home(owner)
    follow(owner, "/correction/")
    asked = {field.get_attribute("name") for field in owner.locator("main [name]:not([type=hidden]):not(button)").all()}
    assert "scale" in asked
    assert len(asked) == 2, f"only what was asked for can be changed: {asked}"
    fill(owner, {"scale": "新建三层厂房一座，建筑面积一万平方米。"})
    owner.locator("main input[type=file]").set_input_files(a_pdf(way.folder, "企业基本情况（补）.pdf"))
    send(owner)
    agent.reload()
    accept = {"ground": "major_list", "reference": "寿光市2026年重点项目名单（示例）第9号"}
    follow(agent, "/accept/", within=".case-head")
    expect(agent.locator("main")).to_contain_text(PROJECT)
    fill(agent, accept)
    send(agent)
    told(agent)


def agree(way: Way) -> None:
    """The manager issues, the owner reads and signs; a wrong password and a colleague sign nothing."""
    way.manager.reload()
    act(way.manager, "offer-agreement")
    desk.documents(way.manager, "协议")
    way.site.wait_for_mail(OWNER, f"(请签署：{PROJECT}|请签订：{PROJECT})")
    way.home(way.colleague)
    assert not way.colleague.locator("main .turn a.button").count(), "the colleague has nothing to sign"
    owner = way.owner
    way.home(owner)
    take_turn(owner)
    expect(owner.locator("iframe.paper-view")).to_be_visible()
    opens_as_pdf(owner, owner.locator("main a[href*='/files/']").first)
    way.colleague.goto(owner.url)
    expect(way.colleague.locator("main")).to_contain_text(OWNER)
    assert not way.colleague.locator("main input[type=password]").count()
    picture(owner, "weifang-sign")
    sign_online(owner, "not-my-password-at-all")
    refused(owner, "密码")
    sign_online(owner, SECRET)
    told(owner)


def review(way: Way) -> None:
    """Team, joint review meeting, items, one-off notification, roadmap."""
    agent = way.agent
    agent.goto("/office/")
    desk.find_case(agent, way.number)
    act(agent, "team")
    desk.hold_meeting(agent, "joint_review", today(), ["agree", "agree"])
    act(agent, "confirm-items")
    act(agent, "notify-once")
    desk.documents(agent, "会议纪要", "告知书")
    desk.set_roadmap(agent, "weifang")
    way.home(way.owner)
    follow(way.owner, "/roadmap/")
    expect(way.owner.locator("main svg.gantt-plan")).to_be_visible()
    picture(way.owner, "weifang-roadmap-owner")


def work(way: Way) -> None:
    """The items through their codes, with a correction, a special procedure, a wrong order and a result document."""
    agent = way.agent
    for code, facts in (
        (1, {}),
        (6, {"note": "缺项目代码"}),
        (7, {}),
        (3, {}),
        (9, {"limit_days": "10", "special": "experts", "note": "专家评审"}),
        (10, {}),
    ):
        desk.record(agent, "L01", code, on=today(), **facts)
        told(agent)
    result = a_pdf(way.folder, "项目备案证明.pdf")
    desk.record(agent, "L01", 11, on=today(), file_number="2611-370783-04-01-123456", result_upload=result)
    told(agent)
    opens_as_pdf(agent, agent.locator("main a[href*='/files/']", has_text="项目备案证明").first)
    desk.pass_item(agent, "L08", "示例出让〔2026〕1号")
    for code in (1, 3):
        desk.record(agent, "L09", code, on=today(-1))
        told(agent)
    desk.record(agent, "L09", 11, on=today(-1))
    refused(agent, "国有建设用地使用权供应")
    assert agent.input_value("main input[name=on]") == today(-1), "what was typed is kept"
    press(agent, agent.locator("main .actions a").last)


def pause(way: Way) -> None:
    """Unpaid charges: suspended, signed on paper, confirmed, resumed; then the last item is finished."""
    manager, owner, agent = way.manager, way.owner, way.agent
    manager.goto("/office/")
    desk.find_case(manager, way.number)
    facts = {
        "ground": "unpaid",
        "explanation": "城市基础设施配套费尚未缴纳",
        "tried": "两次书面提醒，一次上门沟通",
        "start": today(),
    }
    act(manager, "suspend", facts)
    way.home(owner)
    take_turn(owner)
    fill(owner, {"scan": a_pdf(way.folder, "中止单（盖章）.pdf")})
    send(owner, "上传签好的文件")
    told(owner)
    section(agent, "documents")
    press(agent, agent.locator("main a[href$='/confirm/']"))
    send(agent)
    told(agent)
    manager.reload()
    act(manager, "resume", {"on": today()})
    way.home(owner)
    take_turn(owner)
    sign_online(owner, SECRET)
    told(owner)
    desk.record(agent, "L09", 11, on=today(), file_number="示例地字〔2026〕1号")
    told(agent)


def finish(way: Way) -> None:
    """Delivery by mail with its receipt and in person, completion form, evaluation, archive."""
    agent, manager, owner = way.agent, way.manager, way.owner
    act(agent, "start-delivery")
    follow(agent, "/deliver/", within=".case-head")
    boxes = agent.locator("main input[name=items]")
    first, rest = boxes.first.get_attribute("value"), [box.get_attribute("value") for box in boxes.all()[1:]]
    fill(agent, {"method": "mail", "items": [first], "carrier": "示例邮政", "tracking": "EX123456789CN"})
    send(agent)
    told(agent)
    press(agent, agent.locator("main a[href$='/receipt/']"))
    fill(agent, {"upload": a_pdf(way.folder, "签收回执.pdf"), "receipt_on": today()})
    send(agent)
    told(agent)
    act(agent, "deliver", {"method": "in_person", "items": rest})
    manager.goto("/office/")
    desk.find_case(manager, way.number)
    act(manager, "issue-completion")
    way.home(owner)
    take_turn(owner)
    sign_online(owner, SECRET)
    told(owner)
    take_turn(owner)
    fill(owner, {"level": "5", "comment": "很省心。"})
    send(owner)
    agent.reload()
    act(agent, "copies", {"shelf": "示例柜 1-1"})
    act(agent, "archive")


def look_back(way: Way) -> None:
    """The owner's page tells the whole story, and every document is there to read."""
    owner = way.owner
    way.home(owner)
    owner.locator("#happened details > summary").click()
    story = owner.locator("#happened").inner_text()
    for word in ("提交", "补正", "受理", "协议", "告知书", "路线图", "中止", "恢复", "办结", "评价", "归档"):
        assert word in story, f"{word} is missing in:\n{story}"
    links = owner.locator("main aside a[href*='/files/']")
    assert links.count() >= 7
    for link in links.all():
        opens_as_pdf(owner, link)
    picture(owner, "weifang-story-owner")
    assert re.search(r"EX123456789CN", owner.content()) or way.site.wait_for_mail(OWNER, r"(EX123456789CN)")
