"""Working days: the vectors of the law, agreement of two sources, and properties that must hold for every date."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.worktime import (
    Clock,
    Pause,
    WorkCalendar,
    WorktimeError,
    clock,
    due,
    lamp,
    latest_start,
    paused_days,
    used,
)

PUBLISHED = range(2020, 2027)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def calendar() -> WorkCalendar:
    """2020 to 2026 as published, 2027 as computed and therefore provisional."""
    days = {day: chinese_calendar.is_workday(day) for year in PUBLISHED for day in days_of(year)}
    computed = holidays.country_holidays("CN", years=[2027])
    days |= {day: computed.is_working_day(day) for day in days_of(2027)}
    return WorkCalendar(days, frozenset({2027}))


CAL = calendar()
# The day of acceptance in many tests; November 2026 has no holiday.
MONDAY = date(2026, 11, 2)
dates = st.dates(date(2020, 1, 1), date(2026, 6, 30))
lengths = st.integers(0, 90)
units = st.sampled_from(["wd", "cal"])


def nov(day: int) -> date:
    return date(2026, 11, day)


def read(start: date, limit: int, *pauses: Pause, today: date, stopped: date | None = None, unit: str = "wd") -> Clock:
    return clock(start, limit, unit, pauses, CAL, stopped=stopped, today=today)


VECTORS = [
    ("2026-02-10", 5, "2026-02-24", False),
    ("2026-02-10", 15, "2026-03-09", False),
    ("2026-04-30", 5, "2026-05-11", False),
    ("2026-04-30", 15, "2026-05-25", False),
    ("2026-09-10", 5, "2026-09-17", False),
    ("2026-09-10", 15, "2026-10-08", False),
    ("2026-09-21", 5, "2026-09-29", False),
    ("2026-09-21", 15, "2026-10-19", False),
    ("2026-11-21", 1, "2026-11-23", False),
    ("2026-11-21", 5, "2026-11-27", False),
    ("2026-11-21", 15, "2026-12-11", False),
    ("2026-11-23", 15, "2026-12-14", False),
    ("2026-12-10", 15, "2026-12-31", False),
    ("2026-12-11", 15, "2027-01-04", True),
    ("2027-02-01", 5, "2027-02-12", True),
    ("2027-02-01", 15, "2027-02-26", True),
]


@pytest.mark.req("P-024", "P-063")
@pytest.mark.parametrize(("start", "n", "end", "provisional"), VECTORS)
def test_working_days_are_counted_from_the_day_after(start: str, n: int, end: str, provisional: bool) -> None:
    found = due(date.fromisoformat(start), n, "wd", CAL)
    assert (found.date.isoformat(), found.provisional) == (end, provisional)


def test_a_weekday_calendar_without_holidays_gives_other_dates() -> None:
    """Control: the vectors above do not pass by weekdays alone."""
    weekdays = WorkCalendar({day: day.weekday() < 5 for year in range(2026, 2028) for day in days_of(year)})
    right = [due(date.fromisoformat(s), n, "wd", weekdays).date.isoformat() == end for s, n, end, _ in VECTORS]
    assert right.count(True) < len(right) / 2


def test_the_span_of_national_day_is_counted_back_the_same() -> None:
    assert used(date(2026, 9, 21), date(2026, 10, 19), CAL) == 15


@pytest.mark.parametrize(("year", "count"), [(2025, 248), (2026, 248)])
def test_a_year_has_its_working_days(year: int, count: int) -> None:
    assert used(date(year - 1, 12, 31), date(year, 12, 31), CAL) == count


@pytest.mark.parametrize("year", PUBLISHED)
def test_two_independent_calendars_agree(year: int) -> None:
    other = holidays.country_holidays("CN", years=[year])
    assert [day for day in days_of(year) if CAL.is_workday(day) != other.is_working_day(day)] == []


def test_the_make_up_days_of_2026_are_worked() -> None:
    worked = [day.strftime("%m-%d") for day in days_of(2026) if day.weekday() > 4 and CAL.is_workday(day)]
    assert worked == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_a_calendar_that_ends_too_early_still_answers_and_says_that_it_is_provisional() -> None:
    short = WorkCalendar({day: chinese_calendar.is_workday(day) for day in days_of(2026)})
    found = due(date(2026, 12, 31), 1, "wd", short)
    assert (found.date, found.provisional) == (date(2027, 1, 4), True)
    assert (short.first_year, short.last_year) == (2026, 2026)
    assert not due(date(2026, 12, 10), 15, "wd", short).provisional


def test_one_unknown_day_on_the_way_makes_the_date_provisional() -> None:
    holed = WorkCalendar({day: worked for day, worked in CAL.days.items() if day != nov(4)})
    assert [due(MONDAY, n, "wd", holed).provisional for n in (1, 2, 3)] == [False, True, True]
    assert [due(nov(1), n, "cal", holed).provisional for n in (2, 3, 4)] == [False, True, False]


def test_an_empty_calendar_knows_weekends_and_the_fixed_holidays() -> None:
    empty = WorkCalendar({})
    closed = [day.strftime("%m-%d") for day in days_of(2030) if day.weekday() < 5 and not empty.is_workday(day)]
    assert closed == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]
    assert (empty.first_year, empty.last_year, empty.is_provisional(date(2030, 6, 3))) == (None, None, True)


def test_nought_days_is_the_same_day_even_on_a_rest_day() -> None:
    saturday = date(2026, 11, 21)
    assert due(saturday, 0, "wd", CAL).date == due(saturday, 0, "cal", CAL).date == saturday


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-02", 15, "2026-11-17"),  # ends on a Tuesday
        ("2026-11-06", 15, "2026-11-23"),  # would end on Saturday 21
        ("2026-09-16", 15, "2026-10-08"),  # would end on National Day
        ("2026-09-05", 15, "2026-09-20"),  # a Sunday that is worked
    ],
)
def test_a_calendar_day_limit_that_ends_on_a_rest_day_ends_on_the_next_working_day(
    start: str, n: int, end: str
) -> None:
    assert due(date.fromisoformat(start), n, "cal", CAL).date.isoformat() == end


def test_neighbouring_working_days_step_over_the_spring_festival() -> None:
    assert CAL.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert CAL.previous_workday(date(2026, 2, 24)) == date(2026, 2, 14)
    assert CAL.add(date(2026, 2, 14), 2) == date(2026, 2, 25)


@pytest.mark.parametrize(("n", "unit"), [(-1, "wd"), (-1, "cal"), (36_501, "wd"), (5, ""), (5, "weeks")])
def test_a_limit_without_meaning_is_refused(n: int, unit: str) -> None:
    with pytest.raises(WorktimeError):
        due(date(2026, 11, 23), n, unit, CAL)
    with pytest.raises(WorktimeError):
        latest_start(date(2026, 11, 23), n, unit, CAL)


def test_backward_spans_and_dates_off_the_calendar_are_refused() -> None:
    with pytest.raises(WorktimeError):
        used(date(2026, 11, 24), date(2026, 11, 23), CAL)
    with pytest.raises(WorktimeError):
        due(date.max, 1, "wd", CAL)
    with pytest.raises(WorktimeError):
        Pause(date(2026, 11, 24), date(2026, 11, 23), "special")
    with pytest.raises(WorktimeError):
        read(date(2026, 11, 24), 5, today=date(2026, 11, 24), stopped=date(2026, 11, 23))


@given(st.dates(date(2018, 1, 1), date(2029, 1, 1)), st.integers(0, 900), st.booleans())
def test_counting_agrees_with_looking_at_every_day_inside_and_outside_the_known_years(
    start: date, length: int, with_gap: bool
) -> None:
    known = {day: worked for day, worked in CAL.days.items() if not (with_gap and day.year == 2023)}
    cal = WorkCalendar(known, CAL.provisional_years)
    days = [start + timedelta(days=n) for n in range(1, length + 1)]
    assert used(start, start + timedelta(days=length), cal) == sum(cal.is_workday(day) for day in days)


@given(dates, lengths)
def test_counting_what_was_added_gives_it_back(start: date, n: int) -> None:
    assert used(start, due(start, n, "wd", CAL).date, CAL) == n


@given(dates, lengths, lengths, units)
def test_more_days_never_end_earlier(start: date, n: int, more: int, unit: str) -> None:
    assert due(start, n, unit, CAL).date <= due(start, n + more, unit, CAL).date


@given(dates, st.integers(0, 30), lengths, units)
def test_a_later_start_never_ends_earlier(start: date, later: int, n: int, unit: str) -> None:
    assert due(start, n, unit, CAL).date <= due(start + timedelta(days=later), n, unit, CAL).date


@given(st.dates(date(2021, 1, 1), date(2026, 6, 30)), lengths, units)
def test_the_latest_start_is_the_last_that_still_ends_in_time(end: date, n: int, unit: str) -> None:
    begin = latest_start(end, n, unit, CAL)
    assert due(begin, n, unit, CAL).date <= end < due(begin + timedelta(days=1), n, unit, CAL).date


def test_a_clock_does_not_count_the_day_of_acceptance_but_counts_the_last() -> None:
    first, last, late = (read(MONDAY, 5, today=nov(day)) for day in (2, 9, 10))
    assert (first.due, first.used, first.remaining, first.state) == (nov(9), 0, 5, "running")
    assert (last.used, last.remaining, last.overdue) == (5, 0, False)
    assert (late.used, late.remaining, late.overdue) == (6, -1, True)


def test_a_limit_is_overdue_from_the_first_day_after_it_even_a_rest_day() -> None:
    saturday = read(MONDAY, 4, today=nov(7))
    assert (saturday.due, saturday.used, saturday.remaining, saturday.overdue) == (nov(6), 4, -1, True)


def test_a_special_procedure_stops_the_clock_on_its_first_day_and_lets_it_run_on_the_day_after_its_last() -> None:
    pause = Pause(nov(4), nov(10), "special")
    inside, last, after = (read(MONDAY, 5, pause, today=nov(day)) for day in (9, 10, 11))
    assert (inside.state, inside.used, inside.paused_days, inside.remaining) == ("paused", 1, 4, 4)
    # The day on which it ended is not counted, but nothing stands still any more.
    assert (last.state, last.used, last.paused_days, last.remaining) == ("running", 1, 5, 4)
    assert (after.state, after.used, after.due) == ("running", 2, nov(16))
    assert read(MONDAY, 5, today=nov(10)).due == nov(9)


def test_an_open_pause_moves_the_due_date_from_day_to_day_and_keeps_what_remains() -> None:
    pause = Pause(nov(4), None, "special")
    readings = [read(MONDAY, 5, pause, today=nov(day)) for day in (4, 5, 12)]
    assert [(r.due, r.remaining, r.state) for r in readings] == [
        (nov(10), 4, "paused"),
        (nov(11), 4, "paused"),
        (nov(18), 4, "paused"),
    ]


def test_overlapping_pauses_count_once_and_each_kind_can_be_counted_alone() -> None:
    pauses = (
        Pause(nov(4), nov(10), "special"),
        Pause(nov(6), nov(12), "correction"),
        Pause(nov(11), nov(11), "special"),
    )
    assert read(MONDAY, 5, *pauses, today=nov(30)).paused_days == 7
    assert paused_days(pauses, MONDAY, nov(30), CAL, "special") == 6
    assert paused_days(pauses, MONDAY, nov(30), CAL, "correction") == 5
    assert paused_days(pauses, MONDAY, nov(30), CAL) == 7


def test_a_correction_before_acceptance_does_not_touch_the_clock() -> None:
    pause = Pause(date(2026, 10, 20), date(2026, 10, 30), "correction")
    assert read(MONDAY, 5, pause, today=nov(4)) == read(MONDAY, 5, today=nov(4))


def test_an_immediate_item_waits_for_the_special_procedure_of_its_first_day() -> None:
    assert read(MONDAY, 0, today=MONDAY).due == MONDAY
    assert read(MONDAY, 0, Pause(MONDAY, nov(6), "special"), today=nov(9)).due == nov(6)
    chained = (
        Pause(MONDAY, nov(4), "special"),
        Pause(nov(4), nov(9), "correction"),
        Pause(nov(10), nov(11), "special"),
    )
    assert read(MONDAY, 0, *chained, today=nov(12)).due == nov(11)


def test_a_finished_clock_no_longer_moves() -> None:
    done = read(MONDAY, 5, Pause(nov(4), None, "special"), today=nov(30), stopped=nov(5))
    assert (done.state, done.used, done.paused_days, done.remaining) == ("stopped", 1, 2, 4)
    assert done == read(MONDAY, 5, Pause(nov(4), None, "special"), today=nov(5), stopped=nov(5))


def test_a_calendar_day_clock_moves_by_calendar_days_and_ends_on_a_working_day() -> None:
    plain = read(MONDAY, 15, unit="cal", today=nov(9))
    paused = read(MONDAY, 15, Pause(nov(5), nov(8), "special"), unit="cal", today=nov(9))
    assert (plain.due, plain.used, plain.remaining) == (nov(17), 5, 6)
    assert (paused.due, paused.used, paused.remaining) == (nov(23), 3, 10)


def test_a_clock_over_an_unpublished_year_is_provisional() -> None:
    assert read(date(2026, 12, 11), 15, today=date(2026, 12, 12)).provisional
    assert not read(date(2026, 12, 10), 15, today=date(2026, 12, 12)).provisional


@given(dates, st.integers(1, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_pause_moves_the_end_by_exactly_its_working_days(start: date, n: int, after: int, length: int) -> None:
    plain = due(start, n, "wd", CAL).date
    first = min(start + timedelta(days=1 + after), plain)
    pause = Pause(first, first + timedelta(days=length), "special")
    moved = read(start, n, pause, today=start).due
    assert moved == due(plain, used(first - timedelta(days=1), pause.end or first, CAL), "wd", CAL).date


spans = st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 20), st.booleans()), max_size=4)


@given(dates, st.integers(0, 40), units, spans, st.integers(0, 120))
def test_a_clock_agrees_with_a_count_day_by_day(
    start: date, n: int, unit: str, shapes: list[tuple[int, int, bool]], age: int
) -> None:
    today = start + timedelta(days=age)
    begins = [start + timedelta(days=offset) for offset, _, _ in shapes]
    pauses = [
        Pause(begin, None if is_open else begin + timedelta(days=length), "special")
        for begin, (_, length, is_open) in zip(begins, shapes, strict=True)
    ]
    reading = read(start, n, *pauses, today=today, unit=unit)
    still = {
        pause.start + timedelta(days=k)
        for pause in pauses
        for k in range(((pause.end or today) - pause.start).days + 1)
    }
    passed = [start + timedelta(days=k) for k in range(1, age + 1)]
    worked = [day for day in passed if CAL.is_workday(day)]
    assert reading.used == len([day for day in worked if day not in still])
    assert reading.paused_days == len([day for day in worked if day in still])
    assert reading.overdue == (today > reading.due)
    standing = [p for p in pauses if p.start <= today and (p.end is None or today < p.end)]
    assert (reading.state == "paused") == bool(standing)
    if unit == "wd" and not reading.overdue:
        assert reading.remaining == n - reading.used


@given(st.permutations([Pause(nov(4), nov(10), "a"), Pause(nov(9), nov(12), "b"), Pause(nov(20), None, "c")]))
def test_the_order_of_pauses_does_not_matter(pauses: list[Pause]) -> None:
    assert read(MONDAY, 9, *pauses, today=nov(25)) == read(MONDAY, 9, *sorted(pauses, key=str), today=nov(25))


@pytest.mark.parametrize(
    ("day", "colour"), [(2, "green"), (11, "green"), (12, "yellow"), (16, "yellow"), (17, "red"), (30, "red")]
)
def test_a_running_lamp_turns_from_green_over_yellow_to_red(day: int, colour: str) -> None:
    assert lamp(read(MONDAY, 10, today=nov(day))).colour == colour


def test_a_lamp_turns_yellow_by_the_share_of_a_long_limit() -> None:
    reading = read(MONDAY, 20, today=nov(24))
    assert reading.remaining == 4
    assert (lamp(reading).colour, lamp(reading, yellow_share=0.1).colour) == ("yellow", "green")


def test_a_lamp_is_grey_without_a_running_clock_and_blue_when_finished_in_time() -> None:
    assert lamp(None).colour == "grey"
    assert lamp(read(MONDAY, 5, Pause(nov(4), None, "special"), today=nov(30))).colour == "grey"
    assert lamp(read(MONDAY, 5, today=nov(30), stopped=nov(9))).colour == "blue"


def test_a_lamp_stays_red_when_finished_late_or_paused_after_the_due_date() -> None:
    late = lamp(read(MONDAY, 5, today=nov(30), stopped=nov(10)))
    assert (late.colour, late.used, late.limit, late.remaining) == ("red", 6, 5, -1)
    assert lamp(read(MONDAY, 5, Pause(nov(12), None, "special"), today=nov(30))).colour == "red"
