"""Two people on one case at the same moment: nobody overwrites the other, and nothing that was typed is lost."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk
from tests.browser.conftest import Person, picture
from tests.browser.desk import act, today
from tests.browser.hands import fill, follow, refused, send, told

PROJECT = f"两人同改示例项目 {os.getpid()}"


@pytest.mark.req("W-013")
def test_two_officers_on_one_case_both_get_their_say(person: Person) -> None:
    agent, manager = person("demo-agent@example.com"), person("demo-manager@example.com")
    for page in (agent, manager):
        desk.find_case(page, desk.RUNNING)
    follow(agent, "/call-meeting/", within=".case-head")
    typed = {"planned_on": today(3), "place": "示例会议室", "topic": "管线迁改协调"}
    fill(agent, typed)
    agent.locator("main input[name=units]").first.check()
    act(manager, "message", {"text": "请先联系供电公司。"})
    send(agent)
    refused(agent)
    expect(agent.locator("main")).to_contain_text("孙主任")
    assert {name: agent.input_value(f"main input[name={name}]") for name in typed} == typed
    picture(agent, "together-office")
    send(agent)
    told(agent)


def test_two_colleagues_on_one_draft_see_each_others_words(person: Person) -> None:
    owner, colleague = person("demo-enterprise@example.com"), person("li@example.com")
    address = draft(owner)
    for page in (owner, colleague):
        page.goto(address)
        follow(page, "/project/scale/")
    fill(owner, {"scale": "新建厂房两座。"})
    send(owner, "保存并继续")
    fill(colleague, {"scale": "新建厂房三座。"})
    send(colleague, "保存并继续")
    refused(colleague)
    assert colleague.input_value("main textarea[name=scale]") == "新建厂房三座。"
    expect(colleague.locator("main")).to_contain_text("新建厂房两座。")
    picture(colleague, "together-enterprise")


def draft(page: Page) -> str:
    """A new project, its first page only; returns the address of the case."""
    page.goto("/my/projects/new/")
    page.locator("main .choice", has_text="工业").locator("input[name=category]").first.check()
    fill(page, {"name": PROJECT, "region": "寿光市", "address": "示例路 8 号", "investment": "20000"})
    send(page, "以后再办")
    expect(page.locator("main h1")).to_contain_text(PROJECT)
    return page.url
