"""Weeks, months and years of reports."""

from datetime import date

import pytest
from django.utils import translation

from cases import rhythms
from cases.counting import Period
from cases.enums_reports import Rhythm


@pytest.mark.parametrize(
    ("rhythm", "today", "key", "first", "last"),
    [
        (Rhythm.WEEK, date(2026, 11, 27), "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        (Rhythm.WEEK, date(2027, 1, 5), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (Rhythm.MONTH, date(2027, 1, 1), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (Rhythm.YEAR, date(2027, 12, 31), "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_what_is_over_has_a_name_that_can_be_read_again(
    rhythm: Rhythm, today: date, key: str, first: date, last: date
) -> None:
    found = rhythms.over(rhythm, today)
    assert (found, rhythms.key(rhythm, found)) == (Period(first, last), key)
    assert rhythms.parse(key) == (rhythm, found)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-W54", "26", "2026-1", "last", "2026-00", "٢٠٢٦"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rhythms.parse(text)


def test_how_many_lie_between() -> None:
    def between(rhythm: Rhythm, first: str, last: str) -> int:
        return rhythms.between(rhythm, rhythms.parse(first)[1], rhythms.parse(last)[1])

    assert between(Rhythm.MONTH, "2026-09", "2026-10") == 0
    assert between(Rhythm.MONTH, "2025-11", "2026-02") == 2
    assert between(Rhythm.YEAR, "2023", "2026") == 2
    assert between(Rhythm.WEEK, "2026-W52", "2027-W02") == 2


def test_how_people_say_it() -> None:
    with translation.override("en"):
        assert rhythms.words(*rhythms.parse("2026-11")) == "November 2026"
        assert rhythms.words(*rhythms.parse("2026-W48")) == "23 Nov 2026 – 29 Nov 2026"
    with translation.override("zh-hans"):
        assert rhythms.words(*rhythms.parse("2026-11")) == "2026年11月"
        assert rhythms.words(*rhythms.parse("2026")) == "2026年"
