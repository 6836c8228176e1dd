"""Rules that are impossible, run in a circle or decide nothing are told apart from those that only look odd (C.12)."""

from copy import deepcopy
from typing import Any

import pytest
from django.utils import translation

from cases.actions import reference
from cases.enums import FactKind, Need
from cases.models import ApprovalItem, CategoryRule, Project, ProjectCategory, ProjectFact
from cases.queries import facts, proposal
from cases.reference import answer, faults, problems, read
from cases.reference.faults import Fault, FaultKind, ItemRule, World, of_catalogue, of_rule
from tests.cases.kit import refused
from tests.cast import Cast

LISTS = {"funding": ("private", "state", "government", "mixed"), "coastal": (True, False)}
ASKED = frozenset({"funding", "coastal", "investment"})
WORLD = World(LISTS, ASKED)


def fact(name: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"fact": name, "op": op, "value": value, **more}


def kinds(rule: dict[str, Any], world: World = WORLD) -> list[str]:
    return [fault.kind.value for fault in of_rule(rule, world)]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (fact("investment", ">=", 300_000, only="no"), []),
        ({"all": [fact("investment", ">=", 5), fact("investment", "<", 3)]}, ["never"]),
        ({"any": [fact("investment", ">=", 3), fact("investment", "<", 5)]}, ["always"]),
        ({"all": [fact("funding", "==", "private"), fact("funding", "==", "state")]}, ["never"]),
        ({"all": [fact("investment", ">", 5), fact("investment", "<", 7)]}, []),
        ({"all": [fact("investment", ">=", 5), fact("investment", "<=", 5)]}, []),
        (fact("funding", "in", list(LISTS["funding"])), ["always"]),
        (fact("funding", "==", "private", ask=list(LISTS["funding"])), ["silent"]),
        ({"all": [fact("investment", ">=", 5), fact("investment", "<", 3)], "only": "yes"}, ["silent"]),
        ({"any": [fact("coastal", "==", True), fact("funding", "in", [])]}, ["part_never"]),
        ({"all": [fact("coastal", "==", True), fact("investment", ">=", 0)]}, ["part_always"]),
        (fact("funding", "==", "pirate"), ["unknown_value"]),
        (fact("coastal", "==", 1), ["unknown_value"]),
        (fact("forest", "==", True), ["unasked"]),
        ({"item": "E01", "op": "needed"}, []),
        ({"not": {"any": [{"item": "E01", "op": "needed"}, {"not": {"item": "E01", "op": "needed"}}]}}, []),  # E01 may be open
    ],
)  # fmt: skip
def test_a_rule_on_its_own(rule: dict[str, Any], said: list[str]) -> None:
    assert kinds(rule) == said


def test_every_fault_found_is_one_no_project_contradicts() -> None:
    """Of a rule that never says yes no combination of facts does; the control is a rule that does."""
    numbers, funds = [0, 1, 2, 3, 4, 5, 6], LISTS["funding"]
    for low in numbers:
        for high in numbers:
            rule = {
                "all": [fact("investment", ">=", low), fact("investment", "<", high), fact("funding", "!=", "state")]
            }
            possible = {answer(rule, {"investment": n, "funding": f}, {}) for n in numbers for f in funds}
            assert ("never" in kinds(rule)) == (True not in possible), (low, high)


def test_a_rule_with_too_many_combinations_is_said_to_be_tangled() -> None:
    rule = {"all": [{"item": f"X{n:02}", "op": "needed"} for n in range(12)]}
    assert kinds(rule) == ["tangled"]


def test_in_a_category_a_rule_may_say_the_same_for_every_project() -> None:
    follows = {"item": "A01", "op": "needed"}
    rules = [
        ItemRule("A01", None, {"IND": "R", "RES": "C"}),
        ItemRule("B01", follows, {"IND": "C", "RES": "C", "COM": "C"}),
        ItemRule("C01", {"item": "Z99", "op": "needed"}, {"IND": "C"}),  # Z99 is out of use
        ItemRule("D01", fact("category", "==", "RES"), {"IND": "R", "RES": "R"}),
    ]
    found = of_catalogue(rules, ["IND", "RES", "COM"], LISTS, ASKED)
    assert found == [
        Fault(FaultKind.NEVER, rules[3].rule, "D01", "IND"),
        Fault(FaultKind.ALWAYS, follows, "B01", "IND"),
        Fault(FaultKind.SILENT, rules[2].rule, "C01", "IND"),
        Fault(FaultKind.NEVER, follows, "B01", "COM"),
    ]


def test_a_circle_is_named_with_the_way_round() -> None:
    circle = faults.circle({"A": {"item": "B"}, "B": {"any": [{"item": "C"}, {"fact": "x"}]}, "C": {"item": "A"}})
    assert len(circle) == 4
    assert circle[0] == circle[-1]
    assert faults.circle({"A": {"item": "B"}, "B": {"item": "C"}}) == []


