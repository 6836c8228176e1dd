"""Every indicator worked out by hand on a few lines (domain C.10); figures know the cases behind them."""

from datetime import date

import pytest

from cases import counting, counting_load
from cases.counting import CaseLine, Figure, ItemLine, Lines, Period, Ways
from cases.indicators import INDICATORS, Indicator, Unit

NOV = Period(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 11, 26)
REGION = ("region", 1)


def d(day: int, month: int = 11) -> date:
    return date(2026, month, day)


CASES = [
    # Accepted in October, signed, came once in November, two visits; suspended and resumed; finished, rated 5.
    CaseLine(
        1, d(1, 10), accepted=d(5, 10), signed=d(8, 10), closed=d(20), left=d(20), came=(d(2),), visits=(d(3), d(28, 10), d(9)),
        handed=(d(3), d(28, 10)), pauses=((d(4), d(10)),), grounds=("asked",), tables=((d(29, 10), d(28, 10)),),
        tables_filed=d(28, 10), started=d(12), completed=d(15), certified=d(18),
        rated=d(22), level=5,
        groups=frozenset({REGION}),
    ),
    # Accepted in November, signed, suspended and still standing; its table is late; rated 2, called back, not put right.
    # Handed over twice, once more after the period.
    CaseLine(
        2, d(2), accepted=d(3), signed=d(6), handed=(d(5), d(7), d(1, 12)), pauses=((d(16), None),), grounds=("untrue",),
        tables=((d(25), None),), rated=d(24), level=2, called_back=True, groups=frozenset({("region", 2)}),
    ),
    # Terminated in October: in nobody's hands any more, whatever was handed over afterwards.
    CaseLine(3, d(1, 9), accepted=d(2, 9), left=d(15, 10), handed=(d(2),)),
]  # fmt: skip
ITEMS = [
    # Five days promised, three used, ten by law; online; a gap kept in time.
    ItemLine(
        11, 1, d(5, 10), d(20), filed=d(2), accepted=d(3), decided=d(6), due=d(10), passed=True, promised=5, statutory=10, approval=3,
        elapsed=4, correction=0, special=0, online=True, able=frozenset({Ways.GAP}), used=frozenset({Ways.GAP}), gaps=((d(20), d(18)),),
        groups=frozenset({REGION, ("stage", 7)}),
    ),
    # Late by two days after a correction; at the window; could have had a gap, promised one and broke it.
    ItemLine(
        12, 1, d(5, 10), d(20), filed=d(28, 10), accepted=d(2), decided=d(11), due=d(9), passed=True, corrections=1, promised=5,
        statutory=20, approval=7, elapsed=10, correction=2, special=1, online=False, able=frozenset({Ways.GAP}), gaps=((d(24), None),),
        groups=frozenset({REGION}),
    ),
    # Open and overdue today; refused once, filed in November.
    ItemLine(21, 2, d(3), filed=d(4), accepted=d(10), due=d(17), refusals=1, promised=5, statutory=5),
    # Open, within its limit: due after today, yellow since today.
    ItemLine(22, 2, d(3), filed=d(20), accepted=d(23), due=d(30), near=d(26), promised=5, statutory=5),
    # Filed, not answered yet.
    ItemLine(23, 2, d(3), filed=d(25)),
    # Decided in October: counts in the period before.
    ItemLine(31, 3, d(2, 9), d(15, 10), filed=d(1, 10), accepted=d(2, 10), decided=d(9, 10), due=d(12, 10), passed=True,
             promised=4, statutory=10, approval=3, elapsed=4, correction=0, special=0),
]  # fmt: skip
LINES = Lines(CASES, ITEMS, TODAY)

