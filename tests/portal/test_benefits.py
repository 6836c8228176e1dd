"""Benefits of policies: every condition is held against the project, and shown whether it holds, fails or is open (C.9, W-077)."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cases.enums import CaseStatus
from portal import benefits, matching
from portal.blocks import ConditionBlock
from portal.matching import Benefit, NotACondition, holds, rule_of
from portal.models import PolicyExplanationPage
from tests.cast import PULANDIAN, Cast, case_in

VALUES = {
    "funding": ("private", "state"),
    "coastal": (True, False),
    "category": ("IND", "RES"),
    "region": ("370700", "370783"),
}
TODAY = date(2026, 11, 26)


# --- pure -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (("category", "in", "IND，RES"), {"fact": "category", "op": "in", "value": ["IND", "RES"]}),
        (("funding", "not", "state"), {"not": {"fact": "funding", "op": "in", "value": ["state"]}}),
        (("coastal", "in", "yes"), {"fact": "coastal", "op": "in", "value": [True]}),
        (("investment", "least", "5000"), {"fact": "investment", "op": ">=", "value": Decimal(50_000_000)}),
        (("land_area_m2", "most", "300"), {"fact": "land_area_m2", "op": "<=", "value": Decimal(300)}),
    ],
)
def test_what_an_editor_writes_becomes_a_rule(said: tuple[str, str, str], rule: dict[str, Any]) -> None:
    assert rule_of(*said, VALUES) == rule


@pytest.mark.parametrize(
    "said",
    [
        ("category", "in", "XYZ"), ("category", "least", "IND"), ("coastal", "in", "1"), ("investment", "in", "5"),
        ("investment", "least", ""),
        ("investment", "least", "5 6"), ("investment", "least", "many"), ("investment", "most", "NaN"), ("investment", "most", "-1"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_sentence(said: tuple[str, str, str]) -> None:
    with pytest.raises(NotACondition) as caught:
        rule_of(*said, VALUES)
    assert str(caught.value).strip()


def test_a_place_holds_for_everything_inside_it_and_nothing_beside_it() -> None:
    city = rule_of("region", "in", "370700", VALUES)
    assert holds(city, {"region": ["370000", "370700", "370783"]}) is True
    assert holds(city, {"region": ["210000", "210200", "210214"]}) is False
    assert holds(city, {}) is None
    assert holds({"not": city}, {"region": ["210000"]}) is True


@pytest.mark.django_db
def test_a_benefit_is_open_when_all_hold_closed_when_one_fails_and_else_unknown(reference: None) -> None:
    rules = (rule_of("category", "in", "IND", VALUES), rule_of("investment", "least", "5000", VALUES))
    one, ended = Benefit("1", "A", "", rules), Benefit("2", "B", "", rules, until=date(2026, 11, 25))
    last_day = Benefit("3", "C", "", rules, until=TODAY)

    def state(**known: Any) -> str:
        return matching.match([one], known, TODAY)[0].state

    assert state(category="IND", investment=Decimal(50_000_000)) == "open"
    assert state(category="IND", investment=Decimal(49_999_999)) == "closed"
    assert state(category="IND") == "unknown"
    assert state(category="RES") == "closed"
    assert [m.benefit.name for m in matching.match([ended, last_day], {"category": "IND"}, TODAY)] == ["C"]


# --- editors ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_condition_that_cannot_be_asked_is_refused_when_the_page_is_saved(reference: None) -> None:
    block = ConditionBlock()
    good = block.to_python({"fact": "investment", "op": "least", "value": "5000"})
    assert block.clean(good)["value"] == "5000"
    for fact, op, value in (("region", "in", "999999"), ("investment", "in", "5000"), ("funding", "in", "pirate")):
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"fact": fact, "op": op, "value": value}))


# --- pages ------------------------------------------------------------------------------------------------------------


def text(response: Any) -> str:
    main = re.sub(r"(?s)^.*<main|</main>.*$", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def states(response: Any) -> dict[str, str]:
    return {match.benefit.name: match.state for match in response.context["found"]}


@pytest.mark.req("W-077")
@pytest.mark.usefixtures("pages")
def test_the_four_policies_are_found_by_the_facts_of_a_project(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert client.get("/which-benefits/").context["found"] == []
    query = {
        "category": "IND",
        "region": "370783",
        "land_acquisition": "grant",
        "funding": "private",
        "investment": "20000",
        "new_land": "no",
    }
    found = client.get("/which-benefits/", query)
    assert states(found) == {
        "Standard land": "open", "Building begins with the land": "open", "Certificate on acceptance": "open",
        "Straight line to construction": "open", "Assisted service for major projects": "closed",
    }  # fmt: skip
    shown = text(found)
    assert "does not hold Place of the project: Pulandian" in shown
    assert "holds Total investment: at least 10000" in shown
    assert found["X-Robots-Tag"] == "noindex"
    assert "sessionid" not in client.cookies
    less = states(client.get("/which-benefits/", query | {"investment": "", "land_acquisition": "collective"}))
    assert (less["Straight line to construction"], less["Standard land"]) == ("unknown", "closed")


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    "query",
    ["category=XX&region=1", "investment=abc&go=find", "region=370783'--", "funding=%00", "category=IND&until=x"],
)
def test_odd_answers_break_nothing(query: str, client: Client) -> None:
    assert client.get(f"/which-benefits/?{query}").status_code == 200


@pytest.mark.usefixtures("pages")
def test_a_withdrawn_explanation_promises_nothing(client: Client) -> None:
    assert len(benefits.published()) == 5
    PolicyExplanationPage.objects.order_by("path").first().unpublish()  # type: ignore[union-attr]
    assert len(benefits.published()) == 1


@pytest.mark.usefixtures("pages")
@pytest.mark.req("W-077")
def test_the_enterprise_sees_them_on_its_project_and_asks_for_one_in_a_message(client: Client, cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    client.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("my:benefits", args=[case.uuid]))
    assert states(page)["Assisted service for major projects"] == "closed"
    match = next(one for one in page.context["found"] if one.state != "closed")
    claim = client.get(reverse("my:case", args=[case.uuid]), {"claim": match.benefit.key})
    said = claim.context["message_form"]["text"].value()
    assert match.benefit.name in said
    assert (
        client.post(reverse("my:write", args=[case.uuid]), {"text": said, "version": case.version}).status_code == 302
    )
    assert case.notes.get(internal=False).text.startswith("We would like to claim")
    # Neither a closed one nor an invented key writes anything.
    closed = next(one for one in page.context["found"] if one.state == "closed")
    for key in (closed.benefit.key, "invented"):
        assert (
            not client.get(reverse("my:case", args=[case.uuid]), {"claim": key}).context["message_form"]["text"].value()
        )


@pytest.mark.usefixtures("pages")
def test_another_enterprises_project_is_out_of_reach(client: Client, cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, region=PULANDIAN)
    client.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("my:benefits", args=[case.uuid])).status_code == 404
