"""What the two policies cover: which projects, which items, what is entrusted, what the service consists of."""

import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import agreements, applications, archiving, finishing, items, meetings, notes, review
from cases.enums import (
    BLZT,
    AssistMode,
    CaseStatus,
    DeliveryMethod,
    DocumentKind,
    FileKind,
    ItemType,
    Level,
    MeetingKind,
    RegionKind,
    SignMethod,
    Verdict,
)
from cases.exceptions import BadInput, CaseError, StepNotAllowed
from cases.management.demo import walks
from cases.models import (
    ApprovalItem,
    Case,
    Enterprise,
    IssuedDocument,
    MajorProjectListEntry,
    Notice,
    Project,
    ProjectCategory,
    Region,
    Unit,
)
from cases.queries import documents, eligibility, proposal, results
from tests.cases.kit import fresh, pdf, refused
from tests.cast import PULANDIAN, Cast, case_in

SERVICES = ("咨询辅导", "报批计划定制", "材料收集与报送", "协调催办", "跟踪反馈", "结果交付")
S = CaseStatus
UPPER = {Level.PROVINCE, Level.STATE}


def printed(document: IssuedDocument) -> str:
    """The words on the very paper that is kept, without blanks."""
    pages = pypdf.PdfReader(Path(settings.PRIVATE_ROOT) / document.file.path).pages
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))


# ---- which projects


def served(enterprise: Enterprise, region: Region) -> bool:
    """Whether the invented project would be served if it stood there."""
    return eligibility.check(Project(enterprise=enterprise, **walks.facts(region.code))).eligible


@pytest.mark.req("W-010", "W-011", "W-083")
def test_each_county_and_each_zone_keeps_a_list_of_the_year_and_the_city_one_for_all(cast: Cast) -> None:
    places = list(Region.objects.filter(parent__code="370700"))
    assert [place.kind for place in places].count(RegionKind.ZONE) == 5
    assert len(places) == 17
    name, year = walks.facts()["name"], timezone.localdate().year
    for place in places:
        entry = MajorProjectListEntry.objects.create(year=year, level=Level.COUNTY, region=place, name=name)
        assert [other for other in places if served(cast.heavy, other)] == [place]
        entry.delete()
    for level, code in ((Level.CITY, "370700"), (Level.PROVINCE, "370000")):
        entry = MajorProjectListEntry.objects.create(
            year=year, level=level, region=Region.objects.get(code=code), name=name
        )
        assert all(served(cast.heavy, place) for place in places)
        with time_machine.travel(date(year + 1, 3, 2), tick=False):
            assert not any(served(cast.heavy, place) for place in places)  # the list of the next year is another one
        entry.delete()


# ---- which items


def kind_of(item: ApprovalItem) -> str:
    """Which of the four kinds of W-012 an item is of."""
    if item.level in UPPER:
        return "upper"
    if item.kind == ItemType.INTERMEDIARY:
        return "intermediary"
    return "utility" if item.stage.code == "UT" else "own"


@pytest.mark.req("W-012")
def test_items_of_all_four_kinds_are_in_the_catalogue_and_each_can_be_entrusted(cast: Cast) -> None:
    kinds: dict[str, set[str]] = {}
    for item in ApprovalItem.objects.select_related("stage"):
        kinds.setdefault(kind_of(item), set()).add(item.code)
    assert {kind: len(codes) for kind, codes in kinds.items()} == {
        "own": 54, "utility": 6, "intermediary": 8, "upper": 7,
    }  # fmt: skip
    assert kinds["utility"] == {f"U0{n}" for n in range(1, 7)}
    assert kinds["intermediary"] == {f"M0{n}" for n in range(1, 9)}
    offered = {row.item.code for row in proposal.propose(case_in(cast, S.DRAFT).project)}
    assert offered == set().union(*kinds.values())
    case = case_in(cast, S.AGREEMENT, keep={"L01", "U03", "M05", "X02"}, name="四类事项示例项目")
    paper = case.documents.get(kind=DocumentKind.AGREEMENT)
    assert {(row["name"], row["level"], row["mode"]) for row in paper.data["items"]} == {
        ("企业投资项目备案", "县级", "代办"), ("供电报装", "县级", "代办"), ("岩土工程勘察", "县级", "代办"),
        ("建设项目使用林地审批", "省级", "帮办"),
    }  # fmt: skip


