"""The law and the arithmetic of appraisals: what follows what, values, points, totals and places, worked out by hand."""

import random
from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import appraisal as law
from cases.appraisal import COUNT, PER_CASE, SHARE, Rule
from cases.counting import CaseLine, ItemLine, Lines, Period
from cases.enums_appraisal import ROWS, AppraisalAct, AppraisalStatus, Measure, PointsWay, Subject
from cases.indicators import INDICATORS
from cases.reference import problems, read

A, S = AppraisalAct, AppraisalStatus
TWO = st.decimals(min_value=0, max_value=200, places=2)
RULES = st.builds(
    Rule, st.just("x/1"), st.sampled_from([COUNT, SHARE, PER_CASE]), st.integers(1, 100), st.sampled_from(PointsWay.values),
    TWO, TWO, st.decimals(min_value=D("0.01"), max_value=50, places=2),
).filter(lambda rule: rule.zero_at != rule.full_at)  # fmt: skip


def linear(weight: int, zero: str, full: str) -> Rule:
    return Rule("x/1", SHARE, weight, PointsWay.LINEAR, D(zero), D(full), D(0))


def deduction(weight: int, off: str) -> Rule:
    return Rule("x/1", COUNT, weight, PointsWay.DEDUCTION, D(0), D(0), D(off))


def test_every_status_has_its_row_in_the_law_and_every_act_its_place() -> None:
    assert set(law.TABLE) == set(S)
    assert {act for acts in law.TABLE.values() for act in acts} == set(A) - {A.DRAFT, A.MOVE}
    assert law.TABLE[S.FINAL] == law.TABLE[S.CANCELLED] == {}
    assert A.FINISH not in law.TABLE[S.DRAFTED], "nothing is final that nobody could contest"
    assert A.CONTEST not in law.TABLE[S.DRAFTED]


@pytest.mark.req("P-092")
@pytest.mark.parametrize(
    ("unit", "facts", "value"),
    [
        (SHARE, {"a": (2, 3), "b": (0, 1)}, "50.0000"),
        (SHARE, {"a": (2, 3)}, "66.6667"),
        (SHARE, {"a": (1, 3)}, "33.3333"),
        (PER_CASE, {"a": (2, 1), "b": (0, 1), "c": (0, 1)}, "0.6667"),
        (COUNT, {"a": (1, 1), "b": (1, 1)}, "2"),
        (COUNT, {}, "0"),
        (SHARE, {}, None),
        (PER_CASE, {}, None),
    ],
)
def test_a_value_is_what_the_facts_add_up_to(unit: str, facts: law.Facts, value: str | None) -> None:
    assert law.value(unit, facts) == (None if value is None else D(value))


@pytest.mark.req("P-092")
@pytest.mark.parametrize(
    ("rule", "value", "points"),
    [
        # 95 lies three quarters of the way from 80 to 100: 0.75 × 30 = 22.50
        (linear(30, "80", "100"), "95", "22.50"),
        (linear(30, "80", "100"), "80", "0.00"),
        (linear(30, "80", "100"), "79.9999", "0.00"),
        (linear(30, "80", "100"), "100", "30.00"),
        # (66.6667 − 50) / 50 × 10 = 3.33334
        (linear(10, "50", "100"), "66.6667", "3.33"),
        # the fewer the better: (33.3333 − 20) is past the end; (5 − 20)/(0 − 20) = 0.75
        (linear(15, "20", "0"), "33.3333", "0.00"),
        (linear(15, "20", "0"), "5", "11.25"),
        (linear(15, "20", "0"), "0", "15.00"),
        # halves up: 1/16 of 2 = 0.125
        (linear(2, "0", "16"), "1", "0.13"),
        (deduction(15, "5"), "0", "15.00"),
        (deduction(15, "5"), "2", "5.00"),
        (deduction(15, "5"), "4", "0.00"),
        (deduction(5, "2.50"), "1", "2.50"),
    ],
)
def test_points_are_those_worked_out_by_hand(rule: Rule, value: str, points: str) -> None:
    assert law.points(rule, D(value)) == D(points)


def test_what_has_no_value_is_left_out_and_the_rest_scaled() -> None:
    assert law.points(linear(30, "80", "100"), None) is None
    # 22.50 + 15.00 of 30 + 15 that have a value: 37.50 / 45 × 100 = 83.33; with all 100 weights it would be 37.50
    assert law.total([(30, D("22.50")), (15, D("15.00")), (55, None)]) == (D("83.33"), 45)
    assert law.total([(30, D("22.50")), (15, D("15.00")), (55, D(0))]) == (D("37.50"), 100)
    assert law.total([(100, None)]) == (None, 0)
    assert law.total([]) == (None, 0)


def test_equal_points_share_a_place_and_few_facts_have_none() -> None:
    totals = {
        1: (D("90.00"), 9),
        2: (D("95.50"), 5),
        3: (D("90.00"), 5),
        4: (D("100.00"), 4),
        5: (None, 9),
        6: (D(0), 9),
    }
    assert law.places(totals, 5) == {2: 1, 1: 2, 3: 2, 6: 4, 4: None, 5: None}
    assert law.places(totals, 4)[4] == 1, "control: with its facts it would lead"


