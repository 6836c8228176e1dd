"""A chain of three pre-approvals (0+N), by hand, in a real browser: land permit, planning permit, construction permit."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import applying, desk
from tests.browser.conftest import Person, Site, picture
from tests.browser.desk import act, section, today
from tests.browser.hands import a_pdf, fill, opens_as_pdf, press, refused, send, sign_online, take_turn, told

OWNER = "demo-enterprise@example.com"
PROJECT = f"浏览器示例预审批项目 {os.getpid()}"
FIRST, SECOND, THIRD = CHAIN = ("L09", "G04", "C05")
ITEMS = {"L01", "L08", *CHAIN, "G08"}
GROUND = {"key_points": "总平面方案已经专家审查通过。", "control": "换发正式文件前不得开工，由审批部门核验。"}
PLOT = "宗地图/勘测定界图"


@dataclass
class Way:
    """One case and the windows of those who work on it."""

    site: Site
    folder: Path
    owner: Page
    agent: Page
    manager: Page
    number: str = ""
    address: str = ""

    def home(self, tail: str = "") -> Page:
        """The owner comes back to the case, or to a page below it, as from a bookmark."""
        self.owner.goto(self.address + tail)
        return self.owner

    def ways(self) -> Page:
        """The agent's section of the easier ways, as it is now."""
        section(self.agent, "easier")
        return self.agent


@pytest.mark.req("W-053", "W-054", "W-055", "W-056", "W-075")
def test_a_chain_of_three_pre_approvals_breaks_heals_and_becomes_formal(
    person: Person, site: Site, tmp_path: Path
) -> None:
    agent, manager = person("demo-agent@example.com"), person("demo-manager@example.com")
    way = Way(site, tmp_path, person(OWNER), agent, manager)
    to_the_roadmap(way)
    desk.pass_item(agent, "L01", "2611-370783-04-01-200001")
    begin(agent, "L08")
    links(way)
    break_upstream(way)
    heal(way)
    commitment(way)
    become_formal(way)
    look_back(way)


def to_the_roadmap(way: Way) -> None:
    """Application, acceptance, agreement, joint review, items, notification, roadmap."""
    owner, agent, manager = way.owner, way.agent, way.manager
    owner.goto("/my/projects/new/")
    owner.locator("main .choice", has_text="工业").locator("input[name=category]").first.check()
    facts = {"name": PROJECT, "region": "寿光市", "address": "示例大道 29 号", "investment": "32000"}
    applying.project_pages(owner, facts)
    applying.choose_items(owner, ITEMS, set())
    send(owner, "上传并继续")
    way.number, way.address = applying.submit(owner, "preapproval")
    desk.find_case(agent, way.number)
    act(agent, "accept", {"ground": "major_list", "reference": "寿光市2026年重点项目名单（示例）第29号"})
    desk.find_case(manager, way.number)
    act(manager, "offer-agreement")
    take_turn(way.home())
    sign_online(owner)
    told(owner)
    agent.reload()
    act(agent, "team")
    desk.hold_meeting(agent, "joint_review", today(), ["agree"])
    act(agent, "confirm-items")
    act(agent, "notify-once")
    desk.set_roadmap(agent, "preapproval")


def links(way: Way) -> None:
    """Each asks for its own; the next is not issued before the one it stands on; then the chain is whole."""
    agent = way.agent
    ask(way, FIRST, {"need_due_0": today(20)}, lacking=True)
    ask(way, SECOND, {"need_due_0": today(30)})
    issue(way, SECOND, 60)
    refused(agent, "建设用地规划许可证核发")
    issue(way, FIRST, 60, lacking=True)
    told(agent)
    issue(way, SECOND, 60)
    told(agent)
    ask(way, THIRD, {"need_due_0": today(40), "need_due_1": today(40)})
    issue(way, THIRD, 90)
    told(agent)
    whole(way.ways())
    picture(agent, "preapproval-chain-office")
    for code in CHAIN:
        assert opens_as_pdf(agent, card(agent, code).locator("a[href*='/files/']").first) >= 1
    way.site.wait_for_mail(OWNER, rf"((?s:已预审批：建筑工程施工许可证核发.*{PROJECT}))")
    whole(way.home("easier/"))
    for code in CHAIN:
        paper = card(way.owner, code)
        expect(paper).to_contain_text(GROUND["control"])
        expect(paper).to_contain_text("补齐示例材料")
        assert opens_as_pdf(way.owner, paper.locator("a[href*='/files/']").first) >= 1
    picture(way.owner, "preapproval-chain-owner")


