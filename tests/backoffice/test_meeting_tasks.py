"""A meeting at the desk from the call to the task that is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseStatus as S
from cases.models import Case, Meeting, User
from cases.queries import calendars, people
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]


def at(name: str, case: Case, *args: Any) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def done(answer: Any) -> None:
    assert answer.status_code == 302, problems(answer)


def test_a_meeting_with_items_materials_decisions_and_a_task_from_call_to_done(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent = at_desk(cast.chen)
    form = agent.get(at("call_meeting", case)).context["form"]
    item, paper = form.fields["items"].queryset[0], form.fields["files"].queryset[0]
    unit = next(row for row in form.fields["units"].queryset if people.of_units([row]).exists())
    day = timezone.localdate().isoformat()
    chosen = {"units": [unit.pk], "items": [item.pk], "files": [paper.pk]}
    done(send(agent, at("call_meeting", case), planned_on=day, at="14:30", place="三楼", **chosen))
    meeting = Meeting.objects.get(case=case, kind="coordination")
    page = agent.get(at("case_meetings", case)).content.decode()
    for word in ("14:30", item.item.name, paper.name):
        assert word in page
    url = at("hold_meeting", case, meeting.pk)
    answer = send(agent, url, minutes="已议。", due_0=day)
    assert {"unit_0", "what_0"} <= set(answer.context["form"].errors)
    typed = {"what_0": "三日内出具意见", "unit_0": str(unit.pk), "due_0": day, "attended": [unit.pk]}
    more = send(agent, url, minutes="已议。", more="1", **typed).context["form"]
    assert (more["how_many"].value(), more["what_0"].value()) == (8, "三日内出具意见")  # all eight rows will be read
    done(send(agent, url, minutes="已议。", how_many=8, what_7="同意", **typed))
    task = meeting.tasks.get(unit=unit)
    assert meeting.tasks.filter(unit=None, text="同意").exists()
    for name in ("case", "case_meetings"):
        assert at("do_task", case, task.pk) in agent.get(at(name, case)).content.decode()
    staff = at_desk(next(iter(people.of_units([unit]))))
    assert at("do_task", case, task.pk) in staff.get(reverse("office:home")).content.decode()
    listed = agent.get(reverse("office:meetings")).content.decode()
    assert "0 of 1" in listed
    done(send(agent, at("do_task", case, task.pk), result="已出具"))
    assert at("do_task", case, task.pk) not in agent.get(at("case", case)).content.decode()
    assert agent.get(at("do_task", case, task.pk)).status_code == 404
    assert at("do_task", case, task.pk) not in staff.get(reverse("office:home")).content.decode()


def test_a_meeting_on_a_rest_day_is_called_and_says_so(cast: Cast, at_desk: SignIn) -> None:
    case, agent, day = case_in(cast, S.UNDERWAY), at_desk(cast.chen), timezone.localdate()
    cal = calendars.current()
    days = [day + timedelta(days=n) for n in range(1, 30)]
    for wanted, said in ((False, 1), (True, 0)):
        on = next(one for one in days if cal.is_workday(one) is wanted)
        done(send(agent, at("call_meeting", case), planned_on=on.isoformat(), at="14:30", place="三楼"))
        assert agent.get(at("case_meetings", case)).content.decode().count("is no working day") == said
