"""The reference files say what the catalogue and the two policy documents say, in both languages."""

import re
from collections import Counter
from copy import deepcopy
from datetime import date

import pytest

from cases.reference import Reference, answer, calendar_rows, problems, read

REF = read()
ITEMS = {row["code"]: row for row in REF.items}
UNITS = {row["code"]: row for row in REF.units}


def broken() -> Reference:
    """A copy that a control may spoil."""
    return deepcopy(REF)


def pick(rows: list[dict], code: str) -> dict:
    return next(row for row in rows if row["code"] == code)


def test_the_files_have_no_problem() -> None:
    assert problems(REF) == []


def test_there_are_75_items_in_9_categories_and_9_stages() -> None:
    assert (len(REF.items), len(REF.categories), len(REF.stages)) == (75, 9, 9)
    assert [row["code"] for row in REF.stages if row["main"]] == ["S1", "S2", "S3", "S4"]


def test_types_and_levels_are_those_of_the_catalogue() -> None:
    assert Counter(row["type"] for row in REF.items) == {
        "licence": 37,
        "other_power": 9,
        "intermediary": 8,
        "filing": 7,
        "public_service": 7,
        "confirmation": 3,
        "technical_review": 3,
        "self": 1,
    }
    assert Counter(row["level"] for row in REF.items) == {"county": 57, "city": 10, "province": 7, "town": 1}


@pytest.mark.parametrize(
    ("code", "statutory", "unit", "promised"),
    [
        ("E01", 3, "wd", 1),
        ("L02", 20, "wd", 5),
        ("L03", None, "", 5),
        ("L08", None, "cal", 30),
        ("L10", 30, "wd", 1),
        ("G01", 60, "cal", 15),
        ("G10", 45, "wd", 15),
        ("C05", 7, "wd", 1),
        ("V14", 30, "wd", 1),
        ("U03", None, "", 22),
    ],
)
def test_limits_are_those_of_the_source_table(code: str, statutory: int | None, unit: str, promised: int) -> None:
    row = ITEMS[code]
    assert (row["statutory_days"], row["unit"], row["promised_days"]) == (statutory, unit, promised)


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("L01", "RRRR-CC-R"),
        ("L03", "----RRRRC"),
        ("G01", "RC-CCCR-C"),
        ("C02", "CCCRCRR-C"),
        ("C06", "RRRRRRRRR"),
        ("V12", "C--C-CC-C"),
        ("X06", "C---C----"),
    ],
)
def test_matrix_rows_are_those_of_the_source_table(code: str, cells: str) -> None:
    assert "".join(ITEMS[code]["categories"].get(row["code"], "-") for row in REF.categories) == cells


def test_dependencies_of_the_construction_permit_are_those_of_the_source_table() -> None:
    row = ITEMS["C05"]
    assert row["pred_all"] == ["G04", "C01", "C03", "C04"]
    assert row["pred_cond"] == ["L09", "C02", "G07", "C10"]
    assert {code for code, row in ITEMS.items() if row["after_milestone"]} == {
        f"V{n:02d}" for n in range(1, 16) if n != 11
    }


@pytest.mark.parametrize("key", ["pred_all", "pred_any", "pred_cond"])
def test_a_circle_of_predecessors_is_found(key: str) -> None:
    ref = broken()
    pick(ref.items, "L08")[key].append("C05")
    assert any("circle" in problem for problem in problems(ref))


def test_unknown_codes_are_found() -> None:
    ref = broken()
    pick(ref.items, "L01")["department"] = "nobody"
    pick(ref.units, "370783-housing")["region"] = "370799"
    ref.task_force["groups"][1]["items"].append("M99")
    assert problems(ref) == [
        "unit 370783-housing: unknown code 370799",
        "group land_planning: unknown code M99",
        "item L01: unknown code nobody",
    ]


def test_an_item_that_depends_without_a_question_is_found() -> None:
    ref = broken()
    pick(ref.items, "L11").update(question_zh="", question_en="")
    assert problems(ref) == ["item L11: depends on a question that is not there"]


def test_a_missing_language_is_found() -> None:
    ref = broken()
    pick(ref.items, "L11")["reason_en"] = ""
    pick(ref.categories, "IND")["intro_zh"] = ""
    assert problems(ref) == ["IND: intro lacks a language", "L11: reason lacks a language"]


def test_a_core_paper_that_may_be_late_is_found() -> None:
    ref = broken()
    pick(ref.items, "C05")["materials"][0]["may_be_late"] = True
    pick(ref.items, "L08")["materials"][0].update(may_be_late=True, core=False)
    assert problems(ref) == [
        "item L08 竞买申请书/划拨申请: may be late although the item accepts no gaps",
        "item C05 施工许可申请表: a core paper may not be late",
    ]


