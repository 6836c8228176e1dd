"""What goes over the counters, from group to group, and what comes after the end in the demo cases."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from cases.actions import benefits, finishing, followups, groups, rectifying, windows
from cases.enums import ItemStatus
from cases.enums_finish import HandedKind, WindowWay
from cases.management.demo import walks
from cases.management.demo.clock import acting_on
from cases.management.demo.people import PULANDIAN, Cast
from cases.models import Case
from cases.queries import calendars
from cases.queries import groups as standing
from cases.transitions import ITEM_DONE

BEFORE = {"L01", "L08", "L09", "C03", "C05"}


def ago(working_days: int) -> date:
    """So many working days before today."""
    day, cal = timezone.localdate(), calendars.current()
    for _step in range(working_days):
        day = cal.previous_workday(day)
    return day


def build(cast: Cast, running: Case, closed: Case) -> list[Case]:
    """A hand-over each way at a window, a project that went from one group to the next, and what comes after the end."""
    _windows(running, cast)
    _benefits(running, cast)
    with acting_on(ago(16), 15) as day:
        said = "证照都已拿到，过程清楚，没有别的要求。"
        answer = followups.Answer("phone", day, closed.project.contact_name, said, "settled")
        followups.record(walks.refreshed(closed), answer, by=cast.chen)
    return [_groups(cast), _bad(cast)]


def _benefits(case: Case, cast: Cast) -> None:
    """One benefit granted, one that is not decided (W-070)."""
    with acting_on(ago(20)) as day:
        made = benefits.apply(
            case, policy="示例市级技术改造补助", reference="示例政发〔2026〕8号", applied_on=day, amount=Decimal(1200000), by=cast.chen
        )  # fmt: skip
    with acting_on(ago(6)) as day:
        benefits.decide(
            made, status="granted", decided_on=day, granted=Decimal(1000000), reason="按设备投资核定", by=cast.chen
        )
    with acting_on(ago(5)) as day:
        benefits.apply(
            walks.refreshed(case), policy="示例新开工项目奖励", applied_on=day, amount=Decimal(300000), by=cast.chen
        )


def _bad(cast: Cast) -> Case:
    """Rated as bad: the measure is there, the reply and the call-back are still owed (C.5)."""
    with acting_on(ago(6)):
        case = walks.walk(walks.draft(cast, name="示例印刷车间改造项目", keep={"L01", "L08"}), "closed", cast)
    with acting_on(ago(5)):
        rated = {"efficiency": 1, "guide": 2}
        finishing.evaluate(
            case, level=2, dimensions=rated, comment="指南没写清楚，补正说了两次，耽误了一周。", by=cast.wang
        )
    with acting_on(ago(4)):
        row = walks.refreshed(case).rectifications.get()
        rectifying.assign(row, responsible=cast.chen, by=cast.sun)
        rectifying.measure(
            row, cause="guide", text="补正要求写进办事指南，改为一次列全，由流程指导员复核后发出。", by=cast.chen
        )
    return case


def _windows(case: Case, cast: Cast) -> None:
    """An acceptance slip, and the first results, from the window of the hall."""
    items = case.items.exclude(status__in=[ItemStatus.DONE_BEFORE, ItemStatus.DROPPED]).select_related("item", "unit")
    done = [row for row in items if row.status == ItemStatus.PASSED and row.unit_id][:2]
    if not done:
        return
    unit = done[0].unit or case.handling_unit
    with acting_on(ago(2), 15) as day:
        met = windows.Meeting(
            WindowWay.FROM_WINDOW, unit, "综合窗口 3 号", day, "窗口示例甲", note="原件由机构保管，办结时一并递交企业。"
        )
        papers = [windows.Paper(row.item.result_zh, HandedKind.RESULT, row.file_number, item=row) for row in done]
        windows.record(walks.refreshed(case), met, papers, by=cast.chen)
    with acting_on(ago(1), 10) as day:
        met = windows.Meeting(WindowWay.TO_WINDOW, unit, "综合窗口 3 号", day, "窗口示例甲")
        windows.record(
            walks.refreshed(case), met, [windows.Paper("补充图纸", number="图纸 A-07", copies=2)], by=cast.chen
        )


def _groups(cast: Cast) -> Case:
    """The first group has finished and handed over; the second has the project (P-069)."""
    with acting_on(ago(15)):
        case = walks.draft(cast, PULANDIAN, name="示例港口机械配套园", keep=BEFORE)
        case = walks.walk(case, "underway", cast)
    with acting_on(ago(6)):
        for row in case.items.filter(group__code="land_planning").exclude(status__in=ITEM_DONE):
            walks.pass_item(row, cast.liu)
    for giver, taker in standing.owed(case):
        with acting_on(ago(5), 9):
            made = groups.hand_over(
                walks.refreshed(case), giver=giver.group, taker=taker.group, papers="建设工程规划许可证\n总平面图",
                note="总平面图以第二版为准。", by=cast.groups[giver.group.code],
            )  # fmt: skip
        with acting_on(ago(5), 16):
            groups.acknowledge(made, remark="材料已核对，无缺漏。", by=cast.groups[taker.group.code])
    return case
