"""Training, task force, contacts and leave as people do them on the screen; the public page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import CaseStatus, PostRole
from cases.models import (
    Absence,
    ApprovalItem,
    Attendance,
    ChiefContact,
    DutyList,
    Region,
    Rotation,
    TaskForceSeat,
    TrainingPlan,
    TrainingSession,
    Unit,
    User,
)
from tests.backoffice.forms import problems, send
from tests.cast import SHOUGUANG, Cast, case_in

SignIn = Callable[[User], Client]


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"office:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


@pytest.mark.req("W-023", "P-091")
def test_a_head_plans_training_records_attendance_and_rotation(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.sun)
    sent = send(client, reverse("office:plan_add"), title="业务培训", roles=[PostRole.SERVICE_AGENT], before_post="on")
    assert problems(sent) == ""
    plan = TrainingPlan.objects.get(title="业务培训")
    assert (plan.region.code, plan.before_post) == (SHOUGUANG, True)
    assert problems(send(client, reverse("office:session_add", args=[plan.pk]), topic="窗口实务")) == ""
    session = TrainingSession.objects.get(topic="窗口实务")
    url = reverse("office:attendance", args=[session.pk])
    assert problems(send(client, url, people=[cast.chen.pk, cast.xu.pk])) == ""
    assert Attendance.objects.filter(session=session).count() == 2
    unit = Unit.objects.get(code=f"{SHOUGUANG}-housing")
    add = reverse("office:rotation_add")
    assert (
        problems(send(client, add, user=cast.chen.pk, unit=unit.pk, until="2099-01-01", learnt="x")) != ""
    )  # too far away
    until = timezone.localdate().isoformat()
    assert problems(send(client, add, user=cast.chen.pk, unit=unit.pk, until=until, learnt="窗口")) == ""
    assert Rotation.objects.get().unit == unit
    shown = page(client, "training")
    assert "帮代办岗前培训" in shown  # what the city requires of the county
    assert shown.count("Add a session") == 1  # only to one's own plan
    assert "窗口实务" in shown
    assert "陈帮办" in shown


@pytest.mark.req("P-010", "P-011")
def test_the_task_force_of_a_district_is_shown_and_filled(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.liu)
    assert "Member units without a contact of deputy rank" in page(client, "task_force")
    unit = Unit.objects.get(code="210214-housing")
    filled = {"role": "contact", "unit": unit.pk, "name": "示例甲", "title": "副局长", "reason": "文件"}
    assert "rank" in problems(send(client, reverse("office:seat_add"), **filled, rank="head"))
    assert problems(send(client, reverse("office:seat_add"), **filled, rank="deputy")) == ""
    assert "示例甲" in page(client, "task_force")
    row = TaskForceSeat.objects.get()
    assert problems(send(client, reverse("office:seat_end", args=[row.pk]), reason="调离")) == ""
    page(client, "task_force")  # says once that the seat was ended
    assert "示例甲" not in page(client, "task_force")
    assert "No task force here" in page(at_desk(cast.sun), "task_force")


@pytest.mark.req("W-030", "W-032")
def test_a_chief_contact_is_replaced_and_the_list_is_published_for_everybody(
    cast: Cast, at_desk: SignIn, client: Client
) -> None:
    head, item = at_desk(cast.sun), ApprovalItem.objects.get(code="C05")
    given = {"item": item.pk, "unit": Unit.objects.get(code=f"{SHOUGUANG}-agency").pk, "reason": "分工"}
    for user in (cast.chen, cast.xu):
        assert problems(send(head, reverse("office:contact_name"), **given, user=user.pk)) == ""
    assert ChiefContact.objects.get(item=item, until__isnull=True).user == cast.xu
    assert "Former chief contacts" in page(head, "duties")
    place = Region.objects.get(code=SHOUGUANG)
    assert problems(send(head, reverse("office:duties_publish"), region=place.pk, note="首次公布")) == ""
    assert DutyList.objects.get().number == 1
    shown = client.get(reverse("portal:duties")).content.decode()
    assert "徐指导" in shown
    assert "首次公布" in shown
    for somebody in (cast.xu, cast.chen, cast.sun):
        assert somebody.phone not in shown
    assert "says the same" in problems(send(head, reverse("office:duties_publish"), region=place.pk))


@pytest.mark.req("P-091")
def test_the_public_page_names_the_rules_of_conduct_and_says_when_no_list_is_out(
    reference: None, client: Client
) -> None:
    shown = client.get(reverse("portal:duties"), headers={"accept-language": "en"}).content.decode()
    assert "Nothing has been published yet" in shown
    assert "Takes no fee, no gift and no invitation" in shown


@pytest.mark.req("P-091")
def test_a_hand_over_is_seen_before_it_is_sent_and_moves_everything(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY)
    client = at_desk(cast.sun)
    assert "陈帮办" in page(client, "leave")
    url = reverse("office:hand_over", args=[cast.chen.pk])
    shown = client.get(url).content.decode()
    assert case.number in shown
    assert "agency of the place" in shown  # why
    assert not Absence.objects.exists()
    assert problems(send(client, url, reason="休假")) == ""
    assert case.team.get(until__isnull=True).user != cast.chen
    assert "away" in page(client, "leave")


def test_whose_work_is_not_mine_to_hand_over_does_not_exist(cast: Cast, at_desk: SignIn) -> None:
    for user in (cast.xu, cast.liu, cast.jin):
        assert at_desk(user).get(reverse("office:hand_over", args=[cast.chen.pk])).status_code == 404
    assert at_desk(cast.chen).get(reverse("office:hand_over", args=[cast.chen.pk])).status_code == 200  # one's own


def test_who_ends_a_post_is_warned_of_open_work(cast: Cast, at_desk: SignIn) -> None:
    client, held = at_desk(cast.jin), cast.xu.posts.get()
    url = reverse("office:dismiss", args=[cast.xu.pk, held.pk])
    assert "have" not in str(client.get(url).context["intro"])
    case_in(cast, CaseStatus.UNDERWAY)
    mine = reverse("office:dismiss", args=[cast.chen.pk, cast.chen.posts.get().pk])
    shown = client.get(mine).content.decode()
    assert "2 pieces of open work are still with this person" in shown
    assert "BDB-" not in shown  # an administrator sees no case
    refused = problems(send(client, mine, reason="调离"))
    assert "a head of the agency hands them over first" in refused
    assert cast.chen.posts.get().until is None
    assert problems(send(client, url, reason="调离")) == ""  # control: nothing is in these hands


def test_a_leave_ends_earlier_by_a_form(cast: Cast, at_desk: SignIn) -> None:
    today = timezone.localdate()
    away = Absence.objects.create(user=cast.xu, since=today, reason="年休假", recorded_by=cast.sun)
    client, address = at_desk(cast.sun), reverse("office:come_back", args=[away.pk])
    assert address in page(client, "leave")
    assert "年休假" in page(client, "leave")
    assert problems(send(client, address, on="2001-01-01", reason="返岗")) != ""
    assert problems(send(client, address, reason="返岗")) == ""
    away.refresh_from_db()
    assert (away.back_on, away.back_by) == (today, cast.sun)
    assert address not in page(client, "leave")
    assert at_desk(cast.liu).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "model", "data"),
    [
        ("session_add", TrainingSession, {"topic": "窗口实务"}),
        ("rotation_add", Rotation, {"learnt": "窗口", "until": None}),
    ],
)
def test_a_form_outside_cases_sent_twice_acts_once(
    name: str, model: Any, data: dict[str, Any], cast: Cast, at_desk: SignIn
) -> None:
    client = at_desk(cast.sun)
    send(client, reverse("office:plan_add"), title="业务培训", roles=[PostRole.SERVICE_AGENT])
    plan = TrainingPlan.objects.get(title="业务培训")
    url = reverse(f"office:{name}", args=[plan.pk] if name == "session_add" else [])
    before, form = model.objects.count(), client.get(url).context["form"]
    if name == "rotation_add":
        unit = Unit.objects.get(code=f"{SHOUGUANG}-housing")
        data = data | {"user": cast.chen.pk, "unit": unit.pk, "until": timezone.localdate().isoformat()}
    sent = {bound.name: bound.value() or "" for bound in form} | data
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])
    assert model.objects.count() == before + 1
    client.post(url, sent | {"token": "other"})  # control: another form is another entry
    assert model.objects.count() == before + 2