@pytest.mark.req("P-001", "P-041")
@pytest.mark.parametrize("category", ["IND", "WHS", "RES", "COM", "MUN", "EDU", "MED", "OLD", "REN"])
@pytest.mark.usefixtures("reference")
def test_for_every_category_the_way_from_the_set_up_of_the_investor_to_acceptance_is_offered(category: str) -> None:
    project = Project(
        enterprise=Enterprise(name="示例公司"),
        **walks.facts(PULANDIAN, category=ProjectCategory.objects.get(code=category)),
    )
    rows = proposal.propose(project)
    stages = [row.item.stage.code for row in rows if row.need != "-"]
    assert set(stages) >= {"S1", "S2", "S3", "S4"}
    assert stages == sorted(stages, key=["S0", "S1", "S2", "PL", "S3", "S4", "UT", "AG", "UP"].index)
    assert rows[0].item.name_zh == "企业设立登记"
    assert any(
        row.item.name_zh.endswith("工程竣工验收备案") or row.item.code == "V01" for row in rows if row.need != "-"
    )


# ---- only what was entrusted


@pytest.mark.req("P-004")
def test_the_authorisation_lists_exactly_the_items_chosen_and_says_that_the_agent_acts_for_them_alone(
    cast: Cast,
) -> None:
    case = case_in(cast, S.AGREEMENT, PULANDIAN, keep={"L01", "G03", "C05"})
    paper = case.documents.get(kind=DocumentKind.AUTHORISATION)
    chosen = list(case.items.values_list("item__name_zh", flat=True))
    assert paper.data["contents"] == chosen
    assert len(chosen) == 3
    said = printed(paper)
    assert all(f"{n}.{name}" in said for n, name in enumerate(chosen, start=1))
    assert "首席代办员仅负责相关代办内容的代办或帮办" in said
    agreements.sign(documents.awaiting_enterprise(case).get(), by=cast.he)
    keep: dict[str, dict[str, object]] = {code: {} for code in ("L01", "G03", "C05")}
    with refused(BadInput, says="not part of the case", field="keep"):
        review.confirm_items(case, keep=keep | {"V01": {}}, by=cast.liu)
    review.confirm_items(case, keep=keep, by=cast.liu)


# ---- what the service consists of


def help_along(case: Case, cast: Cast) -> None:
    """A question with its answer, a meeting about an obstacle, an item filed and decided."""
    notes.write(case, text="备案表怎样填写？", internal=False, by=cast.he)
    notes.write(case, text="请按可研报告填写建设规模，样表在办事指南里。", internal=False, by=cast.liu)
    today = timezone.localdate()
    units = list(Unit.objects.filter(code="210214-housing"))
    meeting = meetings.call(
        case, kind=MeetingKind.COORDINATION, planned_on=today, place="区市民服务中心", units=units, by=cast.liu
    )
    meetings.give_opinion(meeting, unit=units[0], compliance=Verdict.AGREE, text="可以并联受理", by=cast.liu)
    meetings.hold(meeting, held_on=today, minutes="明确并联受理，三日内办结。", by=cast.liu)
    walks.finish_items(case, cast.liu)


