"""The rollout as two places have it: one in its trial with one pilot project so far, one further on; and a report by mail."""

from datetime import date, timedelta

from cases.actions import report_mails, rollout
from cases.actions.rollout import Facts
from cases.enums_reports import Phase, Rhythm
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.models import Case
from cases.reports import REPORTS

READY = "（示例）队伍、场地和制度已到位，完成专题培训两期，服务热线开通。"
TRIED = "（示例）三个试点项目平均提前六个工作日取得施工许可；发现红线与管线冲突两处，均由联席会议当场解决，建议推广容缺受理。"


def build(running: Case, pulandian: Case, cast: Cast, days: list[date]) -> None:
    """``days``: working days before today, the nearest first."""
    today = days[0]

    def back(number: int) -> date:
        return today - timedelta(days=number)

    # Each is entered when it begins and changed when that becomes known: the report of an earlier month tells what was so then.
    with acting_on(back(150)):
        plan = Facts(begins=back(150), planned_end=back(70))
        ready = rollout.begin(running.region, Phase.PREPARATION, plan, reason="（示例）按实施方案。", by=cast.sun)
    with acting_on(back(64)):
        told = Facts(begins=plan.begins, planned_end=plan.planned_end, ended_on=back(64), evaluation=READY)
        rollout.change(ready, told, reason="（示例）筹备到位。", by=cast.sun)
    with acting_on(back(60)):
        trial = Facts(begins=back(60), planned_end=today + timedelta(days=30))
        rollout.begin(running.region, Phase.PILOT, trial, reason="（示例）按实施方案。", by=cast.sun)
    with acting_on(back(100)):
        tried = Facts(begins=back(240), planned_end=back(120), ended_on=back(110), evaluation=TRIED)
        rollout.begin(pulandian.region, Phase.PILOT, tried, reason="（示例）按实施方案补录。", by=cast.liu)
        full = Facts(begins=back(100), planned_end=back(5))
        row = rollout.begin(pulandian.region, Phase.FULL, full, reason="（示例）按实施方案。", by=cast.liu)
    with acting_on(days[2], 9):
        later = Facts(begins=full.begins, planned_end=today + timedelta(days=45))
        rollout.change(row, later, reason="（示例）两个镇街新设服务点，顺延。", by=cast.liu)
    report_mails.subscribe(REPORTS["monthly"], running.region, Rhythm.MONTH, language="zh-hans", by=cast.sun)
