"""The material ledger at the desk."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import materials
from cases.enums import CaseStatus
from cases.models import Case, MaterialVersion, User
from tests.backoffice.forms import problems, send, shown
from tests.cases.kit import pdf
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


def at(name: str, case: Case, *args: Any) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


def test_an_agent_brings_a_paper_and_the_page_says_that_it_waits_for_the_enterprise(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    agent, paper = at_desk(cast.chen), case.materials.first()
    url = f"{at('add_material', case)}?paper={paper.name_zh}"
    assert paper.name_en in agent.get(url).content.decode()
    assert problems(send(agent, url, upload=pdf("申请表.pdf"), valid_until="2027-06-30")) == ""
    page = agent.get(at("case_files", case)).content.decode()
    assert "申请表.pdf" in page
    assert "To be confirmed by the enterprise" in page
    assert MaterialVersion.objects.get().paper.name_zh == paper.name_zh


def test_the_page_says_what_is_missing_for_which_item_and_by_when(case: Case, cast: Cast, at_desk: SignIn) -> None:
    answer = at_desk(cast.chen).get(at("case_files", case))
    wanted = answer.context["wanted"]
    assert wanted
    page = answer.content.decode()
    assert all(line.name in page and line.open_needs[0].case_item.item.name in page for line in wanted)


def test_the_same_form_sent_twice_adds_one_version(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, url = at_desk(cast.chen), at("add_material", case)
    data = shown(agent, url) | {"name": "说明", "filled": "x"}
    assert agent.post(url, data).status_code == 302
    assert "was not done a second time" in agent.post(url, data, follow=True).content.decode()
    assert MaterialVersion.objects.count() == 1


def test_a_version_that_came_meanwhile_is_shown_before_another_is_put_over_it(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    agent, name = at_desk(cast.chen), case.materials.first().name_zh
    url = f"{at('add_material', case)}?paper={name}"
    data = shown(agent, url) | {"filled": "代办员所填"}
    materials.add(case, name, upload=pdf(), by=cast.wang)
    answer = agent.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody added version 1" in page
    assert "代办员所填" in page
    again = data | {"instead_of": answer.context["form"]["instead_of"].value()}
    again |= {"version": answer.context["form"]["version"].value(), "token": "other"}
    assert agent.post(url, again).status_code == 302
    assert MaterialVersion.objects.get(number=2).filled == "代办员所填"


def test_a_supervisor_reads_the_ledger_and_adds_nothing(case: Case, cast: Cast, at_desk: SignIn) -> None:
    looker = at_desk(cast.feng)
    assert "Add another paper" not in looker.get(at("case_files", case)).content.decode()
    assert looker.get(at("add_material", case)).status_code == 403
    assert at_desk(cast.liu).get(at("case_files", case)).status_code == 404


def groups(page: str) -> list[tuple[bool, str]]:
    """Groups of papers on the page: whether open, and what is in them."""
    parts = re.split(r"<details class=\"fold\"(?= open| id=\"papers|>)", page)[1:]
    return [(part.startswith(" open"), part) for part in parts]


def test_groups_with_something_to_do_are_open_and_the_others_closed(case: Case, cast: Cast, at_desk: SignIn) -> None:
    materials.add(case, "示例说明", upload=pdf(), by=cast.wang)  # asked for by no item, and complete
    answer = at_desk(cast.chen).get(at("case_files", case))
    arranged = answer.context["papers"]
    wants = [bool(group.todo) for stage in arranged.stages for group in stage.items]
    assert [is_open for is_open, _part in groups(answer.content.decode())] == wants
    assert set(wants) == {True, False}


def test_a_filter_in_the_address_shows_its_papers_only_and_says_so(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, brought = at_desk(cast.chen), case.materials.filter(source="applicant", may_be_late=False)[0]
    materials.add(case, brought.name_zh, upload=pdf(), by=cast.wang)
    every = agent.get(at("case_files", case))
    page = agent.get(at("case_files", case), {"state": "complete"})
    html = page.content.decode()
    assert brought.name_en in html
    assert 'href="?state=complete" aria-current="true"' in html
    assert all(is_open for is_open, _part in groups(html))
    missing = next(line for line in every.context["wanted"] if line.state == "missing")
    assert f"<strong>{missing.name}</strong>" in every.content.decode()
    assert f"<strong>{missing.name}</strong>" not in html
    assert agent.get(at("case_files", case), {"state": "'<b>"}).context["papers"].pile is None


def test_every_jump_leads_to_a_place_on_the_page(case: Case, cast: Cast, at_desk: SignIn) -> None:
    materials.add(case, "示例说明", upload=pdf(), by=cast.wang)  # asked for by no item, and complete
    html = at_desk(cast.chen).get(at("case_files", case)).content.decode()
    targets = re.findall(r'href="#((?:stage|papers)-[^"]+)"', html)
    places = re.findall(r'id="((?:stage|papers)-[^"]+)"', html)
    assert {target.split("-")[0] for target in targets} == {"stage", "papers"}
    assert set(targets) <= set(places)
    assert len(set(places)) == len(places)
