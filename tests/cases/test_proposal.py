"""Which items a project needs: by its category, by what is known of it, and by its owner's answers."""

from decimal import Decimal
from typing import Any

import pytest

from cases.enums import Need
from cases.models import ApprovalItem, CategoryRule, Enterprise, Project, ProjectCategory, Region
from cases.queries.proposal import Proposal, facts, propose
from cases.reference import read

pytestmark = pytest.mark.usefixtures("reference")
ITEMS = {row["code"]: row for row in read().items}


def project(category: str, funding: str = "private", land: str = "grant", **changes: Any) -> Project:
    """An invented project; it need not be stored to be asked about."""
    given: dict[str, Any] = {
        "enterprise": Enterprise(name="示例公司"),
        "name": "示例项目",
        "category": ProjectCategory.objects.get(code=category),
        "region": Region.objects.get(code="370783"),
        "investment": Decimal(320_000_000),
        "funding": funding,
        "land_acquisition": land,
    }
    return Project(**given | changes)


def rows(found: Project) -> dict[str, Proposal]:
    return {row.item.code: row for row in propose(found)}


def groups(found: Project) -> dict[str, set[str]]:
    sorted_in: dict[str, set[str]] = {"needed": set(), "depends": set(), "not_needed": set()}
    for row in propose(found):
        sorted_in[row.group].add(row.item.code)
    return sorted_in


@pytest.mark.req("W-013", "W-024")
def test_every_item_falls_into_one_group_in_catalogue_order() -> None:
    found = propose(project("IND"))
    assert [row.item.code for row in found] == list(
        ApprovalItem.objects.order_by("stage__order", "code").values_list("code", flat=True)
    )
    assert all(row.reason for row in found)
    assert {row.group for row in found} == {"needed", "depends", "not_needed"}
    for row in found:
        assert (row.answer is None) is (row.group == "depends")
        assert row.taken_by_default is (row.group == "needed")
        assert row.question or row.group != "depends"


def test_a_private_industrial_project_on_granted_land() -> None:
    found = groups(project("IND"))
    assert {"L01", "L08", "L09", "L10", "G01", "G03", "G04", "C01", "C05", "V01", "V02", "U03", "M02"} <= found[
        "needed"
    ]
    assert {"E01", "E02", "L02", "L05", "L06", "L11", "C02", "V03"} <= found["depends"]
    assert {"L03", "L04", "G06", "G07", "C11"} <= found["not_needed"]


def test_a_school_of_the_government() -> None:
    found = groups(project("EDU", "government", "allocation"))
    assert {"L03", "L04", "G06", "C03", "M01", "L06", "L08", "L10", "C02", "V03"} <= found["needed"]
    assert "L01" in found["not_needed"]


@pytest.mark.req("P-002")
def test_funding_ties_the_chain_of_the_government() -> None:
    chain = {"L03", "L04", "G06"}
    assert chain <= groups(project("EDU", "government"))["needed"]
    private = rows(project("EDU", "private"))
    assert {code: (private[code].answer, private[code].by_fact) for code in chain} == dict.fromkeys(
        chain, (False, True)
    )
    assert private["L01"].answer is True
    # Mixed funds leave it open whether the state invests: the category's usual need stands, and L01 is asked.
    mixed = rows(project("EDU", "mixed"))
    assert [mixed[code].answer for code in sorted(chain)] == [True, True, True]
    assert mixed["L01"].group == "depends"


def test_the_renewal_of_an_old_estate() -> None:
    found = groups(project("OLD", "government", "none"))
    assert {"L03", "L04", "G06", "C03", "C06", "V01", "M06"} <= found["needed"]
    assert {"L05", "G03", "G04", "C05", "U01", "M03"} <= found["depends"]
    assert {"L01", "L08", "L09", "G01", "C11"} <= found["not_needed"]


def test_an_answer_decides() -> None:
    for said, group_answer in (("yes", True), ("no", False)):
        row = rows(project("IND", answers={"L05": said}))["L05"]
        assert (row.answer, row.group, row.taken_by_default) == (group_answer, "depends", group_answer)
    assert rows(project("IND", answers={"L05": "perhaps"}))["L05"].answer is None


def test_a_fact_decides_beforehand_whatever_was_answered_earlier() -> None:
    row = rows(project("IND", land="allocation", answers={"L06": "no"}))["L06"]
    assert (row.answer, row.by_fact, row.group) == (True, True, "needed")
    row = rows(project("IND", land="existing", answers={"L07": "yes"}))["L07"]
    assert (row.answer, row.by_fact, row.group) == (False, True, "not_needed")