def card(page: Page, code: str) -> Locator:
    """What the page says of the pre-approval of one item."""
    return page.locator("main article.card[id^='preapproval-']", has_text=code).first


def whole(page: Page) -> None:
    """Every link carries the next one, in the picture and in the table."""
    expect(page.locator("main svg path.pc-pre").first).to_be_visible()
    assert not page.locator("main svg path.pc-broken").count()
    for code in CHAIN:
        expect(page.locator(f"main #chain-{code}")).to_contain_text("已预审批")
    stands = [[a.inner_text() for a in page.locator(f"#chain-{code} td:nth-child(3) a").all()] for code in CHAIN]
    assert [sorted(found) for found in stands] == [["L01", "L08"], ["L09"], ["G04", "L09"]]


def begin(agent: Page, code: str) -> None:
    """The unit receives and accepts the formal application."""
    for number in (1, 3):
        desk.record(agent, code, number, on=today())
        told(agent)


def ask(way: Way, code: str, needs: dict[str, str], lacking: bool = False) -> None:
    """Ground, control, what is missing by when: the formal results before it and one condition of its own."""
    agent = way.ways()
    row = agent.locator("main tr", has_text=code).filter(has=agent.locator("a[href$='/pre-approval/']"))
    press(agent, row.locator("a[href$='/pre-approval/']"))
    own = {"text_0": f"{code} 补齐示例材料", "due_0": today(20)}
    typed = GROUND | needs | own
    if lacking:
        fill(agent, typed | {"key_points": ""})
        send(agent)
        refused(agent, "规则“预审批依据”")
        fill(agent, GROUND | {"due_0": ""})
        send(agent)
        refused(agent, "日期")
        assert agent.input_value("main input[name=text_0]") == own["text_0"], "what was typed is kept"
    fill(agent, typed)
    send(agent)
    told(agent)
    expect(card(agent, code)).to_contain_text(own["text_0"])


def issue(way: Way, code: str, days: int, lacking: bool = False) -> None:
    """The agency records the department's own paper, by its number and until when it holds."""
    agent = way.ways()
    press(agent, card(agent, code).locator("a[href$='/issue/']"))
    fill(agent, {"valid_until": today(days)})
    if lacking:
        send(agent)
        refused(agent, "文号")
    fill(agent, {"reference": f"示例预审〔2026〕{code}号"})
    send(agent)


def break_upstream(way: Way) -> None:
    """The first link is withdrawn: the owner's page shows it on both others at once; nothing is built on it any more."""
    agent, owner = way.ways(), way.owner
    press(agent, card(agent, FIRST).locator("a[href$='/withdraw/']"))
    send(agent)
    refused(agent)
    fill(agent, {"reason": "规划条件调整，用地红线内缩三米。"})
    send(agent)
    told(agent)
    owner.reload()  # the page that was open while the chain was whole
    for page in (agent, owner):
        expect(page.locator("main svg path.pc-broken").first).to_be_visible()
        for code in (SECOND, THIRD):
            expect(page.locator(f"main #chain-{code} td:last-child")).to_contain_text(FIRST)
            expect(card(page, code)).to_contain_text("上游断链")
        said = page.locator("main .callout").first
        for words in ("用地红线内缩三米", "建设工程规划许可证核发", "建筑工程施工许可证核发"):
            expect(said).to_contain_text(words)
    picture(agent, "preapproval-broken-office")
    picture(owner, "preapproval-broken-owner")
    letter = way.site.wait_for_mail(OWNER, rf"((?s:规划条件调整.*{PROJECT}))")
    for name in ("建设工程规划许可证核发", "建筑工程施工许可证核发"):
        assert name in letter


def heal(way: Way) -> None:
    """Asked for again and issued again: the chain carries again, and the broken paper stays in the history."""
    ask(way, FIRST, {"need_due_0": today(20)})
    issue(way, FIRST, 60)
    told(way.agent)
    whole(way.ways())
    expect(card(way.agent, FIRST)).to_contain_text("规划条件调整")


def commitment(way: Way) -> None:
    """Conditions told, signed by the owner, the result at once, the inspection afterwards."""
    agent, owner = way.ways(), way.owner
    row = agent.locator("main tr", has_text="G08").filter(has=agent.locator("a[href$='/commitment/']"))
    press(agent, row.locator("a[href$='/commitment/']"))
    fill(agent, {"conditions": "已委托编制水土保持方案\n表土单独堆放并覆盖", "inspect_by": today(60)})
    send(agent)
    told(agent)
    sign_from(way, "表土单独堆放并覆盖")
    agent = way.ways()
    press(agent, agent.locator("main a[href$='/grant/']"))
    fill(agent, {"file_number": "示例水保〔2026〕29号"})
    send(agent)
    told(agent)
    press(agent, agent.locator("main a[href$='/inspect/']"))
    found = {"inspectors": "示例检查员甲、乙", "kept": "yes", "findings": "现场与承诺一致。"}
    fill(agent, found)
    send(agent)
    told(agent)
    way.home("easier/")
    expect(owner.locator("main")).to_contain_text(found["findings"])


