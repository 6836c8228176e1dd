"""Who the two policies name: offices, levels, roles with their specialities, the task force. All of it as loaded rows."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from cases import permissions
from cases.actions import meetings, people, team
from cases.enums import CaseStatus, ItemType, MeetingKind, PostRole, UnitKind
from cases.exceptions import BadInput
from cases.management.demo.people import person, post
from cases.models import (
    ApprovalItem,
    Case,
    Notice,
    ProjectCategory,
    Region,
    ServiceScheme,
    Stage,
    Unit,
    User,
    WorkGroup,
)
from cases.queries import agencies, eligibility, proposal
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.usefixtures("reference")
S, R = CaseStatus, PostRole
WEIFANG = "370700"


def unit(name: str) -> Unit:
    """A loaded unit by its full Chinese name."""
    return Unit.objects.select_related("region").get(name_zh=name)


# ---- 0+N: offices and levels


@pytest.mark.parametrize(
    "offices",
    [
        pytest.param(["行政审批服务局"], marks=pytest.mark.req("W-028", "W-040")),
        pytest.param(
            ["行政审批服务局", "发展和改革委员会", "自然资源和规划局", "住房和城乡建设局", "生态环境局", "应急管理局"],
            marks=pytest.mark.req("W-057"),
        ),
        pytest.param(["人民政府办公室", "大数据局", "行政审批服务局"], marks=pytest.mark.req("W-068")),
        pytest.param(["行政审批服务局", "自然资源和规划局"], marks=pytest.mark.req("W-078")),
    ],
)
def test_the_offices_that_a_chapter_makes_responsible_are_units_of_the_city_and_each_place_has_one(
    offices: list[str],
) -> None:
    for name in offices:
        assert unit(f"潍坊市{name}").region.code == WEIFANG
    for place in Region.objects.filter(parent__code=WEIFANG):
        assert Unit.objects.filter(region=place, kind=UnitKind.AGENCY).count() == 1, place.name_zh


@pytest.mark.req("W-020", "W-033")
def test_city_county_and_town_are_linked_each_item_goes_to_the_unit_of_its_level() -> None:
    county, town = Region.objects.get(code=SHOUGUANG), Region.objects.get(code="370783T02")
    assert eligibility.agency_for(town) == eligibility.agency_for(county) == unit("寿光市行政审批服务局")
    assert eligibility.agency_for(Region.objects.get(code=WEIFANG)) == unit("潍坊市行政审批服务局")
    decided = {
        code: agencies.deciding_unit(ApprovalItem.objects.get(code=code), place)
        for code, place in {"C05": county, "L11": county, "L09": town}.items()
    }
    assert decided == {
        "C05": unit("寿光市住房和城乡建设局"),
        "L11": unit("潍坊市发展和改革委员会"),  # decided in the city
        "L09": unit("寿光市自然资源和规划局"),
    }
    without_units = Region.objects.get(code="370785")  # 高密 has its agency alone: the powers lie there (划转)
    item = ApprovalItem.objects.get(code="C05")
    assert agencies.deciding_unit(item, without_units) == unit("高密市行政审批服务局")


@pytest.mark.req("W-037")
def test_what_the_province_decides_goes_to_the_counterpart_there_and_the_case_is_not_handed_over(cast: Cast) -> None:
    upper = ApprovalItem.objects.filter(level="province")
    assert upper.count() == 7
    for item in upper:
        found = agencies.deciding_unit(item, Region.objects.get(code=SHOUGUANG))
        assert found is not None
        assert (found.region.code, found.kind) == ("370000", UnitKind.DEPARTMENT), item.code
        assert item.department in found.departments.all(), item.code
    case = case_in(cast, S.NOTIFIED, keep={"L01", "X02"})
    assert case.items.get(item__code="X02").unit == unit("山东省自然资源厅（山东省林业局）")
    assert case.handling_unit == case.first_unit == unit("寿光市行政审批服务局")


# ---- 0+N: the five roles and what they are trained for


@pytest.mark.req("W-022")
def test_each_of_the_five_roles_exists_by_its_name_and_can_be_given_to_a_person(cast: Cast) -> None:
    scheme = ServiceScheme.objects.get(code="zero_n")
    with translation.override("zh-hans"):
        names = {role: str(R(role).label) for role in scheme.roles if role != R.CHIEF_LIAISON}
    assert list(names.values()) == ["总体工作管理员", "审批流程指导员", "帮代办服务员", "审批政策宣讲员", "工作督导员"]
    agency = unit("寿光市行政审批服务局")
    for role in names:
        newcomer = person(f"new-{role}".replace("_", "-"), "新人")
        people.appoint(newcomer, unit=agency, role=role, since=date(2025, 1, 2), reason="组队", by=cast.jin)
        assert [held.role for held in User.objects.get(pk=newcomer.pk).active_posts] == [role]
        with refused(BadInput, says="holds this post already", field="role"):
            people.appoint(newcomer, unit=agency, role=role, since=date(2025, 1, 2), reason="组队", by=cast.jin)


def officer(key: str, where: str, role: str, *, categories: str = "", stages: str = "") -> User:
    made = person(key, key)
    held = post(made, where, role)
    held.categories.set(ProjectCategory.objects.filter(code__in=categories.split()))
    held.stages.set(Stage.objects.filter(code__in=stages.split()))
    return made


def proposed(case: Case, role: str) -> list[User]:
    """People of that role in the order in which the system proposes them."""
    return [row.user for row in proposal.team(fresh(case)) if row.role == role]


@pytest.mark.req("W-024", "W-071")
def test_the_guide_of_the_category_is_proposed_before_the_others_and_only_from_the_agency_of_the_place(
    cast: Cast,
) -> None:
    school = officer("guide-school", f"{SHOUGUANG}-agency", R.PROCESS_GUIDE, categories="EDU MED")
    city = officer("guide-city", "370700-agency", R.PROCESS_GUIDE, categories="IND EDU")
    case = case_in(cast, S.SIGNED)
    assert case.project.category.code == "IND"
    assert proposed(case, R.PROCESS_GUIDE) == [cast.xu, school]
    case.project.category = ProjectCategory.objects.get(code="EDU")
    case.project.save()
    assert proposed(case, R.PROCESS_GUIDE) == [school, cast.xu]
    assert city not in [row.user for row in proposal.team(fresh(case))]
    with translation.override("en"):
        why = {row.user: row.why for row in proposal.team(fresh(case))}
    assert "Shouguang" in why[school]
    assert ["trained for this category" in why[user] for user in (school, cast.xu)] == [True, False]


@pytest.mark.req("W-025")
def test_the_agent_of_the_stage_leads_the_team(cast: Cast) -> None:
    first = officer("agent-first", f"{SHOUGUANG}-agency", R.SERVICE_AGENT, stages="S1 S2")
    last = officer("agent-last", f"{SHOUGUANG}-agency", R.SERVICE_AGENT, stages="S4")
    cast.chen.posts.update(until=date(2025, 12, 31))
    early = case_in(cast, S.SUBMITTED, keep={"L01", "L09"})
    late = case_in(cast, S.SUBMITTED, keep={"V08", "V14"}, name="另一个示例项目")
    for case, agents in ((early, [first, last]), (late, [last, first])):
        assert proposed(case, R.SERVICE_AGENT) == agents
        assert [row.user for row in proposal.team(case) if row.is_lead] == agents[:1]
    assert set(Stage.objects.filter(is_main=True).values_list("name_zh", flat=True)) == {
        "立项用地规划许可", "工程建设许可", "施工许可", "竣工验收",
    }  # fmt: skip


@pytest.mark.req("W-070", "W-074")
def test_one_person_or_a_team_but_always_one_contact_whose_name_and_phone_the_enterprise_is_told(cast: Cast) -> None:
    case = case_in(cast, S.SIGNED)
    alone = team.Member(cast.chen, R.SERVICE_AGENT, is_lead=True)
    guide = team.Member(cast.xu, R.PROCESS_GUIDE)
    team.set_team(case, [alone], by=cast.chen)
    team.set_team(case, [alone, guide], by=cast.chen)
    for nobody in ([], [guide], [alone, team.Member(cast.xu, R.PROCESS_GUIDE, is_lead=True)]):
        with refused(BadInput, field="members"):
            team.set_team(case, nobody, by=cast.chen)
    told = Notice.objects.filter(case=case, kind="team_named", recipient=cast.wang)
    assert [row.data for row in told] == [{"lead": cast.chen.name, "phone": cast.chen.phone}] * 2
    assert cast.chen.phone


# ---- 1+3+N: the task force

LEADS = {
    "generation": "普兰店区发展和改革委员会",
    "land_planning": "大连市自然资源局普兰店分局",
    "construction": "普兰店区住房和城乡建设局",
    "dispatch": "普兰店区发展和改革委员会",
}
MEMBERS = {
    "generation": "区委办 区委宣传部 区委统战部 区发改委 区教育局 区科工信局 区民政局 区财政局 区人社局 区住建局 区交通局 区农业农村局"
    " 区商务局 区文旅局 区卫健局 区应急局 区市场监管局 区公安分局 区自然资源分局 区生态环境分局 区税务局 区气象局",
    "land_planning": "区发改委 区教育局 区科工信局 区财政局 区人社局 区住建局 区交通局 区文旅局 区市场监管局 区公安分局"
    " 区自然资源分局 区生态环境分局",
    "construction": "区人社局 区交通局 区农业农村局 区文旅局 区公安分局 区自然资源分局 区气象局 区消防大队 区供电公司",
    "dispatch": "区委办 区发改委 区教育局 区科工信局 区民政局 区财政局 区人社局 区住建局 区交通局 区商务局 区文旅局 区卫健局"
    " 区应急局 区市场监管局 区营商局 区公安分局 区自然资源分局 区生态环境分局 区税务局 区气象局",
}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("generation", marks=pytest.mark.req("P-014")),
        pytest.param("land_planning", marks=pytest.mark.req("P-015")),
        pytest.param("construction", marks=pytest.mark.req("P-016")),
        pytest.param("dispatch", marks=pytest.mark.req("P-017")),
    ],
)
def test_a_group_has_exactly_the_lead_and_the_members_that_the_plan_names(code: str) -> None:
    group = WorkGroup.objects.get(code=code, region__code=PULANDIAN)
    assert group.lead.name_zh == LEADS[code]
    assert sorted(group.members.values_list("short_zh", flat=True)) == sorted(MEMBERS[code].split())


@pytest.mark.req("P-014")
def test_the_street_of_the_project_belongs_to_the_generation_meeting(cast: Cast) -> None:
    town = Region.objects.get(code="210214T03")
    case = case_in(cast, S.GENERATION, PULANDIAN, town=town)
    invited = meetings.members_to_invite(case, MeetingKind.GENERATION)
    assert len(invited) == 23
    assert unit("皮口街道办事处") in invited
    assert unit("铁西街道办事处") not in invited
    WorkGroup.objects.filter(code="generation").update(with_town=False)  # control: it is the group's own column
    assert len(meetings.members_to_invite(case, MeetingKind.GENERATION)) == 22


@pytest.mark.req("P-012", "P-013")
def test_there_are_four_groups_and_the_office_which_counsels_asks_for_papers_and_delivers(cast: Cast) -> None:
    assert WorkGroup.objects.filter(region__code=PULANDIAN).count() == 4
    office = unit("普兰店区营商环境建设局")
    for code in (PULANDIAN, "210214T03", "210214P01"):
        assert eligibility.agency_for(Region.objects.get(code=code)) == office
    case = case_in(cast, S.SUBMITTED, PULANDIAN)
    assert case.handling_unit == office
    for status, action in ((S.SUBMITTED, "request_correction"), (S.SUBMITTED, "message"), (S.DELIVERING, "deliver")):
        case.status = status
        assert permissions.may(cast.liu, action, case)
        others = [*cast.unit_agents.values(), *cast.groups.values()]
        assert not any(permissions.may(user, action, case) for user in others)


def names_of(group: str) -> list[str]:
    return list(WorkGroup.objects.get(code=group).items.values_list("name_zh", flat=True))


@pytest.mark.req("P-018")
def test_the_planning_and_the_construction_group_have_two_of_the_four_stages_each(cast: Cast) -> None:
    stages: dict[str, set[Any]] = {
        code: set(
            WorkGroup.objects.get(code=code).items.filter(stage__is_main=True).values_list("stage__name_zh", flat=True)
        )
        for code in LEADS
    }
    assert stages == {
        "generation": set(),
        "land_planning": {"立项用地规划许可", "工程建设许可"},
        "construction": {"施工许可", "竣工验收"},
        "dispatch": set(),
    }
    case = case_in(cast, S.UNDERWAY, PULANDIAN, keep={"L01", "L11", "G01", "C05"})
    assert dict(case.items.values_list("item__code", "group__code")) == {
        "L01": "land_planning", "L11": "land_planning", "G01": "land_planning", "C05": "construction",
    }  # fmt: skip
    # Parallel: neither of the two waits for the other.
    begin = dict(case.plans.get(current=True).rows.values_list("case_item__item__code", "start"))
    assert begin["L11"] == begin["G01"] is not None


PLANNING = (
    "企业投资项目备案", "企业投资项目核准", "可行性研究报告审批", "环境影响评价审批", "环境影响登记表备案", "选址意见书", "用地预审",
    "建设用地规划许可证", "设计方案审查", "建设工程规划许可证", "建设用地使用权供应", "企业设立登记",
)  # fmt: skip
CONSTRUCTION = (
    "消防设计审查", "施工图设计文件审查", "施工许可证", "规划条件核实（与土地核验合并）", "消防验收", "消防验收备案",
    "人民防空工程竣工验收", "工程竣工验收备案",
)  # fmt: skip


@pytest.mark.req("P-030", "P-031")
def test_each_group_has_the_items_that_its_paragraph_names_and_the_other_has_not() -> None:
    for group, other, wanted in (
        ("land_planning", "construction", PLANNING),
        ("construction", "land_planning", CONSTRUCTION),
    ):
        for words in wanted:
            assert any(words in name for name in names_of(group)), words
            assert not any(words in name for name in names_of(other)), words
    drawings = ApprovalItem.objects.get(code="C01")
    assert drawings.kind == ItemType.TECHNICAL_REVIEW
    assert drawings.materials.filter(name_zh__contains="人防").exists()  # 人防 is reviewed with the drawings
