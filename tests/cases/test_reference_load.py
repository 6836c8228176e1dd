"""The shipped reference data as rows: complete, loaded twice without a trace, never over an administrator's word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.actions import reference, reference_load
from cases.enums import LinkKind, Need, PostRole, UnitKind
from cases.exceptions import CaseError
from cases.models import (
    ApprovalItem,
    CalendarDay,
    CategoryRule,
    Department,
    ItemDependency,
    MajorProjectListEntry,
    MaterialRequirement,
    Post,
    ProjectCategory,
    ReferenceVersion,
    Region,
    ServiceScheme,
    Stage,
    Unit,
    User,
    WorkGroup,
)
from cases.queries import eligibility
from cases.queries import reference as known
from cases.reference import Reference, read

pytestmark = pytest.mark.usefixtures("reference")

TABLES = (
    ApprovalItem, CalendarDay, CategoryRule, Department, ItemDependency, MajorProjectListEntry, MaterialRequirement,
    ProjectCategory, ReferenceVersion, Region, ServiceScheme, Stage, Unit, WorkGroup,
)  # fmt: skip


@pytest.fixture
def administrator(db: None) -> User:
    user = User.objects.create(email="guanli@example.com", name="示例管理员")
    unit = Unit.objects.filter(kind=UnitKind.AGENCY).first()
    Post.objects.create(user=user, unit=unit, role=PostRole.ADMINISTRATOR)
    return user


def lists_of(table: Any) -> list[str]:
    return [field.name for field in table._meta.many_to_many]


def members(row: Any) -> list[list[int]]:
    return [sorted(one.pk for one in getattr(row, name).all()) for name in lists_of(type(row))]


def everything() -> dict[str, list[Any]]:
    """Every stored row with its lists."""
    return {
        table.__name__: [
            ({f.attname: getattr(row, f.attname) for f in table._meta.concrete_fields}, members(row))
            for row in table.objects.order_by("pk").prefetch_related(*lists_of(table))
        ]
        for table in TABLES
    }


def edition(code: str, **changes: Any) -> Reference:
    """The shipped files with one item changed."""
    ref = read()
    return replace(ref, items=[row | changes if row["code"] == code else row for row in ref.items])


def keys_of(links: Any) -> set[tuple[str, str]]:
    return {(link.kind, link.requires.code if link.requires else link.milestone) for link in links}


def test_the_whole_catalogue_is_stored() -> None:
    counts = {model: model.objects.count() for model in (ProjectCategory, ApprovalItem, Stage, Region, CategoryRule)}
    assert counts == {ProjectCategory: 9, ApprovalItem: 75, Stage: 9, Region: 39, CategoryRule: 675}
    shipped = read()
    assert Unit.objects.count() == len(shipped.units)
    assert MaterialRequirement.objects.count() == sum(len(row["materials"]) for row in shipped.items)
    assert CalendarDay.objects.order_by("date").first().date == date(2020, 1, 1)  # type: ignore[union-attr]
    assert set(CalendarDay.objects.filter(provisional=True).dates("date", "year")) == {date(2027, 1, 1)}


def test_an_item_says_what_its_file_says() -> None:
    row = next(row for row in read().items if row["code"] == "G09")
    item = ApprovalItem.objects.get(code="G09")
    assert (item.name_zh, item.statutory_days, item.statutory_unit, item.promised_days) == (
        row["name_zh"],
        20,
        "wd",
        10,
    )
    assert (item.gap, item.commitment, item.preapproval, item.certainty) == ("Y", "N", "N", "B")
    assert [paper.name_zh for paper in item.materials.all()] == [paper["name_zh"] for paper in row["materials"]]
    assert ApprovalItem.objects.filter(rule__isnull=True).count() == sum(r["when"] is None for r in read().items)


def test_dependencies_keep_their_kinds() -> None:
    links = ItemDependency.objects.select_related("requires")
    assert keys_of(links.filter(item__code="L04")) == {
        ("all", "L03"), ("cond", "L06"), ("cond", "L05"), ("cond", "L11"), ("soft", "M01"),
    }  # fmt: skip
    assert keys_of(links.filter(item__code="V01")) == {
        ("all", "C05"),
        ("soft", "M03"),
        ("milestone", "WORKS_COMPLETED"),
    }
    alternatives = links.filter(item__code="U01", kind=LinkKind.ANY)
    assert keys_of(alternatives) == {("any", "L01"), ("any", "L02"), ("any", "L04")}
    assert {link.group for link in alternatives} == {1}
    assert keys_of(links.filter(item__code="U01")) >= {("cond", "G04"), ("soft", "G04")}


def test_a_paper_knows_the_items_it_results_from() -> None:
    paper, code = next(
        (paper, row["code"]) for row in read().items for paper in row["materials"] if len(paper["result_of"]) > 1
    )
    stored = MaterialRequirement.objects.get(item__code=code, name_zh=paper["name_zh"])
    assert sorted(item.code for item in stored.result_of.all()) == sorted(paper["result_of"])


@pytest.mark.req("W-024")
def test_the_matrix_has_every_cell() -> None:
    cells = CategoryRule.objects.values_list("category__code", "item__code", "need")
    wanted = {
        (category["code"], item["code"], item["categories"].get(category["code"], Need.NOT_NEEDED))
        for category in read().categories
        for item in read().items
    }
    assert set(cells) == wanted


@pytest.mark.req("W-010", "W-011", "P-040", "P-062")
def test_each_region_has_its_scheme_with_its_own_numbers() -> None:
    shouguang, pikou = Region.objects.get(code="370783"), Region.objects.get(code="210214T03")
    zero, one = eligibility.scheme_for(shouguang), eligibility.scheme_for(pikou)
    assert zero is not None
    assert one is not None
    assert (zero.code, zero.generation_review, zero.joint_review, zero.flow_tables) == ("zero_n", False, True, False)
    assert (zero.grounds, zero.min_investment, zero.liaisons_min, zero.liaisons_max) == (["major_list"], None, 3, 5)
    assert (one.code, one.generation_review, one.joint_review, one.flow_tables) == ("one_three_n", True, False, True)
    assert (one.min_investment, one.meeting_interval_wd, one.flow_table_wd) == (Decimal(100_000_000), 15, 15)
    assert (one.document_number, one.document_date) == ("普政办发〔2021〕1号", date(2021, 2, 10))
    assert eligibility.scheme_for(Region.objects.get(code="210200")) is None


def test_the_inside_of_a_region_is_one_prefix() -> None:
    town = Region.objects.get(code="370783T02")
    assert town.path == "100000/370000/370700/370783/370783T02"
    inside = Region.objects.filter(path__startswith=Region.objects.get(code="370783").path + "/")
    assert {region.code for region in inside} == {f"370783T0{n}" for n in range(1, 5)}


@pytest.mark.req("P-012", "P-014", "P-015", "P-016", "P-017")
def test_the_task_force_has_its_groups() -> None:
    groups = {group.code: group for group in WorkGroup.objects.all()}
    assert list(groups) == ["generation", "land_planning", "construction", "dispatch"]
    assert (groups["generation"].is_generation, groups["generation"].files_flow_table) == (True, False)
    assert all(group.with_town for group in groups.values())
    assert groups["construction"].lead.code == "210214-housing"
    assert groups["generation"].members.count() == 22
    codes = {code: set(group.items.values_list("code", flat=True)) for code, group in groups.items()}
    assert {"L01", "G04", "M06"} <= codes["land_planning"]
    assert {"C05", "V01", "U03", "M07"} <= codes["construction"]
    assert codes["land_planning"] | codes["construction"] == set(ApprovalItem.objects.values_list("code", flat=True))
    assert not codes["land_planning"] & codes["construction"]


def test_the_first_load_leaves_first_versions() -> None:
    first = ReferenceVersion.objects.filter(number=1, changed_by=None)
    found = {name: first.filter(model=name).count() for name in ("approvalitem", "servicescheme", "projectcategory")}
    assert found == {"approvalitem": 75, "servicescheme": 2, "projectcategory": 9}
    version = first.get(model="approvalitem", key="G09")
    assert (version.data["stage"], version.data["department"], version.data["promised_days"]) == ("PL", "water", 10)


def test_a_second_load_changes_nothing() -> None:
    before = everything()
    counts = reference_load.load()
    assert (counts.created, counts.updated, counts.removed, counts.kept) == (0, 0, 0, 0)
    assert everything() == before


def test_a_missing_row_is_added_again() -> None:
    CategoryRule.objects.filter(item__code="L01", category__code="IND").delete()
    Unit.objects.get(code="370783-agency").departments.clear()
    ItemDependency.objects.filter(item__code="G04").delete()
    counts = reference_load.load()
    assert counts.created == 5
    assert CategoryRule.objects.get(item__code="L01", category__code="IND").need == Need.REQUIRED


def test_a_new_edition_is_taken_over_with_a_version() -> None:
    counts = reference_load.load(edition("G09", promised_days=7))
    assert (counts.created, counts.updated) == (0, 1)
    item = ApprovalItem.objects.get(code="G09")
    assert item.promised_days == 7
    newest, first = known.history(item)
    assert (newest.number, newest.data["promised_days"], newest.changed_by) == (2, 7, None)
    assert first.data["promised_days"] == 10


def test_a_new_edition_never_overwrites_an_administrator(administrator: User) -> None:
    item = ApprovalItem.objects.get(code="G09")
    reference.change(item, {"promised_days": 5}, reason="本地承诺时限", by=administrator)
    counts = reference_load.load(edition("G09", promised_days=7))
    assert (counts.updated, counts.kept) == (0, 1)
    item.refresh_from_db()
    assert item.promised_days == 5


def test_what_an_administrator_removed_stays_away(administrator: User) -> None:
    link = ItemDependency.objects.get(item__code="G04", kind=LinkKind.IF_PRESENT, requires__code="L10")
    entry = MajorProjectListEntry.objects.get(name__startswith="诸城市")
    for row in (link, entry):
        reference.retire(row, reason="本地不适用", by=administrator)
    counts = reference_load.load()
    assert (counts.created, counts.kept) == (0, 2)
    assert not ItemDependency.objects.filter(item__code="G04", requires__code="L10").exists()


def test_dependencies_and_papers_that_an_edition_drops_go(administrator: User) -> None:
    own = reference.add(
        ItemDependency,
        {
            "item": ApprovalItem.objects.get(code="C05"),
            "kind": LinkKind.SOFT,
            "requires": ApprovalItem.objects.get(code="C09"),
        },
        reason="本地要求",
        by=administrator,
    )
    row = next(row for row in read().items if row["code"] == "C05")
    shorter = edition("C05", pred_cond=row["pred_cond"][1:], materials=row["materials"][:-1])
    last = MaterialRequirement.objects.filter(item__code="C05").order_by("order").last()
    assert last is not None
    assert reference_load.load(shorter).removed == 2
    last.refresh_from_db()
    assert not last.active
    assert ItemDependency.objects.filter(pk=own.pk).exists()
    assert not ItemDependency.objects.filter(item__code="C05", requires__code=row["pred_cond"][0]).exists()


def test_files_with_problems_are_refused_whole() -> None:
    before = everything()
    with pytest.raises(CaseError, match="item G09 pred_all: unknown code XX"):
        reference_load.load(edition("G09", pred_all=["XX"], promised_days=7))
    assert everything() == before


def test_an_edition_that_would_close_a_circle_with_local_rows_is_refused_whole(administrator: User) -> None:
    items = {code: ApprovalItem.objects.get(code=code) for code in ("L05", "U01")}
    data = {"item": items["U01"], "kind": LinkKind.ALL, "requires": items["L05"]}
    reference.add(ItemDependency, data, reason="本地要求", by=administrator)
    before = everything()
    with pytest.raises(CaseError, match="U01"):
        reference_load.load(edition("L05", pred_all=["U01"], promised_days=7))
    assert everything() == before


def test_the_command_tells_what_it_did_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    line = capsys.readouterr().out
    assert line.startswith("reference data: 0 rows created, 0 updated, 0 removed, 0 kept")
    assert line.count("\n") == 1


def test_the_command_refuses_with_the_reason(administrator: User) -> None:
    one, other = ApprovalItem.objects.get(code="L05"), ApprovalItem.objects.get(code="M06")
    for waits, needs in ((one, other), (other, one)):
        ItemDependency.objects.create(item=waits, kind=LinkKind.ALL, requires=needs)
        ReferenceVersion.objects.create(
            model="itemdependency", key=f"{waits.code}/all/{needs.code}", number=1, data={}, changed_by=administrator
        )
    with pytest.raises(CommandError, match=r"Nothing was stored.*L05 → M06 → L05|Nothing was stored.*M06 → L05 → M06"):
        call_command("load_reference")
