"""Time of a transfer: who held the matter how long, what is urged and reported, and the words for it (W-034, W-039)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from cases import worktime
from cases.actions import alerts, transfer_chase, transfers
from cases.enums import CaseStatus
from cases.exceptions import NotAllowed
from cases.management.demo.clock import acting_on
from cases.models import Alert, Notice
from cases.queries import calendars, letters, routing, story
from cases.routes import Channel
from tests.cases.kit import fresh, refused
from tests.cases.transferring import CITY, PAPERS, lend, offer, told
from tests.cast import Cast, case_in

pytestmark = pytest.mark.usefixtures("fresh_ladder")

S = CaseStatus


@pytest.mark.req("W-034")
def test_time_is_attributed_to_whoever_holds_the_matter(cast: Cast) -> None:
    cal, today = calendars.current(), timezone.localdate()

    def ago(days: int) -> Any:
        day = today
        for _step in range(days):
            day = cal.previous_workday(day)
        return day

    with acting_on(ago(20)):
        case = case_in(cast, S.SUBMITTED, keep=CITY)
    with acting_on(ago(16)):
        row = offer(cast, case)
    with acting_on(ago(15)):
        transfers.accept(row, by=cast.gao)
    with acting_on(ago(12)):
        lent = lend(cast, fresh(case), "L01", by=cast.gao)
    with acting_on(ago(10)):
        transfers.accept(lent, by=cast.chen)
    with acting_on(ago(4)):
        transfers.end(lent, reason="x", by=cast.chen)
        transfers.end(row, reason="x", by=cast.gao)
    spans = [
        (s.unit.code[:6], s.item and s.item.item.code, s.days, s.answer_days) for s in routing.holders(fresh(case))
    ]
    closed = cal.worked_between(ago(4), today)
    assert spans == [
        ("370783", None, 5, 1),
        ("370700", None, 11, None),
        ("370783", None, closed, None),
        ("370783", "L01", 6, 2),
    ]


def at(day: Any, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def run(moment: datetime) -> int:
    """What the hourly task does: the ladder looks, then what stands on it is told."""
    with time_machine.travel(moment, tick=False):
        alerts.run()
        return transfer_chase.run()


def after(day: Any, days: int) -> Any:
    return worktime.due(day, days, "wd", calendars.current()).date


@pytest.mark.req("W-039", "P-070")
def test_an_unanswered_offer_is_urged_and_reported_to_the_heads_when_the_ladder_says_so(cast: Cast) -> None:
    cal = calendars.current()
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    free = row.due + timedelta(days=1)
    while cal.is_workday(free):
        free += timedelta(days=1)
    first, later = after(row.due, 1), after(row.due, 3)
    assert run(at(row.due)) == 0
    assert run(at(free)) == 0  # nothing is sent on a free day
    assert run(at(first, 7)) == 0  # nor before the office opens
    assert run(at(first)) == 1
    assert run(at(first, 14)) == 0  # once
    assert (told(cast.gao, "transfer_urged"), told(cast.sun, "transfer_escalated")) == (1, 0)
    assert run(at(later)) == 1
    assert run(at(later + timedelta(days=30))) == 0
    for user in (cast.gao, cast.sun, cast.qian, cast.feng, cast.chen):
        assert told(user, "transfer_escalated") == 1
    assert fresh(case).events.filter(action="urge_transfer").count() == 2
    alert = Alert.objects.get(case=case, what="transfer")
    assert list(alert.steps.values_list("act", flat=True)) == ["urge", "supervise"]
    assert not [n for n in Notice.objects.filter(kind__startswith="alert_") if n.data["alert"] == alert.pk], "not twice"


def test_a_missed_run_is_made_up_for_and_an_answered_offer_is_left_alone(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    late = after(row.due, 3)
    assert run(at(late)) == 2  # both at once
    other = case_in(cast, S.SUBMITTED, keep=CITY, name="另一示例项目")
    answered = offer(cast, other)
    transfers.accept(answered, by=cast.gao)
    assert run(at(late + timedelta(days=7))) == 0


def test_an_offer_whose_alert_is_put_off_is_neither_urged_nor_reported(cast: Cast) -> None:
    row = offer(cast, case_in(cast, S.SUBMITTED, keep=CITY))
    first = after(row.due, 1)
    with time_machine.travel(at(first), tick=False):
        alerts.run()
        alerts.put_off(Alert.objects.get(what="transfer"), until=after(first, 5), why="等待上级批复", by=cast.gao)
        assert transfer_chase.run() == 0
    assert run(at(after(row.due, 3))) == 0
    assert run(at(after(first, 6))) == 2, "control: once the day is over"


def test_the_sender_may_urge_by_hand_and_others_may_not(cast: Cast) -> None:
    case = case_in(cast, S.SUBMITTED, keep=CITY)
    row = offer(cast, case)
    transfer_chase.urge(row, by=cast.chen)
    assert told(cast.gao, "transfer_urged") == 1
    with refused(NotAllowed, says="belongs to"):
        transfer_chase.urge(row, by=cast.gao)


# ---- words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_letters_and_the_log_of_a_transfer_are_whole_sentences(cast: Cast, language: str) -> None:
    case = case_in(cast, S.UNDERWAY, keep=CITY)
    row = offer(cast, case, sending=transfers.Sending(Channel.COURIER, "EMS 1", PAPERS))
    transfer_chase.urge(row, by=cast.chen)
    transfer_chase.escalate(row)
    transfers.accept(row, lead=cast.luo, by=cast.gao)
    lent = lend(cast, fresh(case), "L01", by=cast.gao)
    transfers.withdraw(lent, reason="x", by=cast.gao)
    lent = lend(cast, fresh(case), "L01", by=cast.gao)
    transfers.give_back(lent, reason="x", by=cast.chen)
    lent = lend(cast, fresh(case), "L01", by=cast.gao)
    transfers.accept(lent, by=cast.chen)
    transfers.end(row, reason="x", by=cast.gao)
    kinds = set()
    for notice in Notice.objects.filter(case=case):
        kinds.add(notice.kind)
        said = letters.words(notice, language)
        assert all(said), notice.kind
        for text in said:
            assert "%(" not in text
            assert "None" not in text
    assert {
        "transfer_offered",
        "transfer_urged",
        "transfer_escalated",
        "handed_over",
        "item_lent",
        "given_back",
    } <= kinds
    with translation.override(language):
        lines = [entry.sentence for entry in story.timeline(fresh(case), cast.gao)]
        assert not [line for line in lines if "%(" in line]
        mine = [entry.kind for entry in story.timeline(fresh(case), cast.wang)]
    assert {"accept_transfer", "end_transfer"} <= set(mine)
    assert not {"offer_transfer", "return_transfer", "urge_transfer"} & set(mine)
