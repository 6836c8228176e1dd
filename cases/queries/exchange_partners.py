"""What the enterprise platform and the 12345 hotline get: the progress of cases, the answers to enquiries (W-061)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases.enums import CaseStatus, ItemStatus
from cases.models import Case, Note, User
from cases.queries import cases, exchange_national, lamps
from cases.transitions import ITEM_DONE

Row = dict[str, Any]
PROGRESS = (
    "办件编号", "项目名称", "项目代码", "企业名称", "统一社会信用代码", "帮代办机构", "状态",
    "事项总数", "已办结事项", "在办事项", "下一节点日期", "亮灯", "受理日期", "办结日期",
)  # fmt: skip
ANSWERS = ("工单编号", "办件编号", "承办单位", "诉求内容", "答复期限", "是否答复", "答复时间", "答复内容", "是否超期")
MOST = 500
LAMPS = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯", "grey": "灰灯"}


def chosen(user: User, numbers: Iterable[str] = ()) -> QuerySet[Case]:
    """Submitted cases one may see, or those of them that are named."""
    found = cases.visible_to(user).filter(number__isnull=False).exclude(status=CaseStatus.WITHDRAWN)
    wanted = [number for number in numbers if number]
    found = found.filter(number__in=wanted) if wanted else found
    return found.select_related(
        "project__category", "project__region", "project__town", "enterprise", "region", "handling_unit"
    ).order_by("number")


def progress(found: Iterable[Case]) -> list[Row]:
    """One line for each case: how far it is, and what comes next."""
    return [_progress(case) for case in found]


def _progress(case: Case) -> Row:
    items = [
        row for row in case.items.select_related("item") if row.status not in (ItemStatus.DROPPED, ItemStatus.PROPOSED)
    ]
    done = [row for row in items if row.status in ITEM_DONE]
    going = [row.item.name_zh for row in items if row not in done and row.status != ItemStatus.CONFIRMED]
    return {
        "办件编号": case.number,
        "项目名称": case.project.name,
        "项目代码": case.project.project_code,
        "企业名称": case.enterprise.name,
        "统一社会信用代码": case.enterprise.uscc,
        "帮代办机构": case.handling_unit.name_zh,
        "状态": exchange_national.chinese(CaseStatus(case.status).label),
        "事项总数": len(items),
        "已办结事项": len(done),
        "在办事项": "、".join(going),
        "下一节点日期": case.next_due.isoformat() if case.next_due else "",
        "亮灯": LAMPS[lamps.of_case(case)] if case.next_due else "",
        "受理日期": _day(case.accepted_at),
        "办结日期": _day(case.closed_at),
    }


def enquiries(user: User) -> QuerySet[Note]:
    """Enquiries of the hotline about the cases one may see."""
    found = Note.objects.filter(case__in=cases.visible_to(user)).exclude(hotline="")
    return found.select_related("case__handling_unit", "answer").order_by("created_at", "pk")


def answers(found: Iterable[Note]) -> list[Row]:
    """One line for each enquiry with the answer, or the words by which it was settled."""
    return [_answer(note) for note in found]


def _answer(note: Note) -> Row:
    answered = timezone.localtime(note.answered_at) if note.answered_at else None
    late = bool(note.due and (answered.date() if answered else timezone.localdate()) > note.due)
    return {
        "工单编号": note.hotline,
        "办件编号": note.case.number,
        "承办单位": note.case.handling_unit.name_zh,
        "诉求内容": note.text,
        "答复期限": note.due.isoformat() if note.due else "",
        "是否答复": "是" if answered else "否",
        "答复时间": answered.strftime("%Y-%m-%d %H:%M:%S") if answered else "",
        "答复内容": note.answer.text if note.answer else note.settled,
        "是否超期": "是" if late else "否",
    }


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
