"""The lists of follow-up visits and rectifications: who sees them, what they are narrowed to, how urging begins there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import finishing, followups
from cases.enums import CaseStatus
from cases.enums_finish import FollowUpKind
from cases.models import Case, Evaluation, FollowUp, Rectification, Urge, User
from tests.backoffice.forms import send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
VISITS, BAD = "office:follow_ups", "office:rectifications"
LISTS = pytest.mark.parametrize("name", [VISITS, BAD])


def page(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def ended(cast: Cast, days: int, name: str) -> Case:
    """A closed case, badly evaluated; what it owes is due in so many days."""
    case = case_in(cast, CaseStatus.CLOSED, keep={"L01"}, name=name)
    finishing.evaluate(case, level=2, comment="太慢", by=cast.li)
    due = timezone.localdate() + timedelta(days=days)
    FollowUp.objects.filter(case=case).update(due=due)
    Rectification.objects.filter(case=case).update(due=due)
    return case


@LISTS
@pytest.mark.req("P-070", "P-080")
def test_the_list_is_narrowed_to_late_soon_and_done_and_each_row_leads_to_its_case(
    name: str, cast: Cast, at_desk: SignIn
) -> None:
    late, soon, far = (ended(cast, days, f"示例{word}项目") for days, word in ((-9, "逾期"), (3, "临期"), (40, "宽裕")))
    chief = at_desk(cast.sun)
    everything = page(chief, name)
    for case in (late, soon, far):
        assert reverse("office:case_after", args=[case.uuid]) in everything
    for query, shown in (
        ("state=late", [late]), ("state=week", [soon]), ("state=open", [late, soon, far]), ("state=done", []),
        ("ours=true", [late, soon, far]), ("ours=false", []), ("q=逾期", [late]),
    ):  # fmt: skip
        text = page(chief, name, f"?{query}")
        assert [case for case in (late, soon, far) if case.number in text] == shown, query
    said = followups.Answer("phone", timezone.localdate(), "王建业（示例）", "都办好了。", "settled")
    followups.record(late, said, by=cast.chen)
    assert late.number in page(chief, VISITS, "?state=done")
    assert late.number not in page(chief, VISITS, "?state=late")
    assert "李" not in page(chief, BAD)  # never who evaluated


@LISTS
@pytest.mark.req("P-070")
def test_mine_are_those_that_my_day_asks_of_the_person(name: str, cast: Cast, at_desk: SignIn) -> None:
    case = ended(cast, 3, "示例临期项目")
    whose = {VISITS: cast.chen, BAD: cast.sun}[name]  # nobody is named to put it right yet: the head is
    for user in (cast.chen, cast.sun, cast.feng):
        assert (case.number in page(at_desk(user), name, "?mine=true")) is (user == whose), user
        assert (case.number in page(at_desk(user), name, "?mine=false")) is (user != whose), user


@LISTS
def test_an_empty_list_says_why_and_a_stranger_sees_nothing(name: str, cast: Cast, at_desk: SignIn) -> None:
    assert "None fits the filter" in page(at_desk(cast.sun), name)
    case = ended(cast, -9, "示例逾期项目")
    assert case.number not in page(at_desk(cast.liu), name)
    assert case.number in page(at_desk(cast.feng), name)
    enterprise = Client()
    enterprise.force_login(cast.wang)
    assert enterprise.get(reverse(name)).status_code == 403


@LISTS
@pytest.mark.req("P-070")
def test_urging_begins_at_a_late_row_for_the_agency_only(name: str, cast: Cast, at_desk: SignIn) -> None:
    what = {VISITS: "follow_up:", BAD: "rectification:"}[name]
    case = ended(cast, -9, "示例逾期项目")
    url = f"{reverse('office:urge', args=[case.uuid])}?key={what}"
    chief = at_desk(cast.sun)
    assert url in page(chief, name)
    assert url in chief.get(reverse("office:case_after", args=[case.uuid])).content.decode()
    form = chief.get(url)
    assert form.status_code == 200
    assert form.context["form"]["key"].value() == what
    looker = at_desk(cast.feng)
    assert url not in page(looker, name)
    assert url not in looker.get(reverse("office:case_after", args=[case.uuid])).content.decode()
    assert looker.get(url).status_code == 403
    tomorrow = timezone.localdate() + timedelta(days=1)
    FollowUp.objects.update(due=tomorrow)
    Rectification.objects.update(due=tomorrow)
    assert url not in page(chief, name)
    assert url not in chief.get(reverse("office:case_after", args=[case.uuid])).content.decode()
    nothing = chief.get(url, follow=True)
    assert nothing.redirect_chain
    assert "Nothing is open that somebody could be urged to do." in nothing.content.decode()


@time_machine.travel(datetime(2026, 11, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)  # a Tuesday
def test_after_urging_an_ended_case_its_after_care_is_shown(cast: Cast, at_desk: SignIn) -> None:
    case = ended(cast, -9, "示例逾期项目")
    after = reverse("office:case_after", args=[case.uuid])
    done = send(at_desk(cast.sun), reverse("office:urge", args=[case.uuid]), key="follow_up:", text="请今日回访")
    assert done["Location"] == after
    url = reverse("office:acknowledge", args=[case.uuid, Urge.objects.get().pk])
    assert send(at_desk(cast.chen), url, answer="今日回访")["Location"] == after


@LISTS
def test_a_list_of_25_rows_asks_as_often_as_one_of_one_row(name: str, cast: Cast, at_desk: SignIn) -> None:
    def asked() -> int:
        page(chief, name)
        with CaptureQueriesContext(connection) as seen:
            assert page(chief, name).count("row-link") == Rectification.objects.count()
        return len(seen)

    def owing(n: int) -> None:
        case = case_in(cast, CaseStatus.SUBMITTED, keep={"L01"}, name=f"示例项目第{n}号")
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
        late = timezone.localdate() - timedelta(days=9)
        FollowUp.objects.create(case=case, kind=FollowUpKind.CLOSING, due=late)
        rated = Evaluation.objects.create(case=case, level=1, by=cast.li)
        Rectification.objects.create(case=case, evaluation=rated, days=5, due=late, responsible=cast.chen)

    chief = at_desk(cast.sun)
    owing(0)
    one = asked()
    for n in range(24):
        owing(n + 1)
    assert asked() == one <= 15


@LISTS
def test_the_export_has_the_same_rows_without_the_way_to_urge(name: str, cast: Cast, at_desk: SignIn) -> None:
    case = ended(cast, -9, "=示例逾期项目")
    answer = at_desk(cast.sun).get(reverse(name), {"export": "csv"})
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert case.number in rows[1]
    assert "Urge:" not in rows[1]
    assert "<" not in rows[1]
