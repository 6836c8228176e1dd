"""The whole way of a 普兰店 case (1+3+N), by hand, in a real browser: generation review, groups, roadmap, archive."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import applying, desk
from tests.browser.conftest import Person, Site, picture
from tests.browser.desk import act, section, today
from tests.browser.hands import a_pdf, fill, follow, press, refused, send, sign_online, take_turn, told

PROJECT = f"浏览器示例海工项目 {os.getpid()}"
ITEMS = {"L01", "L08", "C03"}
GROUPS = ("land-planning", "construction", "dispatch")


@dataclass
class Way:
    """One case and the windows of those who work on it."""

    folder: Path
    owner: Page
    chief: Page
    number: str = ""
    address: str = ""


@pytest.mark.req(
    "P-013",
    "P-021",
    "P-022",
    "P-023",
    "P-024",
    "P-031",
    "P-041",
    "P-062",
    "P-063",
    "P-064",
    "P-073",
    "P-074",
    "P-076",
    "P-078",
    "P-079",
)
def test_a_case_goes_the_whole_way_of_the_three_groups(person: Person, site: Site, tmp_path: Path) -> None:
    way = Way(tmp_path, person("demo-enterprise2@example.com"), person("demo-chief@example.com"))
    apply(way)
    review_generation(way)
    authorise(way)
    for group in GROUPS:
        file_flow_table(way, person(f"group-{group}@example.com"), group)
    work(way)
    finish(way)


def apply(way: Way) -> None:
    """From one's own page; 1.5 hundred million yuan open the door."""
    owner = way.owner
    owner.goto("/my/")
    press(owner, owner.locator("main a[href='/my/projects/new/']").first)
    facts = {"name": PROJECT, "region": "普兰店区", "address": "示例港路 9 号", "investment": "9000"}
    kind = owner.locator("main .choice", has_text="工业").locator("input[name=category]").first
    kind.check()
    fill(owner, facts)
    send(owner, "查看是否符合条件")
    expect(owner.locator("main .eligibility h2")).not_to_contain_text("符合帮代办条件")
    fill(owner, {"investment": "15000"})
    send(owner, "查看是否符合条件")
    expect(owner.locator("main .eligibility h2")).to_contain_text("符合帮代办条件")
    applying.project_pages(owner, {})
    applying.choose_items(owner, ITEMS, set())
    send(owner, "上传并继续")
    way.number, way.address = applying.submit(owner, "pulandian")


def review_generation(way: Way) -> None:
    """Two meetings; the second lies so late that it needs a reason; then the decision of the government."""
    chief = way.chief
    desk.find_case(chief, way.number)
    assert not chief.locator(".case-head a[href$='/accept/']").count(), "nobody accepts before the review"
    act(chief, "open-generation")
    desk.hold_meeting(chief, "generation", today(), ["agree", "conditions"])
    follow(chief, "/call-meeting/", within=".case-head")
    late = {"kind": "generation", "planned_on": today(40), "place": "区政府二楼会议室", "topic": "第二次会议"}
    fill(chief, late)
    send(chief)
    refused(chief, "15")
    assert chief.input_value("main input[name=topic]") == "第二次会议", "what was typed is kept"
    fill(chief, {"late_reason": "等待海域使用论证结果。"})
    send(chief)
    told(chief)
    desk.speak_and_hold(chief, ["agree"])
    decision = {
        "passed": "yes",
        "reference": "区政府常务会议纪要〔2026〕示例9号",
        "decided_on": today(),
        "summary": "同意实施。",
    }
    act(chief, "decide-generation", decision)
    act(chief, "accept", {"ground": "investment_min"})


