"""Early warning: the ladder as rules, its daily look, digests, acknowledging and putting off."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import resolve
from django.utils import translation

from backoffice import nav
from cases import ladder as law
from cases.actions import alerts, mailing, notices, reference, urging
from cases.enums import CaseStatus
from cases.enums_ladder import Rung, Watch
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.management.demo import walks
from cases.models import Alert, AlertStep, Case, LadderRule, Notice, PlanRow, Urge, User
from cases.queries import alerts as readers
from cases.queries import calendars, ladder, letters, weekly
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.usefixtures("fresh_ladder")

S, R = CaseStatus, Rung
CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
DUE = date(2026, 11, 4)  # a Wednesday
RULES = (
    law.Rule("item", R.REMIND, -2),
    law.Rule("item", R.URGE, 1),
    law.Rule("item", R.COORDINATE, 3),
    law.Rule("order", R.URGE, 1),
)


def day(number: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=CHINA)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Three items; L01 has to be done by Wednesday, the others a year later."""
    with time_machine.travel(SIGNED, tick=False):
        made = case_in(cast, S.UNDERWAY)
    PlanRow.objects.filter(plan__case=made).update(end=date(2027, 11, 1))
    PlanRow.objects.filter(plan__case=made, case_item__item__code="L01").update(end=DUE)
    # The account to the enterprise has its own test: here it is due in a year.
    Case.objects.filter(pk=made.pk).update(next_due=DUE, terms=made.terms | {"feedback_wd": 250})
    Notice.objects.all().delete()
    return fresh(made)


def look(number: int) -> int:
    with time_machine.travel(day(number), tick=False):
        return alerts.run()


def rungs(case: Case) -> list[str]:
    return [str(step) for step in AlertStep.objects.filter(alert__case=case).values_list("act", flat=True)]


# The law, without a database


@pytest.mark.parametrize(
    ("today", "stands", "expected"),
    [
        (date(2026, 10, 30), "", None), (date(2026, 11, 2), "", (R.REMIND, ())), (DUE, "", (R.REMIND, ())),
        (DUE, "remind", None), (date(2026, 11, 5), "remind", (R.URGE, ())), (date(2026, 11, 7), "remind", (R.URGE, ())),
        (date(2026, 11, 9), "", (R.COORDINATE, (R.REMIND, R.URGE))), (date(2026, 12, 9), "coordinate", None),
    ],
)  # fmt: skip
@pytest.mark.req("P-070")
def test_a_date_takes_the_highest_step_it_has_reached_and_no_step_twice(
    reference_calendar: Any, today: date, stands: str, expected: Any
) -> None:
    found = law.climb(RULES, "item", DUE, today, reference_calendar, stands=stands)
    assert (found and (found.rule.rung, found.skipped)) == expected


def test_a_date_on_a_rest_day_is_over_the_day_after(reference_calendar: Any) -> None:
    saturday = date(2026, 11, 7)
    assert law.climb(RULES, "order", saturday, saturday, reference_calendar) is None
    found = law.climb(RULES, "order", saturday, date(2026, 11, 8), reference_calendar)
    assert found is not None
    assert found.rule.rung == R.URGE
    assert law.lead(RULES) == 2


@pytest.fixture
def reference_calendar(reference: None) -> Any:
    return calendars.current()


@pytest.mark.req("P-070")
def test_the_shipped_ladder_watches_every_clock_and_reminds_before_it_urges(reference: None) -> None:
    rules = ladder.rules()
    assert {rule.watched for rule in rules} == set(Watch.values)
    assert {rule.rung for rule in rules if rule.watched == "item"} == set(Rung)
    for what in Watch.values:
        days = [rule.days for rule in sorted(rules, key=lambda one: law.height(one.rung)) if rule.watched == what]
        assert days == sorted(days), what


# The daily look