def sign_from(way: Way, words: str) -> None:
    """The owner reads on the page of the easier ways what waits for the signature, and signs it there."""
    owner = way.home("easier/")
    paper = owner.locator("main article.card", has_text=words).first
    press(owner, paper.locator("a[href*='/sign/']"))
    expect(owner.locator("iframe.paper-view")).to_be_visible()
    sign_online(owner)
    told(owner)


def become_formal(way: Way) -> None:
    """The land comes, conditions are met, a promised paper is brought: link by link the formal document is given."""
    agent = way.agent
    begin(agent, SECOND)
    desk.record(agent, SECOND, 11, on=today(), file_number="示例建字〔2026〕29号")
    refused(agent, "建设用地规划许可证核发")  # a pre-approval is no ground of a formal approval
    desk.record(agent, "L08", 11, on=today(), file_number="示例出让〔2026〕29号")
    told(agent)
    expect(card(way.ways(), FIRST)).to_contain_text("示例出让〔2026〕29号")
    gap(way)
    for code in CHAIN:
        if code != SECOND:
            begin(agent, code)
        meet(way, code)
        press(agent, card(way.ways(), code).locator("a[href$='/exchange/']"))
        result = a_pdf(way.folder, f"{code}-正式文件.pdf")
        fill(agent, {"file_number": f"示例{code}〔2026〕29号", "result_upload": result})
        send(agent)
        told(agent)
        expect(agent.locator(f"main #chain-{code}")).to_contain_text("正式结果")
    picture(agent, "preapproval-formal-office")


def gap(way: Way) -> None:
    """One paper of the land permit comes later, on a promise that the owner signs; before it comes nothing is passed."""
    agent = way.ways()
    row = agent.locator("main tr", has_text=FIRST).filter(has=agent.locator("a[href$='/gap/']"))
    press(agent, row.locator("a[href$='/gap/']"))
    late = agent.locator("main label:has(input[name=materials]), main label[for^='id_materials_']")
    assert [label.inner_text().strip() for label in late.all()] == [PLOT], "no core paper is offered"
    agent.locator("main input[name=materials]").check()
    fill(agent, {"reason": "测绘单位尚未出具成果。", "due": today(10)})
    send(agent)
    told(agent)
    sign_from(way, PLOT)
    agent = way.ways()
    press(agent, agent.locator("main a[href$='/brought/']"))
    fill(agent, {"evidence": "示例测绘报告 2026-29", "upload": a_pdf(way.folder, "宗地图.pdf")})
    send(agent)
    told(agent)
    way.home("easier/")
    expect(way.owner.locator("main")).to_contain_text("示例测绘报告 2026-29")


def meet(way: Way, code: str) -> None:
    """The condition of its own, with its evidence and the paper; before that nothing is exchanged."""
    agent = way.ways()
    assert not card(agent, code).locator("a[href$='/exchange/']").count()
    press(agent, card(agent, code).locator("a[href$='/met/']"))
    send(agent)
    refused(agent)
    paper = a_pdf(way.folder, f"{code}-证明.pdf")
    fill(agent, {"evidence": f"示例证明 {code}-29", "upload": paper})
    send(agent)
    told(agent)
    expect(card(agent, code)).to_contain_text(f"示例证明 {code}-29")


def look_back(way: Way) -> None:
    """The owner reads three exchanged pre-approvals, and the whole story on the page of the case."""
    owner = way.home("easier/")
    for code in CHAIN:
        expect(owner.locator(f"main #chain-{code}")).to_contain_text("正式结果")
        expect(card(owner, code)).to_contain_text("已换发")
    assert not owner.locator("main svg path.pc-broken").count()
    picture(owner, "preapproval-formal-owner")
    way.home()
    owner.locator("#happened details > summary").click()
    story = owner.locator("#happened").inner_text()
    for word in ("预审批", "规划条件调整", "容缺", "承诺", "换发"):
        assert word in story, f"{word} is missing in:\n{story}"
    assert re.search(r"YSP|预审批意见", owner.content())
