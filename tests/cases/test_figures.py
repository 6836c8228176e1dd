"""What is counted part by part is what is counted at once: for every indicator, over random histories (domain C.10)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from cases import tally
from cases.counting import REMAINDER, CaseLine, ItemLine, Lines, Period, Ways, answers_for
from cases.enums import SuspensionGround
from cases.figures import How, lengths, worth
from cases.indicators import INDICATORS, Of
from cases.tally import Ask, Tally

TODAY = date(2026, 11, 26)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
HISTORIES = 1000
ASKS = (
    Ask("now", YEAR, tuple(INDICATORS)),
    Ask("before", YEAR.before(), tuple(INDICATORS)),
    Ask("region", YEAR, tuple(INDICATORS), "region"),
)


def day(chance: Random, start: date, longest: int = 120) -> date | None:
    """A day after ``start``, or none."""
    return start + timedelta(days=chance.randrange(longest)) if chance.random() < 0.75 else None


def history(chance: Random, key: int) -> tuple[CaseLine, list[ItemLine]]:
    """One case with its items, as the record might have it."""
    begun = date(2025, 1, 1) + timedelta(days=chance.randrange(680))
    accepted, groups = (
        day(chance, begun, 10),
        frozenset(
            {("region", chance.randrange(3)), ("unit", chance.randrange(2)), ("agent", answers_for(None, lead(key)))}
        ),
    )
    closed = day(chance, begun, 300) if chance.random() < 0.4 else None
    filed = day(chance, begun)
    case = CaseLine(
        key, begun, accepted, day(chance, begun, 20), closed, closed, corrections=chance.randrange(2),
        came=tuple(filter(None, [day(chance, begun)])), visits=tuple(filter(None, [day(chance, begun), day(chance, begun)])),
        handed=tuple(filter(None, [day(chance, begun), day(chance, begun)])),
        **paused(chance, begun), tables=((begun + timedelta(days=15), filed),),
        tables_filed=filed, started=day(chance, begun), completed=day(chance, begun), certified=day(chance, begun),
        rated=day(chance, begun), level=chance.randrange(1, 6),
        called_back=chance.random() < 0.5, put_right=chance.random() < 0.5, groups=groups,
    )  # fmt: skip
    return case, [item(chance, key, number, begun, case) for number in range(chance.randrange(4))]


def item(chance: Random, key: int, number: int, begun: date, case: CaseLine) -> ItemLine:
    decided, used = day(chance, begun), chance.randrange(25)
    ways = frozenset(way for way in Ways if chance.random() < 0.4)
    return ItemLine(
        key * 10 + number, key, case.accepted, case.left, day(chance, begun, 9), day(chance, begun, 20), decided, day(chance, begun),
        decided is not None, chance.randrange(2), chance.randrange(2), chance.choice([None, 3, 5, 10]), chance.choice([None, 10, 20]),
        used if decided else None, used + 2 if decided else None, chance.randrange(4) if decided else None, 0 if decided else None,
        chance.choice([None, True, False]), ways | {Ways.GAP}, ways, ((begun + timedelta(days=9), day(chance, begun, 20)),),
        frozenset({one for one in case.groups if one[0] != "agent"} | {("agent", answers_for(own(key, number), lead(key)))}),
        near=day(chance, begun, 60), stops=((begun + timedelta(days=20), day(chance, begun + timedelta(days=21)), None),),
    )  # fmt: skip


def paused(chance: Random, begun: date) -> dict[str, Any]:
    """One suspension on one of the grounds, or none."""
    if chance.random() >= 0.3:
        return {}
    return {"pauses": ((begun, day(chance, begun)),), "grounds": (chance.choice(SuspensionGround.values),)}


def lead(key: int) -> int | None:
    """The first contact of a history, by a rule of its own: every fourth has none."""
    return None if key % 4 == 0 else 101 + key % 3


def own(key: int, number: int) -> int | None:
    """The agent of an item, by a rule of its own: every third has one, and some are of people who lead nothing."""
    return 101 + (key + number) % 5 if (key + number) % 3 == 0 else None


def histories(seed: int, many: int) -> list[tuple[CaseLine, list[ItemLine]]]:
    chance = Random(seed)
    return [history(chance, key) for key in range(1, many + 1)]


def lines(found: list[tuple[CaseLine, list[ItemLine]]]) -> Lines:
    return Lines([case for case, _items in found], [one for _case, items in found for one in items], TODAY)


def in_parts(found: list[tuple[CaseLine, list[ItemLine]]], size: int) -> Tally:
    """Counted so many at a time; every part goes through JSON, as it does between two batches of a job."""
    whole = tally.count(Lines([], [], TODAY), ASKS)
    for start in range(0, len(found), size):
        whole.add(tally.count(lines(found[start : start + size]), ASKS))
        whole = tally.unpacked(json.loads(json.dumps(tally.packed(whole))))
    return whole


def values(counted: Tally) -> Iterator[tuple[str, str, str, object]]:
    for name, parts in counted.sums.items():
        for part, sums in parts.items():
            for code, one in sums.items():
                value = None if one.value is None else round(one.value, 9)
                yield name, part, code, (value, one.count, one.of, one.cases, one.rest)


@pytest.mark.req("W-065")
@pytest.mark.parametrize("size", [1, 7, 400])
def test_a_thousand_random_histories_counted_in_parts_say_what_they_say_together(size: int) -> None:
    found = histories(20261127, HISTORIES)
    told = {row[:3]: row[3] for row in values(in_parts(found, size))}
    whole = lines(found)
    for ask in ASKS[:2]:
        for code in ask.codes:
            figure = INDICATORS[code].rule(whole, ask.period)
            value = None if figure.value is None else round(figure.value, 9)
            assert told[ask.name, "", code] == (
                value, figure.count, figure.of, len(figure.cases), told[ask.name, "", code][4]  # type: ignore[index]
            ), (ask.name, code)  # fmt: skip
    for part in ("1", "2"):  # a place whose key is nothing is no place
        some = whole.of(("region", int(part)))
        for code in INDICATORS:
            expected = INDICATORS[code].rule(some, YEAR).value
            shown = told["region", part, code][0]  # type: ignore[index]
            assert shown == (None if expected is None else round(expected, 9)), (part, code)


@pytest.mark.req("W-065")
def test_the_load_of_agents_is_what_a_slow_count_says_and_adds_up() -> None:
    """Whoever is written on the item has it, without anybody the first contact, without either nobody: told as that."""
    found, expected = histories(20261127, HISTORIES), Counter[int]()
    for case, items in found:
        for number, one in enumerate(items):
            open_then = one.decided is None or one.decided > TODAY
            begun = case.accepted is not None and case.accepted <= TODAY
            if begun and open_then and (case.left is None or case.left > TODAY):
                expected[own(case.key, number) or lead(case.key) or REMAINDER] += 1
    whole = lines(found)
    period = Period(date(2026, 1, 1), TODAY)
    counted = tally.count(whole, [Ask("load", period, ("open_items",), "agent")])
    told = {int(part): row["open_items"].count for part, row in counted.parts("load").items()}
    assert {part: many for part, many in told.items() if many} == expected
    assert set(expected) >= {REMAINDER, 101, 102, 103, 104, 105}, "control: own agents, first contacts and nobody"
    assert sum(told.values()) == INDICATORS["open_items"].rule(whole, period).count
    assert all(INDICATORS["open_items"].rule(whole.of(("agent", part)), period).count == n for part, n in told.items())


@pytest.mark.req("W-065")
def test_hand_overs_are_what_a_slow_count_says_of_each_agent_and_add_up() -> None:
    """Of the cases in hand in the year, the first contact's, or nobody's."""
    found, expected = histories(20261127, HISTORIES), Counter[int]()
    for case, _items in found:
        served = case.accepted and case.accepted <= YEAR.end and not (case.left and case.left < YEAR.start)
        for on in case.handed if served else ():
            expected[lead(case.key) or REMAINDER] += YEAR.start <= on <= YEAR.end
    counted = tally.count(lines(found), [Ask("handed", YEAR, ("handovers",), "agent")])
    told = {int(part): row["handovers"].count for part, row in counted.parts("handed").items()}
    assert {part: many for part, many in told.items() if many} == expected
    assert set(expected) == {REMAINDER, 101, 102, 103}, "control: agents and nobody"
    everything = sum(len(case.handed) for case, _items in found)
    assert sum(expected.values()) == INDICATORS["handovers"].rule(lines(found), YEAR).value < everything


def by_units(found: list[tuple[CaseLine, list[ItemLine]]]) -> Lines:
    """The same histories, items in five departments or in none yet, and each case in those of its items."""
    cases, items = list[CaseLine](), list[ItemLine]()
    for case, own_items in found:
        here = [
            replace(
                one, groups=frozenset({("unit", 1 + (case.key + number) % 6)} if (case.key + number) % 6 != 5 else ())
            )
            for number, one in enumerate(own_items)
        ]
        cases.append(replace(case, groups=frozenset(key for one in here for key in one.groups)))
        items += here
    return Lines(cases, items, TODAY)


@pytest.mark.req("W-065")
@pytest.mark.parametrize("code", ["received", "finished", "in_hand"])
def test_cases_by_department_are_what_a_slow_count_says(code: str) -> None:
    """A case counts once for each department of its items, and for nobody only where none has a department."""
    whole = by_units(histories(20261127, HISTORIES))
    units = {
        case.key: {key for one in whole.items if one.case == case.key for _by, key in one.groups}
        for case in whole.cases
    }
    counts = {
        "received": lambda case: case.accepted is not None and YEAR.start <= case.accepted <= YEAR.end,
        "finished": lambda case: case.closed is not None and YEAR.start <= case.closed <= YEAR.end,
        "in_hand": lambda case: case.accepted and case.accepted <= TODAY and not (case.left and case.left <= TODAY),
    }  # fmt: skip
    counted = [case.key for case in whole.cases if counts[code](case)]
    expected = Counter(unit for key in counted for unit in units[key] or {REMAINDER})
    told = {
        int(part): row[code].count
        for part, row in tally.count(whole, [Ask("u", YEAR, (code,), "unit")]).parts("u").items()
    }
    assert told == expected
    assert all(
        len(INDICATORS[code].rule(whole.of(("unit", unit)), YEAR).cases) == many for unit, many in expected.items()
    )
    assert set(expected) == {REMAINDER, 1, 2, 3, 4, 5}, "control: departments and nobody"
    assert sum(expected.values()) > len(counted), "control: cases with items of several departments count for each"


def test_what_is_said_of_cases_asks_for_no_item_and_what_is_said_of_items_for_no_case() -> None:
    """So an indicator can be split by what items belong to only as its kind says (``cases.queries.splits``)."""
    whole = lines(histories(20261127, HISTORIES))
    cases, items = Lines(whole.cases, [], TODAY), Lines([], whole.items, TODAY)
    for code, row in INDICATORS.items():
        own, other = (items, cases) if row.of == Of.ITEMS else (cases, items)
        assert row.rule(own, YEAR).of == row.rule(whole, YEAR).of > 0, code
        assert row.rule(other, YEAR).of == 0, code
    assert {code for code, row in INDICATORS.items() if row.of == Of.CASES} == {"received", "finished", "in_hand"}


def test_every_indicator_had_something_to_count() -> None:
    """Control: the histories above leave no indicator empty, or equal figures would prove nothing."""
    told = {row[:3]: row[3] for row in values(in_parts(histories(20261127, HISTORIES), 400))}
    assert [code for code in INDICATORS if not told["now", "", code][1]] == []  # type: ignore[index]


def test_the_mean_of_medians_would_not_be_the_median() -> None:
    """Control: what is joined is what a value is made of, never the values."""
    left, right = [1, 1, 1, 9], [9, 10]
    made = lengths(How.MEDIAN, [*left, *right], [])
    assert made.made == {1: 3, 9: 2, 10: 1}
    assert worth(How.MEDIAN, 6, 6, made.made) == 5
    medians = [worth(How.MEDIAN, len(one), len(one), lengths(How.MEDIAN, one, []).made) or 0 for one in (left, right)]
    assert sum(medians) / 2 != 5


def test_of_the_latest_items_the_worst_of_all_parts_are_named() -> None:
    rows: list[tally.Row] = [(number % 50, number, "2026-11-01", "") for number in range(1, 120)]
    one, other = Tally(rows=tally.worst(rows[:60])), Tally(rows=tally.worst(rows[60:]))
    one.add(other)
    assert one.rows == tally.worst(rows)
    assert len(one.rows) == tally.WORST
    assert one.rows[0][0] == 49