@pytest.mark.req("P-070")
def test_it_climbs_step_by_step_and_each_step_is_told_to_those_it_concerns(case: Case, cast: Cast) -> None:
    assert [look(number) for number in (1, 2, 3, 4)] == [0, 1, 0, 0]  # Sunday, then two working days before
    alert = Alert.objects.get(case=case)
    assert (alert.what, alert.label, alert.due, alert.rung) == ("item", "L01", DUE, "remind")
    assert list(alert.people.all()) == [cast.chen]
    with time_machine.travel(day(5), tick=False):
        assert alerts.run() == 1
        assert urging.run() == 1
    assert look(9) == 1
    told = {kind: set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True)) for kind in (
        "alert_remind", "alert_urge", "urged", "alert_coordinate")}  # fmt: skip
    assert told["alert_remind"] == told["urged"] == {cast.chen.name}
    assert told["alert_urge"] == set()  # the urging has its own letter
    assert told["alert_coordinate"] == {cast.chen.name, cast.sun.name, cast.qian.name}
    assert look(11) == 1
    assert cast.feng.pk in Notice.objects.filter(kind="alert_supervise").values_list("recipient", flat=True)
    assert look(18) == 1
    assert look(30) == 0  # there is nothing above the conference
    assert rungs(case) == ["remind", "urge", "coordinate", "supervise", "confer"]
    step = AlertStep.objects.filter(act="coordinate").get()
    assert (step.rule_zh, step.rule_version, step.on) == ("事项办理：提请协调会", 1, date(2026, 11, 9))


@pytest.mark.req("P-070")
def test_after_downtime_only_the_step_where_it_stands_is_taken(case: Case) -> None:
    assert look(11) == 1
    step = AlertStep.objects.get(alert__case=case)
    assert (step.act, step.skipped) == ("supervise", ["remind", "urge", "coordinate"])
    assert set(Notice.objects.values_list("kind", flat=True)) == {"alert_supervise"}


def test_a_second_worker_and_a_second_run_repeat_nothing_and_nights_are_quiet(case: Case) -> None:
    with time_machine.travel(day(5, hour=20), tick=False):
        assert alerts.run() == 0
    assert [look(5), look(5)] == [1, 0]
    Case.objects.filter(pk=case.pk).update(
        watched_on=None
    )  # as if the first worker had been killed before it noted the day
    assert look(5) == 0
    assert AlertStep.objects.count() == 1


def test_what_is_done_or_moved_is_over_at_once(case: Case, cast: Cast) -> None:
    look(5)
    with time_machine.travel(day(5, hour=11), tick=False):
        walks.pass_item(case.items.get(item__code="L01"), cast.chen)
    alert = Alert.objects.get(case=case, what="item")
    assert alert.ended_on == date(2026, 11, 5)
    assert alert.steps.last().act == "end"  # type: ignore[union-attr]


def test_another_day_is_another_alert(case: Case) -> None:
    look(5)
    PlanRow.objects.filter(plan__case=case, case_item__item__code="L01").update(end=date(2026, 11, 6))
    look(6)
    assert sorted(Alert.objects.filter(case=case).values_list("due", "rung", "ended_on")) == [
        (DUE, "urge", date(2026, 11, 6)), (date(2026, 11, 6), "remind", None),
    ]  # fmt: skip


@pytest.mark.req("P-070")
def test_weekly_reports_stand_on_the_same_ladder(cast: Cast) -> None:
    with time_machine.travel(SIGNED, tick=False):
        case_in(cast, S.UNDERWAY, PULANDIAN)
    with time_machine.travel(day(11), tick=False):
        owing = [user for user in User.objects.all() if weekly.owed_by(user)]
        alerts.run()
    found = Alert.objects.filter(what="report")
    assert {one.people.get() for one in found} == set(owing)
    assert owing
    assert set(found.values_list("due", flat=True)) == {date(2026, 9, 4)}, "the oldest week owed"
    assert cast.liu.pk in Notice.objects.filter(kind="alert_confer", case=None).values_list("recipient", flat=True)


def test_a_rule_taken_out_of_use_takes_no_step(case: Case, cast: Cast) -> None:
    row = LadderRule.objects.get(code="item-remind")
    reference.change(row, {"active": False}, reason="本地不设提醒", by=cast.jin)
    ladder.forget()
    assert look(3) == 0
    with transaction.atomic(), refused(BadInput, says="reminded and nothing else"):
        reference.change(LadderRule.objects.get(code="item-urge"), {"days": 0}, reason="试", by=cast.jin)


def test_the_log_of_an_alert_cannot_be_changed(case: Case) -> None:
    look(5)
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertStep.objects.update(text="改")


# People


@pytest.mark.req("P-070")
def test_whoever_has_to_do_it_acknowledges_and_the_rule_stops_urging_until_the_next_step(
    case: Case, cast: Cast
) -> None:
    look(5)
    alert = Alert.objects.get(case=case)
    with time_machine.travel(day(5), tick=False):
        with refused(BadInput, says="Say what you will do", field="answer"):
            alerts.acknowledge(alert, answer=" ", by=cast.chen)
        with refused(NotAllowed):
            alerts.acknowledge(alert, answer="好", by=cast.sun)
        alerts.acknowledge(alert, answer="周五报送", by=cast.chen)
        with refused(NotAllowed):
            alerts.acknowledge(alert, answer="再次", by=cast.chen)
        assert urging.run() == 0
    with time_machine.travel(day(6), tick=False):
        assert (alerts.run(), urging.run()) == (0, 0)
    with time_machine.travel(day(9), tick=False):
        assert (alerts.run(), urging.run()) == (1, 1)  # coordinated now, and urged again
    assert Urge.objects.filter(case=case).count() == 1


