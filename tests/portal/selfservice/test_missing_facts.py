"""A benefit whose fact is missing says where to answer it: for every fact that a condition may name, in a draft and after."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import CaseStatus, FactKind
from cases.models import Case, Project, ProjectFact
from cases.queries import facts
from cases.reference.rules import CATEGORY, COLUMNS
from portal.conditions import fact_choices
from portal.models import PolicyExplanationPage
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = [pytest.mark.req("W-077"), pytest.mark.usefixtures("pages")]
EMPTY: dict[str, Any] = {"funding": "", "land_acquisition": "", "land_area": None, "floor_area": None, "answers": {}}
ALWAYS = {CATEGORY, "region", "investment"}  # no project is without them
OWN = {"shore_line": ("yes_no", "Shore line"), "jobs": ("number", "Jobs")}


@pytest.fixture
def every_fact(reference: None) -> dict[str, ProjectFact]:
    """The shipped facts, and two that an administrator added: no column of a project holds them."""
    for order, (code, (kind, name)) in enumerate(OWN.items(), 90):
        words = {"name_zh": name, "name_en": name, "question_zh": f"{name}?", "question_en": f"{name}?"}
        ProjectFact.objects.create(code=code, kind=kind, order=order, **words)
    return {row.code: row for row in ProjectFact.objects.filter(active=True)}


def promise(fact: str, op: str, value: str) -> None:
    """One benefit on one condition, and no other."""
    first, *others = PolicyExplanationPage.objects.order_by("path")
    block = first.benefits[0].value
    first.benefits = [("benefit", {**block, "conditions": [{"fact": fact, "op": op, "value": value}]})]
    first.save()
    for page in others:
        page.unpublish()


def answers(row: ProjectFact) -> tuple[str, str, str]:
    """(operator, value) of a condition, and an answer that meets it."""
    if row.code in facts.LISTS:
        value = next(one for one in facts.LISTS[row.code].values if one)
        return "in", value, value
    return ("in", "yes", "yes") if row.kind == FactKind.YES_NO else ("least", "5", "6")


def benefits_of(door: Client, case: Case, address: str = "") -> Any:
    return door.get(f"{reverse('my:benefits', args=[case.uuid])}{address}")


def places(page: Any) -> list[str]:
    """Where the links beside the conditions lead."""
    listed = "".join(re.findall(r'(?s)<ul class="plain conditions">.*?</ul>', page.content.decode()))
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*)"', listed)]


def state(page: Any) -> str:
    (match,) = page.context["found"]
    return str(match.state)


def test_every_fact_that_a_condition_may_name_is_answered_somewhere(
    cast: Cast, as_: Any, every_fact: dict[str, ProjectFact]
) -> None:
    assert {code for code, _name in fact_choices()} == every_fact.keys() | {CATEGORY, "region"}
    door, sent = as_(cast.wang), case_in(cast, CaseStatus.UNDERWAY)
    Project.objects.filter(pk=sent.project_id).update(**EMPTY)
    for code, row in every_fact.items():
        op, value, answer = answers(row)
        promise(code, op, value)
        page = benefits_of(door, sent)
        if code in ALWAYS:
            assert state(page) != "unknown"
            continue
        assert (state(page), places(page)) == ("unknown", [f"#id_{code}"]), code
        assert f'id="id_{code}"' in page.content.decode()
        told = benefits_of(door, sent, f"?{code}={answer}")
        assert (state(told), places(told)) == ("open", []), code
        assert "by your answer below" in told.content.decode()
        assert f"?category=&{code}" not in told.content.decode()
        (claim,) = re.findall(rf'href="([^"]*/benefits/[^"]*\?{code}=[^"]*)"', told.content.decode())
        text = door.get(claim.replace("&amp;", "&")).context["form"]["text"].value()
        assert "By our own answer this holds" in text, code


@pytest.mark.parametrize("fact", [CATEGORY, "region"])
def test_category_and_place_are_always_known_of_a_project(cast: Cast, as_: Any, fact: str) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    promise(fact, "in", {CATEGORY: case.project.category.code, "region": SHOUGUANG}[fact])
    page = benefits_of(as_(cast.wang), case)
    assert (state(page), places(page), page.context["missing"].form) == ("open", [], None)


@pytest.mark.parametrize("fact", sorted(COLUMNS.keys() - ALWAYS))
def test_a_draft_is_asked_on_its_own_page_and_one_comes_back(
    cast: Cast, as_: Any, every_fact: dict[str, ProjectFact], fact: str
) -> None:
    door, case = as_(cast.wang), case_in(cast, CaseStatus.DRAFT)
    Project.objects.filter(pk=case.project_id).update(**EMPTY)
    op, value, answer = answers(every_fact[fact])
    promise(fact, op, value)
    page = benefits_of(door, case)
    (there,) = places(page)
    address, _sign, anchor = there.partition("#")
    form = door.get(address)
    assert f'id="{anchor}"' in form.content.decode()
    typed = {name: form.context["form"][name].value() or "" for name in form.context["form"].fields}
    typed |= {"funding": "private", "land_acquisition": "grant", COLUMNS[fact]: answer, "way": "next"}
    back = door.post(address, typed)
    assert back["Location"] == reverse("my:benefits", args=[case.uuid])
    assert state(door.get(back["Location"])) == "open"


def test_what_the_project_says_goes_before_an_answer_and_others_see_nothing(
    cast: Cast, as_: Any, every_fact: dict[str, ProjectFact]
) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    Project.objects.filter(pk=case.project_id).update(funding="state")
    promise("funding", "in", "private")
    page = benefits_of(as_(cast.wang), case, "?funding=private")
    assert state(page) == "closed"
    assert places(page) == []
    promise("shore_line", "in", "yes")
    odd = benefits_of(as_(cast.wang), case, "?shore_line=<script>&jobs=-1")
    assert (odd.status_code, state(odd)) == (200, "unknown")
    assert "<script>" not in odd.content.decode().partition("<main")[2].partition("</main")[0]
    assert benefits_of(as_(cast.chen), case).status_code in {302, 403, 404}