def test_the_shipped_rules_stand_alone_without_a_fault_and_the_loader_would_say_so() -> None:
    ref = deepcopy(read())
    assert problems(ref) == []
    rule = {"all": [fact("investment", ">=", 5), fact("investment", "<", 3)]}
    next(row for row in ref.items if row["code"] == "C05")["when"] = rule
    assert problems(ref) == [f"rule of C05: never {rule}"]


# --- what an administrator is told ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_rule_that_can_decide_nothing_is_refused_when_it_is_saved(cast: Cast) -> None:
    item = ApprovalItem.objects.get(code="C05")
    impossible = {"all": [fact("investment", ">=", 5_000_000), fact("investment", "<", 300_000)]}
    for rule, says in ((impossible, "whatever the project is"), (fact("funding", "==", "pirate"), "cannot have")):
        with refused(says=says, field="rule"):
            reference.change(item, {"rule": rule}, reason="试", by=cast.jin)
    reference.change(item, {"rule": fact("investment", ">=", 500_000, only="no")}, reason="省定限额", by=cast.jin)


@pytest.mark.django_db
@pytest.mark.req("W-064")
def test_an_administrator_adds_a_question_that_decides_several_items_at_once(cast: Cast) -> None:
    data = {
        "code": "hazardous", "kind": FactKind.YES_NO, "name_zh": "危险化学品", "name_en": "Hazardous chemicals",
        "question_zh": "是否涉及危险化学品？", "question_en": "Are hazardous chemicals involved?", "active": True,
    }  # fmt: skip
    reference.add(ProjectFact, data, reason="新增问题", by=cast.jin)
    for code in ("G14", "G13"):
        item = ApprovalItem.objects.get(code=code)
        reference.change(item, {"rule": fact("hazardous", "==", True, only="no")}, reason="联动", by=cast.jin)
    industry = ProjectCategory.objects.get(code="IND")
    told = {row.item.code: row for row in proposal.propose(Project(category=industry, answers={"hazardous": "no"}))}
    assert (told["G14"].answer, told["G13"].answer) == (False, False)
    open_ = {row.item.code: row for row in proposal.propose(Project(category=industry, answers={}))}
    assert (open_["G14"].answer, open_["G13"].answer) == (None, None)
    # While rules stand on it, it can neither go out of use nor become a number.
    row = ProjectFact.objects.get(code="hazardous")
    with refused(says="G14"):
        reference.retire(row, reason="试", by=cast.jin)
    with refused(says="G13", field="kind"):
        reference.change(row, {"kind": FactKind.NUMBER}, reason="试", by=cast.jin)


@pytest.mark.django_db
def test_facts_of_the_project_keep_their_kind_and_new_ones_have_no_list(cast: Cast) -> None:
    row = ProjectFact.objects.get(code="investment")
    with refused(field="kind"):
        reference.change(row, {"kind": FactKind.YES_NO}, reason="试", by=cast.jin)
    data = {
        "code": "colour",
        "kind": FactKind.CHOICE,
        "name_zh": "色",
        "name_en": "Colour",
        "question_zh": "色",
        "question_en": "c",
    }
    with refused(field="kind"):
        reference.add(ProjectFact, data, reason="试", by=cast.jin)
    with refused(field="code"):
        reference.add(ProjectFact, data | {"code": "E01", "kind": FactKind.YES_NO}, reason="试", by=cast.jin)


@pytest.mark.django_db
def test_the_list_of_faults_says_where_the_matrix_asks_what_is_decided_already(cast: Cast) -> None:
    assert facts.catalogue_faults() == []  # as shipped
    cell = CategoryRule.objects.get(item__code="G08", category__code="RES")
    reference.change(cell, {"need": Need.REQUIRED}, reason="矩阵", by=cast.jin)
    found = facts.catalogue_faults()
    assert {(fault.item, fault.category, fault.kind) for fault in found} == {
        ("M02", "RES", FaultKind.ALWAYS), ("V10", "RES", FaultKind.ALWAYS),
    }  # fmt: skip
    words = facts.Words()
    assert all("%" not in words.fault(fault) for fault in found)
    for code in ("M02", "V10"):
        follows = CategoryRule.objects.get(item__code=code, category__code="RES")
        reference.change(follows, {"need": Need.REQUIRED}, reason="矩阵", by=cast.jin)
    assert facts.catalogue_faults() == []


@pytest.mark.django_db
def test_rules_read_as_sentences(reference: None) -> None:
    translation.activate("en")
    words = facts.Words()
    assert words.rule(ApprovalItem.objects.get(code="C05").rule) == "Total investment: at least 30 ten thousand yuan"
    assert words.rule(fact("funding", "in", ["private", "mixed"])) == "Source of funds: Private funds or Mixed funds"
    assert words.rule({"not": {"any": [fact("coastal", "==", True), {"item": "E01", "op": "needed"}]}}) == (
        "not: (At the sea: yes or “Company establishment registration” is needed)"
    )
