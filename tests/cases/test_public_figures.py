"""The numbers for everybody: counted once a week, protected before they are kept, nobody in them (W-065)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import beyond, public_numbers, tasks
from cases.actions import public_figures
from cases.counting import CaseLine, Figure, Lines, Period
from cases.figures import shared
from cases.indicators import INDICATORS
from cases.models import Case, Enterprise, Project, PublicFigures, User
from cases.queries import public_figures as readers
from cases.queries import statistics
from tests.cases.figures_kit import MONDAY, SPAN, TODAY, lines
from tests.cases.test_disclosure import Equation, determined
from tests.cast import Cast, case_in

pytestmark = pytest.mark.req("W-065")
NAMES: Any = {
    (by, number): {"key": f"{by}{number}", "zh": "", "en": ""} for by in ("region", "category") for number in (1, 2, 3)
}
W = {"withheld": True}


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what others count: these tests know no database."""
    monkeypatch.setattr(beyond, "_known", {})


def values(rows: list[Any], code: str) -> list[Any]:
    return [W if row["cells"][code] == W else row["cells"][code]["value"] for row in rows]


@pytest.mark.parametrize(
    ("monday", "year", "first", "last"),
    [
        (date(2026, 11, 23), (date(2026, 1, 1), date(2026, 11, 22)), (12, 2025), Period(date(2026, 11, 1), date(2026, 11, 22))),
        # In January there is nothing to tell of the new year yet.
        (date(2027, 1, 25), (date(2026, 1, 1), date(2026, 12, 31)), (1, 2026), Period(date(2026, 12, 1), date(2026, 12, 31))),
        (date(2027, 2, 1), (date(2026, 1, 1), date(2026, 12, 31)), (1, 2026), Period(date(2026, 12, 1), date(2026, 12, 31))),
        (date(2027, 3, 1), (date(2027, 1, 1), date(2027, 2, 28)), (3, 2026), Period(date(2027, 2, 1), date(2027, 2, 28))),
    ],
)  # fmt: skip
def test_the_time_of_a_count_ends_on_the_sunday_before(
    monday: date, year: tuple[date, date], first: tuple[int, int], last: Period
) -> None:
    span = public_numbers.span(monday)
    assert (span.year.start, span.year.end) == year
    assert (span.months[0].start.month, span.months[0].start.year) == first
    assert len(span.months) == 12
    assert span.months[-1] == last
    assert span.months_of_year[0].start == span.year.start
    assert public_numbers.week(monday + timedelta(days=6)) == monday


@pytest.mark.usefixtures("alone")
def test_a_count_of_many_cases_is_what_it_is_on_paper() -> None:
    found = readers.tables(lines((20, 8, 1, date(2026, 3, 2)), (10, 6, 2, date(2026, 10, 9))), SPAN, NAMES)
    year = found["year"]["cells"]
    assert {code: year[code]["value"] for code in ("received", "finished", "in_hand", "on_time", "compression")} == {
        "received": 30, "finished": 14, "in_hand": 16, "on_time": 100, "compression": 75,
    }  # fmt: skip
    assert (year["approval_median"], year["on_time"]["of"]) == ({"value": 2, "of": 30}, 30)
    assert year["trips"] == {"value": 0, "of": None}, "how many were served would tell how many were withdrawn"
    assert values(found["region"], "received") == [20, 10]
    assert values(found["month"], "received") == [0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 10, 0]
    assert values(found["month"], "on_time")[3:5] == [100, None]


@pytest.mark.usefixtures("alone")
def test_a_small_place_takes_another_with_it() -> None:
    three = lines((20, 8, 1, date(2026, 3, 2)), (3, 0, 2, date(2026, 3, 2)), (9, 5, 3, date(2026, 3, 2)))
    found = readers.tables(three, SPAN, NAMES)
    assert found["year"]["cells"]["received"]["value"] == 32
    assert values(found["region"], "received") == [20, W, W]
    assert values(found["region"], "on_time") == [100, W, W]
    enough = readers.tables(lines((20, 8, 1, date(2026, 3, 2)), (5, 0, 2, date(2026, 3, 2))), SPAN, NAMES)
    assert values(enough["region"], "received") == [20, 5], "control: five are enough"


@pytest.mark.usefixtures("alone")
def test_few_finished_ones_are_not_told_by_those_accepted_and_those_in_hand() -> None:
    found = readers.tables(lines((20, 2, 1, date(2026, 3, 2)), (10, 0, 2, date(2026, 3, 2))), SPAN, NAMES)
    year = found["year"]["cells"]
    assert (year["received"]["value"], year["finished"], year["in_hand"]) == (30, W, W)
    assert values(found["region"], "received") == [20, 10]
    assert values(found["region"], "in_hand") == [W, W], "or their sum would be the total"
    assert values(found["month"], "finished")[1:] == [W] * 11
    assert values(found["month"], "finished")[0] == 0, "the month before the year adds up to nothing"