@pytest.mark.req("P-070")
def test_putting_off_has_a_reason_an_end_and_readers(case: Case, cast: Cast) -> None:
    look(5)
    alert = Alert.objects.get(case=case)
    with time_machine.travel(day(5), tick=False):
        for wrong in (date(2026, 11, 5), date(2026, 11, 20)):
            with refused(BadInput, says="10 working days in all", field="until"):
                alerts.put_off(alert, until=wrong, why="等材料", by=cast.chen)
        with refused(BadInput, says="why it can wait", field="why"):
            alerts.put_off(alert, until=date(2026, 11, 10), why="", by=cast.chen)
        with refused(NotAllowed):
            alerts.put_off(alert, until=date(2026, 11, 10), why="等材料", by=cast.liu)
        alerts.put_off(alert, until=date(2026, 11, 10), why="等材料", by=cast.chen)
        assert urging.run() == 0
    assert {one.recipient for one in Notice.objects.filter(kind="alert_put_off")} >= {cast.sun, cast.feng}
    with time_machine.travel(day(10), tick=False):
        assert (alerts.run(), urging.run()) == (0, 0)
    with time_machine.travel(day(11), tick=False):
        assert (alerts.run(), urging.run()) == (1, 1)
    assert Alert.objects.get(case=case).rung == "supervise"


@pytest.mark.req("P-070")
def test_on_one_step_a_date_is_put_off_for_ten_working_days_in_all(case: Case, cast: Cast) -> None:
    """Ten days at a time for ever would be no ladder any more. The next step begins its own ten."""
    look(5)
    alert = Alert.objects.get(case=case)
    with time_machine.travel(day(5), tick=False):
        alerts.put_off(alert, until=date(2026, 11, 10), why="等材料", by=cast.chen)
    with time_machine.travel(day(10), tick=False):
        assert readers.latest(fresh_alert(alert), date(2026, 11, 10)) == date(2026, 11, 19)
        with refused(BadInput, says="10 working days in all", field="until"):
            alerts.put_off(alert, until=date(2026, 11, 20), why="还在等", by=cast.chen)
        alerts.put_off(alert, until=date(2026, 11, 19), why="还在等", by=cast.sun)
    with time_machine.travel(day(19), tick=False), refused(CaseError, says="which is the most"):
        alerts.put_off(alert, until=date(2026, 11, 23), why="还在等", by=cast.chen)
    look(20)
    assert fresh_alert(alert).rung == R.CONFER
    with time_machine.travel(day(20), tick=False):
        alerts.put_off(alert, until=date(2026, 12, 4), why="联席会议已排期", by=cast.chen)


@pytest.mark.req("P-070")
def test_the_same_putting_off_from_two_windows_is_one(case: Case, cast: Cast) -> None:
    look(5)
    alert = Alert.objects.get(case=case)
    with time_machine.travel(day(5), tick=False):
        alerts.put_off(alert, until=date(2026, 11, 10), why="等材料", by=cast.chen)
        told = Notice.objects.filter(kind="alert_put_off").count()
        with refused(BadInput, says="put off until this day already", field="until"):
            alerts.put_off(alert, until=date(2026, 11, 10), why="等材料", by=cast.chen)
    assert AlertStep.objects.filter(alert=alert, act="put_off").count() == 1
    assert Notice.objects.filter(kind="alert_put_off").count() == told > 0


def fresh_alert(alert: Alert) -> Alert:
    return Alert.objects.get(pk=alert.pk)


def test_a_legal_limit_cannot_be_put_off_and_what_is_over_is_over(case: Case, cast: Cast) -> None:
    legal = Alert.objects.create(
        case=case, what=Watch.STATUTORY, label="L01", due=DUE, rung=R.REMIND, since=DUE, name_zh="法定", name_en="Legal"
    )
    legal.people.set([cast.chen])
    with time_machine.travel(day(5), tick=False):
        with refused(NotAllowed, says="a legal limit by nobody"):
            alerts.put_off(legal, until=date(2026, 11, 10), why="等材料", by=cast.chen)
        Alert.objects.filter(pk=legal.pk).update(ended_on=DUE)
        with refused(CaseError, says="not open any more"):
            alerts.acknowledge(legal, answer="好", by=cast.chen)