def test_an_item_follows_the_answer_about_another() -> None:
    asked = rows(project("IND"))
    assert (asked["C02"].answer, asked["V03"].answer) == (None, None)
    for said, follows in (("yes", True), ("no", False)):
        found = rows(project("IND", answers={"C02": said, "E01": said}))
        assert (found["V03"].answer, found["V03"].by_fact) == (follows, True)
        assert found["E02"].answer is follows
    assert found["C02"].item.name in found["V03"].reason


def test_land_that_is_held_needs_no_supply_and_what_follows_from_it() -> None:
    found = rows(project("IND", land="existing"))
    assert {code: found[code].answer for code in ("L06", "L07", "L08", "L10")} == dict.fromkeys(
        ("L06", "L07", "L08", "L10"), False
    )
    assert found["L08"].item.name in found["L10"].reason


def test_a_small_project_needs_no_construction_permit() -> None:
    assert rows(project("IND", investment=Decimal(299_999)))["C05"].answer is False
    assert rows(project("IND", investment=Decimal(300_000)))["C05"].answer is True
    assert rows(project("IND", investment=Decimal(299_999)))["C04"].answer is False


def test_what_is_not_filled_in_yet_decides_nothing() -> None:
    draft = project("WHS", funding="", land="")
    assert set(facts(draft)) == {"investment", "category"}
    found = rows(draft)
    assert (found["L06"].answer, found["L02"].answer) == (None, None)
    assert found["L01"].answer is True  # what the category normally needs


def test_an_item_out_of_use_is_not_proposed() -> None:
    ApprovalItem.objects.filter(code="L05").update(active=False)
    assert "L05" not in rows(project("IND"))


def test_a_changed_cell_changes_the_proposal() -> None:
    CategoryRule.objects.filter(category__code="IND", item__code="L05").update(need="R")
    assert rows(project("IND"))["L05"].group == "needed"


def decided(category: str) -> dict[str, set[bool | None]]:
    """What projects of the category are told of each item: small and large ones, whose owners deny or affirm what they are asked."""
    told: dict[str, set[bool | None]] = {}
    for funding, land, size, said, special in (
        ("private", "none", 1, "no", "no"),
        ("private", "collective", 1_000_000_000, "yes", "yes"),
        ("government", "none", 1_000_000_000, "yes", "no"),
        ("private", "grant", 1, "yes", "yes"),
    ):
        found = project(category, funding, land, investment=Decimal(size), land_area=Decimal(size))
        # One fire approval rules out the other, so that affirming both decides one.
        found.answers = dict.fromkeys(ITEMS, said) | {"new_land": said, "coastal": said, "C02": special}
        for row in propose(found):
            told.setdefault(row.item.code, set()).add(row.answer)
    return told


@pytest.mark.req("W-024")
@pytest.mark.parametrize("category", [row["code"] for row in read().categories])
def test_every_cell_that_depends_is_decided_both_ways_by_some_project(category: str) -> None:
    told = decided(category)
    depend = {code for code, row in ITEMS.items() if row["categories"].get(category) == "C"}
    assert {code: told[code] for code in depend if told[code] != {True, False}} == {}


def test_a_cell_that_only_seems_to_depend_is_found() -> None:
    CategoryRule.objects.filter(item__code="G08", category__code="RES").update(need=Need.REQUIRED)
    assert decided("RES")["M02"] == {True}


def test_small_works_need_no_conservation_plan_and_none_of_what_follows_from_it() -> None:
    follow = ("G08", "V10", "M02")
    denied = {"G01": "no", "L11": "no"}
    small = {"land_area": Decimal(4_999), "answers": denied | {"G08": "no"}}
    for category in ("RES", "COM", "MUN", "EDU"):
        found = rows(project(category, **small))
        assert [found[code].answer for code in follow] == [False, False, False], category
        asked = rows(project(category, **small | {"answers": denied}))
        assert [asked[code].answer for code in follow] == [None, None, None], category
        large = rows(project(category, **small | {"land_area": Decimal(5_000)}))
        assert [large[code].answer for code in follow] == [True, True, True], category


def test_an_old_estate_files_its_fire_acceptance_only_with_a_construction_permit() -> None:
    answers = {"V04": "yes", "C05": "yes"}
    permitted = rows(project("OLD", "government", "none", answers=answers))
    assert permitted["V04"].answer is True
    small = rows(project("OLD", "government", "none", answers=answers, investment=Decimal(299_999)))
    assert (small["V04"].answer, small["V04"].by_fact) == (False, True)
