"""Early warnings through the pages of the desk."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cases.actions import alerts
from cases.enums import CaseStatus
from cases.models import Alert, AlertStep, Case, PlanRow, User
from cases.queries import alerts as readers
from tests.backoffice.forms import problems, send
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED, NOW = (datetime(2026, month, day, 10, tzinfo=CHINA) for month, day in ((9, 1), (11, 9)))
DUE = date(2026, 11, 4)


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        made = case_in(cast, CaseStatus.UNDERWAY)
    PlanRow.objects.filter(plan__case=made).update(end=DUE)
    Case.objects.filter(pk=made.pk).update(next_due=DUE)
    return made


@pytest.mark.req("P-070")
def test_an_early_warning_explains_itself_and_is_answered_at_the_desk(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        alerts.run()
        row = Alert.objects.get(label="L01")
        page, answer, wait = (
            reverse(f"office:{name}", args=[row.pk]) for name in ("alert", "alert_acknowledge", "alert_put_off")
        )
        client = at_desk(cast.chen)
        listed = client.get(reverse("office:alerts"), {"state": "open", "mine": "true"}).content.decode()
        assert listed.count('href="/office/alerts/') >= 3
        assert "Coordination meeting" in listed
        shown = client.get(page).content.decode()
        assert "Rule: Item: coordination meeting, version 1" in shown
        assert "stood higher at the first look: Reminder, Urging" in shown
        assert "3 working days after it" in shown
        assert reverse("office:raise_problem", args=[case.uuid]) in shown
        assert "answer" in problems(send(client, answer, answer=" "))
        assert problems(send(client, answer, answer="周三报送")) == ""
        assert "周三报送" in client.get(page).content.decode()
        assert "until" in problems(send(client, wait, until="2026-12-31", why="等待专家意见"))
        assert problems(send(client, wait, until="2026-11-12", why="等待专家意见")) == ""
        silent = client.get(reverse("office:alerts"), {"state": "silent"}).content.decode()
        assert page in silent
        told = client.get(reverse("office:alerts"), {"export": "csv"}).content.decode("utf-8-sig")
        rests = {row["What is due"]: row["Put off until"] for row in csv.DictReader(io.StringIO(told))}
        assert rests[row.name] == "2026-11-12"
        assert [day for day in rests.values() if day] == ["2026-11-12"], "control: the others rest until no day"
        assert "12 Nov 2026" in client.get(reverse("office:alerts"), {"state": "open"}).content.decode()
        assert "until" in problems(send(client, wait, until="2026-11-12", why="等待专家意见"))
        head = at_desk(cast.sun)
        assert "等待专家意见" in head.get(page).content.decode()
        assert "another person's step" in head.get(answer).content.decode()
        assert at_desk(cast.liu).get(page).status_code == 404  # another place


def test_on_a_rest_day_the_page_of_a_warning_says_that_nobody_is_urged_now(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    with time_machine.travel(NOW, tick=False):
        alerts.run()
        page, head = reverse("office:alert", args=[Alert.objects.get(label="L01").pk]), at_desk(cast.sun)
        assert "Urging by hand" not in head.get(page).content.decode(), "control: on a working day"
    with time_machine.travel(datetime(2026, 11, 14, 10, tzinfo=CHINA), tick=False):
        assert "Urging by hand" in at_desk(cast.sun).get(page).content.decode()


def test_the_day_of_a_warning_is_a_day_in_a_spreadsheet_too(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        alerts.run()
        body = at_desk(cast.sun).get(reverse("office:alerts"), {"export": "xlsx"}).content
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows())
    due = next(number for number, cell in enumerate(rows[0]) if cell.value == "Due")
    assert len(rows) > 1
    assert all(row[due].is_date for row in rows[1:])


def test_my_day_shows_the_warnings_that_its_reader_carries_and_asks_as_often_for_one_as_for_many(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    address = reverse("office:home")

    def shown(user: User) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as seen:
            answer = at_desk(user).get(address)
        assert answer.status_code == 200
        return answer.content.decode(), len(seen)

    with time_machine.travel(NOW, tick=False):
        alerts.run()
        mine = list(readers.carried_by(cast.chen).filter(ended_on=None).order_by("pk"))
        assert len(mine) > 2
        shown(cast.chen)
        text, many = shown(cast.chen)
        for row in mine:
            assert reverse("office:alert", args=[row.pk]) in text
        assert {row.get_rung_display() for row in mine} <= set(re.findall(r'class="badge[^>]*>([^<]+)<', text))
        # A head over the case may see them, but they are not his to do.
        assert reverse("office:alert", args=[mine[0].pk]) not in shown(cast.sun)[0]
        Alert.objects.exclude(pk=mine[0].pk).update(ended_on=DUE)
        text, one = shown(cast.chen)
        assert reverse("office:alert", args=[mine[0].pk]) in text
        assert reverse("office:alert", args=[mine[1].pk]) not in text
        assert one == many


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_many(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    client, address = at_desk(cast.sun), reverse("office:alerts")

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    with time_machine.travel(NOW, tick=False):
        alerts.run()
        count()
        many = count()
        assert Alert.objects.count() > 2
        Alert.objects.exclude(label="L01").update(case=None)  # out of sight
        assert count() == many <= 12


def test_what_became_of_a_warning_stands_in_the_list_in_my_day_and_in_the_file(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    client, day, every = at_desk(cast.chen), reverse("office:home"), reverse("office:alerts")

    def told(address: str) -> list[str]:
        return re.findall(
            r'<span class="badge[^>]*>[^<]+</span><br><small class="second">([^<]+)</small>', text(address)
        )

    def text(address: str) -> str:
        return client.get(address).content.decode()

    with time_machine.travel(NOW, tick=False):
        alerts.run()
        assert told(day) == told(every) == [], "control: nobody has said anything yet"
        row, other = Alert.objects.filter(people=cast.chen).order_by("due", "pk")[:2]
        alerts.acknowledge(row, answer="周三报送", by=cast.chen)
        assert told(day) == told(every) == ["acknowledged"]
        alerts.put_off(row, until=date(2026, 11, 12), why="等待专家意见", by=cast.chen)
        assert told(day) == ["acknowledged, put off until 12 Nov 2026"]
        assert told(every) == ["acknowledged"]
        assert "12 Nov 2026" in text(every), "the day has a column of its own"
        Alert.objects.filter(pk=other.pk).update(ended_on=date(2026, 11, 6))
        assert told(f"{every}?state=over") == ["over since 6 Nov 2026"]
        lines = list(csv.DictReader(io.StringIO(client.get(every, {"export": "csv"}).content.decode("utf-8-sig"))))
        assert {line["State"] for line in lines} == {"acknowledged", "over since 6 Nov 2026", ""}
        Alert.objects.filter(pk=row.pk).update(rung="confer", put_off_until=None)
        assert told(day) == [], "heard on a lower step, not on this one"


def test_the_history_tells_every_day_until_which_it_was_put_off(case: Case, cast: Cast, at_desk: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        alerts.run()
        row = Alert.objects.filter(people=cast.chen).order_by("due", "pk")[0]
        AlertStep.objects.create(alert=row, act="put_off", on=NOW.date(), text="旧记录")
        alerts.acknowledge(row, answer="周三报送", by=cast.chen)
        for day in (12, 13):
            alerts.put_off(row, until=date(2026, 11, day), why="等待专家意见", by=cast.chen)
        client = at_desk(cast.chen)
        texts = [one["text"] for one in client.get(reverse("office:alert", args=[row.pk])).context["events"]]
    put_off = [f"put off until {day} Nov 2026\n等待专家意见" for day in (13, 12)]
    assert texts[:4] == [*put_off, "周三报送", "旧记录"], "and control: no day where none was put into the step"


def test_a_correction_is_the_enterprise_s_to_send_back_and_the_team_s_to_look_after(
    case: Case, cast: Cast, at_desk: SignIn
) -> None:
    def facts(what: str) -> dict[str, str]:
        given = {"due": DUE, "since": DUE, "rung": "remind", "name_zh": what, "name_en": what}
        row = Alert.objects.create(case=case, what=what, label="x", **given)
        row.people.add(cast.chen)
        shown = at_desk(cast.chen).get(reverse("office:alert", args=[row.pk])).context["rows"]
        return {str(label): str(value) for label, value in shown if str(label).startswith("Who ")}

    assert facts("correction") == {"Who has to do it": case.enterprise.name, "Who looks after it": cast.chen.name}
    assert facts("meeting") == {"Who has to do it": cast.chen.name}, "control"
