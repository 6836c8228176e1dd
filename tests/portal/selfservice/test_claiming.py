"""From the public list of benefits into a claim: the benefit and the answers come along, whatever way one goes (W-077)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import benefits as claims
from cases.actions import projects
from cases.enums import CaseStatus
from cases.models import Case, Project, ProjectCategory, Region
from portal import benefits
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in, people
from tests.portal.selfservice.test_project import basics

pytestmark = [pytest.mark.req("W-077"), pytest.mark.usefixtures("pages")]
ANSWERS = {
    "category": "IND",
    "region": SHOUGUANG,
    "funding": "private",
    "land_acquisition": "grant",
    "investment": "20000",
}
START = "/my/benefits/claim/"


def offered(client: Client, answers: dict[str, str] = ANSWERS) -> list[str]:
    """The addresses behind the buttons of the public page."""
    html = client.get("/which-benefits/", answers).content.decode()
    return [part.partition('"')[0].replace("&amp;", "&") for part in html.split('href="')[1:] if part.startswith(START)]


def shown(response: Any) -> str:
    return str(response.content.decode())


def test_every_open_benefit_has_its_button_and_it_carries_benefit_and_answers(client: Client) -> None:
    links = offered(client)
    states = benefits.of(benefits.told_in(client.get("/which-benefits/", ANSWERS).wsgi_request.GET))
    keys = [match.benefit.key for match in states if match.state != "closed"]
    asked = [parse_qs(urlsplit(link).query) for link in links]
    assert [one["benefit"][0] for one in asked if "benefit" in one] == keys
    assert len(keys) < len(states), "control: a benefit that is closed to the project has no button"
    for one in asked:
        assert {name: one[name][0] for name in ANSWERS} == ANSWERS
    assert not offered(client, {}), "control: nothing is claimed before anything was answered"
    door = client.get(links[0])
    assert parse_qs(urlsplit(door["Location"]).query)["next"] == [links[0]], "signing in leads on to the same place"


def test_what_cannot_be_an_answer_is_not_carried_on(client: Client) -> None:
    links = offered(client, ANSWERS | {"evil": '"><script>', "start": "soon", "next": "//other.example.com/"})
    assert set(parse_qs(urlsplit(links[0]).query)) == {"benefit", *ANSWERS}


def test_with_a_running_case_it_is_chosen_and_the_message_says_what_was_answered(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    other = case_in(cast, CaseStatus.SUBMITTED, region=PULANDIAN)
    Project.objects.filter(pk=case.project_id).update(land_acquisition="")
    door = as_(cast.wang)
    open_ones = benefits.of(benefits.known_of(fresh_project(case)))
    asking = next(one for one in open_ones if one.state == "unknown")
    page = door.get(START, ANSWERS | {"benefit": asking.benefit.key})
    (row,) = page.context["rows"]
    assert (row["case"], row["able"], row["running"]) == (case, True, False)
    assert str(other.uuid) not in shown(page), "another enterprise's project is not there"
    form = door.get(row["url"])
    text = form.context["form"]["text"].value()
    assert "Standard land" in text
    assert "By our own answer this holds" in text
    assert "Not known yet" not in text
    plain = door.get(reverse("my:claim", args=[case.uuid, asking.benefit.key])).context["form"]["text"].value()
    assert "Not known yet" in plain, "control: without the answers it is open"
    assert door.post(row["url"], {"text": text, "version": case.version}).status_code == 302
    assert case.benefits.get().key == asking.benefit.key
    again = door.get(START, ANSWERS | {"benefit": asking.benefit.key})
    assert again.context["rows"][0]["running"]
    assert reverse("my:claim", args=[case.uuid, asking.benefit.key]) not in shown(again)


def fresh_project(case: Case) -> Project:
    return Project.objects.select_related("category", "region").get(pk=case.project_id)


def test_what_is_closed_to_a_project_is_said_and_not_offered(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    closed = next(one for one in benefits.of(benefits.known_of(case.project)) if one.state == "closed")
    page = as_(cast.wang).get(START, ANSWERS | {"benefit": closed.benefit.key})
    assert not page.context["rows"][0]["able"]
    assert "not open to this project" in shown(page)
    assert reverse("my:claim", args=[case.uuid, closed.benefit.key]) not in shown(page)


@pytest.mark.parametrize("query", ["", "benefit=invented", "benefit=%00&region=%00&category=x", "benefit=" + "x" * 500])
def test_a_link_without_a_benefit_leads_to_the_list_of_each_project(query: str, cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    page = as_(cast.wang).get(f"{START}?{query}")
    assert page.status_code == 200
    assert page.context["gone"] == bool(query)
    assert f'href="{reverse("my:benefits", args=[case.uuid])}"' in shown(page)


def test_without_a_case_the_application_has_the_answers_and_remembers_the_benefit(cast: Cast, as_) -> None:
    door, key = as_(cast.wang), benefits.published()[0].key
    page = door.get(START, ANSWERS | {"benefit": key})
    assert page.context["rows"] == []
    first = door.get(page.context["apply_url"])
    form = first.context["form"]
    assert form["category"].value() == ProjectCategory.objects.get(code="IND").pk
    assert f'<option value="{Region.objects.get(code=SHOUGUANG).pk}" selected' in shown(first)
    assert form["investment"].value() == "20000"
    assert benefits.published()[0].name in shown(first) or "The benefit that you want to claim" in shown(first)
    typed = basics(cast, answers=form["answers"].value(), wish=form["wish"].value())
    assert door.post(first.request["PATH_INFO"], typed).status_code == 302
    case = Case.objects.get()
    assert (case.project.funding, case.project.land_acquisition) == ("private", "grant")
    assert projects.wanted(case.project) == key
    draft = shown(door.get(reverse("my:case", args=[case.uuid])))
    assert "it is noted with the application" in draft
    assert reverse("my:claim", args=[case.uuid, key]) not in draft


def test_an_invented_benefit_is_not_remembered(cast: Cast, as_) -> None:
    as_(cast.wang).post(reverse("my:project_new"), basics(cast, wish="invented"))
    assert projects.wanted(Case.objects.get().project) == ""


def test_once_the_application_is_sent_one_press_asks_for_what_one_came_for(cast: Cast, as_) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    asked = [one.benefit for one in benefits.of(benefits.known_of(case.project)) if one.state != "closed"][-1]
    door, claim = as_(cast.wang), reverse("my:claim", args=[case.uuid, asked.key])
    for page in ("case", "receipt"):
        assert claim not in shown(door.get(reverse(f"my:{page}", args=[case.uuid]))), "control: nothing was wanted"
    case.project.answers["WANTED"] = asked.key
    case.project.save(update_fields=["answers"])
    for page in ("case", "receipt"):
        assert claim in shown(door.get(reverse(f"my:{page}", args=[case.uuid])))
    mine = door.get(reverse("my:benefits", args=[case.uuid]))
    assert mine.context["found"][0].benefit.key == asked.key
    assert shown(mine).count("you came for this one") == 1
    claims.ask(case, policy=asked.name, key=asked.key, text="Please.", by=cast.wang)
    assert claim not in shown(door.get(reverse("my:case", args=[case.uuid]))), "it runs"


def test_a_person_without_an_enterprise_enters_one_first_and_loses_nothing(as_, cast: Cast) -> None:
    key = benefits.published()[0].key
    door = as_(people.person("newcomer", "新人"))
    page = door.get(START, ANSWERS | {"benefit": key})
    led = door.get(page.context["apply_url"])["Location"]
    assert led.startswith(reverse("my:enterprise_new"))
    assert parse_qs(urlsplit(led).query)["benefit"] == [key]


def test_many_cases_cost_no_more_than_one(cast: Cast, as_, django_assert_max_num_queries: Any) -> None:
    door, key = as_(cast.wang), benefits.published()[0].key
    case_in(cast, CaseStatus.DRAFT)
    door.get(START, {"benefit": key})
    with CaptureQueriesContext(connection) as one:
        door.get(START, {"benefit": key})
        cost = len(one)
    for number in range(3):
        door.post(reverse("my:project_new"), basics(cast, name=f"示例项目{number}"))
    with django_assert_max_num_queries(cost):
        assert len(door.get(START, {"benefit": key}).context["rows"]) == 4
