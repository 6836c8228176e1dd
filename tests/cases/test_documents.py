"""Printed documents: the fixed wording of the annexes, two copies, and what every other form must say."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from cases.documents.agreement import agreement
from cases.documents.authorisation import authorisation
from cases.documents.completion import completion
from cases.documents.correction import correction
from cases.documents.flowtable import flow_table
from cases.documents.mailing import mailing
from cases.documents.minutes import minutes
from cases.documents.notification import notification
from cases.documents.parts import ProjectFacts, Signature
from cases.documents.receipt import ReceiptKind, receipt
from cases.documents.render import Rendered
from cases.documents.resumption import resumption
from cases.documents.roadmap import _chart, roadmap
from cases.documents.suspension import suspension
from cases.documents.transfer import transfer
from cases.documents.visit import visit
from tests.cases.documents_data import (
    DAY,
    DIGEST,
    NO_CODE,
    PROJECT,
    a_completion,
    a_correction,
    a_flow_table,
    a_mailing,
    a_notification,
    a_receipt,
    a_resumption,
    a_roadmap,
    a_suspension,
    a_transfer,
    a_visit,
    an_agreement,
    an_authorisation,
    every_document,
    pages,
    some_minutes,
    text,
)

ANNEX_3 = (
    "附件3代办服务委托书"
    "兹有投资项目（项目名称）示例复合材料生产项目，项目编码2611-210214-04-01-123456，建设单位是大连示例新材料有限公司，"
    "现委托普兰店区市民服务中心首席代办员示例乙开展审批代办服务工作，代办内容包括："
    "1.企业投资项目备案"
    "首席代办员仅负责相关代办内容的代办或帮办，有关法律责任由建设单位承担。建设单位应当如实提供符合法定条件和要求的"
    "申请材料，及时缴纳各类行政事业性收费，积极配合代办员开展帮办代办工作。"
    "该委托书一式贰份，建设单位和首席代办员各一份。"
)
ANNEX_4 = (
    "附件4代办服务中止单"
    "兹有代办项目（项目名称）示例复合材料生产项目，项目编码2611-210214-04-01-123456，"
    "现因建设单位未能及时缴纳各类行政事业性收费，配套费经两次告知仍未缴纳，经双方认可，"
    "于2026年12月14日中止代办委托，有关资料已向建设单位移交完毕。"
    "该代办服务中止单一式贰份，建设单位和首席代办员各一份。"
)
ANNEX_5 = (
    "附件5代办服务办结单"
    "兹有代办项目（项目名称）示例复合材料生产项目，项目编码2611-210214-04-01-123456，"
    "已于2026年12月14日完成普兰店区重大项目帮办代办服务工作，有关资料已向建设单位移交完毕。现作办结处理。"
    "该代办服务办结单一式贰份，建设单位和代办服务人员各一份。"
)
SIGNATURES = "首席代办员签字：联系电话：建设单位签章年月日代办服务单位签章年月日"


@pytest.mark.req("P-060", "P-094")
def test_the_authorisation_says_what_annex_3_says() -> None:
    made = authorisation(an_authorisation())
    assert pages(made) == [ANNEX_3 + SIGNATURES + "建设单位留存", ANNEX_3 + SIGNATURES + "首席代办员留存"]


@pytest.mark.req("P-073", "P-074", "P-094")
def test_the_suspension_form_says_what_annex_4_says() -> None:
    made = suspension(a_suspension())
    assert pages(made) == [ANNEX_4 + SIGNATURES + "建设单位留存", ANNEX_4 + SIGNATURES + "首席代办员留存"]


@pytest.mark.req("P-076", "P-094")
def test_the_completion_form_says_what_annex_5_says() -> None:
    made = completion(a_completion())
    assert pages(made) == [ANNEX_5 + SIGNATURES + "建设单位留存", ANNEX_5 + SIGNATURES + "代办服务人员留存"]


def test_the_place_in_the_fixed_wording_is_data() -> None:
    elsewhere = authorisation(replace(an_authorisation(), centre="示例区市民服务中心"))
    assert "现委托示例区市民服务中心首席代办员" in text(elsewhere)
    assert "已于2026年12月14日完成示例区重大项目" in text(completion(replace(a_completion(), district="示例区")))


def test_a_project_without_a_code_leaves_a_blank_and_keeps_the_wording() -> None:
    first = pages(authorisation(an_authorisation(NO_CODE)))[0]
    assert first == (ANNEX_3 + SIGNATURES + "建设单位留存").replace(PROJECT.code, "")
    assert all(made.pages > 0 for made in every_document(NO_CODE).values())


def test_an_empty_form_still_has_its_whole_wording_and_two_numbered_blanks() -> None:
    empty = an_authorisation(ProjectFacts(name=""), contents=())
    first = pages(authorisation(replace(empty, chief_agent="")))[0]
    assert "（项目名称），项目编码，建设单位是，现委托" in first
    assert "代办内容包括：1.2.首席代办员仅负责" in first


def test_a_blank_is_ruled_like_a_value() -> None:
    def rules(made: Rendered) -> int:
        contents = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].get_contents()
        assert contents is not None
        return contents.get_data().count(b" l\n")

    filled = rules(suspension(a_suspension()))
    blank = replace(a_suspension(ProjectFacts(name="")), ground="", explanation="", suspended_on=None)
    # The two values of the filled form that break over a line end have one rule more each.
    assert filled - 2 <= rules(suspension(blank)) <= filled
    assert rules(suspension(blank)) >= 5 + 2 + 6 + 2


def test_an_electronic_signature_prints_who_when_how_and_the_check_value() -> None:
    signed = Signature(name="示例甲", phone="0411-83100000", signed_on=DAY, method="电子签名", digest=DIGEST)
    for copy in pages(completion(replace(a_completion(), agent_signature=signed, owner_signature=signed))):
        assert "首席代办员签字：示例甲" in copy
        assert "联系电话：0411-83100000" in copy
        assert copy.count("电子签名，校验值sha256" + DIGEST) == 2
        assert copy.count("2026年12月14日") == 2  # the completion date and the owner's, none on the unsigned side
    assert "校验值" not in text(completion(a_completion()))


def test_a_long_list_goes_on_to_further_pages_and_each_copy_counts_its_own() -> None:
    contents = tuple(f"示例代办内容第{index}项" for index in range(1, 41))
    made = pages(authorisation(an_authorisation(contents=contents)))
    assert len(made) == 6
    whole = "".join(made[:3])
    assert all(f"{index}.示例代办内容第{index}项" in whole for index in range(1, 41))
    assert all(page.endswith(f"第{number}页共3页建设单位留存") for number, page in enumerate(made[:3], start=1))
    assert made[5].endswith("第3页共3页首席代办员留存")
    assert "各一份。" + SIGNATURES in made[2]


def test_a_name_of_sixty_characters_is_printed_whole_everywhere() -> None:
    name = "示例" * 29 + "项目"
    for form, made in every_document(replace(PROJECT, name=name)).items():
        assert name in text(made), form


@pytest.mark.req("W-050")
def test_the_agreement_lists_every_item_and_both_sides_rights_and_duties() -> None:
    made = agreement(an_agreement(items=40))
    words = text(made)
    assert all(f"{index}示例事项{index}号自然资源和规划县级代办20个工作日5个工作日" in words for index in range(1, 41))
    for heading in (
        "甲方的权利",
        "甲方的义务",
        "乙方的权利",
        "乙方的义务",
        "无偿服务",
        "中止、恢复与终止",
        "电子签名的约定",
    ):
        assert heading in words
    assert "第十三条" in words
    assert "一式两份" in words


@pytest.mark.req("W-052")
def test_the_notification_tells_items_order_materials_limits_fees_and_contacts() -> None:
    words = text(notification(a_notification(items=40)))
    assert "共40项" in words
    for said in (
        "住房城乡建设",
        "建设工程规划许可证核发",
        "施工许可申请表电子件1申请人可容缺",
        "法定7个工作日承诺1个工作日",
    ):
        assert words.count(said) >= 40
    assert "费用：城市基础设施配套费" in words
    assert "1立项先办企业投资项目备案·节能审查可并联办理再办可行性研究报告审批2施工许可" in words
    assert words.count("可并联办理") == 1
    assert "企业回执我单位已收到编号为潍帮告〔2026〕0012号的《一次性告知书》" in words


def test_the_correction_notice_says_what_why_how_and_by_when() -> None:
    words = text(correction(a_correction()))
    assert "1营业执照图片不清晰重新上传" in words
    assert "请于2026年12月21日前补正" in words


def test_the_receipt_shows_the_head_of_each_check_value_and_the_moment_of_receipt() -> None:
    words = text(receipt(a_receipt()))
    assert words.startswith("申请回执")
    assert "收到时间2026年12月14日09:30" in words
    assert "章程章程.pdf1.2MB0123456789abcdef" in words
    assert DIGEST not in words
    assert text(receipt(replace(a_receipt(), kind=ReceiptKind.ACCEPTANCE))).startswith("受理回执")


@pytest.mark.req("W-051", "P-023")
def test_the_minutes_hold_opinions_and_decisions() -> None:
    words = text(minutes(some_minutes()))
    assert "发展改革部门企业投资项目备案同意符合产业政策。" in words
    assert "（一）一次性告知建设单位。" in words


@pytest.mark.req("P-062", "P-063", "P-065")
def test_the_flow_table_has_the_six_columns_and_an_empty_one_says_so() -> None:
    words = text(flow_table(a_flow_table()))
    assert "审批部门代办事项代办员申请材料清单相关费用计划时长" in words
    assert "1发展改革部门企业投资项目备案示例甲1.申请表不收费5个工作日" in words
    assert "2026年12月14日前报送" in words
    assert "没有需要代办的事项" in text(flow_table(a_flow_table(rows=0)))


@pytest.mark.req("W-073")
def test_the_roadmap_prints_about_thirty_rows_to_the_page_with_dates() -> None:
    made = roadmap(a_roadmap(rows=60))
    assert made.pages == 2
    assert text(made).count("26.12.1427.1.815个工作日") == 60
    assert "尚未确定办理事项" in text(roadmap(a_roadmap(rows=0)))


def test_bars_lie_on_the_axis_in_proportion_to_days() -> None:
    rows = a_roadmap(rows=1).rows
    chart = _chart((replace(rows[0], starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 31)), *rows))
    assert [column["label"] for column in chart["columns"]] == [  # type: ignore[index]
        {"year": "2026", "months": "12月"},
        {"year": "2027", "months": "1月"},
    ]
    assert chart["bars"][0] == {"from": 31 / 62, "length": 31 / 62}


def test_a_roadmap_of_five_years_keeps_twelve_columns_at_most() -> None:
    row = replace(a_roadmap().rows[0], ends_on=date(2031, 12, 31))
    columns = _chart((row,))["columns"]
    assert len(columns) <= 12
    assert sum(column["share"] for column in columns) == pytest.approx(1)  # type: ignore[index]


@pytest.mark.req("P-077")
def test_the_mailing_record_carries_the_receipt_to_sign() -> None:
    words = text(mailing(a_mailing()))
    assert "1建设用地规划许可证原件1" in words
    assert "邮件号码为1234567890123的邮件，我单位已于年月日收到" in words


@pytest.mark.req("W-004")
def test_the_visit_record_says_who_went_where_for_what_and_that_it_is_free() -> None:
    words = text(visit(a_visit()))
    assert "服务方式审批人员上门审批倒跑腿" in words
    assert "上门人员示例乙、示例丙接待人员示例甲" in words
    assert "1.建设工程规划许可证核发" in words
    assert "结果：当场收取材料三份。" in words
    assert "不收取任何费用" in words


@pytest.mark.req("W-039")
def test_the_transfer_slip_lists_the_papers_and_carries_the_answer_to_sign() -> None:
    words = text(transfer(a_transfer()))
    assert "传递方式快递（邮政1234567890123）" in words
    assert "1可行性研究报告复印件2" in words
    assert "材料共2份已收悉，答复如下：□接收" in words
    answered = text(transfer(replace(a_transfer(), outcome="退回", answer="材料不全")))
    assert "答复如下：退回。材料不全" in answered


def test_the_resumption_form_names_the_suspension_and_comes_in_two_copies() -> None:
    made = pages(resumption(a_resumption()))
    assert [page[-6:] for page in made] == ["建设单位留存", "席代办员留存"]
    assert "因政策性调整于2026年11月2日中止代办委托" in made[1]


def test_every_form_but_the_annexes_carries_its_number_on_every_page() -> None:
    numbers = {
        "agreement": an_agreement().number,
        "notification": a_notification().number,
        "correction": a_correction().number,
        "receipt": a_receipt().number,
        "minutes": some_minutes().number,
        "flowtable": a_flow_table().number,
        "roadmap": a_roadmap().number,
        "resumption": a_resumption().number,
        "mailing": a_mailing().number,
        "visit": a_visit().number,
        "transfer": a_transfer().number,
    }
    made = every_document()
    for form, number in numbers.items():
        assert all(f"编号：{number}" in page for page in pages(made[form])), form
    assert all("编号：" not in text(made[form]) for form in ("authorisation", "suspension", "completion"))
