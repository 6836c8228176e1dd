"""Answers, accounts and urging through the pages: My day leads to the form, the form does it."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.views import home
from cases.actions import notes, urging
from cases.enums import CaseStatus
from cases.models import Case, Note, Problem, Urge, User, WeeklyReport
from tests.backoffice.forms import problems, send
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)
TUESDAY = datetime(2026, 11, 10, 10, tzinfo=CHINA)
SATURDAY = datetime(2026, 11, 14, 10, tzinfo=CHINA)


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        return case_in(cast, CaseStatus.UNDERWAY)


def owed(client: Client) -> dict[str, str]:
    """{what: address} of what My day says is owed."""
    rows = client.get(reverse("office:home")).context["duties"]
    return {row["duty"].kind: row["url"] for row in rows}


@pytest.mark.req("W-072")
def test_what_my_day_has_no_room_for_stands_on_a_page_of_its_own(
    case: Case, cast: Cast, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        notes.write(case, text="许可证何时能拿到？", internal=False, by=cast.wang)
        agent, whole = at_desk(cast.chen), reverse("office:owed")
        assert whole not in agent.get(reverse("office:home")).content.decode()
        every = agent.get(whole)
        assert [row["duty"].kind for row in every.context["duties"]] == list(owed(agent))
        monkeypatch.setattr(home, "SHOWN", 1)
        monkeypatch.setattr(home, "MOST_OWED", 1)
        assert list(owed(agent)) == [every.context["duties"][0]["duty"].kind]
        assert whole in agent.get(reverse("office:home")).content.decode()
        assert "The 1 most urgent are shown." in agent.get(whole).content.decode()
        nobody = at_desk(cast.luo).get(whole).content.decode()
        assert "Nothing is owed by you" in nobody


@pytest.mark.req("P-072")
def test_my_day_leads_to_the_answer_and_the_account(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        notes.write(case, text="许可证何时能拿到？", internal=False, by=cast.wang)
        agent = at_desk(cast.chen)
        found = owed(agent)
        assert set(found) == {"enquiry", "progress"}
        assert "许可证何时能拿到" in agent.get(found["enquiry"]).content.decode()  # what it answers stands above
        assert problems(send(agent, found["enquiry"], text="预计下周三")) == ""
        draft = agent.get(found["progress"]).context["form"].initial["text"]
        assert "已办结事项" in draft
        assert problems(send(agent, found["progress"])) == ""  # one press sends the draft
        assert Note.objects.get(progress=True).text == draft.strip()
        assert owed(agent) == {}


@pytest.mark.req("P-072")
def test_a_word_of_thanks_is_settled_from_the_notes(case: Case, cast: Cast, at_desk: SignIn) -> None:
    thanks = notes.write(case, text="谢谢", internal=False, by=cast.wang)
    agent = at_desk(cast.chen)
    url = reverse("office:close_enquiry", args=[case.uuid, thanks.pk])
    assert url in agent.get(reverse("office:case_notes", args=[case.uuid])).content.decode()
    assert problems(send(agent, url, why="致谢")) == ""
    shown = agent.get(reverse("office:case_notes", args=[case.uuid])).content.decode()
    assert url not in shown
    assert "Answered" in shown


@pytest.mark.req("P-070")
def test_the_head_urges_and_the_agent_acknowledges(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        head, agent = at_desk(cast.sun), at_desk(cast.chen)
        url = reverse("office:urge", args=[case.uuid])
        assert problems(send(head, url, key="item:L01", text="请本周内报送")) == ""
        assert "Once a day" in problems(send(head, url, key="item:L01", text="请本周内报送"))
        answer = owed(agent)["urge"]
        assert "请本周内报送" in agent.get(answer).content.decode()
        assert problems(send(agent, answer, answer="周四报送")) == ""
        assert "urge" not in owed(agent)
        shown = head.get(reverse("office:case_running", args=[case.uuid])).content.decode()
        assert "周四报送" in shown
        assert Urge.objects.get().acknowledged_at is not None


@pytest.mark.req("P-070")
def test_outside_working_hours_it_is_said_before_anything_is_typed_and_what_was_typed_is_kept(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    url, running = (reverse(f"office:{name}", args=[case.uuid]) for name in ("urge", "case_running"))
    said = "People are urged in working hours only"
    with time_machine.travel(SATURDAY, tick=False):
        head = at_desk(cast.sun)
        shown = head.get(url).content.decode()
        assert said in shown
        assert "<textarea" not in shown
        assert 'type="submit"' not in shown.split('class="form"')[1].split("</form>")[0]
        assert said in head.get(running).content.decode()
        answer = send(head, url, key="item:L01", text="请周一报送")  # typed while there was still time
        assert (answer.status_code, Urge.objects.count()) == (422, 0)
        assert "请周一报送" in answer.content.decode()
    with time_machine.travel(TUESDAY, tick=False):
        head = at_desk(cast.sun)
        assert "<textarea" in head.get(url).content.decode(), "control: within them it is asked for"
        assert said not in head.get(url).content.decode() + head.get(running).content.decode()


def test_what_the_rule_urged_is_named_so(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        urging.run()
        shown = at_desk(cast.sun).get(reverse("office:case_running", args=[case.uuid])).content.decode()
    assert shown.count("By the rule") == 3
    assert shown.count("Not acknowledged") == 3


@pytest.mark.req("P-032", "P-052", "W-091")
def test_a_problem_goes_through_the_pages_to_the_conference_and_its_end(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    agent, head = at_desk(cast.chen), at_desk(cast.sun)
    section = reverse("office:case_running", args=[case.uuid])
    unit = case.handling_unit_id
    assert "Say" not in problems(
        send(agent, reverse("office:raise_problem", args=[case.uuid]), text="界线", wanted=[unit])
    )
    row = Problem.objects.get()

    def at(name: str) -> str:
        return reverse(f"office:{name}", args=[case.uuid, row.pk])

    assert "problem" in owed(head)
    assert problems(send(head, at("handle_problem"), plan="周三会商")) == ""
    day = timezone.localdate().isoformat()
    assert problems(send(head, at("problem_meeting"), planned_on=day, place="会议室")) == ""
    assert problems(send(head, at("escalate_problem"), why="涉及两个县")) == ""
    assert "Call the joint conference" in head.get(section).content.decode()
    assert problems(send(head, at("problem_meeting"), planned_on=day, place="市政府")) == ""
    assert problems(send(head, at("solve_problem"), result="已划定")) == ""
    shown = agent.get(section).content.decode()
    for word in ("界线", "周三会商", "Coordination meeting 1", "Joint conference 1", "已划定", "Solved"):
        assert word in shown
    listed = head.get(reverse("office:problems") + "?status=open").content.decode()
    assert "界线" not in listed
    assert "界线" in head.get(reverse("office:problems")).content.decode()


@pytest.mark.req("P-051", "P-067", "P-068")
def test_reports_go_through_the_pages_up_to_the_government(cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(SIGNED, tick=False):
        case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    yang, group, dispatch, chief = (
        at_desk(user)
        for user in (
            cast.unit_agents["210214-dev-reform"], cast.groups["land_planning"], cast.groups["dispatch"], cast.liu
        )
    )  # fmt: skip
    with time_machine.travel(TUESDAY, tick=False):
        done = yang.post(owed(yang)["report_agent"], follow=True)
        assert "Drafted. Correct it" in done.content.decode()
        assert problems(send(yang, owed(yang)["draft"], progress="已备案", hand_in="on")) == ""
        page = owed(group)["approval"]
        assert "已备案" in group.get(page).content.decode()
        assert "never by its author" in problems(send(yang, page + "approve/"))
        assert "Never approved by its author" in yang.get(page + "approve/").content.decode()
        assert '<button class="button" type="submit">Approve' not in yang.get(page + "approve/").content.decode()
        assert '<button class="button" type="submit">Approve' in group.get(page + "approve/").content.decode()
        assert group.get(page + "approve/?read=" + "9" * 5000).status_code == 200
        WeeklyReport.objects.filter(level="agent").update(version=F("version") + 1)  # corrected since it was read
        stale = group.post(
            page + "approve/", {"version": group.get(page + "approve/").context["form"]["version"].value() - 1}
        )
        assert "Somebody else changed this report meanwhile" in stale.content.decode()
        assert problems(send(group, page + "approve/")) == ""
        assert dispatch.post(owed(dispatch)["report_government"]).status_code == 302
        joint = WeeklyReport.objects.get(level="government")
        assert "已备案" in joint.progress
        edit = reverse("office:edit_report", args=[joint.pk])
        assert problems(send(dispatch, edit, hand_in="on")) == ""
        assert problems(send(chief, reverse("office:return_report", args=[joint.pk]), why="请补充建议")) == ""
        assert "请补充建议" in dispatch.get(reverse("office:report", args=[joint.pk])).content.decode()
        assert problems(send(dispatch, edit, suggestions="请协调。", hand_in="on")) == ""
        (way,) = [
            url
            for label, url in chief.get(reverse("office:report", args=[joint.pk])).context["actions"]
            if label == "Approve"
        ]
        assert problems(send(chief, way)) == ""
        for stored in joint.files.all():
            assert chief.get(reverse("office:report_file", args=[stored.pk])).content == bytes(stored.content)
            assert at_desk(cast.chen).get(reverse("office:report_file", args=[stored.pk])).status_code == 404
        assert joint.files.count() == 2
        assert "Sent to the government" in chief.get(reverse("office:reports")).content.decode()


@pytest.mark.req("P-071")
def test_the_work_log_tells_the_day_takes_own_words_and_is_printed(case: Case, cast: Cast, at_desk: SignIn) -> None:
    agent, url = at_desk(cast.chen), reverse("office:work_log")
    with time_machine.travel(SIGNED, tick=False):
        assert case.number in agent.get(url).content.decode()
        assert problems(send(agent, url, text="与设计院通话")) == ""
        assert "与设计院通话" in agent.get(url).content.decode()
        assert agent.get(url + "?print=1").content.startswith(b"%PDF")
        theirs = f"{url}?agent={cast.chen.pk}"
        assert "与设计院通话" in at_desk(cast.sun).get(theirs).content.decode()
        assert "与设计院通话" not in at_desk(cast.xu).get(theirs).content.decode()
