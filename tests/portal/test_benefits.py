"""Benefits of policies: every condition is held against the project, and shown whether it holds, fails or is open (C.9, W-077)."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.actions import benefits as claims
from cases.enums import CaseStatus
from cases.exceptions import BadInput, CaseError
from cases.models import Notice, PolicyBenefit
from cases.queries import daily
from portal import benefits, matching
from portal.blocks import ConditionBlock
from portal.matching import Benefit, NotACondition, holds, rule_of
from portal.models import PolicyExplanationPage, PolicyPage
from tests.cases.kit import fresh, refused
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
    assert "Category : Industry" in shown or "Category: Industry" in shown
    assert "Weifang · Shouguang" in shown, "the answer says for which place it holds"
    assert "Applies in : Weifang" in shown or "Applies in: Weifang" in shown
    nowhere = text(client.get("/which-benefits/", {"category": "IND"}))
    assert "Not sure yet – most benefits depend on it" in nowhere
    assert found["X-Robots-Tag"] == "noindex"
    assert "sessionid" not in client.cookies
    less = states(client.get("/which-benefits/", query | {"investment": "", "land_acquisition": "collective"}))
    assert (less["Straight line to construction"], less["Standard land"]) == ("unknown", "closed")


@pytest.mark.usefixtures("pages")
def test_how_much_a_benefit_is_worth_is_said_or_that_its_policy_names_no_amount(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = PolicyExplanationPage.objects.order_by("path")[0]
    asked = {"go": "find", "category": "IND", "region": "370783"}
    shown = text(client.get("/which-benefits/", asked))
    assert shown.count("the policy names no amount of money") == len(page.benefits) + 1
    first = page.benefits[0].value
    page.benefits = [("benefit", {**first, "amount": "示例：最高50万元", "amount_en": "example: up to 500,000 yuan"})]
    page.save()
    assert "How much : example: up to 500,000 yuan" in text(client.get("/which-benefits/", asked)).replace(
        "much:", "much :"
    )


@pytest.mark.usefixtures("pages")
def test_the_page_costs_few_queries_however_many_benefits_there_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    page = PolicyExplanationPage.objects.order_by("path")[0]
    asked = {"go": "find", "category": "IND", "region": "370783"}
    client.get("/which-benefits/", asked)
    for times in (1, 8):
        page.benefits = [(block.block_type, block.value) for block in page.benefits] * times
        page.save()
        for query in ({}, asked):
            with django_assert_max_num_queries(21):
                answer = client.get("/which-benefits/", query)
    assert len(answer.context["found"]) == 8 * 4 + 1


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
    signed_in = client.get("/which-benefits/", {"category": "IND"}).content.decode()
    assert "Claim this benefit" in signed_in
    assert "Sign in and claim" not in signed_in
    page = client.get(reverse("my:benefits", args=[case.uuid]))
    assert states(page)["Assisted service for major projects"] == "closed"
    match = next(one for one in page.context["found"] if one.state != "closed")
    address = reverse("my:claim", args=[case.uuid, match.benefit.key])
    assert address in page.content.decode()
    said = client.get(address).context["form"]["text"].value()
    assert match.benefit.name in said
    for _press in range(2):
        assert client.post(address, {"text": said, "version": case.version}).status_code == 302
    assert case.notes.get(internal=False).text.startswith("We would like to claim")
    # Neither a closed one nor an invented key claims anything.
    closed = next(one for one in page.context["found"] if one.state == "closed")
    for key in (closed.benefit.key, "invented"):
        other = reverse("my:claim", args=[case.uuid, key])
        assert client.post(other, {"text": said, "version": case.version}).status_code == 404
    assert case.benefits.count() == 1
    again = client.get(reverse("my:benefits", args=[case.uuid]))
    assert address not in again.content.decode(), "it runs already"
    assert "Asked for by the enterprise" in text(again)


@pytest.mark.usefixtures("pages")
@pytest.mark.req("W-070")
@pytest.mark.parametrize("status", [CaseStatus.SUBMITTED, CaseStatus.UNDERWAY])
def test_a_claim_begun_from_the_matching_is_followed_up_by_an_agent_to_its_end(
    client: Client, cast: Cast, status: CaseStatus
) -> None:
    case = case_in(cast, status)
    enterprise, agent = Client(), Client()
    enterprise.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    agent.force_login(cast.chen, backend="django.contrib.auth.backends.ModelBackend")
    match = next(one for one in benefits.of(benefits.known_of(case.project)) if one.state != "closed")
    address = reverse("my:claim", args=[case.uuid, match.benefit.key])
    enterprise.post(address, {"text": "我们想享受这一项。", "version": case.version})
    row = case.benefits.get()
    assert (row.status, row.policy, row.key, row.agent) == ("asked", match.benefit.name, match.benefit.key, None)
    assert row.due == case.notes.get(internal=False).due
    assert Notice.objects.filter(kind="benefit_asked", recipient=cast.chen).count() == 1
    (duty,) = [one for one in daily.duties(cast.chen) if one.kind == "benefit"]
    assert (duty.case, duty.due) == (case, row.due)
    after = reverse("office:case_after", args=[case.uuid])
    day = agent.get(reverse("office:home")).content.decode()
    assert f"{after}#benefits" in day
    assert f"跟进政策兑现：{row.policy}" in day
    form = reverse("office:record_benefit", args=[case.uuid]) + f"?claim={row.pk}"
    assert form in agent.get(after).content.decode()
    assert agent.get(form).context["form"]["policy"].value() == row.policy
    with refused(BadInput, says="First record when", field="status"), override("en"):
        claims.decide(row, status="granted", decided_on=timezone.localdate(), by=cast.chen)
    case.refresh_from_db()
    told = {"policy": row.policy, "applied_on": timezone.localdate().isoformat(), "version": case.version}
    assert agent.post(form, told).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.agent, case.benefits.count()) == ("applied", cast.chen, 1)
    assert [one for one in daily.duties(cast.chen) if one.kind == "benefit"] == []
    claims.decide(row, status="granted", decided_on=timezone.localdate(), by=cast.chen)
    assert "已兑现" in enterprise.get(reverse("my:benefits", args=[case.uuid])).content.decode()


@pytest.mark.usefixtures("pages")
def test_what_was_asked_for_may_be_refused_with_the_reason_and_asked_for_again(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    row = claims.ask(case, policy="标准地", key="k", text="请帮我们兑现。", by=cast.wang)
    with refused(CaseError, says="asked for already"), override("en"):
        claims.ask(fresh(case), policy="标准地", key="other", text="再问一次", by=cast.wang)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyBenefit.objects.create(
            case=case, policy="标准地", status="asked", asked_on=timezone.localdate(), by=cast.wang
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyBenefit.objects.create(case=case, policy="另一项", status="applied", by=cast.wang)
    claims.decide(row, status="refused", decided_on=timezone.localdate(), reason="地块不是标准地", by=cast.chen)
    assert row.__class__.objects.get(pk=row.pk).agent == cast.chen
    claims.ask(fresh(case), policy="标准地", key="k", text="换了地块，请再看。", by=cast.wang)
    assert case.benefits.count() == 2


@pytest.mark.usefixtures("pages")
@pytest.mark.req("W-077")
@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ({}, 5), ({"status": "trial"}, 5), ({"status": "expired"}, 1), ({"status": "replaced"}, 1),
        ({"expires_on": date(2026, 11, 27)}, 5), ({"expires_on": date(2026, 11, 26)}, 5), ({"expires_on": date(2026, 11, 25)}, 1),
        ({"live": False}, 1),
    ],
)  # fmt: skip
def test_only_policies_in_force_give_benefits_to_their_last_day(
    changed: dict[str, Any], left: int, client: Client
) -> None:
    page = PolicyPage.objects.get(slug="weifang-0n")
    PolicyPage.objects.filter(pk=page.pk).update(**changed)
    with time_machine.travel("2026-11-26 23:30 +0800", tick=False):
        assert len(benefits.published()) == left
        if changed.get("live", True):
            explanation = client.get(f"{page.url}jiedu/").content.decode()
            assert ("不再能够申请" in explanation) is (left == 1)
            assert ("政策待遇和条件" in explanation) is (left == 5)


@pytest.mark.usefixtures("pages")
def test_a_policy_with_a_successor_has_to_say_that_it_is_replaced() -> None:
    old, new = PolicyPage.objects.order_by("pk")[:2]
    old.replaced_by = new
    with pytest.raises(ValidationError):
        old.clean()
    old.status = "replaced"
    old.clean()
    old.replaced_by = old
    with pytest.raises(ValidationError):
        old.clean()


@pytest.mark.usefixtures("pages")
def test_another_enterprises_project_is_out_of_reach(client: Client, cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED, region=PULANDIAN)
    client.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("my:benefits", args=[case.uuid])).status_code == 404