@pytest.mark.usefixtures("alone")
def test_nearly_all_is_not_all_and_nearly_none_is_not_none() -> None:
    day, few, many = date(2026, 3, 2), frozenset(range(5)), frozenset(range(5, 30_000))
    nearly = {"on_time": shared(29_995, 30_000, many, few), "trips": Figure(5 / 3000, 5, 3000, few, many)}
    shown = readers._protect({None: nearly}, tuple(nearly), [])[None]
    assert (shown["on_time"]["value"], shown["trips"]["value"]) == (99.9, 0.01)
    year = readers.tables(lines((3000, 0, 1, day)), SPAN, NAMES)["year"]["cells"]
    assert (year["on_time"]["value"], year["trips"]["value"]) == (100, 0), "control"


def late_and_visited(counted: Lines, late: int, visited: int) -> Lines:
    """The same lines with so many items decided too late and so many cases visited once."""
    items = [replace(one, due=one.decided and one.decided - timedelta(days=1)) for one in counted.items[:late]]
    cases = [replace(one, visits=(date(2026, 3, 3),)) for one in counted.cases[:visited]]
    return Lines([*cases, *counted.cases[visited:]], [*items, *counted.items[late:]], counted.today)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("few", "on_time", "visits"), [(0, 100, 0), (1, W, W), (4, W, W), (5, 84.8, 0.15), (28, 15.2, 0.85),
                                                       (29, W, W), (32, W, W), (33, 0, 1)])  # fmt: skip
def test_a_share_tells_of_few_neither_by_those_counted_nor_by_those_left(few: int, on_time: Any, visits: Any) -> None:
    """33 items decided: one late is 97.0 %, and whoever has the base knows that it is one."""
    counted = late_and_visited(lines((33, 0, 1, date(2026, 3, 2))), few, few)
    year = readers.tables(counted, SPAN, NAMES)["year"]["cells"]
    shown = [cell if cell == W else cell["value"] for cell in (year["on_time"], year["visits"])]
    assert shown == [on_time, visits]


@pytest.mark.usefixtures("alone")
def test_the_few_late_ones_of_a_place_are_not_the_total_less_the_others() -> None:
    three = lines((20, 8, 1, date(2026, 3, 2)), (9, 5, 2, date(2026, 3, 2)), (40, 9, 3, date(2026, 3, 2)))
    late = [replace(one, due=date(2026, 3, 1)) for one in [*three.items[:2], *three.items[29:39]]]
    found = readers.tables(Lines(three.cases, [*late, *three.items[2:29], *three.items[39:]], TODAY), SPAN, NAMES)
    # 2 of 20, 0 of 9 and 10 of 40: with the nine alone, which had none, the two would be told.
    assert values(found["region"], "on_time") == [W, W, W]
    assert found["year"]["cells"]["on_time"]["value"] == 82.6
    assert values(found["region"], "received") == [20, 9, 40], "control: nobody's number is small"


def unknown(found: Any) -> list[Equation]:
    """What readers of a whole count know of its withheld cells: the equations of ``test_disclosure``, over all tables."""
    tables = {name: {row["key"]: row["cells"] for row in found[name]} for name in ("month", "region", "category")}
    of_year = {f"{month.start:%Y-%m}" for month in SPAN.months_of_year}
    tables["month"] = {key: cells for key, cells in tables["month"].items() if key in of_year}
    year, rows = found["year"]["cells"], [("total", found["year"]["cells"])]
    made = []
    for name, parts in tables.items():
        rows += [(f"{name} {key}", cells) for key, cells in parts.items() if "in_hand" in cells]
        for code in next(iter(parts.values()), {}):
            total = {(code, "total"): -1} if year[code] == W else {}
            made.append(total | {(code, f"{name} {key}"): 1 for key, cells in parts.items() if cells[code] == W})
    for place, cells in rows:
        signs = {"received": 1, "finished": -1, "in_hand": -1}
        made.append({(code, place): sign for code, sign in signs.items() if cells[code] == W})
    return [one for one in made if one]


GROUPS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(1, 3), st.integers(1, 11)), min_size=1, max_size=9
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=GROUPS)
def test_nobody_works_out_what_a_whole_count_withholds(alone: None, groups: list[tuple[int, int, int, int]]) -> None:
    counted = lines(*[(many, min(done, many), place, date(2026, month, 2)) for many, done, place, month in groups])
    assert not determined(unknown(readers.tables(counted, SPAN, NAMES)))


