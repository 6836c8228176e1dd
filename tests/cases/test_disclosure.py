"""What is published tells of no small number, neither by itself nor by subtraction (W-065)."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import disclosure
from cases.disclosure import LEAST, Cases, hide, hide_linked, nearest, small

pytestmark = pytest.mark.req("W-065")
Equation = dict[tuple[str, str], int]


def parts(**sizes: int) -> dict[str, Cases]:
    """Parts with so many cases each, no case in two of them."""
    found, first = {}, 0
    for name, size in sizes.items():
        found[name] = frozenset(range(first, first + size))
        first += size
    return found


def test_few_cases_are_small_and_none_is_not() -> None:
    assert [size for size in range(8) if small(frozenset(range(size)))] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 5, "c": 0}, set()),
        # One alone would be the total less the others: the smallest of the rest goes with it.
        ({"a": 20, "b": 3, "c": 8, "d": 0}, {"b", "c"}),
        # Two ones together are two: whoever subtracts would know both.
        ({"a": 20, "b": 1, "c": 1, "d": 9}, {"b", "c", "d"}),
        # Three and four are seven: either may be anything from one to six.
        ({"a": 20, "b": 3, "c": 4}, {"b", "c"}),
        # Nothing left to hide with it: not split at all, and the zeros do not tell which it is.
        ({"a": 3, "b": 0, "c": 0}, {"a", "b", "c"}),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 0}, {"a", "b", "c", "d", "e", "f"}),
    ],
)
def test_what_is_hidden_in_a_table(sizes: dict[str, int], hidden: set[str]) -> None:
    assert hide(parts(**sizes)) == hidden


def test_parts_that_no_total_adds_up_need_no_partner() -> None:
    assert hide(parts(old=2, a=9, b=9), added=["a", "b"]) == {"old"}


def test_months_take_their_neighbour_whatever_comes_later() -> None:
    order = ["jan", "feb", "mar", "apr"]
    assert hide(parts(jan=3, feb=30), partner=nearest(order)) == {"jan", "feb"}
    assert hide(parts(jan=3, feb=30, mar=6), partner=nearest(order)) == {"jan", "feb"}
    assert hide(parts(jan=3, feb=30, mar=6)) == {"jan", "mar"}, "control: the smallest would change from count to count"


def test_cases_that_count_in_several_months_count_once() -> None:
    few = frozenset({1, 2, 3})
    many = frozenset(range(1, 7))
    assert hide({"jan": few, "feb": few, "mar": many, "apr": many}, partner=nearest(["jan", "feb", "mar", "apr"])) == {
        "jan",
        "feb",
        "mar",
        "apr",
    }


TOTAL = "total"
Columns = Mapping[str, Mapping[str, Cases]]
Held = Mapping[str, frozenset[str]]


def equations(columns: Columns, held: Held) -> list[Equation]:
    """What a reader knows of the hidden cells: the parts of a column are its total, and in each row came = went + there."""

    def unknown(cells: dict[tuple[str, str], int]) -> Equation:
        return {(code, row): sign for (code, row), sign in cells.items() if row in held[code]}

    found = [unknown({(code, TOTAL): -1} | {(code, row): 1 for row in rows}) for code, rows in columns.items()]
    if len(columns) == 3:
        came, went, there = columns
        found += [unknown({(came, row): 1, (went, row): -1, (there, row): -1}) for row in [*columns[came], TOTAL]]
    return [one for one in found if one]


def protected(columns: Columns, follow: tuple[str, ...] = ()) -> dict[str, frozenset[str]]:
    """As ``queries.public_figures`` does it: the totals first, then the parts of each column."""
    whole = {code: {TOTAL: frozenset().union(*rows.values())} for code, rows in columns.items()}
    if not follow:
        return {code: hide(whole[code], []) | hide(rows) for code, rows in columns.items()}
    totals = hide_linked(whole, follow, [])
    gone = {code: list(columns[code]) for code, held in totals.items() if held}
    found = hide_linked(columns, follow, gone=gone)
    return {code: totals[code] | found[code] for code in columns}


def determined(system: list[Equation]) -> set[tuple[str, str]]:
    """The hidden cells that these equations fix, by elimination; it knows nothing of how they were chosen."""
    names = sorted({name for one in system for name in one})
    rows = [[Fraction(one.get(name, 0)) for name in names] for one in system]
    done = 0
    for column in range(len(names)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    fixed = [[name for name, value in zip(names, row, strict=True) if value] for row in rows]
    return {found[0] for found in fixed if len(found) == 1}


def test_the_reader_of_this_test_can_subtract() -> None:
    """Control: with the small numbers alone hidden, one falls out; so does one across columns that are not linked."""
    found = parts(a=20, b=3, c=8)
    assert determined(equations({"came": found}, {"came": frozenset({"b"})})) == {("came", "b")}
    columns = {"came": parts(a=9, b=20), "went": parts(a=3, b=9), "there": parts(a=6, b=11)}
    alone = {code: hide(column) for code, column in columns.items()}
    assert ("went", "a") in determined(equations(columns, alone))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1, max_size=8))
def test_no_hidden_part_can_be_worked_out(sizes: dict[str, int]) -> None:
    found = parts(**sizes)
    held = protected({"all": found})["all"]
    assert {name for name, cases in found.items() if small(cases)} <= held
    assert not determined(equations({"all": found}, {"all": held}))
    # Beyond equations: whoever knows that each hidden part is one case at least still takes each for up to LEAST.
    together = sum(sizes[name] for name in held - {TOTAL})
    assert not held or held >= set(found) or together - (len(held) - 1) >= LEAST


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6)
)
def test_no_hidden_part_can_be_worked_out_from_another_column(rows: dict[str, tuple[int, int]]) -> None:
    """A service that began this year: who came is who went and who is there."""
    columns = {
        "came": parts(**{name: sum(pair) for name, pair in rows.items()}),
        "went": parts(**{name: went for name, (went, _there) in rows.items()}),
        "there": parts(**{name: there for name, (_went, there) in rows.items()}),
    }
    held = protected(columns, ("went", "there"))
    assert held["went"] == held["there"] >= held["came"]
    assert not determined(equations(columns, held))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6
    )
)
def test_no_share_tells_of_few_on_either_side(rows: dict[str, tuple[int, int]]) -> None:
    """Of what is shown neither side is small, nor is either side of everything that is hidden, which can be subtracted."""
    found = parts(**{name: sum(pair) for name, pair in rows.items()})
    sides = {name: (frozenset(sorted(cases)[: rows[name][0]]), frozenset(sorted(cases)[rows[name][0] :]))
             for name, cases in found.items()}  # fmt: skip
    held = hide(found, sides=sides)
    assert not [name for name in rows if name not in held and any(map(small, sides[name]))]
    assert len(held) != 1 or held == set(found) or not found[next(iter(held))]
    if not held >= set(found):
        assert not any(small(frozenset().union(*(sides[name][n] for name in held))) for n in (0, 1))


def test_without_its_sides_a_share_of_many_cases_would_be_shown() -> None:
    """Control."""
    found = parts(a=33, b=40)
    sides = {"a": (frozenset(range(32)), frozenset({32})), "b": (found["b"], frozenset[int]())}
    assert hide(found) == set()
    assert hide(found, sides=sides) == {"a", "b"}


def test_a_column_whose_total_is_hidden_is_hidden_whole() -> None:
    columns = {"came": parts(a=20, b=20), "went": parts(a=20, b=20), "there": parts(a=20, b=20)}
    assert hide_linked(columns, ("went", "there"), gone={"there": ["a", "b"]})["went"] == {"a", "b"}
    assert disclosure.hide(columns["came"]) == set(), "control: nothing in it is small"
