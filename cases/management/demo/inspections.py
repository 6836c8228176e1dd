"""One special inspection as a place has it: planned, checked with one “no”, reported; the unit's answer is still owed."""

from datetime import date, timedelta

from cases.actions import inspections
from cases.actions.inspections import Plan, Reply
from cases.enums_inspections import Checked
from cases.management.demo.clock import acting_on
from cases.models import Case, Checklist, Inspection, User
from cases.queries import inspections as readers

QUARTER = timedelta(days=92)
LATE = "（示例）抽查时有项目的事项已过时限仍未办完。"
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
        inspections.check(row, _replies(row, days[3]), by=by)
    with acting_on(days[2], 10):
        words = "（示例）收费和材料交接规范；办理时限、来电登记和办结回访需要加强，请提出整改措施。"
        inspections.report(row, conclusion=words, days=10, by=by)


def _replies(row: Inspection, today: date) -> list[Reply]:
    """What was seen: the answer about limits is that of the sample itself."""
    sample = list(row.sample.order_by("number"))
    late = tuple(case for case in sample if case.next_due and case.next_due < today)
    said = {order: (words, tuple(sample[:1])) for order, words in NO.items()}
    if late:
        said[1] = (LATE, late)
    return [
        Reply(asked, Checked.NO, *said[asked.order]) if asked.order in said else Reply(asked, Checked.YES)
        for asked in readers.questions(row)
    ]
