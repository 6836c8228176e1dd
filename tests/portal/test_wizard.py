"""The guide to approvals: answers in the address, three groups with reasons, a first schedule, and on to an application (C.12)."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from cases.actions import projects, reference
from cases.enums import Need
from cases.models import ApprovalItem, Case, CategoryRule, ProjectCategory, ProjectFact, Region
from cases.queries import proposal, strategies
from portal.wizard import answers, questions, results
from tests.cast import SHOUGUANG, Cast
from tests.published import ITEMS

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
HOUSE = "category=RES&funding=private&investment=20000&land_acquisition=grant&new_land=no&start=2026-03-02&works=400"


def read(query: str) -> answers.Answers:
    return answers.read(QueryDict(query))


def get(client: Client, page: str, query: str = "", language: str = "en") -> Any:
    client.cookies["django_language"] = language
    return client.get(f"/which-approvals/{page}", QueryDict(query).dict())


def follow(client: Client, response: Any) -> Any:
    assert response.status_code == 302, response.content.decode()[:300]
    return client.get(response["Location"])


def text(response: Any) -> str:
    main = re.sub(r"(?s)^.*<main|</main>.*$", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


# --- the address ------------------------------------------------------------------------------------------------------


def test_the_address_says_the_same_however_often_it_is_read(reference: None) -> None:
    found = read(HOUSE + "&G10=no&E01=yes&L11=unsure")
    assert read(found.query()).query() == found.query()
    assert found.facts == {"funding": "private", "land_acquisition": "grant", "new_land": "no", "investment": "20000"}
    assert found.said == {"G10": "no", "E01": "yes", "L11": "unsure"}
    assert (found.start, found.works) == (MONDAY, 400)
    assert found.project_data()["investment"] == 200_000_000
    assert found.kept() == {"G10": "no", "E01": "yes", "new_land": "no"}


@pytest.mark.parametrize(
    "query",
    [
        "category=QQQ", "category=ind&funding=pirate&investment=-5&land_area_m2=NaN&floor_area_m2=1e999&new_land=maybe",
        "category=IND&start=9999-99-99&works=0&E01=perhaps&E0001=yes&<b>=yes&__proto__=1", "category=IND&start=0001-01-01&works=99999999",
        "category=IND&investment=Infinity&E01=" + "y" * 5000, "&".join(f"X{n}=yes" for n in range(3000)), "category=IND&stage=%00&go=next",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "about/", "questions/", "result/"])
def test_nothing_in_an_address_breaks_a_page(page: str, query: str, client: Client, reference: None) -> None:
    found = read(query)
    assert found.facts == {}
    assert set(found.said.values()) <= {"yes", "no", "unsure"}
    response = get(client, page, query)
    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert follow(client, response).status_code in {200, 302}


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_only_facts_that_some_rule_of_the_category_names_are_asked(cast: Cast) -> None:
    industry, school = (ProjectCategory.objects.get(code=code) for code in ("IND", "EDU"))
    asked = [row.code for row in questions.facts_of(industry)]
    assert asked == ["funding", "land_acquisition", "new_land", "coastal", "investment", "land_area_m2"]
    assert "coastal" not in [row.code for row in questions.facts_of(school)]
    # A question that an administrator turns off is asked no more; the control is the list above.
    sea = ApprovalItem.objects.get(code="X05")
    reference.change(sea, {"rule": None}, reason="试", by=cast.jin)
    reference.retire(ProjectFact.objects.get(code="coastal"), reason="试", by=cast.jin)
    assert "coastal" not in [row.code for row in questions.facts_of(industry)]


def test_a_question_that_hangs_on_another_one_is_asked_after_it(reference: None) -> None:
    def asked(query: str) -> set[str]:
        found = questions.groups(proposal.propose(read(query).project()))
        return {code for group in found for code in group.codes()}

    assert "E01" in asked(HOUSE)
    assert "E02" not in asked(HOUSE), "it follows the answer to E01"
    assert "E02" not in asked(HOUSE + "&E01=no"), "and is decided by it"
    assert {"L02", "M01"} & asked("category=IND") == {"L02"}
    assert "M01" in asked("category=IND&L02=no"), (
        "a rule that decides in one direction only leaves the rest to the reader"
    )


def test_every_category_comes_to_its_end_with_only_unsure_answers(client: Client, reference: None) -> None:
    for category in ProjectCategory.objects.all():
        page = follow(client, get(client, "about/", f"category={category.code}&go=next"))
        seen: list[str] = []
        while page.wsgi_request.path.endswith("/questions/"):
            stage, given = page.context["group"].stage.code, page.wsgi_request.META["QUERY_STRING"]
            assert stage not in seen, "no group comes back once it is answered"
            seen.append(stage)
            page = follow(client, get(client, "questions/", f"{given}&stage={stage}&go=next"))
            page = page if page.status_code == 200 else follow(client, page)
        assert page.context["found"].needed, category.code


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_three_groups_hold_every_item_of_the_catalogue_once_each_with_its_reason(reference: None) -> None:
    for category in ProjectCategory.objects.all():
        found = results.of(read(f"category={category.code}"))
        every = [*found.needed, *found.unsure, *found.not_needed]
        assert len({row.row.item.code for row in every}) == len(every) == ITEMS
        assert all(row.why and row.basis for row in every)
        needed = set(
            CategoryRule.objects.filter(category=category, need=Need.REQUIRED).values_list("item__code", flat=True)
        )
        assert needed <= {row.row.item.code for row in found.needed}


def test_a_rule_that_decides_is_shown_in_words(client: Client, reference: None) -> None:
    page = get(client, "result/", read("category=IND&funding=government").query())
    found = {row.row.item.code: row for row in page.context["found"].not_needed}
    assert found["L01"].rule.startswith("Source of funds: Private funds or Funds of a state-owned enterprise and not: ")
    assert found["L01"].rule in text(page)


@pytest.mark.parametrize(("answer", "filed"), [("yes", False), ("no", True), ("unsure", True), ("", True)])
def test_what_must_be_verified_is_not_filed_as_well(answer: str, filed: bool, reference: None) -> None:
    found = results.of(read(f"category=IND&funding=private&L02={answer}"))
    assert ("L01" in {row.row.item.code for row in found.needed}) is filed
    if not filed:
        (left_out,) = (row for row in found.not_needed if row.row.item.code == "L01")
        assert ApprovalItem.objects.get(code="L02").name in left_out.why


def test_what_cannot_be_read_in_an_address_is_named(client: Client, reference: None) -> None:
    page = follow(client, get(client, "result/", "category=IND&investment=-1&works=abc&funding=private"))
    assert "left out: Length of the works, Total investment" in page.content.decode()
    assert "left out" not in get(client, "result/", "category=IND&funding=private").content.decode()


@time_machine.travel("2026-02-27 09:00 +0800", tick=False)
@pytest.mark.req("W-073")
def test_the_first_schedule_is_that_of_the_schedule_engine(client: Client, reference: None) -> None:
    page = get(client, "result/", read(HOUSE).query())
    found = page.context["found"]
    items = [row.row.item for row in found.needed]
    engine = strategies.of_items(items, MONDAY, works_days=400)
    assert found.soonest == engine.base.dates["START"]
    assert found.best == engine.best.dates["START"]
    assert found.best < found.soonest < found.latest
    assert {row.row.item.code: (row.start, row.end) for row in found.needed if row.end} == {
        code: (slot.start, slot.end) for code, slot in engine.base.schedule.slots.items() if slot.end and len(code) < 5
    }
    # Without the length of the works what follows them has no date; a later first day moves all.
    open_end = results.of(read(HOUSE.replace("&works=400", "")))
    assert sum(row.end is None for row in open_end.needed) > sum(row.end is None for row in found.needed)
    assert results.of(read(HOUSE.replace("2026-03-02", "2026-04-01"))).soonest > found.soonest


def test_what_is_counted_and_what_the_page_says_of_it_agree(client: Client, reference: None) -> None:
    page = get(client, "result/", read(HOUSE).query(), "en")
    services = [row for row in page.context["found"].needed if row.row.item.code.startswith("M")]
    assert page.context["found"].services == len(services) >= 2
    assert any(row.end for row in services), "they have days in the schedule"
    said = text(page)
    assert f"The usual time of {len(services)} agency services (design, surveys, reports) is counted" in said
    assert "drawings and papers is not counted" not in said


def test_the_result_has_one_address_and_stores_nothing(client: Client, reference: None) -> None:
    spoilt = get(client, "result/", HOUSE + "&nonsense=1&G10=no")
    assert spoilt.status_code == 302
    address = spoilt["Location"]
    assert parse_qs(urlsplit(address).query) == parse_qs(read(HOUSE + "&G10=no").query())
    page = client.get(address)
    assert page.status_code == 200
    assert "sessionid" not in client.cookies
    assert page["X-Robots-Tag"] == "noindex"
    assert address in page.context["address"]
    assert b"<svg" in page.content


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_speaks_the_readers_language(language: str, client: Client, reference: None) -> None:
    for page, query in (
        ("", ""),
        ("about/", "category=IND"),
        ("questions/", "category=IND"),
        ("result/", read(HOUSE).query()),
    ):
        shown = text(get(client, page, query, language))
        chinese = re.findall(r"[一-鿿]", shown)
        assert bool(chinese) == (language != "en"), (page, shown[:500])


# --- on to an application ---------------------------------------------------------------------------------------------


def apply(client: Client, cast: Cast, page: Any, **changes: Any) -> Any:
    """Press the button of a result, then fill in what only the enterprise knows."""
    url = page.context["apply_url"]
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"name": "示例住宅", "region": Region.objects.get(code=SHOUGUANG).pk, "address": "示例路", "way": "next"}
    return client.post(url, typed | changes)


@pytest.mark.req("W-064")
def test_a_result_becomes_a_draft_with_its_facts_answers_and_items(client: Client, cast: Cast) -> None:
    client.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    told = read(HOUSE + "&G10=no&E01=yes&L11=unsure&X03=yes")
    page = get(client, "result/", told.query())
    assert b"Apply with these answers" in page.content
    assert apply(client, cast, page).status_code == 302
    case = Case.objects.get()
    project = case.project
    assert project.answers == {"G10": "no", "E01": "yes", "X03": "yes", "new_land": "no"}
    assert (project.investment, project.funding, project.land_acquisition) == (200_000_000, "private", "grant")
    wanted = {row.row.item.code for row in page.context["found"].needed}
    assert set(case.items.values_list("item__code", flat=True)) == wanted
    # The desk of the enterprise says the same as the guide did.
    again = {row.item.code: row.answer for row in proposal.propose(project)}
    assert {code for code, needed in again.items() if needed} == wanted
    assert again["L11"] is None


def test_without_an_account_the_answers_wait_behind_the_sign_in(client: Client, cast: Cast) -> None:
    page = get(client, "result/", read(HOUSE + "&E01=yes").query())
    assert b"Sign in and apply with these answers" in page.content
    door = client.get(page.context["apply_url"])
    assert door.status_code == 302
    kept = parse_qs(urlsplit(door["Location"]).query)["next"][0]
    assert read(urlsplit(kept).query).query() == read(HOUSE + "&E01=yes").query()


def test_answers_that_no_question_asks_never_reach_a_project(cast: Cast) -> None:
    data = {
        "name": "示例", "category": ProjectCategory.objects.get(code="RES"), "region": Region.objects.get(code=SHOUGUANG),
        "investment": Decimal(1),
    }  # fmt: skip
    brought = {
        "E01": "yes",
        "L06": "perhaps",
        "ZZZ": "yes",
        "funding": "private",
        "coastal": "no",
        "new_land": "<b>",
        "x": "1",
    }
    case = projects.start(cast.heavy, data, by=cast.wang, answers=brought)
    assert case.project.answers == {"E01": "yes", "coastal": "no"}
