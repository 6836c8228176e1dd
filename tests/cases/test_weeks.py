"""On which day a week reports, and how many were missed: pure arithmetic over the real calendar."""

from datetime import date

import pytest

from cases.queries import calendars, weeks

FRIDAY = 5


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 9), date(2026, 11, 13)),  # any day of the week names its Friday
        (date(2026, 11, 15), date(2026, 11, 13)),
        (date(2026, 9, 23), date(2026, 9, 24)),  # Friday is 中秋: the working day before
        (date(2026, 10, 6), None),  # 国庆: nothing is worked from Monday to Friday, and the worked day is later
    ],
)
@pytest.mark.req("P-067")
def test_a_week_reports_on_its_day_or_the_working_day_before(reference: None, day: date, due: date | None) -> None:
    cal = calendars.current()
    found = weeks.report_day(day, FRIDAY, cal)
    if due is None:
        monday = date(2026, 10, 5)
        worked = [n for n in range(5) if cal.is_workday(date(2026, 10, 5 + n))]
        assert found == (date(2026, 10, monday.day + worked[-1]) if worked else None)
    else:
        assert found == due


@pytest.mark.req("P-067", "P-068")
def test_the_last_day_and_the_next_one_meet_on_the_day_itself(reference: None) -> None:
    cal, friday = calendars.current(), date(2026, 11, 13)
    assert weeks.last_due(date(2026, 11, 12), FRIDAY, cal) == date(2026, 11, 6)
    assert weeks.last_due(friday, FRIDAY, cal) == weeks.next_due(friday, FRIDAY, cal) == friday
    assert weeks.last_due(date(2026, 11, 16), FRIDAY, cal) == friday
    assert weeks.next_due(date(2026, 11, 14), FRIDAY, cal) == date(2026, 11, 20)
    assert weeks.last_due(date(2026, 11, 12), 3, cal) == date(2026, 11, 11)  # another weekday of the scheme


@pytest.mark.req("P-067")
def test_missed_weeks_are_counted(reference: None) -> None:
    cal = calendars.current()
    assert weeks.covered(date(2026, 11, 7), date(2026, 11, 13), FRIDAY, cal) == 1
    assert weeks.covered(date(2026, 10, 31), date(2026, 11, 13), FRIDAY, cal) == 2
    assert weeks.covered(date(2026, 11, 12), date(2026, 11, 13), FRIDAY, cal) == 1
