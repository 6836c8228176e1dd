"""What boards read: lamps of cases, places with everything in them, what comes near."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.counting import Period
from cases.enums import CaseStatus, Level
from cases.enums_ladder import Rung, Watch
from cases.models import Alert, Case, Region, WarningRule
from cases.queries import boards, lamps, splits, statistics, warnings
from cases.queries.boards import Ask
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 9)
NOW = datetime(2026, 11, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def colour(case: Case) -> list[str]:
    return [one for one in lamps.COLOURS if Case.objects.filter(lamps.burning(one, TODAY), pk=case.pk).exists()]


def test_the_database_finds_a_case_by_the_lamp_that_its_date_lights(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    for days in range(-12, 13):
        day = TODAY + timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(next_due=day)
        assert colour(case) == [lamps.lamp_for(day, TODAY)], day
    Case.objects.filter(pk=case.pk).update(next_due=None)
    assert colour(case) == [lamps.lamp_for(None, TODAY)] == ["grey"]


def test_a_suspended_case_has_no_lamp(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(
        next_due=TODAY - timedelta(days=9), status=CaseStatus.SUSPENDED, suspended_from=CaseStatus.UNDERWAY
    )
    assert colour(case) == ["grey"]


def test_without_a_rule_in_use_nothing_is_near(cast: Cast) -> None:
    assert lamps.last_near_day(TODAY) > TODAY
    WarningRule.objects.update(active=False)
    warnings.forget()
    try:
        assert lamps.last_near_day(TODAY) == TODAY - timedelta(days=1)
    finally:
        WarningRule.objects.update(active=True)
        warnings.forget()


def test_a_place_counts_with_everything_in_it_and_a_town_under_its_county(cast: Cast) -> None:
    county, city = Region.objects.get(code="370783"), Region.objects.get(code="370700")
    town = Region.objects.create(
        code="370783999", name_zh="示例镇", name_en="Town", level=Level.TOWN, parent=county, path=f"{county.path}/370783999"
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        rows = [case_in(cast, CaseStatus.SUBMITTED) for _n in range(3)]
        case_in(cast, CaseStatus.SUBMITTED, PULANDIAN)
        Case.objects.filter(pk=rows[0].pk).update(region=town, next_due=TODAY - timedelta(days=1))
        Case.objects.filter(pk=rows[1].pk).update(region=city, next_due=TODAY + timedelta(days=5))
        Case.objects.filter(pk=rows[2].pk).update(next_due=None)
        found = {place.region.code: place for place in boards.places(cast.feng, TODAY)}
    assert list(found) == ["370700", "370783"]
    assert (found["370700"].open, found["370783"].open) == (3, 2)
    assert found["370783"].lamps == {"red": 1, "yellow": 0, "green": 0, "grey": 1}
    assert (found["370700"].soon, found["370783"].soon) == (1, 0)


@pytest.mark.parametrize("size", [1, 2, 500])
def test_a_count_in_parts_is_the_same_as_that_of_the_statistics(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(statistics, "MANY", size)
    for status in ("underway", "closed", "submitted"):
        case_in(cast, status)
    period = Period(TODAY - timedelta(days=400), date.today() + timedelta(days=1))
    found = boards.count(
        cast.sun,
        Ask(period, ("received", "on_time", "elapsed_median", "satisfied"), (("open_items", statistics.STAGE),)),
    )
    lines = statistics.lines(statistics.served(cast.sun), period)
    told = {row.indicator.code: row for _chapter, rows in statistics.readings(lines, period) for row in rows}
    for code in ("received", "on_time", "elapsed_median", "satisfied"):
        now = told[code].now
        assert found.now[code].figure == type(now)(now.value, now.count, now.of)
        assert (found.now[code].cases, found.now[code].rest) == (len(now.cases), len(now.rest))
    parts = splits.split(lines, period, statistics.indicators.INDICATORS["open_items"], statistics.STAGE)
    assert [(key, one.figure.value) for key, one in found.parts["open_items", statistics.STAGE]] == [
        (part.key, part.figure.value) for part in parts
    ]


def test_cases_of_nobody_give_every_figure_without_a_value(cast: Cast) -> None:
    period = Period(TODAY - timedelta(days=9), TODAY)
    found = boards.count(cast.sun, Ask(period, ("received", "on_time"), (("open_items", statistics.STAGE),)))
    assert found.cases == 0
    assert [found.now[code].figure.value for code in ("received", "on_time")] == [0, None]
    assert found.parts == {("open_items", statistics.STAGE): []}


def test_open_warnings_are_counted_by_what_comes_what_is_overdue_and_what_stands_highest(cast: Cast) -> None:
    near, past = TODAY + timedelta(days=7), TODAY - timedelta(days=1)
    rows = [
        (Watch.GAP, TODAY, Rung.REMIND), (Watch.GAP, near, Rung.SUPERVISE), (Watch.ITEM, near, Rung.URGE),
        (Watch.ITEM, past, Rung.CONFER), (Watch.FEE, past, Rung.COORDINATE),
        (Watch.FEE, near + timedelta(days=1), Rung.REMIND),
    ]  # fmt: skip
    case, far = case_in(cast, CaseStatus.UNDERWAY), case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    given = {"name_zh": "x", "name_en": "x", "since": past}
    for number, (what, due, rung) in enumerate(rows):
        Alert.objects.create(case=case, what=what, label=str(number), rung=rung, due=due, **given)
    for away in ({"case": case, "ended_on": TODAY}, {"case": far}):
        Alert.objects.create(what=Watch.ITEM, label="x", rung=Rung.CONFER, due=past, **given, **away)
    found = boards.warned(cast.sun, TODAY)
    assert found == boards.Warned([(Watch.GAP, 2), (Watch.ITEM, 1)], overdue=2, red=2)
    assert boards.warned(cast.liu, TODAY) == boards.Warned([], 1, 1), "control: of his own place"