def test_the_reader_of_this_test_finds_what_is_badly_withheld(alone: None) -> None:
    """Control: with one cell less withheld the other one falls out."""
    found = readers.tables(
        lines((20, 8, 1, date(2026, 3, 2)), (3, 0, 2, date(2026, 3, 2)), (9, 5, 3, date(2026, 3, 2))), SPAN, NAMES
    )
    found["region"][2]["cells"]["received"] = {"value": 9, "of": None}
    assert ("received", "region region2") in determined(unknown(found))


def test_every_public_number_has_a_total_with_its_definition() -> None:
    assert set(public_numbers.BY_MONTH) | set(public_numbers.BY_PART) <= set(public_numbers.TOTALS) <= set(INDICATORS)
    assert "direct" in public_numbers.totals(), "the publishing side adds its own"


@pytest.mark.django_db
def test_places_below_a_county_count_as_their_county(cast: Cast) -> None:
    case = case_in(cast, "underway")
    town = next(key for key, county in readers._counties().items() if county == case.region_id and key != county)
    there = CaseLine(1, TODAY, groups=frozenset({("region", town), ("category", 7), ("scheme", 1)}))
    found = readers.gather([Lines([there], [], TODAY)], SPAN.whole, readers._counties(), TODAY)
    assert found.cases[0].groups == {("region", case.region_id), ("category", 7)}


@pytest.mark.django_db
def test_reading_in_parts_counts_the_same(cast: Cast) -> None:
    for _number in range(3):
        case_in(cast, "underway")
    today, year = timezone.localdate(), Period(date(timezone.localdate().year, 1, 1), timezone.localdate())
    whole = statistics.lines(Case.objects.all(), year, today)
    parts = list(statistics.in_parts(Case.objects.all(), year.start, today, size=2))
    joined = Lines([row for part in parts for row in part.cases], [row for part in parts for row in part.items], today)
    assert [len(part.cases) for part in parts] == [2, 1]
    for code, indicator in INDICATORS.items():
        assert indicator.rule(joined, year) == indicator.rule(whole, year), code


@pytest.mark.django_db
def test_a_week_is_counted_once_and_missed_weeks_are_not_made_up(cast: Cast) -> None:
    case_in(cast, "closed")
    monday = public_numbers.week(timezone.localdate())
    first = public_figures.make(monday + timedelta(days=3))
    assert (first.week, first.until) == (monday, public_numbers.span(monday).year.end)
    case_in(cast, "underway")
    tasks.count_for_the_public.call_local()
    assert public_figures.make(monday + timedelta(days=6)) == first
    after = public_figures.make(monday + timedelta(days=21))
    assert list(PublicFigures.objects.values_list("week", flat=True)) == [monday + timedelta(days=21), monday]
    assert readers.latest() == after


@pytest.mark.django_db
def test_a_killed_worker_leaves_nothing_and_the_next_one_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(readers, "tables", dies)
        with pytest.raises(KeyboardInterrupt):
            public_figures.make()
    assert not PublicFigures.objects.exists()
    call_command("count_public", verbosity=0)
    call_command("count_public", verbosity=0)
    assert PublicFigures.objects.count() == 1


@pytest.mark.django_db
def test_another_method_counts_the_week_anew_beside_the_old_count(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old = public_figures.make()
    after = old.method + 1
    monkeypatch.setattr(public_figures.public_numbers, "METHOD", after)
    monkeypatch.setattr(readers, "METHOD", after)
    assert readers.of_week(old.week) is None
    assert public_figures.make().method == after
    assert [row.method for row in PublicFigures.objects.all()] == [after, old.method]


@pytest.mark.django_db
def test_the_same_questions_for_one_case_and_for_three(cast: Cast) -> None:
    def asked(week: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            public_figures.make(MONDAY + timedelta(days=7 * week))
        return len(seen)

    case_in(cast, "underway")
    asked(9)  # the calendar is read once a process
    one = asked(0)
    for _number in range(2):
        case_in(cast, "signed")
    assert asked(1) == one


@pytest.mark.django_db
def test_nobody_is_in_what_is_kept(cast: Cast) -> None:
    for _number in range(5):
        case_in(cast, "underway")
    kept = json.dumps(public_figures.make(timezone.localdate() + timedelta(days=40)).data, ensure_ascii=False)
    known = [name for user in User.objects.all() for name in (user.name, user.email, user.phone)]
    known += [word for row in Enterprise.objects.all() for word in (row.name, row.uscc)]
    known += list(Project.objects.values_list("name", flat=True)) + list(Case.objects.values_list("number", flat=True))
    assert [word for word in known if word and word in kept] == []
    assert '"value": 5' in kept, "control: the five are counted"
