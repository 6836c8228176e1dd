"""What the pictures of a roadmap are drawn from: facts, pauses, milestones, links; and the page for the wall."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.utils import timezone, translation

from cases.actions import items, pausing, wall
from cases.documents.parts import Contact, ProjectFacts
from cases.documents.wall import Wall, WallMilestone, WallRow
from cases.documents.wall import wall as print_wall
from cases.enums import BLZT, CaseStatus
from cases.models import ApprovalItem, Case, Plan
from cases.queries import gantt, network
from tests.cast import Cast, case_in


@pytest.fixture
def underway(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


def plan_of(case: Case) -> Plan:
    return Plan.objects.select_related("case").get(case=case, current=True)


def row_of(case: Case, code: str) -> gantt.GanttRow:
    return next(row for row in gantt.rows_for_gantt(plan_of(case)) if row.code == code)


def test_what_really_happened_and_the_correction_in_it_are_on_the_row(underway: Case, cast: Cast) -> None:
    today = timezone.localdate()
    item = underway.items.get(item__code="L01")
    assert (row_of(underway, "L01").actual_start, row_of(underway, "L01").pauses) == (None, ())
    for code in (BLZT.RECEIVED, BLZT.CORRECTION_START):
        items.record(item, code=code, on=today, note="示例", by=cast.chen)
    row = row_of(underway, "L01")
    assert (row.actual_start, row.actual_end) == (today, None)
    assert [(pause.start, pause.end, pause.kind) for pause in row.pauses] == [(today, None, "correction")]


def test_while_the_service_rests_only_what_is_not_filed_rests(underway: Case, cast: Cast) -> None:
    today = timezone.localdate()
    items.record(underway.items.get(item__code="L01"), code=BLZT.RECEIVED, on=today, by=cast.chen)
    pausing.suspend(
        underway,
        ground="policy",
        explanation="示例",
        tried="多次会商",
        start=today,
        expected_end=today + timedelta(days=9),
        by=cast.sun,
    )
    kinds = {row.code: [pause.kind for pause in row.pauses] for row in gantt.rows_for_gantt(plan_of(underway))}
    assert kinds["L08"] == ["suspension"]
    assert "suspension" not in kinds["L09"] or row_of(underway, "L09").start


@pytest.mark.req("W-005")
def test_milestones_are_the_days_that_people_wait_for(underway: Case) -> None:
    rows = gantt.rows_for_gantt(plan_of(underway))
    with translation.override("en"):
        marks = {row.label: row.end for row in gantt.milestones(rows)}
    assert marks["Land obtained"] == row_of(underway, "L08").end
    assert marks["Everything finished"] == plan_of(underway).finish
    assert "Works accepted" not in marks, "no acceptance in this project"


def test_a_stage_narrows_the_chart_and_an_unknown_one_does_not(underway: Case) -> None:
    rows = gantt.rows_for_gantt(plan_of(underway))
    assert {row.stage for row in gantt.chart(rows, "S1")} == {"S1"}
    assert gantt.chart(rows, "XX") == gantt.chart(rows)
    assert [(link.code, link.count) for link in gantt.stages_of(rows)] == [("S1", 3)]


@pytest.mark.req("W-073")
def test_the_network_says_both_ends_of_every_link(underway: Case) -> None:
    graph = network.of_case(underway, gantt.rows_for_gantt(plan_of(underway)))
    nodes = {node.code: node for node in graph.nodes}
    assert {node.code for node in graph.nodes} == {"L01", "L08", "L09"}
    for tie in graph.ties:
        assert tie.after in [need.code for need in nodes[tie.before].needed_by]
        assert tie.before in [need.code for need in nodes[tie.after].needs]
    assert ("L08", "L09") in {(tie.before, tie.after) for tie in graph.ties}
    with translation.override("en"):
        assert "is needed by L09" in network.sentence(nodes["L08"])


def test_of_two_links_between_the_same_two_the_stronger_counts(underway: Case) -> None:
    land, permit = (ApprovalItem.objects.get(code=code) for code in ("L08", "L09"))
    kinds = set(permit.links.filter(requires=land).values_list("kind", flat=True))
    permit.links.create(kind="soft", requires=land)
    graph = network.of_case(underway, [])
    found = [tie.kind for tie in graph.ties if (tie.before, tie.after) == ("L08", "L09")]
    assert len(found) == 1
    assert found[0] in kinds


# ---- the wall


def a_wall(count: int) -> Wall:
    start = date(2026, 9, 7)
    rows = [
        WallRow(
            code=f"C{n:02}", name="示例：" + "因工程建设需要拆除、改动、迁移供水、排水与污水处理设施审核", stage=f"阶段{n // 12}",
            authority="住房城乡建设部门（审批服务局）", start=start + timedelta(n), end=start + timedelta(n + 20),
            critical=n % 4 == 0, done=n < 3,
        )
        for n in range(count)
    ]  # fmt: skip
    return Wall(
        project=ProjectFacts(name="示例" * 30, code="2611-210214-04-01-123456", owner="示例新材料有限公司"), unit="示例中心",
        version=2, made_on=start, today=start + timedelta(30), rows=tuple(rows), provisional=True,
        milestones=(WallMilestone(name="开工", day=start + timedelta(60), was=start + timedelta(50)),),
        contacts=(Contact(role="首席联系人", name="陈示例", phone="0536-1234567"),),
    )  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 30, 75])
def test_the_wall_is_one_a3_page_whatever_the_number_of_items(count: int) -> None:
    made = print_wall(a_wall(count))
    page = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0]
    assert made.pages == 1
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [420, 297]
    text = page.extract_text().replace("\n", "").replace(" ", "")
    assert "0536-1234567" in text
    assert "第2版" in text
    assert text.count("C") >= count
    assert made.missing == ()


def test_the_wall_of_a_case_names_version_and_team_and_is_no_document(underway: Case) -> None:
    before = underway.documents.count()
    made = wall.pdf(underway, plan_of(underway))
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().replace("\n", "")
    for code in ("L01", "L08", "L09"):
        assert code in text
    assert underway.documents.count() == before
