"""Limits of the law that surprise, each counted by hand from the calendar of 2026 (domain B, D).

2026: National Day is 1 to 7 October, the Mid-Autumn Festival 25 to 27 September, the Spring Festival 15 to 23 February;
worked at weekends are 14 and 28 February, 20 September and 10 October.
"""

from datetime import date

import pytest

from cases.scheduling import Task, plan
from cases.worktime import Pause, clock, due
from tests.cases.test_worktime import CAL


def on(month: int, day: int) -> date:
    return date(2026, month, day)


@pytest.mark.req("W-073")
def test_verification_takes_twenty_working_days_and_at_most_forty_more() -> None:
    """核准, accepted on Tuesday 1 September. To the 4th: 3; 7–11: 8; 14–18: 13; Sunday 20: 14; 21–24: 18; 28 and 29: 20."""
    accepted = on(9, 1)
    assert due(accepted, 20, "wd", CAL).date == on(9, 29)
    # 30 September: 21; 8–10 October: 24; 12–16: 29; 19–23: 34; 26–30: 39; then five a week to 27 November: 59; the 30th: 60.
    assert due(accepted, 20 + 40, "wd", CAL).date == on(11, 30)


def test_an_entrusted_assessment_does_not_count_in_the_verification() -> None:
    """Assessed from 7 to 18 September, ten working days. After the 29th: 30 Sept., 8–10 Oct., 12–16, and the 19th is the tenth."""
    assessed = Pause(on(9, 7), on(9, 18), "special")
    reading = clock(on(9, 1), 20, "wd", [assessed], CAL, stopped=None, today=on(9, 30))
    assert (reading.due, reading.paused_days, reading.used) == (on(10, 19), 10, 11)
    # The roadmap says the same of the running item, and lets its follower begin that day.
    item = Task("L02", 20, begun_on=on(9, 1), pauses=(assessed,))
    slots = plan([item, Task("L09", 3, all_of=("L02",))], on(9, 30), CAL).slots
    assert (slots["L02"].end, slots["L09"].start, slots["L09"].end) == (on(10, 19), on(10, 19), on(10, 22))
    # Control: as if it counted.
    assert clock(on(9, 1), 20, "wd", [], CAL, stopped=None, today=on(9, 30)).due == on(9, 29)


def test_an_environmental_report_has_sixty_calendar_days_and_a_form_thirty() -> None:
    """Received on 7 August: the 60th day is 6 October, in the holidays, so the limit ends on the 8th. A form received on
    27 August: the 30th day is Saturday 26 September, in the Mid-Autumn Festival, so it ends on Monday the 28th."""
    assert due(on(8, 7), 60, "cal", CAL).date == on(10, 8)
    assert due(on(8, 27), 30, "cal", CAL).date == on(9, 28)
    # Control: sixty working days would be nearly three months.
    assert due(on(8, 7), 60, "wd", CAL).date > on(10, 31)


def test_an_environmental_limit_in_calendar_days_does_not_count_the_technical_assessment_either() -> None:
    """Twenty days of assessment, 10 to 29 August: the 60th counted day is 26 October, a Monday that is worked."""
    assessed = Pause(on(8, 10), on(8, 29), "special")
    reading = clock(on(8, 7), 60, "cal", [assessed], CAL, stopped=None, today=on(9, 30))
    assert reading.due == on(10, 26)


def test_soil_and_water_conservation_has_ten_days_and_ten_more_over_the_spring_festival() -> None:
    """Accepted on Thursday 12 February: 13, Saturday 14 (worked): 2; 24–27: 6; Saturday 28 (worked): 7; 2–4 March: 10.
    Extended: 5 and 6 March: 12; 9–13: 17; 16–18: 20."""
    assert due(on(2, 12), 10, "wd", CAL).date == on(3, 4)
    assert due(on(2, 12), 20, "wd", CAL).date == on(3, 18)


def test_a_construction_permit_of_seven_days_over_two_holidays_ends_on_a_worked_saturday() -> None:
    """Accepted on Wednesday 23 September: 24: 1; 28–30: 4; 8 and 9 October: 6; Saturday 10 (worked): 7."""
    assert due(on(9, 23), 7, "wd", CAL).date == on(10, 10)
    # Seven calendar days would end on 30 September.
    assert due(on(9, 23), 7, "cal", CAL).date == on(9, 30)


def test_the_fifteen_days_of_the_completion_filing_are_calendar_days_that_end_after_the_holidays() -> None:
    """Accepted on 20 September: the 15th day is 5 October. Fifteen working days would end on 16 October."""
    assert due(on(9, 20), 15, "cal", CAL).date == on(10, 8)
    assert due(on(9, 20), 15, "wd", CAL).date == on(10, 16)


def test_a_correction_asked_for_before_acceptance_delays_the_beginning_and_nothing_else() -> None:
    """Handed in on 2 November, corrected from the 4th to the 13th, accepted on the 16th: seven working days from then."""
    correction = Pause(on(11, 4), on(11, 13), "correction")
    reading = clock(on(11, 16), 7, "wd", [correction], CAL, stopped=None, today=on(11, 17))
    assert (reading.due, reading.used, reading.paused_days) == (on(11, 25), 1, 0)
    item = Task("C05", 7, begun_on=on(11, 16), pauses=(correction,))
    assert plan([item], on(11, 17), CAL).slots["C05"].end == on(11, 25)


def test_what_is_immediate_is_due_on_the_day_it_is_handed_in_even_behind_an_overdue_item() -> None:
    slots = plan([Task("C04", 0, all_of=("C03",)), Task("C03", 5, begun_on=on(9, 1))], on(10, 8), CAL).slots
    assert (slots["C03"].end, slots["C04"].end) == (on(10, 8), on(10, 8))
