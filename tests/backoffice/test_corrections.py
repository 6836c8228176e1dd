"""The second request for correction at the desk: what was asked before is shown, something new needs its reason."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cases.actions import applications, intake, projects
from cases.enums import CaseStatus
from cases.management.demo.walks import refreshed
from cases.models import User
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in


def test_the_second_request_shows_the_first_and_asks_why_only_now(
    cast: Cast, at_desk: Callable[[User], Client]
) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    agent = at_desk(cast.chen)
    url = reverse("office:request_correction", args=[case.uuid])
    assert "because_0" not in agent.get(url).context["form"].fields  # control: the first request
    intake.request_correction(case, [intake.Point(what="建设规模", why="不一致", field="scale")], by=cast.chen)
    projects.change(refreshed(case), {"scale": "更正后的规模"}, by=cast.wang)
    applications.answer_correction(refreshed(case), by=cast.wang)
    page = agent.get(url).content.decode()
    assert "Asked for on" in page
    assert "建设规模" in page
    new = {"subject_0": "field:address", "why_0": "与选址不一致"}
    assert "was not named the first time" in problems(send(agent, url, **new))
    assert problems(send(agent, url, **new, because_0="更正后的规模超出原地块")) == ""
    shown = agent.get(reverse("office:case_files", args=[case.uuid])).content.decode()
    asked = at_desk(cast.wang).get(reverse("my:correction", args=[case.uuid])).content.decode()
    for text in (shown, asked):
        assert "更正后的规模超出原地块" in text
