"""Acts of the end of a case for the tests of the table: hand-overs, copies, follow-up, rectification, benefits."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.actions import archiving, benefits, followups, groups, rectifying, windows
from cases.enums import Action as A
from cases.models import Case, Evaluation, GroupHandover, Rectification, User, WorkGroup
from cases.queries import aftercare


def handing_acts(case: Case, agent: User, chief: User) -> dict[A, Callable[[], Any]]:
    """Hand-overs with windows and between groups, and the copies on the shelf."""
    giver, taker = WorkGroup.objects.filter(files_flow_table=True).order_by("order")[:2]
    row = GroupHandover.objects.create(case=case, giver=taker, taker=giver, on=timezone.localdate(), by=agent)
    today, item = timezone.localdate(), case.items.all()[0]
    rated = getattr(case, "evaluation", None) or Evaluation.objects.create(case=case, level=1, by=agent)
    bad, _made = Rectification.objects.get_or_create(
        evaluation=rated, defaults={"case": case, "days": 15, "due": today, "responsible": chief}
    )
    caller = (aftercare.who_calls_back(bad) or [agent])[0]
    asked = followups.Answer("phone", today, "x", "x", "settled")
    met = windows.Meeting("to_window", case.handling_unit, "1", today, "x")
    return {
        A.HAND_WINDOW: lambda: windows.record(case, met, [windows.Paper("x")], by=agent),
        A.KEEP_COPIES: lambda: archiving.keep_copies(case, [item], shelf="x", on=today, by=agent),
        A.FOLLOW_UP: lambda: followups.record(case, asked, by=agent),
        A.RECTIFY: lambda: rectifying.reply(bad, text="x", by=chief),
        A.CALL_BACK: lambda: followups.record(case, asked, call_back=True, by=caller),
        A.CHECK_RECTIFICATION: lambda: rectifying.close(bad, result="x", by=chief),
        A.RECORD_BENEFIT: lambda: benefits.apply(case, policy="x", applied_on=today, by=agent),
        A.HAND_TO_GROUP: lambda: groups.hand_over(case, giver=giver, taker=taker, by=chief),
        A.TAKE_FROM_GROUP: lambda: groups.acknowledge(row, by=chief),
    }
