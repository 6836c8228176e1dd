"""The work log of each agent: drafted from what really happened, with the own words (P-071)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.actions import contacts, notes, worklogs
from cases.enums import CaseStatus
from cases.exceptions import BadInput, NotAllowed
from cases.management.demo import walks
from cases.models import Case
from cases.queries import worklogs as readers
from tests.cases.documents_data import text
from tests.cases.kit import refused
from tests.cast import Cast, case_in

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 2, 10, tzinfo=CHINA)
TUESDAY = datetime(2026, 11, 3, 15, 20, tzinfo=CHINA)


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(MONDAY, tick=False):
        made = case_in(cast, CaseStatus.UNDERWAY)
    with time_machine.travel(TUESDAY, tick=False):
        walks.pass_item(made.items.get(item__code="L01"), cast.chen)
        met = contacts.Facts(way="agent_visit", on=TUESDAY.date(), place="厂区", people="陈", purpose="取材料")
        contacts.record(made, met, by=cast.chen)
        notes.write(made, text="已联系设计院", internal=True, by=cast.sun)
    return made


@pytest.mark.req("P-071")
def test_the_day_is_drafted_from_what_the_agent_did_and_nobody_else(case: Case, cast: Cast) -> None:
    (day,) = readers.days(cast.chen, TUESDAY.date(), TUESDAY.date(), cast.chen)
    said = [line.sentence for line in day.lines]
    assert len(said) == 4  # three facts and a visit
    assert "取材料" not in " ".join(said)
    assert "厂区" in said[-1]
    assert all(case.number in line.case for line in day.lines)
    assert [f"{line.at:%H:%M}" for line in day.lines] == ["15:20"] * 4
    (other,) = readers.days(cast.sun, TUESDAY.date(), TUESDAY.date(), cast.sun)
    assert len(other.lines) == 1


@pytest.mark.req("P-071")
def test_own_words_are_added_per_day_and_bettered_for_two_weeks(case: Case, cast: Cast) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        worklogs.write(TUESDAY.date(), text="设计院答应周四出图。", by=cast.chen)
        worklogs.write(TUESDAY.date(), text="设计院答应周五出图。", by=cast.chen)
        for day, says in ((date(2026, 11, 4), "future"), (date(2026, 10, 1), "two weeks")):
            with refused(BadInput, says=says, field="day"):
                worklogs.write(day, text="x", by=cast.chen)
        with refused(BadInput, field="text"):
            worklogs.write(TUESDAY.date(), text=" ", by=cast.chen)
        with refused(NotAllowed, says="people of the service"):
            worklogs.write(TUESDAY.date(), text="x", by=cast.wang)
    (day,) = readers.days(cast.chen, TUESDAY.date(), TUESDAY.date(), cast.chen)
    assert day.text == "设计院答应周五出图。"


@pytest.mark.req("P-071")
def test_the_log_is_printed_and_read_by_the_agent_and_who_oversees_him(case: Case, cast: Cast) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        worklogs.write(TUESDAY.date(), text="设计院答应周四出图。", by=cast.chen)
        said = text(worklogs.print_log(cast.chen, MONDAY.date(), TUESDAY.date(), by=cast.sun))
    assert "代办员陈帮办（示例）" in said
    assert "设计院答应周四出图。" in said
    assert said.index("2026年11月2日") < said.index("2026年11月3日")
    for nobody in (cast.xu, cast.liu, cast.wang, cast.jin):
        with refused(NotAllowed, says="may not read this log"):
            worklogs.print_log(cast.chen, MONDAY.date(), TUESDAY.date(), by=nobody)
    assert cast.chen in readers.readable(cast.feng)  # supervises the whole city


def test_a_log_tells_a_reader_only_of_cases_he_may_see(case: Case, cast: Cast) -> None:
    assert readers.days(cast.chen, MONDAY.date(), TUESDAY.date(), cast.liu) == []


def test_the_time_is_a_week_unless_said_and_a_month_at_most() -> None:
    today = date(2026, 11, 6)
    assert readers.span(None, None, today) == (today - timedelta(days=6), today)
    assert readers.span(date(2020, 1, 1), None, today) == (today - timedelta(days=30), today)
    assert readers.span(date(2026, 11, 5), date(2026, 12, 5), today) == (date(2026, 11, 5), today)
    assert readers.span(date(2026, 11, 6), date(2026, 11, 4), today) == (date(2026, 11, 4), date(2026, 11, 4))
