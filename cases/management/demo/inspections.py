"""One special inspection as a place has it: planned, checked with one “no”, reported; the unit's answer is still owed."""

from datetime import date, timedelta

from cases.actions import inspections
from cases.actions.inspections import Plan, Reply
from cases.enums_inspections import Checked
from cases.management.demo.clock import acting_on
from cases.models import Case, Checklist, User
from cases.queries import inspections as readers

QUARTER = timedelta(days=92)
NO = {4: "（示例）抽查的来电中有一次未登记答复时间。", 12: "（示例）近期项目尚未安排回访。"}


def build(case: Case, by: User, days: list[date]) -> None:
    """The agency of ``case`` is inspected. ``days``: working days before today, the nearest first."""
    plan = Plan(
        title="帮代办服务质量季度专项督导（示例）", region=case.region, checklist=Checklist.objects.get(code="service-quality"),
        inspectors=[by], planned_on=days[3], since=days[3] - QUARTER, until=days[3],
    )  # fmt: skip
    with acting_on(days[5], 9):
        row = inspections.plan(plan, units=[case.handling_unit], by=by, seed=20261126)[0]
    with acting_on(days[3], 9):
        inspections.start(row, by=by)
    with acting_on(days[3], 16):
        seen = tuple(row.sample.all()[:1])
        replies = [
            Reply(asked, Checked.NO, NO[asked.order], seen) if asked.order in NO else Reply(asked, Checked.YES)
            for asked in readers.questions(row)
        ]
        inspections.check(row, replies, by=by)
    with acting_on(days[2], 10):
        words = "（示例）时限、收费和材料交接规范；来电登记和办结回访需要加强，请提出整改措施。"
        inspections.report(row, conclusion=words, days=10, by=by)
