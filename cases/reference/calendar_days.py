"""The working-day calendar 2020 to 2027 (domain D): officially arranged years, and a provisional last one."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar
import holidays

FIRST_YEAR = 2020
LAST_ARRANGED_YEAR = 2026
PROVISIONAL_YEAR = 2027

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


class CalendarRow(NamedTuple):
    """One date. ``kind``: workday, weekend, holiday, makeup (a weekend day that is worked)."""

    date: date
    is_workday: bool
    name: str
    kind: str
    source: str
    provisional: bool


def calendar_rows() -> list[CalendarRow]:
    """Every date of the years covered, in order. The provisional year knows legal holidays but no make-up days."""
    arranged = [_arranged(day) for year in range(FIRST_YEAR, LAST_ARRANGED_YEAR + 1) for day in _days(year)]
    return arranged + _provisional(PROVISIONAL_YEAR)


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _arranged(day: date) -> CalendarRow:
    rest, festival = chinese_calendar.get_holiday_detail(day)
    weekend = day.weekday() >= 5
    kind = ("holiday" if festival else "weekend") if rest else ("makeup" if weekend else "workday")
    name = NAMES[festival] if festival and kind in ("holiday", "makeup") else ""
    return CalendarRow(day, not rest, name + ("调休上班" if kind == "makeup" else ""), kind, "chinesecalendar", False)


def _provisional(year: int) -> list[CalendarRow]:
    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    rows = []
    for day in _days(year):
        name = china.get(day, "")
        kind = "holiday" if name else "weekend" if day.weekday() >= 5 else "workday"
        rows.append(CalendarRow(day, kind == "workday", name, kind, "holidays", True))
    return rows