def test_gaps_name_the_paper_that_may_be_late_and_every_item_has_a_core_paper() -> None:
    for row in REF.items:
        assert any(material["core"] for material in row["materials"]), row["code"]
        assert any(material["may_be_late"] for material in row["materials"]) == (row["rongque"] == "Y"), row["code"]


def test_permits_land_papers_titles_and_application_forms_are_never_late() -> None:
    core = re.compile(r"申请[书表]$|土地证|使用土地|出让合同|不动产|^建设工程规划许可证|权属证书")
    late = [m["name_zh"] for row in REF.items for m in row["materials"] if m["may_be_late"]]
    assert [name for name in late if core.search(name)] == []
    assert all(core.search(name) for name in ("建设工程规划许可证", "登记申请书"))


def test_english_texts_contain_no_chinese_and_chinese_texts_do() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    for row in REF.items + REF.units + REF.regions + REF.categories + REF.departments + REF.stages:
        for key, text in row.items():
            if text and key.endswith(("_zh", "_en")):
                assert bool(han.search(text)) == key.endswith("_zh"), (row["code"], key, text)


def test_materials_that_are_results_say_of_which_item() -> None:
    for row in REF.items:
        for material in row["materials"]:
            assert material["source"] != "result" or material["result_of"], (row["code"], material["name_zh"])


@pytest.mark.req("W-024", "W-025")
def test_the_nine_categories_have_their_names_and_addresses() -> None:
    names = ["工业", "仓储", "居住", "商业", "市政", "教育", "医疗", "城镇老旧小区改造", "城市更新"]
    assert [row["name_zh"] for row in REF.categories] == names
    assert len({row["slug"] for row in REF.categories}) == 9


@pytest.mark.req("W-011", "W-033")
def test_weifang_has_12_counties_5_zones_and_towns() -> None:
    below = [row for row in REF.regions if row["parent"] == "370700"]
    assert Counter(row["kind"] for row in below) == {"region": 12, "zone": 5}
    assert Counter(row["parent"] for row in REF.regions if row["level"] == "town") == {
        "370705": 4,
        "370782": 4,
        "370783": 4,
        "210214": 4,
    }


@pytest.mark.req("W-020")
def test_every_weifang_county_and_zone_and_the_city_have_one_assisting_agency() -> None:
    places = [row["code"] for row in REF.regions if row["parent"] == "370700"] + ["370700"]
    agencies = Counter(row["region"] for row in REF.units if row["kind"] == "agency")
    assert {place: agencies[place] for place in places} == dict.fromkeys(places, 1)
    assert REF.unit_rule["fallback_kind"] == "agency"


@pytest.mark.parametrize(
    ("region", "levels"),
    [
        ("370783", {"county"}),
        ("370705", {"county"}),
        ("370700", {"city", "county"}),
        ("370000", {"province"}),
        ("210200", {"city"}),
        ("210000", {"province"}),
    ],
)
@pytest.mark.req("W-037", "W-057")
def test_each_business_line_that_decides_at_a_level_has_a_unit_there(region: str, levels: set[str]) -> None:
    wanted = {row["department"] for row in REF.items if row["level"] in levels} - {"owner"}
    there = {department for row in REF.units if row["region"] == region for department in row["departments"]}
    assert wanted - there == set()


def test_office_phones_are_plainly_invented() -> None:
    phones = [row["phone"] for row in REF.units]
    assert all(re.fullmatch(r"(0536|0531|0411|024)-0000\d{3}", phone) for phone in phones)
    assert len(set(phones)) == len(phones)


@pytest.mark.req("P-012", "P-013", "P-014", "P-015", "P-016", "P-017")
def test_the_task_force_has_its_office_and_four_groups_as_the_plan_names_them() -> None:
    force = REF.task_force
    short = {code: row["short_zh"] for code, row in UNITS.items()}
    assert short[force["office"]["unit"]] == "区营商局"
    assert [(row["name_zh"], short[row["lead"]], len(set(row["members"]))) for row in force["groups"]] == [
        ("项目生成组", "区发改委", 22),
        ("立项用地规划和工程建设许可组", "区自然资源分局", 12),
        ("施工许可和竣工验收组", "区住建局", 9),
        ("项目调度组", "区发改委", 20),
    ]


