"""A meeting moved or cancelled through the desk."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import meetings
from cases.enums import CaseStatus, MeetingKind
from cases.models import Meeting, Unit, User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in


def test_the_agent_moves_a_meeting_and_then_cancels_it(cast: Cast, at_desk: Callable[[User], Client]) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    unit, today = Unit.objects.get(code="370783-housing"), timezone.localdate()
    meeting = meetings.call(
        case, kind=MeetingKind.COORDINATION, planned_on=today, place="三楼", units=[unit], by=cast.chen
    )
    agent = at_desk(cast.chen)
    url = reverse("office:change_meeting", args=[case.uuid, meeting.pk])
    page = reverse("office:case_meetings", args=[case.uuid])
    assert url in agent.get(page).content.decode()
    assert "This field is required" in problems(send(agent, url))
    later = (today + timedelta(days=2)).isoformat()
    assert problems(send(agent, url, planned_on=later, reason="会议室占用")) == ""
    assert Meeting.objects.get(pk=meeting.pk).planned_on.isoformat() == later
    assert problems(send(agent, url, what="cancel", reason="不再需要")) == ""
    shown = agent.get(page).content.decode()
    assert "Cancelled" in shown
    assert "不再需要" in shown
    assert url not in shown  # control: nothing is left to change
    listed = reverse("office:meetings")
    assert case.number in agent.get(f"{listed}?state=cancelled").content.decode()
    for state in ("ahead", "held"):
        ids = [row.record.pk for row in agent.get(f"{listed}?state={state}").context["table"].rows]
        assert meeting.pk not in ids
