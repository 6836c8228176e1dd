"""Letters of the public as a place has them: answered, waiting, one without a name."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from cases.actions import public_letters
from cases.actions.public_letters import Facts
from cases.management.demo.clock import acting_on
from cases.management.demo.people import PULANDIAN, SHOUGUANG, Cast
from cases.models import ApprovalItem, PublicLetter, Region, User


def _write(
    key: str, days_ago: int, kind: str, text: str, region: str, by: User | None = None, **facts: Any
) -> PublicLetter:
    item = ApprovalItem.objects.filter(code=facts.pop("item", "")).first()
    with acting_on(timezone.localdate() - timedelta(days=days_ago)):
        given = Facts(
            kind=kind, text=text, region=Region.objects.get(code=region), sending=uuid5(NAMESPACE_URL, f"demo/{key}"),
            item=item, **facts,
        )  # fmt: skip
        return public_letters.send(given, by=by)


def _answer(letter: PublicLetter, days_ago: int, text: str, by: User) -> None:
    if letter.answered_at is None:
        with acting_on(timezone.localdate() - timedelta(days=days_ago), hour=15):
            public_letters.answer(letter, text=text, by=by)


def build(cast: Cast) -> None:
    """Three that were answered, three that wait."""
    asked = _write(
        "dust", 9, "question", "夜间浇筑混凝土要办什么手续？我是示例重工的王建业，电话 138 0000 0001。", SHOUGUANG, cast.wang,
        item="C05", name="王建业",
    )  # fmt: skip
    _answer(
        asked,
        8,
        "王建业您好：因工艺要求必须连续施工的，请提前向城市管理部门申请夜间施工证明，并在工地公告附近居民。",
        cast.chen,
    )
    slow = _write("slow", 12, "complaint", "材料交了三天，没有人告诉我们进展。", SHOUGUANG)
    _answer(slow, 9, "经核实，承办人员未按时反馈进展。已约谈并要求每五个工作日主动反馈一次，谢谢监督。", cast.feng)
    idea = _write(
        "idea", 20, "suggestion", "建议把九类项目的清单做成可以打印的一张纸。", SHOUGUANG, page="/checklists/"
    )
    _answer(idea, 12, "已采纳：每份清单页面都可以直接打印。", cast.feng)
    _write("tax", 0, "question", "分期建设的项目，第二期要不要重新做节能审查？", SHOUGUANG, item="L11")
    _write("form", 0, "suggestion", "希望委托书可以在手机上签。", PULANDIAN)
    _write("door", 1, "complaint", "窗口中午没有人值班。", SHOUGUANG, name="示例群众", contact="0536-0000000")