@pytest.mark.req("P-030", "P-031")
def test_every_item_belongs_to_exactly_one_group() -> None:
    taken: Counter[str] = Counter()
    for group in REF.task_force["groups"]:
        taken.update(
            row["code"] for row in REF.items if row["stage"] in group["stages"] or row["code"] in group["items"]
        )
    assert taken == Counter(dict.fromkeys(ITEMS, 1))


@pytest.mark.req("W-010", "W-022", "W-031", "P-021", "P-024", "P-040", "P-050", "P-051", "P-052", "P-063")
def test_the_schemes_carry_the_numbers_of_their_policies() -> None:
    weifang, pulandian = pick(REF.schemes, "zero_n"), pick(REF.schemes, "one_three_n")
    assert (weifang["grounds"], weifang["min_investment_yuan"]) == (["major_list"], None)
    assert (weifang["liaisons_min"], weifang["liaisons_max"], len(weifang["roles"])) == (3, 5, 6)
    assert (weifang["generation_review"], weifang["joint_review"], weifang["flow_table_wd"]) == (False, True, None)
    assert pulandian["grounds"] == ["investment_min", "government_decision"]
    assert pulandian["min_investment_yuan"] == 100_000_000
    assert (pulandian["generation_meetings"], pulandian["meeting_interval_wd"]) == (2, 15)
    assert pulandian["flow_table_wd"] == 15
    assert pulandian["roles"] == ["chief_agent", "group_agent", "unit_agent"]
    assert pulandian["document"]["date"] == "2021-02-10"


def test_the_list_of_major_projects_is_a_sample_for_2026() -> None:
    assert len(REF.project_list) == 6
    assert {row["year"] for row in REF.project_list} == {2026}
    assert all("示例" in row["name_zh"] for row in REF.project_list)


@pytest.mark.parametrize(
    ("code", "facts", "needed", "expected"),
    [
        ("L03", {"funding": "government"}, {}, True),
        ("L04", {"funding": "private"}, {}, False),
        ("G06", {"funding": "mixed"}, {}, None),
        ("G06", {}, {}, None),
        ("L01", {"funding": "state"}, {}, True),
        ("L02", {"funding": "government"}, {}, False),
        ("L02", {"funding": "private"}, {}, None),
        ("L06", {"land_acquisition": "allocation"}, {}, True),
        ("L06", {"land_acquisition": "grant"}, {}, None),
        ("L06", {"land_acquisition": "grant", "new_land": False}, {}, False),
        ("L07", {"new_land": True}, {}, True),
        ("G08", {"land_area_m2": 5000}, {}, True),
        ("G08", {"land_area_m2": 4999}, {}, None),
        ("C03", {"funding": "private"}, {}, None),
        ("X05", {"coastal": False}, {}, False),
        ("X05", {"coastal": True}, {}, None),
        ("V03", {}, {"C02": True}, True),
        ("V04", {}, {"C02": True}, False),
        ("V04", {}, {"C02": False}, None),
        ("V04", {}, {"C02": False, "C05": True}, None),
        ("V04", {}, {"C02": False, "C05": False}, False),
        ("M02", {}, {"G01": False, "G08": True}, True),
        ("M02", {}, {"G01": False, "G08": False}, None),
        ("L11", {"funding": "private"}, {}, None),
    ],
)
def test_a_rule_answers_only_what_the_facts_settle(code: str, facts: dict, needed: dict, expected: bool | None) -> None:
    assert answer(ITEMS[code]["when"], facts, needed) is expected


def test_the_calendar_covers_every_day_from_2020_to_2027() -> None:
    rows = calendar_rows()
    assert (rows[0].date, rows[-1].date) == (date(2020, 1, 1), date(2027, 12, 31))
    assert len(rows) == (date(2028, 1, 1) - date(2020, 1, 1)).days == len({row.date for row in rows})


def test_2025_and_2026_have_248_working_days_each_and_only_2027_is_provisional() -> None:
    worked = Counter(row.date.year for row in calendar_rows() if row.is_workday)
    assert (worked[2025], worked[2026]) == (248, 248)
    assert {row.date.year for row in calendar_rows() if row.provisional} == {2027}


def test_make_up_days_are_worked_and_holidays_have_chinese_names() -> None:
    rows = {row.date: row for row in calendar_rows()}
    makeup = [day for day, row in rows.items() if row.kind == "makeup" and day.year == 2026]
    assert makeup == [date(2026, *day) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]]
    assert rows[date(2026, 2, 17)][1:4] == (False, "春节", "holiday")
    assert rows[date(2027, 2, 8)][1:4] == (False, "春节", "holiday")
    assert rows[date(2026, 11, 21)][1:4] == (False, "", "weekend")
