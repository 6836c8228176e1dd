"""The papers of the easier ways: pre-approval opinion, promise of late papers, commitment, joint application form (C.8)."""

import pytest

from tests.cases.documents_data import PROJECT, pages, text
from tests.cases.documents_easier import easier_documents

NUMBERS = {"preapproval": "YS", "gap": "RQ", "commitment": "CN", "parallel": "BL"}


@pytest.mark.req("W-054", "W-055", "W-056")
def test_the_pre_approval_opinion_says_its_grounds_what_is_missing_and_that_nothing_may_be_built_on_it() -> None:
    words = text(easier_documents(PROJECT)["preapproval"])
    for said in (
        "必要条件已具备：规划条件已经明确。", "关键技术要点已通过审查：总平面方案", "上一环节预审批文件：建设用地规划许可证核发（YS-",
        "2人防审批意见2027年1月29日", "未取得正式文件前不得开工", "凭本意见换发正式审批文件", "不作为正式审批的依据", "不得据此开工建设",
        "部门文号示例预审〔2026〕1号",
    ):  # fmt: skip
        assert said in words, said


def test_the_promise_names_paper_day_and_consequence_and_leaves_room_for_the_enterprises_hand() -> None:
    words = text(easier_documents(PROJECT)["gap"])
    for said in (
        "人防审批意见（民用建筑）",
        "不含核心要件",
        "于2027年1月29日前补齐",
        "终止办理或者撤销",
        "记入信用记录",
        "承诺单位（签章）：年月日",
    ):
        assert said in words, said


def test_the_commitment_tells_the_conditions_the_inspection_and_the_liability() -> None:
    words = text(easier_documents(PROJECT)["commitment"])
    for said in (
        "弃渣场已落实。",
        "2027年1月29日前对承诺内容进行核查",
        "撤销审批决定",
        "自愿接受核查",
        "承诺单位（签章）：",
    ):
        assert said in words, said


@pytest.mark.req("W-075")
def test_the_joint_form_lists_every_item_and_every_paper_once() -> None:
    words = text(easier_documents(PROJECT)["parallel"])
    assert words.count("总平面图") == 1
    assert "建设工程设计方案审查；建设工程规划许可证核发" in words
    assert "每件只交一次" in words


def test_each_of_them_carries_its_number_on_every_page() -> None:
    for form, made in easier_documents(PROJECT).items():
        assert all(f"编号：{NUMBERS[form]}-370783-2026-0001" in page for page in pages(made)), form
