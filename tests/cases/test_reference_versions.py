"""Administrators change reference rows: each change has its reason and its version, and no running case feels it."""

from typing import Any

import pytest
from django.db import models
from django.utils import translation

from cases.actions import reference
from cases.enums import CaseStatus, LinkKind, Need
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.models import (
    ApprovalItem,
    CaseItem,
    CaseMaterial,
    CategoryRule,
    Department,
    FlowTable,
    ItemDependency,
    MajorProjectListEntry,
    MaterialRequirement,
    Plan,
    PlanRow,
    ProjectCategory,
    ReferenceVersion,
    Region,
    ServiceScheme,
    Stage,
    Unit,
    WorkGroup,
)
from cases.queries import reference as known
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

WHY = "按本地事项清单调整"


def item(code: str) -> ApprovalItem:
    return ApprovalItem.objects.get(code=code)


def stored(*tables: type[models.Model]) -> list[list[dict[str, Any]]]:
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def refused(field: str | None, obj: models.Model, data: dict[str, Any], by: Any) -> str:
    """The sentence of the refusal; nothing is written."""
    before = stored(type(obj), ReferenceVersion)
    with translation.override("en"), pytest.raises(BadInput) as caught:
        reference.change(obj, data, reason=WHY, by=by)
    assert caught.value.field == field
    assert stored(type(obj), ReferenceVersion) == before
    with translation.override("en"):
        return str(caught.value)


def test_a_change_is_stored_with_its_version(cast: Cast) -> None:
    changed = reference.change(
        item("G09"), {"promised_days": 8, "note_zh": "甲", "note_en": "A"}, reason=WHY, by=cast.jin
    )
    assert changed.promised_days == 8
    newest, first = known.history(item("G09"))
    assert (newest.number, newest.changed_by, newest.reason) == (2, cast.jin, WHY)
    with translation.override("en"):
        found = {d.field: (d.before, d.after) for d in known.differences(first, newest)}
    assert found["promised_days"] == ("10", "8")
    assert set(found) == {"promised_days", "note_zh", "note_en"}
    assert newest.data == known.snapshot(item("G09"))


def test_every_kind_of_row_can_be_changed(cast: Cast) -> None:
    water, stage = Department.objects.get(code="water"), Stage.objects.get(code="S1")
    changes: list[tuple[models.Model, dict[str, Any]]] = [
        (item("L01"), {"promised_days": 2}),
        (MaterialRequirement.objects.filter(item__code="G09").last(), {"copies": 2}),
        (ItemDependency.objects.get(item__code="U01", kind=LinkKind.SOFT), {"kind": LinkKind.ALL}),
        (CategoryRule.objects.get(category__code="IND", item__code="L05"), {"need": Need.REQUIRED}),
        (ProjectCategory.objects.get(code="IND"), {"examples_zh": "示例", "examples_en": "example"}),
        (stage, {"department": water.pk}),
        (water, {"name_zh": "水利水务"}),
        (Unit.objects.get(code="370783-agency"), {"phone": "0536-0000000", "departments": [water.pk]}),
        (Region.objects.get(code="370783T01"), {"name_zh": "圣城街道办"}),
        (WorkGroup.objects.get(code="construction"), {"items": [item("C05").pk, item("V01")]}),
        (ServiceScheme.objects.get(code="zero_n"), {"feedback_wd": 3}),
        (MajorProjectListEntry.objects.filter(uscc="").first(), {"uscc": "9137 0783ma0text12y"}),
    ]  # type: ignore[list-item]
    for row, data in changes:
        changed = reference.change(row, data, reason=WHY, by=cast.jin)
        newest, first = known.history(changed)[:2]
        assert (newest.changed_by, first.changed_by) == (cast.jin, None), row
        assert known.differences(first, newest), row
        said = {name: value for name, value in newest.data.items() if not name.startswith("_")}
        assert said == known.snapshot(changed)
    assert WorkGroup.objects.get(code="construction").items.count() == 2
    assert MajorProjectListEntry.objects.filter(uscc="91370783MA0TEXT12Y").count() == 2