# code: value, counted, out of, cases behind it
BY_HAND: dict[str, tuple[float | None, int, int, set[int]]] = {
    "received": (1, 1, 1, {2}),
    "finished": (1, 1, 1, {1}),
    "in_hand": (1, 1, 1, {2}),
    "suspended": (100, 2, 2, {1, 2}),
    "resumed": (50, 1, 2, {1}),
    "suspended_untrue": (50, 1, 2, {2}),
    "suspended_unfit": (0, 0, 2, set()),
    "suspended_unpaid": (0, 0, 2, set()),
    "suspended_asked": (50, 1, 2, {1}),
    "suspended_policy": (0, 0, 2, set()),
    "suspended_other": (0, 0, 2, set()),
    "open_items": (3, 3, 3, {2}),
    "red_lamps": (1, 1, 1, {2}),  # 21; 12 was late too, but is decided
    "yellow_lamps": (1, 1, 1, {2}),  # 22; 23 is not accepted
    # 11 in time, 12 two days late but in the period; 21 is open.
    "finished_of_due": (100 * 2 / 3, 2, 3, {1}),
    "on_time": (50, 1, 2, {1}),
    "early": (50, 1, 2, {1}),
    "days_gained": (2, 1, 1, {1}),
    "compression": (100 * (1 - 10 / 30), 2, 2, {1}),
    "overdue": (50, 2, 4, {1, 2}),
    "approval": (5, 2, 2, {1}),
    "approval_median": (5, 2, 2, {1}),
    "elapsed": (7, 2, 2, {1}),
    "elapsed_median": (7, 2, 2, {1}),
    "correction": (1, 2, 2, {1}),
    "correction_median": (1, 2, 2, {1}),
    "special": (0.5, 2, 2, {1}),
    "special_median": (0.5, 2, 2, {1}),
    "first_time": (100 * 2 / 3, 2, 3, {1, 2}),  # filed in November and answered: 11, 21 (refused), 22
    "corrected": (0, 0, 4, set()),
    "refused": (25, 1, 4, {2}),
    "trips": (0.5, 1, 2, {1}),
    "visits": (1, 2, 2, {1}),
    "handovers": (3, 3, 3, {1, 2}),
    "online": (50, 1, 2, {1}),
    "gap": (50, 1, 2, {1}),
    "commitment": (None, 0, 0, set()),
    "preapproval": (None, 0, 0, set()),
    "parallel": (None, 0, 0, set()),
    "gaps_kept": (50, 1, 2, {1}),
    "satisfied": (50, 1, 2, {1}),
    "bad": (50, 1, 2, {2}),
    "put_right": (0, 0, 1, set()),
    "called_back": (100, 1, 1, {2}),
    "tables_in_time": (0, 0, 1, set()),
    "to_tables": (None, 0, 0, set()),
    "to_start": (35, 1, 1, {1}),
    "to_works_done": (38, 1, 1, {1}),
    "to_certificate": (41, 1, 1, {1}),
    "to_end": (43, 1, 1, {1}),
}


def test_every_indicator_is_worked_out_here() -> None:
    assert set(BY_HAND) == set(INDICATORS)


@pytest.mark.req("W-065")
@pytest.mark.parametrize("code", BY_HAND)
def test_an_indicator_is_what_it_is_on_paper(code: str) -> None:
    found = INDICATORS[code].rule(LINES, NOV)
    value, count, of, cases = BY_HAND[code]
    assert (found.value if value is None else round(found.value or 0, 6)) == (
        value if value is None else round(value, 6)
    )
    assert (found.count, found.of, set(found.cases)) == (count, of, cases)


@pytest.mark.parametrize("code", INDICATORS)
def test_nothing_to_count_is_no_zero_and_no_error(code: str) -> None:
    found = INDICATORS[code].rule(Lines([], [], TODAY), NOV)
    assert found.value in {None, 0}
    assert found == Figure(found.value)
    if INDICATORS[code].unit in {Unit.SHARE, Unit.PER_CASE}:
        assert found.value is None


def test_the_rest_of_a_share_can_be_opened() -> None:
    assert INDICATORS["resumed"].rule(LINES, NOV).rest == {2}
    assert INDICATORS["finished_of_due"].rule(LINES, NOV).rest == {2}
    assert INDICATORS["satisfied"].rule(LINES, NOV).rest == {2}