@pytest.mark.req("P-042")
def test_the_six_contents_of_the_service_leave_their_traces_in_one_case(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    help_along(case, cast)
    walks.complete(fresh(case), cast.liu, cast.liu)
    events = set(case.events.values_list("action", flat=True))
    once = case.documents.get(kind=DocumentKind.NOTIFICATION)
    told = Notice.objects.filter(case=case, recipient=cast.he)
    traces = {
        "咨询辅导": "样表" in told.get(kind="message").data["text"],
        "报批计划定制": case.plans.get(current=True).rows.count() == 3 and told.filter(kind="plan_set").exists(),
        "材料收集与报送": all(row["materials"] for row in once.data["items"])
        and {fact.code for row in case.items.all() for fact in row.facts.all()} >= {BLZT.RECEIVED, BLZT.ACCEPTED},
        "协调催办": case.meetings.filter(kind=MeetingKind.COORDINATION, document__isnull=False).exists(),
        "跟踪反馈": told.filter(kind="item_fact", data__code=BLZT.PASSED).count() == 3,
        "结果交付": "deliver" in events and case.deliveries.get().items.count() == 3,
    }
    assert traces == dict.fromkeys(SERVICES, True)


@pytest.mark.req("P-005")
def test_the_service_advises_guides_coordinates_and_acts_online_and_in_person(cast: Cast) -> None:
    case = case_in(cast, S.AGREEMENT, PULANDIAN)
    case.items.filter(item__code="L08").update(assist_mode=AssistMode.ASSIST)
    signed = agreements.hand_in_paper(documents.awaiting_enterprise(case).get(), pdf("委托书.pdf"), by=cast.he)
    agreements.confirm_paper(signed, by=cast.liu)
    case = walks.walk(walks.refreshed(case), S.UNDERWAY, cast)
    help_along(case, cast)
    walks.complete(fresh(case), cast.liu, cast.liu)
    agreements.sign(documents.awaiting_enterprise(case).get(), by=cast.he)
    assert set(case.items.values_list("assist_mode", flat=True)) == {AssistMode.ACT, AssistMode.ASSIST}
    assert case.notes.filter(internal=False).count() == 2  # advice
    assert case.meetings.filter(kind=MeetingKind.COORDINATION).count() == 1
    methods = {
        document.kind: document.signatures.get(side="enterprise").method
        for document in case.documents.filter(signatures__side="enterprise")
    }
    assert methods == {DocumentKind.AUTHORISATION: SignMethod.PAPER, DocumentKind.COMPLETION: SignMethod.ONLINE}
    assert case.deliveries.get().method == DeliveryMethod.IN_PERSON


@pytest.mark.req("W-075")
def test_papers_that_may_be_late_and_items_that_may_be_filed_side_by_side_are_told_and_planned_so(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, keep={"L01", "L08", "L09", "L11", "G01"})
    once = case.documents.get(kind=DocumentKind.NOTIFICATION)
    late = {paper["name"] for row in once.data["items"] for paper in row["materials"] if paper["may_be_late"]}
    assert late == set(
        case.materials.filter(requirement__may_be_late=True, requirement__core=False).values_list("name_zh", flat=True)
    )
    assert late
    said = printed(once)
    assert "可容缺" in said
    assert "可并联办理" in said
    rows = {row.case_item.item.code: row for row in case.plans.get(current=True).rows.select_related("case_item__item")}
    assert rows["L11"].start == rows["G01"].start is not None
    assert rows["L09"].start >= rows["L08"].end > rows["L11"].end  # control: what waits is not side by side


# ---- free of charge


@pytest.mark.req("W-003")
def test_the_agreement_covers_items_of_the_whole_course_and_takes_no_fee(cast: Cast) -> None:
    paper = case_in(cast, S.AGREEMENT, keep=None).documents.get(kind=DocumentKind.AGREEMENT)
    said = printed(paper)
    names = [row["name"] for row in paper.data["items"]]
    for name in ("企业投资项目备案", "建设工程规划许可证核发", "建筑工程施工许可证核发", "竣工联合验收（统一受理）"):
        assert name in names
    assert "帮代办服务一律免费，不以任何名义向甲方收取费用" in said
    assert "由甲方直接向收款单位缴纳，乙方不代收、不垫付" in said
    assert "中介服务由甲方自主选择并承担费用，乙方不指定" in said


@pytest.mark.req("P-003")
def test_the_flow_table_names_the_fees_of_each_item_and_says_that_the_service_is_free(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN, keep={"L01", "C06", "C09", "V14"})
    fees = {}
    for group in ("land_planning", "construction"):
        paper = case.flow_tables.get(group__code=group).document
        assert paper is not None
        assert "相关费用均为依法由建设单位缴纳的费用，代办服务免费" in printed(paper)
        fees |= {row["item"]: row["fees"] for row in paper.data["rows"]}
    assert fees == {row.item.name_zh: row.item.fee_zh for row in case.items.select_related("item")}
    assert "按当地标准缴纳建筑垃圾处置费" in fees["城市建筑垃圾处置核准"]
    free = ApprovalItem.objects.get(name_zh="企业投资项目备案")
    assert (free.fee_kind, ApprovalItem.objects.get(code="C06").fee_kind) == ("none", "statutory")


# ---- what the intake asks for


@pytest.mark.req("P-020")
def test_the_five_needs_and_the_benefits_are_asked_kept_and_shown_to_the_agency(cast: Cast, client: Client) -> None:
    case = case_in(cast, S.DRAFT, PULANDIAN)
    client.force_login(cast.he)
    url = reverse("my:project", args=[case.uuid, "scale"])
    typed = {
        "need_land": "需工业用地一百五十亩", "need_planning": "容积率调整为一点六", "need_energy": "年用电八百万千瓦时",
        "need_emission": "达标废水每日二百吨", "need_funding": "拟申请贷款一亿元", "benefits": "年纳税三千万元",
    }  # fmt: skip
    form = client.get(url).context["form"]
    assert set(typed) <= set(form.fields)
    answer = client.post(url, {"scale": "新建厂房", "version": case.version, "way": "next"} | typed)
    assert answer.status_code == 302
    applications.submit(fresh(case), by=cast.he)
    client.force_login(cast.liu)
    page = client.get(reverse("office:case", args=[case.uuid])).content.decode()
    assert [words for words in typed.values() if words not in page] == []


# ---- the end


@pytest.mark.req("P-078", "P-079")
def test_the_archive_of_a_case_holds_the_results_and_names_the_shelf_of_their_copies(cast: Cast) -> None:
    case = case_in(cast, S.UNDERWAY, PULANDIAN)
    today = timezone.localdate()
    for code in ("L01", "L08", "L09"):
        item = case.items.get(item__code=code)
        for step in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(item, code=step, on=today, by=cast.liu)
        items.record(item, code=BLZT.PASSED, on=today, result_upload=pdf(f"{code}.pdf"), by=cast.liu)
    finishing.start_delivery(fresh(case), by=cast.liu)
    with refused(StepNotAllowed):
        finishing.archive(fresh(case), shelf="区营商局 3-2", by=cast.liu)
    walks.complete(fresh(case), cast.liu, cast.liu)
    agreements.sign(documents.awaiting_enterprise(case).get(), by=cast.he)
    with refused(CaseError, says="No copy is kept yet of"):
        finishing.archive(fresh(case), shelf="区营商局 3-2", by=cast.liu)
    archiving.keep_copies(case, list(results.without_copy(case)), shelf="区营商局 3-2", on=today, by=cast.liu)
    finishing.archive(fresh(case), shelf="区营商局 3-2", by=cast.liu)
    kept = case.files.filter(kind=FileKind.RESULT, removed_at=None)
    assert sorted(kept.values_list("name", flat=True)) == ["L01.pdf", "L08.pdf", "L09.pdf"]
    assert all((Path(settings.PRIVATE_ROOT) / row.path).stat().st_size == row.size for row in kept)
    assert case.events.get(action="archive").data["shelf"] == "区营商局 3-2"