def test_only_an_administrator_may_and_only_with_a_reason(cast: Cast) -> None:
    before = stored(ApprovalItem, ReferenceVersion)
    for somebody in (cast.wang, cast.chen, cast.sun, cast.feng):
        for act in (
            lambda by: reference.change(item("G09"), {"promised_days": 1}, reason=WHY, by=by),
            lambda by: reference.add(Department, {"code": "x"}, reason=WHY, by=by),
            lambda by: reference.retire(item("G09"), reason=WHY, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(somebody)
    with pytest.raises(BadInput) as caught:
        reference.change(item("G09"), {"promised_days": 1}, reason="  ", by=cast.jin)
    assert caught.value.field == "reason"
    assert stored(ApprovalItem, ReferenceVersion) == before


def test_an_impossible_value_is_refused_at_its_field(cast: Cast) -> None:
    refused("promised_days", item("G09"), {"promised_days": -1}, cast.jin)
    refused("promised_days", item("G09"), {"promised_days": 40000}, cast.jin)
    refused("level", item("G09"), {"level": "galaxy"}, cast.jin)
    refused("note_en", item("G09"), {"note_zh": "只有中文", "note_en": ""}, cast.jin)
    refused("question_zh", item("G09"), {"question_zh": "", "question_en": ""}, cast.jin)
    refused("code", item("G09"), {"code": "G99"}, cast.jin)
    refused(None, item("G09"), {"pk": 3}, cast.jin)
    refused("stage", item("G09"), {"stage": None}, cast.jin)
    refused("department", item("G09"), {"department": 987654}, cast.jin)
    refused("members", WorkGroup.objects.get(code="dispatch"), {"members": []}, cast.jin)
    refused("items", WorkGroup.objects.get(code="dispatch"), {"items": [987654]}, cast.jin)
    refused("uscc", MajorProjectListEntry.objects.all()[0], {"uscc": "91370783MA0TEXT12X"}, cast.jin)
    refused("parent", Region.objects.get(code="370700"), {"parent": Region.objects.get(code="370783")}, cast.jin)


def test_papers_keep_the_rules_of_gaps(cast: Cast) -> None:
    core = MaterialRequirement.objects.filter(item__code="G09", core=True)[0]
    assert "core" in refused(None, core, {"may_be_late": True}, cast.jin)
    strict = MaterialRequirement.objects.filter(item__gap="N", core=False)[0]
    refused("may_be_late", strict, {"may_be_late": True}, cast.jin)
    refused("gap", item("G09"), {"gap": "N"}, cast.jin)


def test_a_cell_depends_only_where_a_question_decides(cast: Cast) -> None:
    cell = CategoryRule.objects.get(category__code="IND", item__code="C06")
    refused("need", cell, {"need": Need.CONDITIONAL}, cast.jin)


def test_a_rule_must_be_answerable(cast: Cast) -> None:
    for rule in (
        "yes",
        {"any": []},
        {"fact": "colour", "op": "==", "value": "red"},
        {"fact": "investment", "op": ">=", "value": "much"},
        {"fact": "funding", "op": ">", "value": 3},
        {"fact": "funding", "op": "in", "value": "private"},
        {"item": "Z99", "op": "needed"},
        {"not": {"fact": "funding", "op": "~", "value": 1}},
        {"fact": "funding", "op": "==", "value": "private", "only": "perhaps"},
    ):
        refused("rule", item("L05"), {"rule": rule}, cast.jin)
    assert "E01" in refused("rule", item("E01"), {"rule": {"item": "E02", "op": "needed"}}, cast.jin)
    fine = {"any": [{"fact": "investment", "op": ">=", "value": 5e8}, {"item": "L02", "op": "needed"}], "only": "yes"}
    assert reference.change(item("L05"), {"rule": fine}, reason=WHY, by=cast.jin).rule == fine


def test_a_hard_dependency_that_closes_a_circle_is_refused_by_name(cast: Cast) -> None:
    before = stored(ItemDependency, ReferenceVersion)
    data: dict[str, Any] = {"item": item("L01"), "kind": LinkKind.ALL, "requires": item("C05")}
    with pytest.raises(BadInput) as caught:
        reference.add(ItemDependency, data, reason=WHY, by=cast.jin)
    assert caught.value.field == "requires"
    assert {"L01", "C05"} <= set(str(caught.value).replace("：", " ").split())
    assert stored(ItemDependency, ReferenceVersion) == before
    soft = reference.add(ItemDependency, data | {"kind": LinkKind.SOFT}, reason=WHY, by=cast.jin)
    assert "C05" in refused("requires", soft, {"kind": LinkKind.IF_PRESENT}, cast.jin)


def test_an_item_cannot_wait_for_itself(cast: Cast) -> None:
    for kind in (LinkKind.ALL, LinkKind.SOFT):
        with pytest.raises(BadInput) as caught:
            reference.add(
                ItemDependency, {"item": item("L01"), "kind": kind, "requires": item("L01")}, reason=WHY, by=cast.jin
            )
        assert caught.value.field == "requires"


def test_a_dependency_of_another_kind_keeps_its_history(cast: Cast) -> None:
    link = ItemDependency.objects.get(item__code="G04", kind=LinkKind.ALL, requires__code="G03")
    changed = reference.change(link, {"kind": LinkKind.ANY, "group": 1}, reason=WHY, by=cast.jin)
    newest, first = known.history(changed)
    assert (newest.key, newest.data["_moved_from"]) == ("G04/any/G03", "G04/all/G03")
    assert (first.key, first.changed_by) == ("G04/all/G03", None)


def test_the_second_of_two_administrators_is_told(cast: Cast) -> None:
    seen = known.number(item("G09"))
    reference.change(item("G09"), {"promised_days": 8}, reason=WHY, by=cast.jin, version=seen)
    with pytest.raises(Stale):
        reference.change(item("G09"), {"promised_days": 9}, reason=WHY, by=cast.jin, version=seen)
    assert item("G09").promised_days == 8


def test_saving_without_a_change_leaves_no_version(cast: Cast) -> None:
    before = ReferenceVersion.objects.count()
    reference.change(item("G09"), {"promised_days": 10, "stage": item("G09").stage}, reason=WHY, by=cast.jin)
    assert ReferenceVersion.objects.count() == before


def test_a_new_item_appears_in_every_category_as_not_needed(cast: Cast) -> None:
    columns = [f for f in ApprovalItem._meta.concrete_fields if not f.primary_key]
    data = {f.name: getattr(item("G09"), f.name) for f in columns} | {"code": "K01", "name_zh": "示例事项"}
    made = reference.add(ApprovalItem, data, reason=WHY, by=cast.jin)
    assert set(made.rules.values_list("need", flat=True)) == {Need.NOT_NEEDED}
    assert made.rules.count() == 9
    (version,) = known.history(made)
    assert (version.number, version.changed_by) == (1, cast.jin)
    with pytest.raises(BadInput) as caught:
        reference.add(ApprovalItem, data, reason=WHY, by=cast.jin)
    assert caught.value.field == "code"


def test_a_moved_region_takes_its_inside_along(cast: Cast) -> None:
    town = reference.add(
        Region,
        {"code": "370783T09", "name_zh": "示例镇", "name_en": "Example", "level": "town", "kind": "region",
         "parent": Region.objects.get(code="370783")},
        reason=WHY, by=cast.jin,
    )  # fmt: skip
    assert town.path == "100000/370000/370700/370783/370783T09"
    reference.change(
        Region.objects.get(code="370783"), {"parent": Region.objects.get(code="370000")}, reason=WHY, by=cast.jin
    )
    town.refresh_from_db()
    assert town.path == "100000/370000/370783/370783T09"


def test_an_item_is_taken_out_of_use_and_back(cast: Cast) -> None:
    reference.retire(item("G10"), reason=WHY, by=cast.jin)
    assert not item("G10").active
    reference.change(item("G10"), {"active": True}, reason=WHY, by=cast.jin)
    assert [v.data["active"] for v in known.history(item("G10"))] == [True, False, True]


def test_what_is_used_cannot_be_removed(cast: Cast) -> None:
    for row in (
        Department.objects.get(code="water"),
        Stage.objects.get(code="S1"),
        Unit.objects.get(code="370783-agency"),
        Region.objects.get(code="370783"),
        WorkGroup.objects.get(code="construction"),
        ServiceScheme.objects.get(code="zero_n"),
        CategoryRule.objects.get(category__code="IND", item__code="L05"),
    ):
        with pytest.raises(CaseError):
            reference.retire(row, reason=WHY, by=cast.jin)
        row.refresh_from_db()


def test_what_nobody_uses_goes_but_its_history_stays(cast: Cast) -> None:
    made = reference.add(
        Department, {"code": "spare", "name_zh": "示例条线", "name_en": "Spare"}, reason=WHY, by=cast.jin
    )
    reference.retire(made, reason="不再使用", by=cast.jin)
    assert not Department.objects.filter(code="spare").exists()
    gone, added = known.versions(Department, "spare")
    assert (gone.data["_gone"], gone.reason, added.number) == (True, "不再使用", 1)
    group = WorkGroup.objects.get(code="dispatch")
    spare = reference.add(
        WorkGroup,
        {"code": "spare", "name_zh": "示例组", "name_en": "Spare", "region": group.region, "lead": group.lead,
         "members": [group.lead]},
        reason=WHY, by=cast.jin,
    )  # fmt: skip
    reference.retire(spare, reason=WHY, by=cast.jin)
    assert not WorkGroup.objects.filter(code="spare").exists()


@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_no_change_of_reference_data_touches_a_running_case(cast: Cast, region: str) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, region)
    tables = (CaseItem, CaseMaterial, Plan, PlanRow, FlowTable)
    before = stored(*tables)
    assert before[0]
    assert before[2]
    for entry in case.items.select_related("item"):
        reference.change(
            entry.item, {"promised_days": 99, "statutory_days": 99, "statutory_unit": "cal"}, reason=WHY, by=cast.jin
        )
        for paper in entry.item.materials.all():
            reference.change(
                paper, {"name_zh": "另一份材料", "name_en": "Another paper", "copies": 9}, reason=WHY, by=cast.jin
            )
    reference.change(case.scheme, {"flow_table_wd": 3, "feedback_wd": 1}, reason=WHY, by=cast.jin)
    assert stored(*tables) == before
    assert known.number(case.scheme) == 2


def test_the_steps_of_a_scheme_stay_while_cases_run(cast: Cast) -> None:
    scheme = ServiceScheme.objects.get(code="zero_n")
    reference.change(scheme, {"joint_review": False}, reason=WHY, by=cast.jin)  # nothing runs yet
    reference.change(scheme, {"joint_review": True}, reason=WHY, by=cast.jin)
    case_in(cast, CaseStatus.SUBMITTED)
    refused("joint_review", scheme, {"joint_review": False}, cast.jin)
    refused("grounds", scheme, {"grounds": []}, cast.jin)
    refused("roles", scheme, {"roles": ["magician"]}, cast.jin)
    refused("list_levels", scheme, {"list_levels": []}, cast.jin)
    refused("min_investment", scheme, {"grounds": ["investment_min"]}, cast.jin)