@given(RULES, st.decimals(0, 300, places=4), st.decimals(0, 300, places=4))
def test_points_stay_within_their_weight_and_never_turn_around(rule: Rule, one: D, other: D) -> None:
    low, high = sorted((one, other))
    least, most = law.points(rule, low), law.points(rule, high)
    assert least is not None
    assert most is not None
    assert 0 <= least <= rule.weight
    assert 0 <= most <= rule.weight
    rises = rule.way == PointsWay.LINEAR and rule.full_at > rule.zero_at
    assert least <= most if rises else least >= most


@given(st.lists(st.tuples(st.integers(1, 100), st.none() | st.integers(0, 10_000)), max_size=12))
def test_a_total_lies_between_0_and_100_and_is_100_only_with_all_points(lines: list[tuple[int, int | None]]) -> None:
    got = [(weight, None if part is None else law.rounded(Fraction(weight * part, 10_000))) for weight, part in lines]
    points, weights = law.total(got)
    assert weights == sum(weight for weight, value in got if value is not None)
    assert (points is None) == (weights == 0)
    if points is not None:
        assert 0 <= points <= 100
        assert law.total([(weight, None if value is None else D(weight)) for weight, value in got])[0] == 100


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=9), st.data())
def test_a_fact_taken_out_leaves_the_sum_of_the_others(facts: dict[str, tuple[int, int]], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    kept = {key: gave for key, gave in facts.items() if key not in gone}
    count, of = law.sums(facts)
    assert law.sums(kept) == (count - sum(facts[key][0] for key in gone), of - sum(facts[key][1] for key in gone))


def history(lot: random.Random) -> tuple[list[CaseLine], list[ItemLine]]:
    """Four invented cases and their items, from June to October."""

    def day() -> date:
        return date(2026, 6, 1) + timedelta(days=lot.randrange(150))

    def maybe() -> date | None:
        return day() if lot.random() < 0.7 else None

    cases = [
        CaseLine(
            key, day(), accepted=maybe(), came=(day(),) * lot.randrange(3), rated=maybe(), level=lot.randint(1, 5),
            put_right=lot.random() < 0.5, tables=tuple((day(), maybe()) for _table in range(lot.randrange(3))),
        )
        for key in range(1, 5)
    ]  # fmt: skip
    items = [
        ItemLine(
            key, lot.randint(1, 4), filed=maybe(), accepted=maybe(), decided=maybe(), due=maybe(), corrections=lot.randrange(2),
            refusals=lot.randrange(2), promised=lot.randint(1, 20), approval=lot.randint(0, 25),
            online=lot.choice([True, False, None]), gaps=tuple((day(), maybe()) for _gap in range(lot.randrange(3))),
        )
        for key in range(lot.randrange(12))
    ]  # fmt: skip
    return cases, items


@pytest.mark.req("P-092")
@pytest.mark.parametrize("measure", [one for one in Measure if one not in ROWS])
def test_what_each_case_gives_adds_up_to_the_indicator(measure: str) -> None:
    """The figure of an appraisal, taken apart by cases, is the figure of the statistics; in 60 random histories."""
    rule, period = INDICATORS[measure].rule, Period(date(2026, 7, 1), date(2026, 9, 30))
    counted = 0
    for seed in range(60):
        cases, items = history(random.Random(seed))
        today = date(2026, 11, 1)
        whole, facts = rule(Lines(cases, items, today), period), {}
        for case in cases:
            part = rule(Lines([case], [row for row in items if row.case == case.key], today), period)
            facts[str(case.key)] = (part.count, part.of)
        assert law.sums(facts) == (whole.count, whole.of)
        value = law.value(INDICATORS[measure].unit.value, facts)
        assert (value is None) == (whole.value is None)
        assert value is None or abs(value - D(whole.value)) <= D("0.0001")
        counted += bool(whole.count)
    assert counted, "the histories have something of it"


def test_a_period_is_a_year_or_a_quarter_and_nothing_else() -> None:
    assert law.period_days("2026-Q1") == (date(2026, 1, 1), date(2026, 3, 31))
    assert law.period_days("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert law.period_days("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    for wrong in ("2026-Q5", "2026-Q0", "2026-", "2026-Q", "x", "", "2026-Q1x", "02026", "0000"):
        with pytest.raises(ValueError, match=r"."):
            law.period_days(wrong)
    today = date(2026, 11, 26)
    assert law.periods_before(today) == ["2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4", "2025", "2024"]
    assert all(law.period_days(code)[1] < today for code in law.periods_before(today))


def test_the_shipped_sheets_are_examples_whose_weights_add_up() -> None:
    ref = read()
    assert {row["subject"] for row in ref.appraisal} == set(Subject)
    for row in ref.appraisal:
        assert "示例" in row["name_zh"]
        assert sum(line["weight"] for line in row["criteria"]) == law.FULL
        assert {line["measure"] for line in row["criteria"]} <= set(Measure)
    assert problems(ref) == []
    ref.appraisal[0]["criteria"][0]["weight"] += 1
    assert problems(ref) == ["appraisal agency: the weights add up to 101"], "control"
