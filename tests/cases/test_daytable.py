"""The table of days against two published calendars, and against the walk from day to day."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.daytable import DayTable, OffTheCalendar
from cases.worktime import Pause, WorkCalendar, clock, due, latest_start, used
from tests.cases.test_worktime import CAL, PUBLISHED, days_of

MOST = 60
days = st.dates(date(2018, 1, 1), date(2029, 1, 1))
lengths = st.integers(0, 400)


@pytest.fixture(scope="module", params=["chinesecalendar", "holidays"])
def worked(request: pytest.FixtureRequest) -> list[date]:
    """Every day that a published calendar says is worked, without our own calendar or arithmetic."""
    if request.param == "chinesecalendar":
        return [day for year in PUBLISHED for day in days_of(year) if chinese_calendar.is_workday(day)]
    found = []
    for year in PUBLISHED:
        published = holidays.country_holidays("CN", years=[year])
        found += [day for day in days_of(year) if published.is_working_day(day)]
    return found


@pytest.mark.req("W-073", "P-063")
def test_every_working_day_limit_of_seven_years_agrees_with_what_was_published(worked: list[date]) -> None:
    """All days of 2020 to 2026 as the first, all limits of 0 to 60 days that end in a published year."""
    checked = 0
    for year in PUBLISHED:
        for start in days_of(year):
            place = bisect_right(worked, start)
            for n in range(MOST + 1):
                if place + n > len(worked):
                    break
                end = worked[place + n - 1] if n else start
                assert CAL.table.add(start.toordinal(), n) == end.toordinal(), (start, n)
                checked += 1
            if place + MOST <= len(worked):
                assert due(start, MOST, "wd", CAL).date == worked[place + MOST - 1]
                assert used(start, worked[place + MOST - 1], CAL) == MOST
    assert checked > 150_000


@pytest.mark.req("P-063")
def test_every_calendar_day_limit_of_seven_years_ends_on_a_day_that_was_published_as_worked(worked: list[date]) -> None:
    for year in PUBLISHED:
        for start in days_of(year):
            for n in range(1, MOST + 1):
                place = bisect_left(worked, start + timedelta(days=n))
                if place == len(worked):
                    break
                assert CAL.table.add(start.toordinal(), n, True) == worked[place].toordinal(), (start, n)


@given(days, lengths, st.booleans())
def test_the_table_says_the_same_as_the_walk_inside_and_outside_of_the_known_years(
    start: date, n: int, calendar: bool
) -> None:
    found = due(start, n, "cal" if calendar else "wd", CAL)
    end = CAL.table.add(start.toordinal(), n, calendar)
    assert date.fromordinal(end) == found.date
    assert CAL.table.provisional(start.toordinal(), end, n, calendar) == found.provisional


@given(days, lengths, st.booleans(), st.integers(0, 500), st.integers(-1, 500))
def test_a_clock_that_never_stands_says_the_same_as_one_that_is_walked(
    start: date, n: int, calendar: bool, age: int, finished: int
) -> None:
    stopped = start + timedelta(days=finished) if finished >= 0 else None
    over = Pause(
        start - timedelta(days=9), start - timedelta(days=5), "special"
    )  # long over, but days are walked for it
    looked_up, walked = (
        clock(start, n, "cal" if calendar else "wd", pauses, CAL, stopped=stopped, today=start + timedelta(days=age))
        for pauses in ((), (over,))
    )
    assert looked_up == walked


@given(days, lengths, st.booleans())
def test_the_latest_beginning_is_the_same_as_by_walking(end: date, n: int, calendar: bool) -> None:
    found = CAL.table.back(end.toordinal(), n, calendar)
    assert date.fromordinal(found) == latest_start(end, n, "cal" if calendar else "wd", CAL)


@given(days, lengths)
def test_counting_what_was_added_gives_it_back_in_both_directions(start: date, n: int) -> None:
    end = CAL.table.add(start.toordinal(), n)
    assert CAL.table.count(start.toordinal(), end) == n
    assert CAL.table.count(end, start.toordinal()) == -n


@given(st.lists(st.tuples(days, lengths), min_size=1, max_size=5))
def test_a_table_that_grows_in_any_order_says_the_same(asked: list[tuple[date, int]]) -> None:
    fresh = DayTable(CAL.is_workday, CAL.is_provisional)
    for start, n in asked:
        assert fresh.add(start.toordinal(), n) == CAL.table.add(start.toordinal(), n)
        assert fresh.back(start.toordinal(), n) == CAL.table.back(start.toordinal(), n)


@pytest.mark.req("W-073")
@given(days, lengths, st.booleans())
def test_nobody_decides_on_a_rest_day_and_the_inverse_knows(day: date, n: int, calendar: bool) -> None:
    table, at = CAL.table, day.toordinal()
    end = date.fromordinal(table.ends(at, n, calendar))
    assert CAL.is_workday(end)
    if n:
        assert end == due(day, n, "cal" if calendar else "wd", CAL).date
    else:
        assert not any(CAL.is_workday(date.fromordinal(other)) for other in range(at, end.toordinal()))
    last = table.begins(at, n, calendar)
    assert table.ends(last, n, calendar) <= at < table.ends(last + 1, n, calendar)


def test_dates_that_no_plan_can_mean_are_refused() -> None:
    table = WorkCalendar({}).table
    assert table.add(date(2026, 11, 2).toordinal(), 5) == date(2026, 11, 9).toordinal()
    with pytest.raises(OffTheCalendar):
        table.add(date(9026, 11, 2).toordinal(), 5)
    with pytest.raises(OffTheCalendar):
        WorkCalendar({}).table.add(date.max.toordinal(), 5)
    with pytest.raises(OffTheCalendar):
        WorkCalendar({}).table.back(date.min.toordinal(), 5)
    # Control: the refusals have not spoilt the table.
    assert table.add(date(2026, 11, 2).toordinal(), 5) == date(2026, 11, 9).toordinal()