def test_alerts_are_seen_by_those_who_see_the_case(case: Case, cast: Cast) -> None:
    look(5)
    asked = (cast.chen, cast.sun, cast.feng, cast.liu, cast.wang, cast.zhao)
    assert [user for user in asked if readers.visible_to(user).exists()] == [cast.chen, cast.sun, cast.feng]


# Digests


def digest(at: datetime) -> list[Any]:
    mail.outbox.clear()
    with time_machine.travel(at, tick=False):
        mailing.drain("https://example.com")
    return list(mail.outbox)


@pytest.mark.req("P-070")
def test_what_the_clock_says_comes_as_one_mail_and_each_thing_once(case: Case, cast: Cast) -> None:
    PlanRow.objects.filter(plan__case=case, case_item__item__code="L08").update(end=DUE)
    with time_machine.travel(day(5), tick=False):
        alerts.run()
        urging.run()
    assert digest(day(5)) == []  # ten minutes for the rest
    (sent,) = digest(day(5) + timedelta(minutes=11))
    assert sent.to == [cast.chen.email]
    assert sent.subject == "有2件事需要您处理"
    assert sent.body.count("·") == 2
    assert sent.body.count(case.number or "?") == 1
    assert digest(day(5) + timedelta(minutes=30)) == []
    # The places that it names are called so in the menu.
    with translation.override("zh-hans"):
        places = [str(place.label) for place in nav.PLACES if place.name in {"home", "alerts"}]
    assert re.findall("“(.+?)”", sent.body.strip().splitlines()[-1]) == places


def test_each_warning_of_a_digest_leads_to_its_own_page(case: Case, cast: Cast) -> None:
    PlanRow.objects.filter(plan__case=case, case_item__item__code="L08").update(end=DUE)
    with time_machine.travel(day(3), tick=False):
        alerts.run()
    (sent,) = digest(day(3) + timedelta(minutes=11))
    addresses = re.findall(r"https://example.com(/office/alerts/\d+/)", sent.body)
    assert sorted(addresses) == [
        f"/office/alerts/{pk}/" for pk in readers.carried_by(cast.chen).values_list("pk", flat=True).order_by("pk")
    ]
    assert [resolve(address).view_name for address in addresses] == ["office:alert"] * 2


@pytest.mark.req("P-070")
def test_what_was_put_off_meanwhile_is_left_out_of_the_digest(case: Case, cast: Cast) -> None:
    """Both matters were gathered; one of them is put off before the ten minutes are over."""
    PlanRow.objects.filter(plan__case=case, case_item__item__code="L08").update(end=DUE)
    with time_machine.travel(day(5), tick=False):
        alerts.run()
        urging.run()
        alerts.put_off(Alert.objects.get(case=case, label="L08"), until=date(2026, 11, 10), why="等材料", by=cast.chen)
    mine = [sent for sent in digest(day(5) + timedelta(minutes=11)) if sent.to == [cast.chen.email]]
    names = {row.item.code: row.item.name_zh for row in case.items.select_related("item")}
    assert len(mine) == 1
    assert names["L01"] in mine[0].subject + mine[0].body
    assert names["L08"] not in mine[0].subject + mine[0].body
    assert Notice.objects.filter(case=case, kind="urged", recipient=cast.chen).count() == 2, "both are still to be read"


def test_a_killed_worker_loses_no_digest_and_one_bad_line_holds_up_no_other(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    PlanRow.objects.filter(plan__case=case, case_item__item__code="L08").update(end=DUE)
    with time_machine.travel(day(3), tick=False):
        alerts.run()
    later = day(3) + timedelta(minutes=11)
    with time_machine.travel(later, tick=False):
        assert len(notices.claim_gathered()) == 2  # and then the worker is killed
        assert notices.claim_gathered() == []
    first = Notice.objects.filter(kind="alert_remind").order_by("pk").first()
    assert first is not None
    words = letters.words

    def bad(notice: Notice, *args: Any, **kwargs: Any) -> Any:
        if notice.pk == first.pk:
            raise KeyError("no words")
        return words(notice, *args, **kwargs)

    monkeypatch.setattr(letters, "words", bad)
    assert digest(later + timedelta(minutes=2)) == []
    (sent,) = digest(later + timedelta(minutes=3))
    assert "L08" not in sent.subject
    first.refresh_from_db()
    assert (first.sent_at, first.attempts) == (None, 1)