def authorise(way: Way) -> None:
    """The authorisation is signed and sealed on paper; it counts once the agency has compared the scan."""
    chief, owner = way.chief, way.owner
    act(chief, "offer-agreement")
    desk.documents(chief, "委托书")
    owner.goto(way.address)
    take_turn(owner)
    fill(owner, {"scan": a_pdf(way.folder, "委托书（盖章）.pdf")})
    send(owner, "上传签好的文件")
    told(owner)
    chief.reload()
    press(chief, chief.locator("main a[href$='/confirm/']"))
    send(chief)
    told(chief)
    act(chief, "team")
    act(chief, "confirm-items")
    act(chief, "notify-once")


def file_flow_table(way: Way, agent: Page, group: str) -> None:
    """Each group files its own table; a group without items says so."""
    desk.find_case(agent, way.number)
    section(agent, "roadmap")
    offered = agent.locator("main a[href*='/flow-tables/']")
    assert offered.count() == 1, "a group files only its own table"
    press(agent, offered)
    rows = agent.locator("main table tbody tr:has(input)").count()
    if rows:
        for chosen in agent.locator("main table select[name^=agent_]").all():
            chosen.select_option(index=1)
    else:
        fill(agent, {"no_items": True})
    send(agent)
    told(agent)
    assert bool(rows) == (group != "dispatch")
    if group == "land-planning":
        picture(agent, "pulandian-flow-table")
    if group == "dispatch":
        expect(agent.locator("main .card", has_text="项目调度组")).to_contain_text("没有代办事项")


def work(way: Way) -> None:
    chief = way.chief
    chief.goto("/office/")
    desk.find_case(chief, way.number)
    desk.set_roadmap(chief, "pulandian")
    desk.pass_item(chief, "L01", "2611-210214-04-01-654321", a_pdf(way.folder, "项目备案证明.pdf"))
    desk.pass_item(chief, "L08", "示例出让〔2026〕2号")
    pause(way)
    desk.pass_item(chief, "C03", "示例招标〔2026〕2号")
    way.owner.goto(way.address)
    follow(way.owner, "/roadmap/")
    expect(way.owner.locator("main svg.gantt-plan")).to_be_visible()


def pause(way: Way) -> None:
    """Unpaid charges (P-073): suspended with what was tried before, signed by the enterprise, resumed by its paper."""
    chief, owner = way.chief, way.owner
    desk.to_case(chief)
    follow(chief, "/suspend/", within=".case-head")
    fill(chief, {"ground": "unpaid", "explanation": "海域使用金尚未缴纳", "start": today(), "expected_end": today(30)})
    send(chief)
    refused(chief, "尝试")
    fill(chief, {"tried": "两次书面提醒，一次上门沟通"})
    send(chief)
    told(chief)
    expect(chief.locator("main")).to_contain_text("两次书面提醒")
    desk.documents(chief, "中止单")
    owner.goto(way.address)
    take_turn(owner)
    sign_online(owner)
    told(owner)
    chief.reload()
    act(chief, "resume", {"on": today()})
    desk.documents(chief, "续办")
    owner.goto(way.address)
    expect(owner.locator("main")).to_contain_text("续办")
    take_turn(owner)
    sign_online(owner)
    told(owner)


def finish(way: Way) -> None:
    chief, owner = way.chief, way.owner
    act(chief, "start-delivery")
    follow(chief, "/deliver/", within=".case-head")
    boxes = chief.locator("main input[name=items]")
    fill(chief, {"method": "in_person", "items": [box.get_attribute("value") for box in boxes.all()]})
    send(chief)
    told(chief)
    act(chief, "issue-completion")
    desk.documents(chief, "办结单")
    owner.goto(way.address)
    take_turn(owner)
    sign_online(owner)
    told(owner)
    take_turn(owner)
    fill(owner, {"level": "4", "comment": "流程清楚。"})
    send(owner)
    chief.reload()
    act(chief, "copies", {"shelf": "示例柜 2-1"})
    act(chief, "archive")
    section(chief, "events")
    log = chief.locator("main").inner_text()
    for word in ("生成审查", "政府", "签署件", "流程表", "路线图", "办结", "评价", "归档"):
        assert word in log, f"{word} is missing in:\n{log}"
    picture(chief, "pulandian-log")