def test_the_month_before_counts_what_happened_in_it() -> None:
    assert INDICATORS["early"].rule(LINES, NOV.before()).cases == {3}
    assert INDICATORS["received"].rule(LINES, NOV.before()).cases == {1}
    assert INDICATORS["tables_in_time"].rule(LINES, NOV.before()).value == 100


@pytest.mark.req("W-065")
def test_the_month_before_had_other_lamps() -> None:
    """On the last day of October nothing was accepted and open; a week later 21 was green, on its due day yellow."""
    october, week = NOV.before(), Period(d(1), d(10))
    assert (
        INDICATORS["red_lamps"].rule(LINES, october).value,
        INDICATORS["yellow_lamps"].rule(LINES, october).value,
    ) == (0, 0)
    assert [counting_load.lamp_on(row, week.end) for row in ITEMS if row.key in {12, 21, 22}] == [
        "red",
        "green",
        "grey",
    ]
    assert INDICATORS["red_lamps"].rule(LINES, week).cases == {1}, "12 was decided on the day after"


STOPPED = ItemLine(
    1, 1, accepted=d(2), due=d(16), near=d(12), stops=((d(4), d(6), None), (d(9), d(11), d(10)), (d(18), None, d(19)))
)


@pytest.mark.parametrize(
    ("day", "lamp"),
    [
        (1, "grey"),  # not accepted yet
        (3, "green"),
        (4, "grey"),  # a special procedure stops the clock; it has no limit of its own
        (6, "green"),  # in the evening of its last day the clock runs
        (10, "grey"),  # the second one, on the last day of its limit
        (12, "yellow"),
        (16, "yellow"),
        (17, "red"),
        (18, "red"),  # stopped too late
    ],
)
def test_a_lamp_on_paper(day: int, lamp: str) -> None:
    assert counting_load.lamp_on(STOPPED, d(day)) == lamp


def test_a_special_procedure_past_its_own_limit_is_red_though_the_promise_stands() -> None:
    row = ItemLine(1, 1, accepted=d(2), due=d(30), near=d(26), stops=((d(4), None, d(9)),))
    assert [counting_load.lamp_on(row, d(day)) for day in (3, 9, 10, 25)] == ["green", "grey", "red", "red"]


def test_a_part_counts_only_what_is_its_own() -> None:
    own = LINES.of(REGION)
    assert [row.key for row in own.cases] == [1]
    assert [row.key for row in own.items] == [11, 12]
    assert INDICATORS["on_time"].rule(LINES.of(("stage", 7)), NOV).value == 100


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (NOV, Period(d(1, 10), d(31, 10))),
        (Period(date(2026, 1, 1), date(2026, 12, 31)), Period(date(2025, 1, 1), date(2025, 12, 31))),
        (Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2025, 10, 1), date(2025, 12, 31))),
        (Period(d(10), d(12)), Period(d(7), d(9))),
        (Period(d(1), d(29)), Period(d(3, 10), d(31, 10))),
    ],
)
def test_the_period_before(period: Period, before: Period) -> None:
    assert period.before() == before


@pytest.mark.parametrize(
    ("length", "back", "start", "end"),
    [
        (1, 0, date(2026, 2, 1), date(2026, 2, 28)),
        (1, 2, date(2025, 12, 1), date(2025, 12, 31)),
        (3, 0, date(2026, 1, 1), date(2026, 3, 31)),
        (3, 1, date(2025, 10, 1), date(2025, 12, 31)),
        (12, 0, date(2026, 1, 1), date(2026, 12, 31)),
        (12, 1, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_whole_months(length: int, back: int, start: date, end: date) -> None:
    assert counting.month(date(2026, 2, 14), back, length) == Period(start, end)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Period(d(2), d(1))


def _one(better: int, target: float | None) -> Indicator:
    return Indicator("x", Unit.SHARE, counting.on_time, better, target, label="x", definition="x")


def test_a_target_is_met_in_its_direction() -> None:
    assert _one(1, 90).good(90)
    assert not _one(1, 90).good(89.9)
    assert _one(-1, 0).good(0)
    assert not _one(-1, 0).good(1)
    assert _one(1, None).good(100) is None
    assert _one(1, 90).good(None) is None
