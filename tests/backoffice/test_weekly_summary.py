"""The week of a place: figures with a chart, projects, and what the government was told, in every form; the report by itself."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases import rhythms
from cases.actions import summaries, weekly
from cases.enums import CaseStatus
from cases.enums_reports import Rhythm
from cases.enums_work import ReportLevel, ReportStatus
from cases.management.demo import walks
from cases.models import Case, Region, User, WeeklyReport
from cases.reports import REPORTS
from cases.reports.base import Content, Scope, Table
from tests.cases.test_weekly import FRIDAY, MONDAY, TUESDAY, drafted
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
SAID = {
    "progress": "项目甲已取得施工许可。\n项目乙在办。",
    "problems": "管线迁改 <b>未落实</b>。",
    "suggestions": "=建议尽快会商。",
}


@pytest.fixture
def case(cast: Cast) -> Case:
    """Signed on Monday; on Tuesday an item is decided."""
    with time_machine.travel(MONDAY, tick=False):
        made = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    with time_machine.travel(TUESDAY, tick=False):
        walks.pass_item(made.items.get(item__code="L01"), cast.unit_agents["210214-dev-reform"])
    return made


@pytest.fixture
def sent(case: Case, cast: Cast) -> WeeklyReport:
    """The report that went to the government on Friday."""
    dispatch = cast.groups["dispatch"]
    with time_machine.travel(FRIDAY, tick=False):
        row = weekly.correct(drafted(dispatch, ReportLevel.GOVERNMENT), **SAID, by=dispatch)
        weekly.submit(row, by=dispatch)
        return weekly.approve(row, by=cast.liu)


def told(code: str, day: date, rhythm: Rhythm = Rhythm.WEEK) -> Content:
    scope = Scope(Region.objects.get(code=code), rhythm, rhythms.around(rhythm, day), timezone.localdate())
    found = summaries.tell(REPORTS["weekly"], scope)
    assert found is not None
    return found.content


def table(content: Content, title: str) -> Table:
    return next(one for one in content.tables if one.title == title)


def values(found: Table) -> list[list[Any]]:
    return [[cell.value for cell in cells] for cells in found.rows]


@pytest.mark.req("P-068")
def test_the_week_has_its_figures_by_place_and_by_project_with_a_chart(case: Case) -> None:
    content = told(PULANDIAN, TUESDAY.date())
    figures = {row[0]: row[3] for row in values(table(content, "指标"))}
    assert (figures["受理量"], figures["在办量"], figures["按时办结率"]) == (1, 1, 100)
    place = table(content, "按地区")
    assert [row[:4] for row in values(place)] == [[case.region.name, 1, 0, 1]]
    assert place.chart is not None
    [project] = values(table(content, "按项目"))
    done = case.items.filter(done_on__isnull=False).count()
    assert project[:2] == [case.number, case.project.name]
    assert project[4] == done == 1
    before = told(PULANDIAN, TUESDAY.date() - timedelta(days=7))
    assert values(table(before, "按项目")) == [], "control: the week before"


@pytest.mark.req("P-068")
def test_the_three_parts_stand_there_in_words_each_with_its_link(sent: WeeklyReport) -> None:
    content = told(PULANDIAN, TUESDAY.date())
    words = table(content, "周报正文")
    assert [(row[0], row[2], row[3], row[4]) for row in values(words)] == [
        (sent.number, "项目进展情况", 1, "项目甲已取得施工许可。"),
        (sent.number, "项目进展情况", 2, "项目乙在办。"),
        (sent.number, "存在问题", 1, "管线迁改 <b>未落实</b>。"),
        (sent.number, "解决问题的建议", 1, "=建议尽快会商。"),
    ]
    assert {row[0].opens for row in words.rows} == {f"report:{sent.pk}"}
    assert "1份" in content.paragraphs[-1]
    assert values(table(told(PULANDIAN, TUESDAY.date(), Rhythm.YEAR), "周报正文")) == [], "a year has the links alone"


def test_a_place_without_reports_to_the_government_says_so_once_and_has_its_figures(cast: Cast, case: Case) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        case_in(cast, CaseStatus.SUBMITTED)
        accepted = case_in(cast, CaseStatus.UNDERWAY, name="示例乙")
        content = told(SHOUGUANG, TUESDAY.date())
    assert [text for text in content.paragraphs if "不要求每周向政府报送" in text] == [content.paragraphs[-1]]
    assert [row[1] for row in values(table(content, "按地区"))] == [1]
    assert accepted.region.code == SHOUGUANG
    silent = told(PULANDIAN, TUESDAY.date()).paragraphs[-1]
    assert "没有向政府报送周报" in silent, "a place that owes one and sent none is told apart"


def test_page_and_files_of_the_week_carry_figures_chart_and_words(
    sent: WeeklyReport, cast: Cast, at_desk: Desk
) -> None:
    url = reverse("office:summary", args=["weekly"]) + "?region=210214&time=2026-W45"
    client = at_desk(cast.liu)
    page = client.get(url).content.decode()
    assert "<svg" in page
    assert (
        f'<th scope="row" class="nowrap"><a href="{reverse("office:report", args=[sent.pk])}">{sent.number}</a></th>'
        in page
    )
    assert reverse("office:report", args=[sent.pk]) in page
    assert "管线迁改 &lt;b&gt;未落实&lt;/b&gt;。" in page
    for kind in ("csv", "xlsx", "pdf"):
        assert f"export={kind}" in page
    text = client.get(f"{url}&export=csv").content.decode("utf-8-sig")
    assert "项目甲已取得施工许可。" in text
    assert "'=建议尽快会商。" in text
    book = load_workbook(io.BytesIO(client.get(f"{url}&export=xlsx").content))
    assert "管线迁改 <b>未落实</b>。" in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert client.get(f"{url}&export=pdf").content.startswith(b"%PDF")


def test_a_written_report_gives_its_contents_as_table(sent: WeeklyReport, cast: Cast, at_desk: Desk) -> None:
    url = reverse("office:report", args=[sent.pk])
    client = at_desk(cast.liu)
    page = client.get(url).content.decode()
    assert "?export=csv" in page
    assert "?export=xlsx" in page
    rows = list(csv.reader(io.StringIO(client.get(f"{url}?export=csv").content.decode("utf-8-sig"))))
    assert [row[-1].removeprefix("'") for row in rows[-4:]] == [
        *SAID["progress"].splitlines(), SAID["problems"], SAID["suggestions"],
    ]  # fmt: skip
    assert sent.number in {cell for row in rows for cell in row}
    sheet = load_workbook(io.BytesIO(client.get(f"{url}?export=xlsx").content)).worksheets[1]
    assert [cell.value for cell in sheet[sheet.max_row]][-1] == "=建议尽快会商。"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert client.get(f"{url}?export=doc").status_code == 404


def test_a_report_is_taken_away_only_by_those_who_may_read_it(sent: WeeklyReport, cast: Cast, at_desk: Desk) -> None:
    url = reverse("office:report", args=[sent.pk])
    for nobody in (cast.chen, cast.feng):
        assert at_desk(nobody).get(f"{url}?export=csv").status_code == 404
    WeeklyReport.objects.filter(pk=sent.pk).update(status=ReportStatus.DRAFT)
    assert at_desk(cast.liu).get(f"{url}?export=csv").status_code == 404, "a draft is its author's"
