"""The rollout report of an earlier time tells what was so then, whatever became of it since (W-080 to W-083)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from cases import reports, rhythms
from cases.actions import officers, problems, rollout
from cases.actions.rollout import Facts
from cases.enums import CaseStatus
from cases.enums_reports import Phase
from cases.models import Case, Region
from cases.reports import REPORTS
from cases.reports.base import Content, Scope
from tests.cases.kit import fresh
from tests.cast import SHOUGUANG, Cast, case_in

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 9, 1)


def at(month: int, day: int) -> Any:
    return time_machine.travel(datetime(2026, month, day, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


def read(month: int) -> Content:
    """The report of the month, read in December."""
    region = Region.objects.get(code=SHOUGUANG)
    rhythm, period = rhythms.parse(f"2026-{month:02}")
    with at(12, 1), translation.override("en"):
        return reports.read(REPORTS["rollout"], Scope(region, rhythm, period, date(2026, 12, 1)))


@pytest.fixture
def trial(cast: Cast) -> Case:
    """One pilot project and its problem in September; in October it leaves, the problem is solved and the trial ends."""
    with at(9, 1):
        case = case_in(cast, CaseStatus.UNDERWAY)
        row = rollout.begin(
            case.region, Phase.PILOT, Facts(begins=BEGIN, planned_end=date(2026, 9, 20)), reason="按方案", by=cast.sun
        )
    with at(9, 10):
        officers.set_pilot(case, pilot=True, reason="试点", by=cast.sun)
        raised = problems.raise_problem(
            fresh(case), kind="problem", text="红线重叠", wanted=[case.handling_unit], by=cast.chen
        )
    with at(10, 12):
        problems.solve(raised, result="调整红线", by=cast.chen)
        officers.set_pilot(fresh(case), pilot=False, reason="退出", by=cast.sun)
    with at(10, 30):
        ended = Facts(
            begins=BEGIN, planned_end=date(2026, 10, 31), ended_on=date(2026, 10, 30), evaluation="无项目可用"
        )
        rollout.change(row, ended, reason="结束", by=cast.sun)
    with at(11, 5):
        officers.set_pilot(fresh(case), pilot=True, reason="重新纳入", by=cast.sun)
    return case


@pytest.mark.req("W-081", "W-082")
def test_september_knows_nothing_of_october(trial: Case) -> None:
    content = read(9)
    phases, _numbers, cases, issues = (
        [[cell.value for cell in row] for row in table.rows] for table in content.tables[:4]
    )
    name = trial.region.name_en
    assert phases == [[name, "Trial", "Past its planned end", BEGIN, date(2026, 9, 20), None, ""]]
    assert [row[1:4:2] for row in cases] == [[trial.number, date(2026, 9, 10)]]
    assert [row[5:] for row in issues] == [["Not solved by then", "", None, None]]
    assert "Problems that stood in the time: 1, solved: 0." in content.paragraphs[0]
    assert content.warnings == (f"{name} has 1 pilot project; the policy wants 3 to 5.",)


@pytest.mark.req("W-081", "W-083")
def test_a_trial_that_ended_without_any_project_is_flagged(trial: Case) -> None:
    content = read(10)
    assert content.warnings == (
        f"The trial of {trial.region.name_en} ended with 0 pilot projects; the policy wants 3 to 5.",
    )
    assert content.tables[2].rows == ()
    assert [cell.value for cell in content.tables[0].rows[0]][2:] == [
        "Ended", BEGIN, date(2026, 10, 31), date(2026, 10, 30), "无项目可用",
    ]  # fmt: skip


def test_who_came_back_is_a_pilot_project_since_that_day(trial: Case) -> None:
    assert [[cell.value for cell in row][3] for row in read(11).tables[2].rows] == [date(2026, 11, 5)]
